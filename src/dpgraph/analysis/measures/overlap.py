"""Significant overlap: do two actors share more functions than chance would have them share?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import comb
from typing import Any

import numpy as np

from dpgraph.analysis.measures.nulls import ALPHA, adjusted_table
from dpgraph.analysis.measures.structure import Ends, Numbers, products_above

ROUNDS = 10_000
SETTLED = 1e-10
SPARSE = 8  # of so many times as many possible numbers a table would take longer than sorting, and much memory


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two actors share: how many things, how many would be expected, and how surprising that is.

    `p` is the probability of sharing at least so many by chance, `q` the same adjusted for all pairs of actors
    (Benjamini-Hochberg), `least_p` the p-value that the two would have if they shared as much as they can.
    """

    a: str
    b: str
    shared: int
    expected: float
    p: float
    q: float
    least_p: float

    def state(self, alpha: float = ALPHA) -> str:
        """Whether q is at most alpha: "significant", "not significant", or "underpowered" where no overlap could be."""
        if self.q <= alpha:
            return "significant"
        return "underpowered" if self.least_p > alpha else "not significant"


@dataclass(frozen=True, slots=True, eq=False)
class Overlaps:
    """Many overlaps as arrays, for large networks: one entry a pair that shares something, ascending.

    `tails` and `heads` are numbers in `actors`. Many pairs are alike, so their numbers stand in `table` once, a row for
    each `case`: shared, expected, p, q and least_p, as in `Overlap`.
    """

    actors: tuple[str, ...]
    tails: Ends
    heads: Ends
    case: Any
    table: Numbers

    def at(self, number: int) -> Overlap:
        """One of them."""
        shared, *rest = self.table[self.case[number]].tolist()
        return Overlap(self.actors[self.tails[number]], self.actors[self.heads[number]], int(shared), *rest)

    def each(self) -> tuple[Overlap, ...]:
        """All of them one by one."""
        return tuple(map(self.at, range(len(self.case))))


def hypergeometric_overlaps(sets: Mapping[str, Collection[str]], universe: int | None = None) -> tuple[Overlap, ...]:
    """The overlap of every two actors that share something, in the order of their names.

    If one had drawn its m and the other its n things at random out of N, they would share at least k with probability
    sum over i >= k of C(m, i) C(N - m, n - i) / C(N, n). N is the `universe`, by default all that anybody has. Pairs
    that share nothing have p = 1; they are not listed but count among the tests. M. Tumminello, S. Micciche, F. Lillo,
    J. Piilo, R. Mantegna, Statistically validated networks in bipartite complex systems, PLoS ONE 6 (2011),
    doi:10.1371/journal.pone.0017994.

    >>> sets = {"a": "123", "b": "123", "c": "456789"}
    >>> [(o.a, o.b, o.shared, o.expected, round(o.p, 4), round(o.q, 4)) for o in hypergeometric_overlaps(sets)]
    [('a', 'b', 3, 1.0, 0.0119, 0.0357)]
    """
    actors, has = _incidence(sets)
    table = hypergeometric_table(sets, universe)
    found = (zip(*(part.tolist() for part in some), strict=True) for some in _sharing(has))
    return tuple(table.of(actors[a], actors[b], shared) for some in found for a, b, shared in some)


@dataclass(frozen=True, slots=True, eq=False)
class OverlapTable:
    """What the overlap of any two actors comes to: `known` has expected, p, q and least_p by the numbers of things.

    These are how many the two have, the smaller number first, and how many they share. Made by `hypergeometric_table`.
    """

    size: Mapping[str, int]
    known: Mapping[tuple[int, int, int], tuple[float, float, float, float]]
    universe: int

    def of(self, a: str, b: str, shared: int) -> Overlap:
        """That of two actors who share so many things."""
        few, many = sorted((self.size[a], self.size[b]))
        if shared:
            return Overlap(a, b, shared, *self.known[few, many, shared])
        least = hypergeometric_tail(few, few, many, self.universe)
        return Overlap(a, b, 0, few * many / self.universe, 1.0, 1.0, least)


