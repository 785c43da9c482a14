"""Boosted decision trees over named numbers: what scikit-learn trains, numpy alone reads and asks.

Friedman (2001), Greedy function approximation, doi:10.1214/aos/1013203451.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dpgraph.documents.files import write_atomically


@dataclass(frozen=True, slots=True)
class Trees:
    """The nodes of some trees, each array of shape (trees, nodes), and the log-odds that every answer starts from.

    A node asks whether the number called `names[asked]` is at most `bounds`; where it is, `left` is the next node of
    the tree, else `right`. A leaf leads to itself, and its `values` are added to the log-odds.
    """

    names: tuple[str, ...]
    start: float
    asked: NDArray[np.int16]
    bounds: NDArray[np.float64]
    left: NDArray[np.int16]
    right: NDArray[np.int16]
    values: NDArray[np.float64]

    def probabilities(self, rows: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """The probability of each row of named numbers, from 0 to 1; a number that a row does not name is 0."""
        numbers = table(rows, self.names)
        every = np.arange(len(self.asked))
        at = np.zeros((len(numbers), len(self.asked)), dtype=np.intp)
        while True:
            is_left = np.take_along_axis(numbers, self.asked[every, at], axis=1) <= self.bounds[every, at]
            after = np.where(is_left, self.left[every, at], self.right[every, at]).astype(np.intp)
            if np.array_equal(after, at):
                return np.asarray(1 / (1 + np.exp(-self.start - self.values[every, at].sum(axis=1))))
            at = after


def table(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> NDArray[np.float64]:
    """Rows of named numbers as an array of shape (rows, names)."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows], dtype=np.float64).reshape(-1, len(names))


@cache
def read_trees(path: Path) -> Trees:
    """The trees in a file that `write_trees` wrote."""
    with np.load(path) as stored:
        names = tuple(map(str, stored["names"]))
        return Trees(names, float(stored["start"]), *(stored[part] for part in _PARTS))


def write_trees(path: Path, trees: Trees) -> None:
    """Writes trees; the same trees are the same bytes."""
    file = io.BytesIO()
    parts = {part: getattr(trees, part) for part in _PARTS}
    np.savez_compressed(file, names=np.array(trees.names), start=np.array(trees.start), **parts)
    write_atomically(path, file.getvalue())


_PARTS = ("asked", "bounds", "left", "right", "values")
