"""The model file: what is written is read, always as the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dpgraph.mentions.deciding import hashed
from dpgraph.statements.judging import JUDGING
from dpgraph.statements.linear import BUCKETS, Linear, buckets, read_linear, write_linear


@pytest.fixture
def model() -> Linear:
    weights = np.zeros((BUCKETS + 1, 2), dtype=np.float32)
    weights[buckets(hashed(["says=Platform"]))] = [2.0, -2.0]
    weights[-1] = [0.5, 0.25]
    return Linear(("Platform", "none"), weights)


def test_what_is_written_is_read(model: Linear, tmp_path: Path) -> None:
    write_linear(tmp_path / "a.npz", model)
    again = read_linear(tmp_path / "a.npz")
    assert again.classes == model.classes
    assert np.array_equal(again.weights, model.weights)


def test_the_same_model_is_the_same_bytes(model: Linear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_linear(tmp_path / "a.npz", model)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    write_linear(tmp_path / "b.npz", model)
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_weights_that_say_nothing_are_left_out(model: Linear, tmp_path: Path) -> None:
    write_linear(tmp_path / "a.npz", model)
    with np.load(tmp_path / "a.npz") as stored:
        assert stored["rows"].tolist() == [*buckets(hashed(["says=Platform"])), BUCKETS]


def test_a_feature_raises_its_class(model: Linear) -> None:
    with_it, without = model.tables([hashed(["says=Platform"]), hashed(["says=nothing"])])
    assert with_it[0] > 0.9 > without[0] > 0.5


def test_a_table_holds_what_each_row_would_be_by_itself() -> None:
    model = read_linear(JUDGING)
    rows = [hashed(words) for words in (["times=1"], [f"times={i}" for i in range(300)], ["s order=1", "o order=2"])]
    assert model.tables(rows) == pytest.approx(np.vstack([model.tables([row]) for row in rows]), abs=1e-12)
    assert model.tables(rows).sum(axis=1) == pytest.approx(np.ones(3))
    assert model.tables([]).shape == (0, len(model.classes))
