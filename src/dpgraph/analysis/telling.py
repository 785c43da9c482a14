"""Told once: in which of several cases each pair without a tie is told.

A pair of parties can meet in many functions. Parties that hold the same functions, equally narrow and equally directly
stated, are alike; so the pairs of a large ecosystem are counted by kinds of party and never listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.ties import Pair

Pairing = tuple[int, int]
Block = tuple[NDArray[np.int64], NDArray[np.int64]]
# In which cases a party is, and how close to each.
Profile = Mapping[int, float]
# So many kinds of party are set against all others at a time; more would not stay near the processor.
ROWS = 128


@dataclass(frozen=True, slots=True)
class Meeting:
    """One case: how close each party is to its function (0 to 1), and the pairs of them that do have a tie."""

    close: Mapping[str, float]
    joined: Collection[Pair]


@dataclass(frozen=True, slots=True)
class Told:
    """How many pairs are told in a case and in no other, and in which other cases the same pairs meet too."""

    own: int
    also: frozenset[int]


def told_once(meetings: Sequence[Meeting]) -> tuple[Told, ...]:
    """Where each pair without a tie belongs: where the product of its two closenesses is highest, then in the first.

    >>> wide, narrow = Meeting({"a": 0.2, "b": 0.2, "c": 0.2}, ()), Meeting({"a": 0.9, "b": 0.9}, ())
    >>> [(told.own, sorted(told.also)) for told in told_once([wide, narrow])]
    [(2, []), (1, [0])]
    """
    profiles: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for number, meeting in enumerate(meetings):
        for party, near in meeting.close.items():
            profiles[party][number] = near
    joined = frozenset[Pair]().union(*(meeting.joined for meeting in meetings))
    own: Counter[int] = Counter()
    also: defaultdict[int, set[int]] = defaultdict(set)
    _by_kind(profiles, joined, len(meetings), own, also)
    for a, b in joined:
        apart = [n for n in profiles[a].keys() & profiles[b].keys() if (a, b) not in meetings[n].joined]
        if apart:
            home = max(apart, key=lambda n: (profiles[a][n] * profiles[b][n], -n))
            own[home] += 1
            also[home].update(n for n in apart if n != home)
    return tuple(Told(own[n], frozenset(also[n])) for n in range(len(meetings)))


def _by_kind(
    profiles: Mapping[str, Profile],
    joined: Iterable[Pair],
    meetings: int,
    own: Counter[int],
    also: Mapping[int, set[int]],
) -> None:
    """Counts the pairs that have a tie in no case."""
    kinds = {party: tuple(profile.items()) for party, profile in profiles.items()}
    counts = Counter(kinds.values())
    at = {profile: n for n, profile in enumerate(counts)}
    kind = {party: at[profile] for party, profile in kinds.items()}
    close = np.full((len(at), meetings), -1.0)
    for profile, n in at.items():
        for meeting, near in profile:
            close[n, meeting] = near
    tied = Counter((min(kind[a], kind[b]), max(kind[a], kind[b])) for a, b in joined)
    totals, met = np.zeros(meetings), np.zeros((meetings, meetings), dtype=bool)
    for part in _parts(close, np.array(list(counts.values()), dtype=np.int64), tied):
        totals += np.bincount(part.home.ravel() + 1, part.pairs.ravel(), meetings + 1)[1:]
        for n, block in part.blocks:
            met[n] |= np.bincount(part.home[block].ravel() + 1, minlength=meetings + 1)[1:] > 0
    own.update({n: int(total) for n, total in enumerate(totals)})
    for n, home in zip(*np.nonzero(met), strict=True):
        if n != home:
            also[int(home)].add(int(n))


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Some kinds of party (rows) and all from the first of these on (columns).

    `pairs` has how many pairs without a tie there are of parties of two kinds, each two kinds once, and `home` the case
    that they belong to, -1 where they meet in none or are none; `blocks` are the places of those who meet in each case.
    """

    pairs: NDArray[np.int64]
    home: NDArray[np.int32]
    blocks: Sequence[tuple[int, Block]]


def _parts(close: NDArray[np.float64], counts: NDArray[np.int64], tied: Mapping[Pairing, int]) -> Iterator[_Part]:
    """All pairs of kinds, some rows at a time; `counts` are the parties of each kind, `tied` the pairs with a tie."""
    ends = np.array([(*ends, many) for ends, many in sorted(tied.items())], dtype=np.int64).reshape(-1, 3)
    inside = [np.flatnonzero(close[:, n] >= 0) for n in range(close.shape[1])]
    for first in range(0, len(close), ROWS):
        pairs = np.triu(np.outer(counts[first : first + ROWS], counts[first:]), 1)
        np.fill_diagonal(pairs, counts[first : first + ROWS] * (counts[first : first + ROWS] - 1) // 2)
        here = ends[slice(*np.searchsorted(ends[:, 0], (first, first + ROWS)))]
        pairs[here[:, 0] - first, here[:, 1] - first] -= here[:, 2]
        blocks = [(n, _block(found[np.searchsorted(found, first) :] - first)) for n, found in enumerate(inside)]
        blocks = [(n, block) for n, block in blocks if block[0].size]
        home = _homes(close[first:], pairs.shape, blocks)
        home[pairs == 0] = -1
        yield _Part(pairs, home, blocks)


def _block(columns: NDArray[np.int64]) -> Block:
    rows = columns[: np.searchsorted(columns, ROWS)]
    return rows[:, None], columns[None, :]


def _homes(
    close: NDArray[np.float64], shape: tuple[int, ...], blocks: Iterable[tuple[int, Block]]
) -> NDArray[np.int32]:
    """The case that pairs of two kinds belong to; -1 where they meet in none."""
    best, home = np.full(shape, -1.0), np.full(shape, -1, dtype=np.int32)
    for n, block in blocks:
        near, before = close[block[0], n] * close[block[1], n], best[block]
        better = near > before
        best[block] = np.where(better, near, before)
        home[block] = np.where(better, np.int32(n), home[block])
    return home
