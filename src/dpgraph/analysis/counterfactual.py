"""The counterfactual: what would change if a proposed tie were there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from itertools import combinations
from math import isnan, nan

import networkx as nx

from dpgraph.analysis.making import DIGITS
from dpgraph.analysis.measures.fragmentation import fragmentation
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.ties import OWNERSHIP, Pair, pair

# Beyond so many parties only congruence is computed: the others look at every pair of them.
MANY = 100
Changes = Mapping[str, tuple[float, float]]
Partners = Mapping[str, Set[str]]


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
    before = _around(scene, members)
    after = _joined(before, proposed)
    families = dict(scene.once(_families))
    now, then = (_measures(partners, members, families) for partners in (before, after))
    return {"congruence": _rounded(congruence)} | {
        name: _rounded((value, then[name])) for name, value in now.items() if not isnan(value)
    }


def _measures(partners: Partners, members: list[str], families: Mapping[str, str]) -> dict[str, float]:
    inside = set(members)
    near = {a: set().union(partners[a], *(partners[b] for b in partners[a])) - {a} for a in members}
    return {
        "coverage": sum(1 for a in members if partners[a] & inside) / len(members),
        "fragmentation": fragmentation([(a, a) for a in members], partners).apart,
        "E-I index": _external_internal(partners, inside, families),
        "reach": sum(len(found) for found in near.values()) / len(members),
    }


def _external_internal(partners: Partners, inside: Collection[str], families: Mapping[str, str]) -> float:
    """The E-I index of all ties of those inside; NaN without any."""
    own = {pair(a, b) for a in inside for b in partners[a]}
    across = sum(1 for a, b in own if families.get(a, a) != families.get(b, b))
    return (2 * across - len(own)) / len(own) if own else nan


def _around(scene: Scene, members: Iterable[str]) -> Partners:
    """The partners of the members, and of these partners as far as the ties of either show."""
    first = {a: scene.partners(a) for a in members}
    found: defaultdict[str, set[str]] = defaultdict(set, {a: set(with_) for a, with_ in first.items()})
    for b in {b for with_ in first.values() for b in with_} - first.keys():
        found[b] |= scene.partners(b)
    for a, with_ in [(a, tuple(with_)) for a, with_ in found.items()]:
        for b in with_:
            found[b].add(a)
    return dict(found)


def _joined(partners: Partners, proposed: Iterable[Pair]) -> Partners:
    """The partners with some more ties."""
    found = defaultdict(set, {a: set(with_) for a, with_ in partners.items()})
    for a, b in proposed:
        found[a].add(b)
        found[b].add(a)
    return dict(found)


def _families(scene: Scene) -> Iterable[tuple[str, str]]:
    """Each actor of a family with the first, by IRI, of all that chains of ownership join it to."""
    owned = nx.Graph(scene.once(_owning))
    return ((actor, min(family)) for family in nx.connected_components(owned) for actor in family)


def _owning(scene: Scene) -> Iterable[Pair]:
    """The pairs that a chain of ownership joins."""
    return (ends for ends, ties in scene.ties.direct.items() if any(t.kind == OWNERSHIP for t in ties))


def _rounded(values: tuple[float, float]) -> tuple[float, float]:
    return round(values[0], DIGITS), round(values[1], DIGITS)


def untied(scene: Scene, group: Collection[str], kinds: Collection[str]) -> tuple[Pair, ...]:
    """The pairs of a group without a tie of these kinds."""
    return tuple(ends for ends in combinations(sorted(set(group)), 2) if not scene.ties.between(*ends, kinds))
