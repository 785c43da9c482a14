"""Pairs as arrays are what sets of tuples are."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from ecosystems import tangle

from dpgraph.analysis.pairs import Pair, Pairs
from dpgraph.analysis.scene import set_scene
from dpgraph.analysis.ties import COORDINATION, KINDS

ACTORS = "abcdefghij"
EVERY = list(combinations(ACTORS, 2))


def some(seed: int, share: float) -> tuple[list[Pair], Pairs]:
    chosen = [ends for ends in EVERY if random.Random(f"{seed} {ends} {share}").random() < share]
    return chosen, Pairs.of(ACTORS, reversed(chosen))


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("share", [0, 0.3, 1])
def test_some_of_all_pairs(seed: int, share: float) -> None:
    wanted, pairs = some(seed, share)
    known, others = some(seed, 0.5)
    assert pairs.pairs() == tuple(wanted)
    assert pairs.pairs(3) == tuple(wanted[:3])
    assert pairs.numbers.tolist() == [n for n, ends in enumerate(EVERY) if ends in wanted]
    assert pairs.parties == tuple(sorted({end for ends in wanted for end in ends}))
    assert pairs.without(others).pairs() == tuple(sorted(set(wanted) - set(known)))
    assert pairs.together(others).pairs() == tuple(sorted({*wanted, *known}))
    left = tuple(ends for ends in EVERY if ends not in wanted)
    assert pairs.others().pairs() == left
    assert pairs.others(2).pairs() == left[:2]


@pytest.mark.parametrize("seed", range(10))
def test_those_among_some_actors(seed: int) -> None:
    wanted, pairs = some(seed, 0.4)
    few = [*sorted(random.Random(seed).sample(ACTORS, 5)), "unknown"]
    found = pairs.among(few)
    assert found.pairs() == tuple(ends for ends in wanted if {*ends} <= {*few})
    assert found.actors == few
    assert pairs.among("").pairs() == Pairs.of("", ()).among(ACTORS).pairs() == ()


def test_every_two_of_a_group() -> None:
    groups = ["adf", "af", "bc", "d", ""]
    wanted = sorted({ends for group in groups for ends in combinations(group, 2)})
    assert Pairs.within(groups).pairs() == tuple(wanted)
    assert Pairs.within([]).pairs() == ()


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("kinds", [KINDS, COORDINATION])
def test_those_tied_are_those_between_whom_there_is_a_tie(seed: int, kinds: tuple[str, ...]) -> None:
    ties = set_scene(tangle(seed)).ties
    actors = sorted({*ties.actors(), *(end for ends in ties.direct for end in ends)})
    assert ties.tied(kinds).pairs() == tuple(e for e in combinations(actors, 2) if ties.between(*e, kinds))
