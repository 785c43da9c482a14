"""Counting pairs by kinds of party gives what listing every pair gives."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from dpgraph.analysis import telling
from dpgraph.analysis.pairs import Pairs
from dpgraph.analysis.telling import Meeting, Told, told_at_all, told_once


def listed(meetings: list[Meeting], tied: Pairs) -> tuple[Told, ...]:
    """The same by looking at every pair of every case."""
    own, also = [0] * len(meetings), [set[int]() for _ in meetings]
    parties = sorted({party for m in meetings for party in m.close})
    for a, b in sorted(set(combinations(parties, 2)) - set(tied.pairs())):
        shares = [n for n, m in enumerate(meetings) if {a, b} <= m.close.keys() and (a, b) not in m.joined]
        if shares:
            home = max(shares, key=lambda n: (meetings[n].close[a] * meetings[n].close[b], -n))
            own[home] += 1
            also[home].update(n for n in shares if n != home)
    return tuple(Told(count, frozenset(others)) for count, others in zip(own, also, strict=True))


@pytest.mark.parametrize("rows", [3, telling.ROWS])
@pytest.mark.parametrize("seed", range(20))
def test_pairs_counted_by_kind_are_the_pairs_listed(seed: int, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "ROWS", rows)
    meetings, tied = by_chance(seed)
    assert told_once(meetings, tied) == listed(meetings, tied)
    alone = tuple(Told(told.own, frozenset()) for told in listed(meetings, tied))
    assert told_once(meetings, tied, also=False) == alone


@pytest.mark.parametrize("few", [2, 5, 12])
@pytest.mark.parametrize("seed", range(20))
def test_a_case_tells_something_if_a_pair_belongs_to_it(seed: int, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "FEW", few)
    meetings, tied = by_chance(seed)
    assert told_at_all(meetings, tied) == tuple(told.own > 0 for told in listed(meetings, tied))


def by_chance(seed: int) -> tuple[list[Meeting], Pairs]:
    """Five cases of some of twelve parties, and who is tied."""
    chance = random.Random(seed)
    parties = [f"p{n:02}" for n in range(12)]
    tied = Pairs.of(parties, chance.sample(list(combinations(parties, 2)), 9))
    meetings = []
    for _ in range(5):
        here = chance.sample(parties, chance.randrange(2, 12))
        pairs = sorted(set(combinations(sorted(here), 2)) - set(tied.pairs()))
        joined = frozenset(chance.sample(pairs, len(pairs) // 4))
        meetings.append(Meeting({party: chance.choice([0.25, 0.5, 1.0]) for party in here}, joined))
    return meetings, tied


def test_nothing_to_tell() -> None:
    nobody, two = Pairs.of((), ()), Pairs.of("ab", [("a", "b")])
    assert told_once([], nobody) == told_once([], two) == ()
    assert told_once([Meeting({"a": 1.0, "b": 1.0}, {("a", "b")})], nobody) == (Told(0, frozenset()),)
    assert told_once([Meeting({"a": 1.0, "b": 1.0})], two) == (Told(0, frozenset()),)
    assert told_once([Meeting({"a": 1.0, "b": 1.0})], nobody) == (Told(1, frozenset()),)
