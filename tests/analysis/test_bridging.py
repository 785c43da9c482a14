"""Pairs found as arrays and sets as bits say what looking at every pair says."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from ecosystems import ecosystem, iri

from dpgraph.analysis.bridging import Neighbours, Surety
from dpgraph.analysis.counterfactual import changes
from dpgraph.analysis.measures.fragmentation import fragmentation
from dpgraph.analysis.scene import Scene, set_scene
from dpgraph.analysis.ties import OWNERSHIP, pair
from dpgraph.records import Ecosystem

ACTORS = [f"Owner {n:02}" for n in range(14)]


def tangle(seed: int) -> Ecosystem:
    """Actors with ties of several kinds, of several confidences, drawn by chance."""
    chance = random.Random(seed)
    lines = []
    for a, b in combinations(ACTORS, 2):
        predicate = chance.choice(["collaboratesWith", "subsidiaryOf", "partOf"])
        if chance.random() < 0.15:
            lines.append((a, predicate, b, "asserted", chance.choice([0.5, 0.7, 0.9])))
    owning = [(a, "operates", chance.choice(["LearnPort", "ClassRiver"]), "asserted", 0.6) for a in ACTORS[::3]]
    return ecosystem(*lines, *owning)


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
        assert sides.pairs == tuple(wanted)
        assert len(sides) == len(wanted)
        assert sides.parties == tuple(sorted({end for ends in wanted for end in ends}))
        assert neighbours.nearness(sides) == worth


@pytest.mark.parametrize("seed", range(8))
def test_the_least_confidence_of_the_ties_of_an_actor(seed: int) -> None:
    ties = set_scene(tangle(seed)).ties
    surety = Surety(ties)
    for actor in map(iri, ACTORS):
        partners = sorted(ties.partners(actor))
        said = [s.confidence for p in partners for t in ties.between(*pair(actor, p)) for s in t.statements]
        assert surety.least(actor, partners) == min(said, default=1.0)
        assert surety.least(actor, ()) == 1.0
    assert ties.actors() == {end for ends in ties.pairs() for end in ends}


@pytest.mark.parametrize("seed", range(8))
def test_what_proposed_ties_change(seed: int) -> None:
    scene = set_scene(tangle(seed))
    group = sorted(map(iri, random.Random(seed).sample(ACTORS, 6)))
    missing = [ends for ends in combinations(group, 2) if ends[1] not in scene.partners(ends[0])]
    proposed = missing[::2]
    found = changes(scene, group, missing, proposed)
    for at, more in enumerate(([], proposed)):
        said = one_by_one(scene, group, more)
        assert said.keys() >= found.keys() - {"congruence"}
        assert {name: both[at] for name, both in found.items() if name != "congruence"} == {
            name: round(said[name], 6) for name in found if name != "congruence"
        }


def one_by_one(scene: Scene, group: list[str], more: list[tuple[str, str]]) -> dict[str, float]:
    """The measures of a group, with some more ties, by looking at every actor."""
    everybody = {end for ends in scene.ties.pairs() for end in ends} | set(group)
    partners = {a: {*scene.partners(a)} for a in everybody}
    for a, b in more:
        partners[a].add(b)
        partners[b].add(a)
    families = {a: {a} for a in everybody}
    for (a, b), ties in scene.ties.direct.items():
        if any(t.kind == OWNERSHIP for t in ties):
            joined = families[a] | families[b]
            families |= dict.fromkeys(joined, joined)
    own = {pair(a, b) for a in group for b in partners[a]}
    across = sum(1 for a, b in own if b not in families[a])
    reached = [partners[a].union(*(partners[b] for b in partners[a])) - {a} for a in group]
    said = {
        "coverage": sum(1 for a in group if partners[a] & set(group)) / len(group),
        "fragmentation": fragmentation([(a, a) for a in group], partners).apart,
        "reach": sum(map(len, reached)) / len(group),
    }
    return said | ({"E-I index": (2 * across - len(own)) / len(own)} if own else {})
