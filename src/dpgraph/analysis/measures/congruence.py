"""Coordination congruence: how much of the coordination that shared work calls for is there, and which is not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise, starmap
from typing import Any

import numpy as np

from dpgraph.analysis.measures.nulls import PERMUTATIONS, Chance, against_chance, generator
from dpgraph.analysis.measures.structure import Ends, Numbers, bit_words, products_above
from dpgraph.settings import SEED

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """Two actors that need to coordinate and have no tie: `need` says how strongly, `shared` for which common tasks."""

    a: str
    b: str
    need: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Congruence:
    """Which pairs of actors need to coordinate, and which of them do. Made by `coordination`.

    `tails` and `heads` are the numbers of the actors of each pair in need, `need` how strongly, `met` whether they are
    tied.
    """

    actors: tuple[str, ...]
    tails: Ends
    heads: Ends
    need: Numbers
    met: Any
    tasks: Mapping[str, frozenset[str]] = field(repr=False)
    dependence: Mapping[Pair, float] = field(repr=False)
    ties: frozenset[Pair] = field(repr=False)

    @property
    def needed(self) -> int:
        """How many pairs need to coordinate."""
        return len(self.need)

    @property
    def value(self) -> float:
        """The share of the pairs in need that are tied: from 0 to 1; NaN if none needs to coordinate."""
        return float(self.met.mean()) if self.needed else float("nan")

    @property
    def weighted(self) -> float:
        """The same, each pair counted by how strong its need is."""
        return float(self.need[self.met].sum() / self.need.sum()) if self.needed else float("nan")

    def gaps(self, top: int | None = None) -> tuple[Gap, ...]:
        """The pairs in need without a tie, the strongest need first, then by name; the first `top` of them, or all."""
        open_ = ~self.met
        if top is not None and 0 < top < (many := np.count_nonzero(open_)):
            open_ &= self.need >= np.partition(self.need[open_], many - top)[many - top]
        unmet = np.flatnonzero(open_)
        ranked = unmet[np.lexsort((self.heads[unmet], self.tails[unmet], -self.need[unmet]))][:top]
        return tuple(self._gap(n) for n in ranked)

    def _gap(self, number: int) -> Gap:
        a, b = self.actors[self.tails[number]], self.actors[self.heads[number]]
        return Gap(a, b, float(self.need[number]), tuple(sorted(self.tasks[a] & self.tasks[b])))


def coordination(
    tasks: Mapping[str, Collection[str]],
    ties: Iterable[Pair],
    dependence: Mapping[Pair, float] | None = None,
) -> Congruence:
    """Who needs to coordinate with whom, given who does which tasks, and whether they do, given who is tied to whom.

    The need of two actors is the entry of A D A', where A says who does what and D which tasks depend on one another:
    each on itself, and those in `dependence` (in both directions) as strongly as it says. Congruence is the share of
    the pairs in need that are tied: M. Cataldo, P. Wagstrom, J. Herbsleb, K. Carley, Identification of coordination
    requirements, CSCW 2006, pp. 353-362, doi:10.1145/1180875.1180929. Here the tasks are functions, the actors those
    that serve them, and ties documented ones.

    >>> found = coordination({"a": ["books"], "b": ["books", "games"], "c": ["games"]}, [("a", "b")])
    >>> found.needed, found.value, [(gap.a, gap.b, gap.shared) for gap in found.gaps()]
    (2, 0.5, [('b', 'c', ('games',))])
    """
    actors = tuple(sorted(tasks))
    done = {actor: frozenset(tasks[actor]) for actor in actors}
    tied = frozenset((a, b) if a <= b else (b, a) for a, b in ties)
    tails, heads, need = _needs(actors, done, dependence or {})
    met = _among(tails, heads, _numbered(actors, tied), len(actors))
    return Congruence(actors, tails, heads, need, met, done, dict(dependence or {}), tied)


def congruence_by_chance(found: Congruence, permutations: int = PERMUTATIONS, seed: int = SEED) -> Chance:
    """The congruence beside that of the same network of ties with the actors dealt out anew upon its nodes.

    This is the quadratic assignment procedure: the shape of both networks stays, only who is who changes
    (D. Krackhardt, Predicting with networks, Social Networks 10 (1988), doi:10.1016/0378-8733(88)90004-4). `p` is that
    of a congruence as high as this one; one that is not significant means that ties do not follow shared functions.

    >>> pairs = [("a", "b"), ("c", "d"), ("e", "f")]
    >>> work = {actor: [first] for first, second in pairs for actor in (first, second)}
    >>> chance = congruence_by_chance(coordination(work, pairs))
    >>> chance.observed, chance.state
    (1.0, 'underpowered')
    """
    chance, ties = generator(seed), _numbered(found.actors, found.ties)
    does, depends = _matrices(found.actors, found.tasks, found.dependence)
    own, calling = (bit_words(m.toarray() > 0) for m in (does, does @ depends))
    drawn = []
    for _ in range(permutations if found.needed else 0):
        a, b = chance.permutation(len(found.actors))[ties].T
        shared = np.zeros(len(ties), dtype=bool)
        for mine, theirs in zip(own, calling, strict=True):
            shared |= (mine[a] & theirs[b]) != 0
        drawn.append(np.count_nonzero(shared) / found.needed)
    return against_chance(found.value, drawn)


def _needs(
    actors: tuple[str, ...], done: Mapping[str, frozenset[str]], dependence: Mapping[Pair, float]
) -> tuple[Ends, Ends, Numbers]:
    does, depends = _matrices(actors, done, dependence)
    tails, heads, need = (np.concatenate(part) for part in zip(*products_above(does @ depends, does), strict=True))
    return tails, heads, need


def _matrices(
    actors: tuple[str, ...], done: Mapping[str, frozenset[str]], dependence: Mapping[Pair, float]
) -> tuple[Any, Any]:
    """Who does what, and which tasks depend on one another."""
    from scipy.sparse import csr_array, eye_array

    at = {task: n for n, task in enumerate(sorted({t for found in done.values() for t in found}))}
    cells = np.array([(n, at[t]) for n, actor in enumerate(actors) for t in sorted(done[actor])], dtype=np.int64)
    cells = cells.reshape(-1, 2)
    does = csr_array((np.ones(len(cells)), (cells[:, 0], cells[:, 1])), shape=(len(actors), len(at)))
    known = [(at[a], at[b], w) for (a, b), w in sorted(dependence.items()) if a in at and b in at and a != b]
    rows, columns, weights = (np.array([k[i] for k in known]) for i in range(3))
    between = csr_array((weights, (rows.astype(int), columns.astype(int))), shape=(len(at), len(at)))
    return does, eye_array(len(at)) + between.maximum(between.T)


def _numbered(actors: tuple[str, ...], ties: Iterable[Pair]) -> Ends:
    at = {actor: n for n, actor in enumerate(actors)}
    found = [(at[a], at[b]) for a, b in sorted(ties) if a in at and b in at]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _among(tails: Ends, heads: Ends, ties: Ends, size: int) -> Any:
    """Which of some pairs are among the ties; of both, the smaller number comes first, and they ascend."""
    met = np.zeros(len(tails), dtype=bool)
    known, wanted = (np.searchsorted(ends, np.arange(size + 1)) for ends in (tails, ties[:, 0]))
    for here, there in zip(starmap(slice, pairwise(known)), starmap(slice, pairwise(wanted)), strict=True):
        met[here] = np.isin(heads[here], ties[there, 1])
    return met
