"""Trees over named numbers: what is written is read and answers the same, always as the same bytes."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from dpgraph.statements.trees import Trees, read_trees, write_trees


@pytest.fixture
def trees() -> Trees:
    """Two trees: "a" at most 1 says 2, else "b" at most 0 says -1, else -3; the other one always says 0.5."""
    return Trees(
        names=("a", "b"),
        start=0.25,
        asked=np.array([[0, 0, 1, 0, 0], [0] * 5], dtype=np.int16),
        bounds=np.array([[1.0, 0, 0, 0, 0], [0.0] * 5]),
        left=np.array([[1, 1, 3, 3, 4], [0, 1, 2, 3, 4]], dtype=np.int16),
        right=np.array([[2, 1, 4, 3, 4], [0, 1, 2, 3, 4]], dtype=np.int16),
        values=np.array([[0, 2.0, 0, -1.0, -3.0], [0.5, 0, 0, 0, 0]]),
    )


@pytest.mark.parametrize(
    ("row", "said"), [({"a": 1.0}, 2.0), ({"a": 1.5}, -1.0), ({"a": 2.0, "b": 1.0}, -3.0), ({"c": 9.0}, 2.0)]
)
def test_each_tree_adds_what_its_leaf_says(trees: Trees, row: dict[str, float], said: float) -> None:
    (chance,) = trees.probabilities([row])
    assert chance == pytest.approx(1 / (1 + math.exp(-(0.25 + said + 0.5))))


def test_nothing_asked_is_nothing_answered(trees: Trees) -> None:
    assert trees.probabilities([]).shape == (0,)


def test_what_is_written_is_read(trees: Trees, tmp_path: Path) -> None:
    write_trees(tmp_path / "a.npz", trees)
    again = read_trees(tmp_path / "a.npz")
    rows = [{"a": float(a), "b": float(b)} for a in range(3) for b in range(-1, 2)]
    assert again.names == trees.names
    assert np.array_equal(again.probabilities(rows), trees.probabilities(rows))


def test_the_same_trees_are_the_same_bytes(trees: Trees, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_trees(tmp_path / "a.npz", trees)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    write_trees(tmp_path / "b.npz", trees)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
