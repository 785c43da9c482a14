"""A multinomial logistic model over hashed text features: small, fast, and the same on every machine."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dpgraph.documents.files import write_atomically
from dpgraph.mentions.deciding import Hashes, shares

BITS = 17
BUCKETS = 1 << BITS
# A row whose weights are all smaller says nothing, and is not kept.
SAYS = 3e-3
# So many rows are weighed at once.
_BATCH = 2048


def buckets(hashes: Hashes) -> NDArray[np.intp]:
    """The rows of the weights that features fall into."""
    return ((hashes ^ (hashes >> np.uint32(BITS))) & np.uint32(BUCKETS - 1)).astype(np.intp)


@dataclass(frozen=True, slots=True)
class Linear:
    """Classes, and their weights: shape (BUCKETS + 1, classes), the last row the bias."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]

    def tables(self, features: Sequence[Hashes]) -> NDArray[np.float64]:
        """The probabilities of several at once, a row each: shape (len(features), classes); none without features."""
        parts = [self._table(features[n : n + _BATCH]) for n in range(0, len(features), _BATCH)]
        return np.vstack(parts) if parts else np.empty((0, len(self.classes)))

    def _table(self, features: Sequence[Hashes]) -> NDArray[np.float64]:
        starts = np.cumsum([0, *(len(f) for f in features[:-1])])
        rows = self.weights[buckets(np.concatenate(features))]
        return shares(np.add.reduceat(rows, starts, axis=0, dtype=np.float64) + self.weights[-1])


@cache
def read_linear(path: Path) -> Linear:
    """The model in a file that `training/train.py` wrote."""
    with np.load(path) as stored:
        weights = np.zeros((BUCKETS + 1, len(stored["classes"])), dtype=np.float32)
        weights[stored["rows"]] = stored["values"]
        return Linear(tuple(map(str, stored["classes"])), weights)


def write_linear(path: Path, model: Linear) -> None:
    """Writes a model: only the rows that say something, in half precision."""
    rows = np.flatnonzero(np.abs(model.weights).max(axis=1) > SAYS)
    file = io.BytesIO()
    np.savez_compressed(
        file, classes=np.array(model.classes), rows=rows.astype(np.int32), values=model.weights[rows].astype(np.float16)
    )
    write_atomically(path, file.getvalue())
