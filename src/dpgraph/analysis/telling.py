"""Told once: in which of several cases each pair without a tie is told.

A pair of parties can meet in many functions. Parties that hold the same functions, equally narrow and equally directly
stated, are alike; so the pairs of a large ecosystem are counted by kinds of party and never listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.pairs import Pair, Pairs

Numbers = NDArray[np.int64]
# So many kinds of party are set against all others at a time; more would not stay near the processor.
ROWS = 64
# So many parties of a case are looked at before all are counted.
FEW = 10


@dataclass(frozen=True, slots=True)
class Meeting:
    """One case: how close each party is to its function (0 to 1), and pairs without a tie that it takes as joined."""

    close: Mapping[str, float]
    joined: Collection[Pair] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """How many pairs are told in a case and in no other, and in which other cases the same pairs meet too."""

    own: int
    also: frozenset[int]


def told_once(meetings: Sequence[Meeting], tied: Pairs, *, also: bool = True) -> tuple[Told, ...]:
    """Where each pair without a tie belongs: where the product of its two closenesses is highest, then in the first.

    A pair that some cases take as joined belongs to one of the others. In which other cases pairs meet is found out
    only if it is asked for (`also`), else there are none.

    >>> wide, narrow = Meeting({"a": 0.2, "b": 0.2, "c": 0.2, "d": 0.2}), Meeting({"a": 0.9, "b": 0.9})
    >>> [(told.own, sorted(told.also)) for told in told_once([wide, narrow], Pairs.of("cd", [("c", "d")]))]
    [(4, []), (1, [0])]
    """
    kinds = _kinds(meetings)
    joined = frozenset[Pair]().union(*(meeting.joined for meeting in meetings))
    own, others = _by_kind(kinds, _between(kinds, joined, tied), also)
    for a, b in joined:
        near = kinds.close[kinds.of[a]] * kinds.close[kinds.of[b]]
        apart = [n for n in kinds.common(a, b) if (a, b) not in meetings[n].joined]
        if apart:
            home = max(apart, key=lambda n: (near[n], -n))
            own[home] += 1
            if also:
                others[home].update(n for n in apart if n != home)
    return tuple(Told(own[n], frozenset(others[n])) for n in range(len(meetings)))


def told_at_all(meetings: Sequence[Meeting], tied: Pairs) -> tuple[bool, ...]:
    """Whether any pair is told in each case (`told_once`).

    Of each case the pairs of those parties are looked at that meet in the fewest cases; where no such pair is told, and
    there are others, all are counted.

    >>> wide, narrow = Meeting({"a": 0.2, "b": 0.2, "c": 0.2}), Meeting({"a": 0.9, "b": 0.9})
    >>> told_at_all([wide, narrow], Pairs.of("bc", [("b", "c")])), told_at_all([wide, narrow], Pairs.of("ab", ["ab"]))
    ((True, True), (True, False))
    """
    near: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for n, meeting in enumerate(meetings):
        for party, value in meeting.close.items():
            near[party][n] = value
    found = [_tells(n, meetings, near, tied) for n in range(len(meetings))]
    if all(told or len(meeting.close) <= FEW for told, meeting in zip(found, meetings, strict=True)):
        return tuple(found)
    return tuple(told.own > 0 for told in told_once(meetings, tied, also=False))


def _tells(n: int, meetings: Sequence[Meeting], near: Mapping[str, Mapping[int, float]], tied: Pairs) -> bool:
    """Whether a case is where one of a few pairs belongs."""
    few = sorted(nsmallest(FEW, meetings[n].close, key=lambda party: (len(near[party]), party)))
    return any(_home(a, b, meetings, near) == n for a, b in tied.among(few).others().pairs())


def _home(a: str, b: str, meetings: Sequence[Meeting], near: Mapping[str, Mapping[int, float]]) -> int | None:
    """The case that a pair without a tie belongs to."""
    one, other = near[a], near[b]
    apart = [n for n in one.keys() & other.keys() if (a, b) not in meetings[n].joined]
    return max(apart, key=lambda n: (one[n] * other[n], -n), default=None)


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """The kind of each party, how many are of each, and how close each kind (row) is to each case: -1, not in it."""

    of: Mapping[str, int]
    counts: Numbers
    close: NDArray[np.float64]

    def common(self, a: str, b: str) -> list[int]:
        """The cases that two parties are in."""
        return np.flatnonzero((self.close[self.of[a]] >= 0) & (self.close[self.of[b]] >= 0)).tolist()


def _kinds(meetings: Sequence[Meeting]) -> _Kinds:
    number: dict[str, int] = {}
    who = np.array([number.setdefault(party, len(number)) for m in meetings for party in m.close], dtype=np.int64)
    near = [(n, value) for n, meeting in enumerate(meetings) for value in meeting.close.values()]
    order = np.argsort(who, kind="stable")
    profiles = np.array(near, dtype=np.float64).reshape(-1, 2)[order]
    starts = np.searchsorted(who[order], np.arange(len(number) + 1))
    kinds: dict[bytes, int] = {}
    kind = np.array([kinds.setdefault(profiles[a:b].tobytes(), len(kinds)) for a, b in pairwise(starts)], np.int64)
    close = np.full((len(kinds), len(meetings)), -1.0)
    close[np.repeat(kind, np.diff(starts)), profiles[:, 0].astype(np.int64)] = profiles[:, 1]
    return _Kinds(dict(zip(number, kind.tolist(), strict=True)), np.bincount(kind, minlength=len(kinds)), close)


def _between(kinds: _Kinds, joined: Collection[Pair], tied: Pairs) -> Numbers:
    """Of which two kinds (the lower first) how many pairs are tied, or joined in some case: rows of three, in order."""
    kind = np.array([kinds.of.get(actor, -1) for actor in tied.actors], dtype=np.int64)
    known = [(kinds.of[a], kinds.of[b]) for a, b in joined]
    ends = np.concatenate((kind[np.stack((tied.first, tied.second), 1)], np.array(known, np.int64).reshape(-1, 2)))
    ends = np.sort(ends[(ends >= 0).all(axis=1)], axis=1)
    found, many = np.unique(ends, axis=0, return_counts=True)
    return np.column_stack((found, many))


def _by_kind(kinds: _Kinds, tied: Numbers, also: bool) -> tuple[Counter[int], dict[int, set[int]]]:
    """How many pairs that have a tie in no case belong to each case, and in which other cases these meet."""
    meetings = kinds.close.shape[1]
    totals, met = np.zeros(meetings + 1), np.zeros((meetings, meetings + 1), dtype=bool)
    for part in _parts(kinds.close, kinds.counts, tied):
        totals += np.bincount(part.home, part.pairs, meetings + 1)
        for n, places in part.blocks if also else ():
            met[n, part.home.take(places)] = True
    np.fill_diagonal(met, val=False)
    own = Counter({n: int(total) for n, total in enumerate(totals[:-1])})
    return own, {home: set(np.flatnonzero(met[:, home]).tolist()) for home in range(meetings)}


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Some kinds of party set against all from the first of these on, row after row.

    `pairs` has how many pairs without a tie there are of parties of two kinds, each two kinds once, and `home` the case
    that they belong to, the number of cases where they meet in none or are none; `blocks` are, for each case, the
    places of those who meet there.
    """

    pairs: NDArray[np.float64]
    home: Numbers
    blocks: Sequence[tuple[int, Numbers]]


