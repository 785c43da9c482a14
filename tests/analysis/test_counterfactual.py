"""Sets of actors as bits say what looking at every actor says."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from ecosystems import ACTORS, iri, tangle

from dpgraph.analysis.counterfactual import changes
from dpgraph.analysis.measures.fragmentation import fragmentation
from dpgraph.analysis.pairs import pair
from dpgraph.analysis.scene import Scene, set_scene
from dpgraph.analysis.ties import OWNERSHIP


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
