"""The model file: what is written is read, always as the same bytes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dpgraph.mentions.linear import BUCKETS, Linear, buckets, hashed, joined, read_linear, write_linear
from dpgraph.mentions.typing import TYPING


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
    with_it, without = model.probabilities(hashed(["says=Platform"])), model.probabilities(hashed([]))
    assert with_it[0] > 0.9 > without[0] > 0.5


def test_a_joined_feature_counts_for_itself_and_for_its_kind() -> None:
    alone, other = joined(hashed(["near=1"]), "Place"), joined(hashed(["near=1"]), "Fund")
    assert alone[0] == other[0] == hashed(["near=1"])[0]
    assert alone[1] != other[1]


def test_probabilities_of_the_trained_model_sum_to_1() -> None:
    model = read_linear(TYPING)
    assert "none" in model.classes
    for features in ([], ["word=press"], [f"word={i}" for i in range(300)]):
        assert model.probabilities(hashed(features)).sum() == pytest.approx(1.0)


def test_a_table_holds_what_each_row_would_be_by_itself() -> None:
    model = read_linear(TYPING)
    rows = [hashed(words) for words in (["word=press"], [f"word={i}" for i in range(300)], ["dep=nsubj", "tag=NNP"])]
    assert model.tables(rows) == pytest.approx(np.array([model.probabilities(row) for row in rows]), abs=1e-12)
    assert model.tables([]).shape == (0, len(model.classes))
