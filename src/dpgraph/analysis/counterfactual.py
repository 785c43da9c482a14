"""The counterfactual: what would change if a proposed tie were there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations
from math import isnan

import networkx as nx

from dpgraph.analysis.making import DIGITS
from dpgraph.analysis.measures.ei import external_internal
from dpgraph.analysis.measures.fragmentation import fragmentation
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.ties import OWNERSHIP, Pair

# Beyond so many parties only congruence is computed: the others look at every pair of them.
MANY = 100
Changes = Mapping[str, tuple[float, float]]


def changes(scene: Scene, group: Collection[str], missing: Collection[Pair], proposed: Collection[Pair]) -> Changes:
    """Measures of a group of actors before and after the proposed ties, of which `missing` says that they have none.

    `congruence`: the share of the pairs in the group that are tied (Cataldo et al. 2006, of one shared task).
    `coverage`: the share of its members tied to at least one other member. `fragmentation`: the share of its pairs
    without a path of at most two ties. `E-I index`: of all ties of its members, (across - within) / all, where the
    groups are the families that ownership joins; left out where there was no tie before. `reach`: the mean number of
    actors within two ties of a member. All but the first are left out of a group of more than 100.
    """
    members = sorted(set(group))
    pairs = len(members) * (len(members) - 1) // 2
    if not pairs or scene.is_draw:
        return {}
    lacking = set(missing)
    congruence = 1 - len(lacking) / pairs, 1 - len(lacking - set(proposed)) / pairs
    if len(members) > MANY:
        return {"congruence": _rounded(congruence)}
    before = _around(scene, members)
    after = before.copy()
    after.add_edges_from(proposed)
    families = _families(scene, [*before])
    now, then = (_measures(network, members, families) for network in (before, after))
    return {"congruence": _rounded(congruence)} | {
        name: _rounded((value, then[name])) for name, value in now.items() if not isnan(value)
    }


def _measures(network: nx.Graph, members: list[str], families: Mapping[str, str]) -> dict[str, float]:
    inside = set(members)
    partners = {actor: set(network[actor]) for actor in network}
    near = {a: partners[a].union(*(partners[b] for b in partners[a])) - {a} for a in members}
    own = nx.Graph([(a, b) for a, b in network.edges if a in inside or b in inside])
    return {
        "coverage": sum(1 for a in members if partners[a] & inside) / len(members),
        "fragmentation": fragmentation([(a, a) for a in members], partners).apart,
        "E-I index": external_internal(own, families, permutations=0).value,
        "reach": sum(len(found) for found in near.values()) / len(members),
    }


def _around(scene: Scene, members: Iterable[str]) -> nx.Graph:
    """The members, their partners, and the partners of these."""
    network = nx.Graph()
    network.add_nodes_from(members)
    front = list(network)
    for _ in range(2):
        reached = {a: scene.ties.partners(a) for a in front}
        network.add_edges_from((a, b) for a in sorted(reached) for b in sorted(reached[a]))
        front = sorted({b for found in reached.values() for b in found})
    return network


def _families(scene: Scene, actors: Collection[str]) -> dict[str, str]:
    """Each actor with the first, by IRI, of all that chains of ownership join it to."""
    owned = nx.Graph()
    owned.add_nodes_from(actors)
    among = set(actors)
    for (a, b), ties in scene.ties.direct.items():
        if a in among and b in among and any(t.kind == OWNERSHIP for t in ties):
            owned.add_edge(a, b)
    return {actor: min(family) for family in nx.connected_components(owned) for actor in family}


def _rounded(values: tuple[float, float]) -> tuple[float, float]:
    return round(values[0], DIGITS), round(values[1], DIGITS)


def untied(scene: Scene, group: Collection[str], kinds: Collection[str]) -> tuple[Pair, ...]:
    """The pairs of a group without a tie of these kinds."""
    return tuple(ends for ends in combinations(sorted(set(group)), 2) if not scene.ties.between(*ends, kinds))
