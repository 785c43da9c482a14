"""The counterfactual: what would change if a proposed tie were there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import reduce
from math import isnan, nan
from operator import or_

import networkx as nx

from dpgraph.analysis.making import DIGITS
from dpgraph.analysis.pairs import Pair
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.ties import OWNERSHIP

# Beyond so many parties only congruence is computed: the others look at every pair of them.
MANY = 100
Changes = Mapping[str, tuple[float, float]]


def changes(
    scene: Scene, group: Collection[str], missing: Collection[Pair], proposed: Collection[Pair], lacking: int = 0
) -> Changes:
    """Measures of a group of actors before and after the proposed ties, of which `missing` says that they have none.

    `congruence`: the share of the pairs in the group that are tied (Cataldo et al. 2006, of one shared task).
    `coverage`: the share of its members tied to at least one other member. `fragmentation`: the share of its pairs
    without a path of at most two ties. `E-I index`: of all ties of its members, (across - within) / all, where the
    groups are the families that ownership joins; left out where there was no tie before. `reach`: the mean number of
    actors within two ties of a member. All but the first are left out of a group of more than 100, and where more pairs
    are `lacking` than are listed: all of them are proposed then.
    """
    members = sorted(set(group))
    pairs = len(members) * (len(members) - 1) // 2
    if not pairs or scene.is_draw:
        return {}
    if lacking > len(missing):
        return {"congruence": _rounded((1 - lacking / pairs, 1.0))}
    congruence = 1 - len(set(missing)) / pairs, 1 - len(set(missing) - set(proposed)) / pairs
    if len(members) > MANY:
        return {"congruence": _rounded(congruence)}
    sets: _Sets = scene.recall((_Sets,), lambda: _Sets(scene))
    now, then = _measures(sets, members, ()), _measures(sets, members, proposed)
    return {"congruence": _rounded(congruence)} | {
        name: _rounded((value, then[name])) for name, value in now.items() if not isnan(value)
    }


class _Sets:
    """Sets of actors as numbers, a bit for each: of large sets, their union takes a fraction of the time."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._number: dict[str, int] = {}
        self._partners: dict[str, int] = {}
        self._around: dict[str, int] = {}
        self._families: dict[str, int] = {}
        for family in scene.once(_families):
            self._families |= dict.fromkeys(family, self.of(family))

    def of(self, actors: Iterable[str]) -> int:
        """The set of some actors."""
        found = 0
        for actor in actors:
            found |= 1 << self._number.setdefault(actor, len(self._number))
        return found

    def family(self, actor: str) -> int:
        """Those whom chains of ownership join to an actor, itself included."""
        return self._families.get(actor) or self.of((actor,))

    def partners(self, actor: str) -> int:
        """Those with whom an actor has a tie."""
        if actor not in self._partners:
            self._partners[actor] = self.of(self._scene.partners(actor))
        return self._partners[actor]

    def around(self, actor: str) -> int:
        """Those with whom a partner of an actor has a tie."""
        if actor not in self._around:
            self._around[actor] = _union(map(self.partners, self._scene.partners(actor)))
        return self._around[actor]


def _measures(sets: _Sets, members: Sequence[str], proposed: Iterable[Pair]) -> dict[str, float]:
    """The measures of a group with some more ties, all of them between members."""
    more: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in proposed:
        more[a].add(b)
        more[b].add(a)
    first = {a: sets.partners(a) | sets.of(more.get(a, ())) for a in members}
    bit = {a: sets.of((a,)) for a in members}
    further = {a: _union(first[b] for b in more if bit[b] & first[a]) for a in members}
    near = {a: (first[a] | sets.around(a) | further[a]) & ~bit[a] for a in members}
    inside, pairs = sets.of(members), len(members) * (len(members) - 1)
    return {
        "coverage": sum(1 for a in members if first[a] & inside) / len(members),
        "fragmentation": (pairs - sum((near[a] & inside).bit_count() for a in members)) // 2 / (pairs // 2),
        "E-I index": _external_internal(sets, first, inside),
        "reach": sum(found.bit_count() for found in near.values()) / len(members),
    }


def _external_internal(sets: _Sets, partners: Mapping[str, int], inside: int) -> float:
    """The E-I index of all ties of those inside, each counted once; NaN without any."""
    foreign = {a: found & ~sets.family(a) for a, found in partners.items()}
    ties, across = (_ties(found, inside) for found in (partners, foreign))
    return (2 * across - ties) / ties if ties else nan


def _ties(partners: Mapping[str, int], inside: int) -> int:
    """How many ties there are, of which those between two inside are found twice."""
    twice = sum((found & inside).bit_count() for found in partners.values())
    return sum(found.bit_count() for found in partners.values()) - twice // 2


def _union(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)


def _families(scene: Scene) -> Iterable[set[str]]:
    """The actors that chains of ownership join."""
    yield from nx.connected_components(nx.Graph(scene.once(_owning)))


def _owning(scene: Scene) -> Iterable[Pair]:
    """The pairs that a chain of ownership joins."""
    return (ends for ends, ties in scene.ties.direct.items() if any(t.kind == OWNERSHIP for t in ties))


def _rounded(values: tuple[float, float]) -> tuple[float, float]:
    return round(values[0], DIGITS), round(values[1], DIGITS)
