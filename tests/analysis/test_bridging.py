"""Pairs found as arrays and sets as bits say what looking at every pair says."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from ecosystems import ACTORS, iri, tangle

from dpgraph.analysis.bridging import Neighbours, least_sure, said_by
from dpgraph.analysis.pairs import pair
from dpgraph.analysis.scene import set_scene
from dpgraph.analysis.stated import order


def near(seed: int) -> dict[str, dict[str, float]]:
    chance = random.Random(seed)
    return {iri(a): {f: chance.choice([0.5, 1.0]) for f in chance.sample("uvwxyz", 2)} for a in ACTORS[:12]}


@pytest.mark.parametrize("seed", range(8))
def test_pairs_apart_and_what_they_share(seed: int) -> None:
    scene, close = set_scene(tangle(seed)), near(seed)
    neighbours = Neighbours(close, scene.partners)
    for size in (0, 1, 5, 12):
        among = random.Random(size).sample(sorted(close), size)
        sides = neighbours.apart(among)
        wanted = [
            (a, b)
            for a, b in combinations(sorted(among), 2)
            if close[a].keys() & close[b].keys() and b not in scene.partners(a)
        ]
        worth: dict[str, float] = {}
        for a, b in wanted:
            for f in close[a].keys() & close[b].keys():
                worth[f] = max(worth.get(f, 0.0), close[a][f] * close[b][f])
        assert sides.pairs() == tuple(wanted)
        assert len(sides) == len(wanted)
        assert sides.parties == tuple(sorted({end for ends in wanted for end in ends}))
        assert neighbours.nearness(sides) == worth


@pytest.mark.parametrize("seed", range(8))
def test_the_least_confidence_of_the_ties_of_an_actor(seed: int) -> None:
    ties = set_scene(tangle(seed)).ties
    for actor in map(iri, ACTORS):
        partners = sorted(ties.partners(actor))
        said = [s for p in partners for t in ties.between(*pair(actor, p)) for s in t.statements]
        assert least_sure(ties, actor, partners) == min((s.confidence for s in said), default=1.0)
        assert sorted(said_by(ties, actor, partners), key=order) == sorted(set(said), key=order)
        assert least_sure(ties, actor, ()) == 1.0
        assert said_by(ties, actor, ()) == []
    assert ties.actors() == {end for ends in ties.pairs() for end in ends}
