"""A multinomial logistic model over hashed text features: small, fast, and the same on every machine."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

BITS = 16
BUCKETS = 1 << BITS


def bucket(feature: str) -> int:
    """The row of the weights that a feature falls into."""
    return zlib.crc32(feature.encode()) & (BUCKETS - 1)


@dataclass(frozen=True, slots=True)
class Linear:
    """Classes, and their weights: shape (BUCKETS + 1, classes), the last row the bias."""

    classes: tuple[str, ...]
    weights: NDArray[np.float32]

    def probabilities(self, features: Sequence[str]) -> NDArray[np.float64]:
        """The probability of each class (they sum to 1), in the order of `classes`."""
        rows = sorted({bucket(f) for f in features})
        scores = self.weights[rows].sum(axis=0, dtype=np.float64) + self.weights[-1]
        exponents = np.exp(scores - scores.max())
        return np.asarray(exponents / exponents.sum(), dtype=np.float64)


@cache
def read_linear(path: Path) -> Linear:
    """The model in a file that `training/train.py` wrote."""
    with np.load(path) as stored:
        weights = np.zeros((BUCKETS + 1, len(stored["classes"])), dtype=np.float32)
        weights[stored["rows"]] = stored["values"]
        return Linear(tuple(map(str, stored["classes"])), weights)


def write_linear(path: Path, model: Linear) -> None:
    """Writes a model: only the rows that say something, in half precision."""
    rows = np.flatnonzero(np.abs(model.weights).max(axis=1) > 1e-3)
    np.savez_compressed(
        path, classes=np.array(model.classes), rows=rows.astype(np.int32), values=model.weights[rows].astype(np.float16)
    )