def hypergeometric_table(sets: Mapping[str, Collection[str]], universe: int | None = None) -> OverlapTable:
    """`hypergeometric_overlaps` looked up, however many pairs there are: many of them are alike."""
    actors, has = _incidence(sets)
    things = universe if universe is not None else has.shape[1]
    size = np.asarray(has.sum(axis=1)).ravel().astype(np.int64)
    known, counts = _cases(has, size)
    tails_of = {(m, n): hypergeometric_tails(m, n, things) for m, n in {(m, n) for m, n, _ in known}}
    p = np.array([tails_of[m, n][k] for m, n, k in known])
    q = adjusted_table(p, counts, len(actors) * (len(actors) - 1) // 2)
    rows = zip(known, p.tolist(), q.tolist(), strict=True)
    table = {(m, n, k): (m * n / things, p, q, tails_of[m, n][m]) for (m, n, k), p, q in rows}
    return OverlapTable(dict(zip(actors, size.tolist(), strict=True)), table, things)


def _cases(has: Any, size: Ends) -> tuple[list[tuple[int, int, int]], Ends]:
    """How many things two actors have, the smaller number first, and share; how many pairs there are of each case."""
    parts = [np.unique(keys, return_counts=True) for _, _, keys in _keyed(has, size)]
    found, many = (np.concatenate(part) for part in zip(*parts, strict=True))
    known, where = np.unique(found.astype(np.int64), return_inverse=True)
    cases = zip(*(n.tolist() for n in _digits(known, size)), strict=True)
    return list(cases), np.bincount(where, many, len(known)).astype(np.int64)


def hypergeometric_tail(shared: int, m: int, n: int, universe: int) -> float:
    """The probability that two random sets of m and n things out of a universe share at least so many; 0 to 1.

    >>> hypergeometric_tail(2, 2, 2, 4), hypergeometric_tail(0, 2, 2, 4)
    (0.16666666666666666, 1.0)
    """
    tails = hypergeometric_tails(m, n, universe)
    return tails[shared] if shared < len(tails) else 0.0


def hypergeometric_tails(m: int, n: int, universe: int) -> list[float]:
    """`hypergeometric_tail` for 0, 1, ... shared things, up to as many as there can be."""
    ways = [comb(m, i) * comb(universe - m, n - i) for i in range(min(m, n) + 1)]
    whole = comb(universe, n)
    return [more / whole for more in accumulate(reversed(ways))][::-1]


def backbone(sets: Mapping[str, Collection[str]]) -> tuple[Overlap, ...]:
    """The same under the stochastic degree sequence model, where common things make an overlap less surprising.

    An actor has a thing with a probability that is as high as its own number of things and the number of those who
    have the thing make it (the maximum entropy model with these expected degrees); the things that two actors share
    are then a sum of independent unequal chances, whose tail is computed exactly. Z. Neal, R. Domagalski, B. Sagan,
    Comparing alternatives to the fixed degree sequence model for extracting the backbone of bipartite projections,
    Scientific Reports 11 (2021), doi:10.1038/s41598-021-03238-3; the probabilities are those of F. Saracco,
    R. Di Clemente, A. Gabrielli, T. Squartini, Randomizing bipartite networks: the case of the World Trade Web,
    Scientific Reports 5 (2015), doi:10.1038/srep10595.

    >>> sets = {"a": "123", "b": "123", "c": "3456", "d": "3789", "e": "3"}
    >>> [(o.a, o.b, o.shared, round(o.p, 2)) for o in backbone(sets) if o.p < 0.2]
    [('a', 'b', 3, 0.1)]
    """
    return backbone_arrays(sets).each()


def backbone_arrays(sets: Mapping[str, Collection[str]]) -> Overlaps:
    """`backbone` as arrays."""
    actors, has = _incidence(sets)
    size, kinds, chances, counts = has_chances(has)
    tails, heads, keys = (np.concatenate(part) for part in zip(*_keyed(has, size), strict=True))
    cases, where = _distinct(keys)
    few, many, together = _digits(cases, size)
    few, many = np.searchsorted(kinds, few), np.searchsorted(kinds, many)
    p, least = np.empty(len(cases)), np.empty(len(cases))
    for row in np.unique(few):
        at = np.flatnonzero(few == row)
        others, which = np.unique(many[at], return_inverse=True)
        spread = _at_least(np.repeat(chances[row] * chances[others], counts, axis=1), int(kinds[row]))
        p[at], least[at] = spread[together[at], which], spread[-1, which]
    expected = (chances[few] * chances[many]) @ counts
    return Overlaps(actors, tails, heads, where, _table(actors, together, expected, p, least, where))


def has_chances(has: Any) -> tuple[Ends, Ends, Numbers, Ends]:
    """The model's probabilities, by how many things an actor has and how common a thing is.

    Gives each actor's number of things, the different numbers there are, a matrix of probabilities (a row for each of
    them, a column for each different commonness), and how many things are that common. Expected numbers of things and
    of actors are those observed.
    """
    size = np.asarray(has.sum(axis=1)).ravel().astype(np.int64)
    common = np.asarray(has.sum(axis=0)).ravel().astype(np.int64)
    kinds, actors = np.unique(size, return_counts=True)
    degrees, things = np.unique(common, return_counts=True)
    return size, kinds, _fitted(kinds, actors, degrees, things), things


def _fitted(kinds: Ends, actors: Ends, degrees: Ends, things: Ends) -> Numbers:
    """The probabilities with these expected degrees: certain where a degree leaves no choice, else xy / (1 + xy)."""
    chances = np.full((len(kinds), len(degrees)), np.nan)
    rows, columns = np.arange(len(kinds)), np.arange(len(degrees))
    size, common = kinds.copy(), degrees.copy()
    while len(rows) and len(columns):
        everything, everybody = int(things[columns].sum()), int(actors[rows].sum())
        sure_rows = (size[rows] <= 0) | (size[rows] >= everything)
        sure_columns = (common[columns] <= 0) | (common[columns] >= everybody)
        if not sure_rows.any() and not sure_columns.any():
            open_ = np.ix_(rows, columns)
            chances[open_] = _maximum_entropy(size[rows], actors[rows], common[columns], things[columns])
            break
        # One side at a time: who has all or nothing is certain, and takes its part out of the other side's numbers.
        if sure_rows.any():
            full = sure_rows & (size[rows] > 0)
            chances[np.ix_(rows[sure_rows], columns)] = full[sure_rows][:, None]
            common[columns] -= int(actors[rows[full]].sum())
            rows = rows[~sure_rows]
        else:
            full = sure_columns & (common[columns] > 0)
            chances[np.ix_(rows, columns[sure_columns])] = full[sure_columns][None, :]
            size[rows] -= int(things[columns[full]].sum())
            columns = columns[~sure_columns]
    return chances


def _maximum_entropy(size: Ends, actors: Ends, common: Ends, things: Ends) -> Numbers:
    """P = xy / (1 + xy) with the x and y that give the expected degrees, by fixed-point iteration."""
    total = int((common * things).sum())
    x, y = size / np.sqrt(total), common / np.sqrt(total)
    for _ in range(ROUNDS):
        new_x = size / ((y / (1 + np.outer(x, y))) @ things)
        new_y = common / ((new_x[:, None] / (1 + np.outer(new_x, y))).T @ actors)
        moved = max(_moved(x, new_x), _moved(y, new_y))
        x, y = new_x, new_y
        if moved < SETTLED:
            break
    chances: Numbers = np.outer(x, y) / (1 + np.outer(x, y))
    return chances


def _moved(old: Numbers, new: Numbers) -> float:
    return float(np.max(np.abs(new - old) / np.maximum(np.abs(old), 1e-300), initial=0.0))


def _at_least(chances: Numbers, most: int) -> Numbers:
    """P(X >= k) for k = 0 to `most` (rows): X counts successes among independent trials.

    `chances` has a row of trials for each X, the answer a column. Whoever has reached `most` stays there, so that small
    tails are sums of small numbers and lose no digits.
    """
    spread = np.zeros((most + 1, len(chances)))
    spread[0] = 1.0
    for chance in chances.T:
        moved = spread * chance
        spread -= moved
        spread[1:] += moved[:-1]
        spread[-1] += moved[-1]
    tail: Numbers = np.minimum(np.cumsum(spread[::-1], axis=0)[::-1], 1.0)
    return tail


def _incidence(sets: Mapping[str, Collection[str]]) -> tuple[tuple[str, ...], Any]:
    from scipy.sparse import csr_array

    actors = tuple(sorted(sets))
    at = {thing: n for n, thing in enumerate(sorted({thing for found in sets.values() for thing in found}))}
    cells = [(n, at[thing]) for n, actor in enumerate(actors) for thing in set(sets[actor])]
    rows, columns = np.array(sorted(cells), dtype=np.int64).reshape(-1, 2).T
    return actors, csr_array((np.ones(len(cells)), (rows, columns)), shape=(len(actors), len(at)))


def _sharing(has: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Who share something, the numbers of both and how many things: some at a time, in order."""
    few = has.astype(np.int32)
    return products_above(few, few)


def _keyed(has: Any, size: Ends) -> Iterator[tuple[Any, Any, Any]]:
    """The same, and in place of how many things a number whose `_digits` are that and how many each of the two has."""
    most = _base(size)
    small = np.min_scalar_type(most**3)  # quick to sort, and near the processor
    size = size.astype(small)
    for tails, heads, shared in _sharing(has):
        one, other = size[tails], size[heads]
        yield tails, heads, (np.minimum(one, other) * most + np.maximum(one, other)) * most + shared.astype(small)


def _digits(keys: Ends, size: Ends) -> tuple[Ends, ...]:
    """How many things two actors have, the smaller number first, and share, of each key."""
    return np.unravel_index(keys, (_base(size),) * 3)


def _base(size: Ends) -> int:
    """One more than the most things that anybody has."""
    return int(size.max(initial=0)) + 1


def _distinct(keys: Any) -> tuple[Ends, Any]:
    """The different ones among some numbers, ascending, and which of these each is."""
    cells = int(keys.max(initial=0)) + 1
    if cells > SPARSE * len(keys):
        known, where = np.unique(keys, return_inverse=True)
        return known.astype(np.int64), where
    there = np.zeros(cells, dtype=bool)
    there[keys] = True
    number = np.cumsum(there, dtype=np.int32) - 1
    return np.flatnonzero(there), number[keys]


def _table(actors: tuple[str, ...], shared: Ends, expected: Numbers, p: Numbers, least: Numbers, where: Any) -> Numbers:
    """The columns of `Overlaps.table`; all pairs of actors count as tests, those that share nothing included."""
    q = adjusted_table(p, np.bincount(where, minlength=len(p)), len(actors) * (len(actors) - 1) // 2)
    return np.column_stack((shared, expected, p, q, least))
