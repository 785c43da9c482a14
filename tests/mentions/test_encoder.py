"""A token's state: its words and its neighbours, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from dpgraph.mentions.encoder import Convolution, Norm, encoded, multiplied, rows_of, token_keys, vector_rows
from dpgraph.mentions.model import load_model


def test_a_token_has_a_row() -> None:
    doc = load_model()("Harbor Press runs LearnPort.")
    states = encoded([doc])
    assert len(states) == len(doc)
    assert np.isfinite(states).all()


def test_the_same_words_have_the_same_states_each_time() -> None:
    text = "Harbor Press runs LearnPort for schools."
    assert encoded([load_model()(text)]).tobytes() == encoded([load_model()(text)]).tobytes()


def test_a_text_does_not_see_the_next() -> None:
    one, other, third = map(load_model(), ("Harbor Press runs LearnPort.", "It opened.", "Readers pay."))
    together = encoded([one, other, third])
    alone = np.vstack([encoded([doc]) for doc in (one, other, third)])
    assert together == pytest.approx(alone, abs=1e-5)


def test_a_convolution_sees_one_neighbour_on_either_side() -> None:
    chance = np.random.default_rng(1)
    weights = chance.standard_normal((12, 8)).astype(np.float32)
    layer = Convolution(weights, np.zeros(8, dtype=np.float32), Norm(*np.ones((2, 4), dtype=np.float32)))
    states = chance.standard_normal((7, 4)).astype(np.float32)
    changed = states.copy()
    changed[3] += np.array([3, -1, 0, 1], dtype=np.float32)
    differs = (np.abs(layer(states) - layer(changed)) > 1e-6).any(axis=1)
    assert np.flatnonzero(differs).tolist() == [2, 3, 4]


def test_the_norm_makes_mean_and_variance_even() -> None:
    even = Norm(np.ones(4, dtype=np.float32), np.zeros(4, dtype=np.float32))
    found = even(np.array([[1, 2, 3, 6]], dtype=np.float32))
    assert found.mean() == pytest.approx(0, abs=1e-6)
    assert found.std() == pytest.approx(1, abs=1e-3)


def test_a_product_is_that_of_numpy() -> None:
    one, other = np.random.default_rng(2).random((2, 5, 5), dtype=np.float32)
    assert multiplied(one.T, other) == pytest.approx(one.T @ other, abs=1e-5)


def test_equal_values_of_two_columns_have_different_keys() -> None:
    keys = token_keys(load_model()("press"))
    assert len(set(keys[0].tolist())) == keys.shape[1]


def test_a_key_that_is_not_there_has_the_row_after_the_last() -> None:
    assert rows_of(np.array([[9, 1], [2, 0]]), np.array([1, 9])).tolist() == [[1, 0], [2, 2]]


def test_a_word_without_a_vector_has_no_row() -> None:
    assert vector_rows(load_model()("xqzvvkjw press")).tolist()[0] == -1
