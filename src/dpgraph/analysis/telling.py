"""Told once: in which of several cases each pair without a tie is told.

A pair of parties can meet in many functions. Parties that hold the same functions, equally narrow and equally directly
stated, are alike; so the pairs of a large ecosystem are counted by kinds of party and never listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.ties import Pair

Profile = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """One case: how close each party is to its function (0 to 1), and the pairs that do have a tie."""

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
    profiles: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, meeting in enumerate(meetings):
        for party, near in meeting.close.items():
            profiles[party].append((number, near))
    kinds = {party: tuple(profile) for party, profile in profiles.items()}
    own: Counter[int] = Counter()
    also: defaultdict[int, set[int]] = defaultdict(set)
    joined = {ends for meeting in meetings for ends in meeting.joined}
    _by_kind(kinds, joined, len(meetings), own, also)
    for a, b in joined:
        _one_pair(kinds[a], kinds[b], [n for n, m in enumerate(meetings) if (a, b) not in m.joined], own, also)
    return tuple(Told(own[n], frozenset(also[n])) for n in range(len(meetings)))


def _one_pair(
    mine: Profile, theirs: Profile, apart: Collection[int], own: Counter[int], also: Mapping[int, set[int]]
) -> None:
    """Counts a pair that has a tie in some cases, where it has none."""
    here, there = dict(mine), dict(theirs)
    shares = [n for n in apart if n in here and n in there]
    if shares:
        home = max(shares, key=lambda n: (here[n] * there[n], -n))
        own[home] += 1
        also[home].update(n for n in shares if n != home)


def _by_kind(
    kinds: Mapping[str, Profile],
    joined: Collection[Pair],
    meetings: int,
    own: Counter[int],
    also: Mapping[int, set[int]],
) -> None:
    """Counts the pairs that have a tie in no case."""
    counts = Counter(kinds.values())
    at = {profile: n for n, profile in enumerate(counts)}
    close = np.full((len(at), meetings), -1.0)
    for profile, n in at.items():
        for meeting, near in profile:
            close[n, meeting] = near
    pairs = _pairs(np.array(list(counts.values()), dtype=np.int64))
    for a, b in joined:
        one, two = sorted((at[kinds[a]], at[kinds[b]]))
        pairs[one, two] -= 1
    here = close >= 0
    home = _homes(close, here)
    some = (pairs > 0) & (home >= 0)
    totals = np.bincount(home[some], weights=pairs[some], minlength=meetings)
    for n in range(meetings):
        own[n] += int(totals[n])
        for other in np.unique(home[some & np.outer(here[:, n], here[:, n])]).tolist():
            if other != n:
                also[other].add(n)


def _pairs(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many pairs there are of parties of two kinds, above the diagonal, and of one kind, on it."""
    pairs = np.triu(np.outer(counts, counts), 1)
    np.fill_diagonal(pairs, counts * (counts - 1) // 2)
    return pairs


def _homes(close: NDArray[np.float64], here: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The case that pairs of two kinds belong to; -1 where they meet in none."""
    best = np.full((len(close), len(close)), -1.0)
    home = np.full(best.shape, -1, dtype=np.int64)
    for n in range(close.shape[1]):
        near = np.outer(close[:, n], close[:, n])
        better = np.outer(here[:, n], here[:, n]) & (near > best)
        best[better], home[better] = near[better], n
    return home
