"""Fragmentation of a function: how many owners its resources have, how evenly, and how far apart they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from dpgraph.analysis.measures.scores import herfindahl

REACH = 2


@dataclass(frozen=True, slots=True)
class Fragmentation:
    """How scattered the resources of one function are. Made by `fragmentation`.

    `hhi` is the concentration of resources on owners (1/owners to 1; NaN without any), `far` the pairs of owners
    between whom no path of at most two ties leads, `pairs` how many pairs of owners there are.
    """

    owners: int
    resources: int
    hhi: float
    pairs: int
    far: tuple[tuple[str, str], ...]

    @property
    def apart(self) -> float:
        """The share of the owner pairs without a path of at most two ties: 0 to 1; NaN with fewer than two owners."""
        return len(self.far) / self.pairs if self.pairs else float("nan")


def fragmentation(held: Iterable[tuple[str, str]], partners: Mapping[str, Collection[str]]) -> Fragmentation:
    """The fragmentation of a function, given (owner, resource) pairs, and the partners of each actor that has any.

    Owners, the Herfindahl-Hirschman index of resources over them (`herfindahl`), and the share of pairs of owners that
    neither are tied nor have a partner in common: the pairs that are at most two steps apart are those whom one
    introduction would join. The last is one minus Borgatti's reach within two steps, taken over the owners alone
    (S. Borgatti, Identifying sets of key players in a social network, Computational & Mathematical Organization
    Theory 12 (2006), doi:10.1007/s10588-006-7084-x).

    >>> held = [("a", "p"), ("b", "q"), ("c", "r"), ("c", "s")]
    >>> found = fragmentation(held, {"a": ["x"], "b": ["x"], "x": ["a", "b"]})
    >>> found.owners, found.hhi, found.far, round(found.apart, 3)
    (3, 0.375, (('a', 'c'), ('b', 'c')), 0.667)
    """
    holdings = sorted(set(held))
    owners = sorted({owner for owner, _ in holdings})
    near = {owner: frozenset(partners.get(owner, ())) for owner in owners}
    pairs = list(combinations(owners, 2))
    far = tuple((a, b) for a, b in pairs if b not in near[a] and a not in near[b] and near[a].isdisjoint(near[b]))
    return Fragmentation(
        owners=len(owners),
        resources=len({resource for _, resource in holdings}),
        hhi=herfindahl(owner for owner, _ in holdings),
        pairs=len(pairs),
        far=far,
    )
