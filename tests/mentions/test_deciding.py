"""A decision: what is looked at, and what comes of it."""

from __future__ import annotations

import numpy as np
import pytest

from dpgraph.mentions.deciding import Decider, Look, agreed, asked, deciders, hashed, seen
from dpgraph.mentions.encoder import encoded
from dpgraph.mentions.model import load_model

STATES = np.array([[1, 0], [3, 4], [5, 2]], dtype=np.float32)
NOTHING = hashed([])


def test_single_tokens_come_first_and_no_token_is_zero() -> None:
    assert seen(STATES, [Look((2, -1), (), NOTHING)]).tolist() == [[5, 2, 0, 0]]


def test_a_set_is_seen_by_its_mean_and_its_maximum() -> None:
    looks = [Look((0,), (range(3),), NOTHING), Look((0,), ([],), NOTHING), Look((0,), ([1],), NOTHING)]
    assert seen(STATES, looks)[:, 2:].tolist() == [[3, 2, 5, 4], [0, 0, 0, 0], [3, 4, 3, 4]]


@pytest.fixture
def careful() -> Decider:
    """Believes "yes" by the first number of a token, and by the feature "sure"."""
    return Decider(
        ("no", "yes"),
        hashed(["sure"]),
        np.array([[2], [0]], dtype=np.float32),
        np.array([[1], [0]], dtype=np.float32),
        np.zeros(1, dtype=np.float32),
        np.array([[0, 1]], dtype=np.float32),
        np.zeros(2, dtype=np.float32),
    )


def test_a_feature_adds_to_what_is_seen(careful: Decider) -> None:
    plain, sure, unknown = careful.tables(STATES, [Look((0,), (), hashed(f)) for f in ([], ["sure"], ["odd"])])
    odds = np.log(plain[1] / plain[0]), np.log(sure[1] / sure[0])
    assert odds == pytest.approx((1, 3))
    assert unknown.tolist() == plain.tolist()


def test_nothing_is_decided_of_nothing(careful: Decider) -> None:
    assert careful.tables(STATES, []).shape == (0, 2)


def test_each_decision_is_the_same_alone_and_beside_others(careful: Decider) -> None:
    looks = [Look((n % 3,), (), NOTHING) for n in range(5000)]
    assert careful.tables(STATES, looks)[4999].tolist() == careful.tables(STATES, looks[4999:])[0].tolist()


def test_two_tables_agree_in_the_middle() -> None:
    found = agreed([np.array([[0.2, 0.8], [1.0, 0.0]]), np.array([[0.8, 0.2], [1.0, 0.0]])])
    assert found[0].tolist() == pytest.approx([0.5, 0.5])
    assert found[1].tolist() == pytest.approx([1, 0], abs=1e-5)


@pytest.mark.parametrize("name", ["typing", "relations", "topics"])
def test_the_trained_ones_know_when_there_is_nothing(name: str) -> None:
    assert all("none" in one.classes for one in deciders(name))


@pytest.mark.parametrize("name", ["typing", "relations", "topics"])
def test_the_networks_know_the_same_classes(name: str) -> None:
    assert len({one.classes for one in deciders(name)}) == 1


def test_each_network_sees_states_of_its_own() -> None:
    states = encoded([load_model()("Harbor Press runs LearnPort.")])
    ends = Look((0, 1, -1, 2), (range(2), [0, 1], [2]), hashed(["length=2"]))
    [chances] = asked("typing", [ends], states)
    apart = [one.tables(part, [ends]) for one, part in zip(deciders("typing"), np.hsplit(states, 2), strict=True)]
    assert list(chances.values()) == pytest.approx(agreed(apart)[0].tolist())
    assert sum(chances.values()) == pytest.approx(1)
    assert asked("typing", [], states) == []