@dataclass(frozen=True, slots=True, eq=False)
class _Inside:
    """The kinds in one case, how close to it, and which of them are the first in each part of the rows."""

    case: int
    kinds: Numbers
    near: NDArray[np.float64]
    firsts: Sequence[int]

    def block(self, part: int, size: int) -> tuple[int, Numbers, NDArray[np.float64]]:
        """The places of pairs of these kinds in a part, which is so long, and the product of how close they are."""
        rows, columns = slice(*self.firsts[part : part + 2]), slice(self.firsts[part], None)
        before = part * ROWS
        places = np.add.outer((self.kinds[rows] - before) * size - before, self.kinds[columns])
        return self.case, places, np.multiply.outer(self.near[rows], self.near[columns])


def _parts(close: NDArray[np.float64], counts: Numbers, tied: Numbers) -> Iterator[_Part]:
    """All pairs of kinds, some rows at a time; `counts` are the parties of each kind, `tied` the pairs with a tie."""
    kinds, cases = close.shape
    inside = [_inside(n, near) for n, near in enumerate(close.T)]
    for part, first in enumerate(range(0, kinds, ROWS)):
        here = slice(*np.searchsorted(tied[:, 0], (first, first + ROWS)))
        pairs = _pairs(counts[first:], tied[here] - (first, first, 0))
        blocks = (i.block(part, kinds - first) for i in inside if i.firsts[part] < i.firsts[part + 1])
        home, met = _homes(len(pairs), blocks, cases)
        home[pairs == 0] = cases
        yield _Part(pairs, home, met)


def _inside(case: int, near: NDArray[np.float64]) -> _Inside:
    kinds = np.flatnonzero(near >= 0)
    firsts = np.searchsorted(kinds, np.arange(0, len(near) + ROWS, ROWS))
    return _Inside(case, kinds, near[kinds], firsts.tolist())


def _pairs(counts: Numbers, tied: Numbers) -> NDArray[np.float64]:
    """How many pairs without a tie there are of the first kinds with all."""
    pairs = np.triu(np.outer(counts[:ROWS], counts.astype(np.float64)), 1)
    np.fill_diagonal(pairs, counts[:ROWS] * (counts[:ROWS] - 1) // 2)
    pairs[tied[:, 0], tied[:, 1]] -= tied[:, 2]
    return pairs.ravel()


def _homes(
    many: int, blocks: Iterable[tuple[int, Numbers, NDArray[np.float64]]], nowhere: int
) -> tuple[Numbers, list[tuple[int, Numbers]]]:
    """The case that pairs of two kinds belong to, `nowhere` where they meet in none; and the places in each case."""
    best, home, met = np.full(many, -1.0), np.full(many, nowhere), []
    for n, places, near in blocks:
        better = near > best.take(places)
        best[places[better]] = near[better]
        home[places[better]] = n
        met.append((n, places))
    return home, met
