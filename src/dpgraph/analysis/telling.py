"""Told once: in which of several cases each pair without a tie is told.

A pair of parties can meet in many functions. Parties that hold the same functions, equally narrow and equally directly
stated, are alike; so the pairs of a large ecosystem are counted by kinds of party and never listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.ties import Pair

# In which cases a party is, and how close to each.
Profile = Mapping[int, float]


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
    joined = Counter(ends for meeting in meetings for ends in meeting.joined)
    own: Counter[int] = Counter()
    also: defaultdict[int, set[int]] = defaultdict(set)
    _by_kind(profiles, joined, len(meetings), own, also)
    for (a, b), times in joined.items():
        shares = profiles[a].keys() & profiles[b].keys()
        if len(shares) > times:
            apart = [n for n in shares if (a, b) not in meetings[n].joined]
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
    pairs = _pairs(np.array(list(counts.values()), dtype=np.int64))
    for a, b in joined:
        one, two = kind[a], kind[b]
        pairs[min(one, two), max(one, two)] -= 1
    inside = [np.flatnonzero(close[:, n] >= 0) for n in range(meetings)]
    home = _homes(close, inside)
    home[pairs == 0] = -1
    totals = np.bincount(home.ravel() + 1, weights=pairs.ravel(), minlength=meetings + 1)[1:]
    for n, here in enumerate(inside):
        own[n] += int(totals[n])
        for other in np.flatnonzero(np.bincount(home[np.ix_(here, here)].ravel() + 1)[1:]).tolist():
            if other != n:
                also[other].add(n)


def _pairs(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many pairs there are of parties of two kinds, above the diagonal, and of one kind, on it."""
    pairs = np.triu(np.outer(counts, counts), 1)
    np.fill_diagonal(pairs, counts * (counts - 1) // 2)
    return pairs


def _homes(close: NDArray[np.float64], inside: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The case that pairs of two kinds belong to; -1 where they meet in none. `inside` are the kinds in each case."""
    best = np.full((len(close), len(close)), -1.0)
    home = np.full(best.shape, -1, dtype=np.int64)
    for n, here in enumerate(inside):
        block, near = np.ix_(here, here), np.outer(close[here, n], close[here, n])
        before = best[block]
        better = near > before
        best[block] = np.where(better, near, before)
        home[block] = np.where(better, n, home[block])
    return home
