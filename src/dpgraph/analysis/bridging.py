"""Bridging: which partners of an actor have no tie with one another and something to do with one another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.measures.structure import bit_words
from dpgraph.analysis.pairs import Pairs, pair
from dpgraph.analysis.stated import each_once
from dpgraph.analysis.ties import COMMON_PARENT, MEMBERSHIP, OWNERSHIP, Chain, Tie, Ties
from dpgraph.records import Statement

Numbers = NDArray[np.float64]
_NONE: frozenset[str] = frozenset()


class Neighbours:
    """Who is near which function, and who is tied to whom, as arrays.

    `close` has the functions near each actor and how near (above 0 to 1), `partners` gives everyone tied to one.
    """

    def __init__(self, close: Mapping[str, Mapping[str, float]], partners: Callable[[str], Collection[str]]) -> None:
        self.functions: Sequence[str] = sorted({f for near in close.values() for f in near})
        self._partners = partners
        self._number = {actor: n for n, actor in enumerate(sorted(close))}
        self._tied: dict[str, NDArray[np.int64]] = {}
        self._place = np.full(len(close), -1)
        kinds: dict[frozenset[tuple[str, float]], int] = {}
        self._kind = np.array([kinds.setdefault(frozenset(close[a].items()), len(kinds)) for a in self._number], int)
        near = _table(kinds, self.functions)
        # Sets of functions are numbers, a bit for each: for every kind of actor, those at least so near.
        self._at_least = {
            level: [_number(row) for row in near >= level] for level in np.unique(near[near > 0]).tolist()
        }
        self._words = bit_words(near > 0)

    def apart(self, actors: Iterable[str]) -> Pairs:
        """Those pairs of some actors that share a function and have no tie."""
        among = tuple(sorted(actors))
        if len(among) < 2:
            return Pairs(among, *np.nonzero(np.zeros((0, 0))))
        numbers = self._numbered(among)
        common = np.zeros((len(among), len(among)), dtype=np.uint64)
        for word in self._words[:, self._kind[numbers]]:
            common |= np.bitwise_and.outer(word, word)
        open_ = np.triu(common > 0, 1)
        self._place[numbers] = np.arange(len(among))
        partners = [self._of(actor) for actor in among]
        rows = np.repeat(np.arange(len(among)), [len(found) for found in partners])
        columns = self._place[np.concatenate([*partners, numbers[:0]])]
        self._place[numbers] = -1
        open_[rows[columns >= 0], columns[columns >= 0]] = False
        return Pairs(among, *np.nonzero(open_))

    def nearness(self, sides: Pairs) -> dict[str, float]:
        """The functions that both ends of a pair share: the product of how near it is to them, the greatest of all."""
        kinds = self._kind[self._numbered(sides.actors)]
        first, second = kinds[sides.first].tolist(), kinds[sides.second].tolist()
        worth: dict[str, float] = {}
        for one, other in sorted(product(self._at_least, repeat=2), key=lambda levels: levels[0] * levels[1]):
            mine, theirs, found = self._at_least[one], self._at_least[other], 0
            for a, b in zip(first, second, strict=True):
                found |= mine[a] & theirs[b]
            worth |= dict.fromkeys(_named(found, self.functions), one * other)
        return worth

    def _numbered(self, actors: Collection[str]) -> NDArray[np.int64]:
        return np.fromiter((self._number[a] for a in actors), np.int64, len(actors))

    def _of(self, actor: str) -> NDArray[np.int64]:
        """The numbers of an actor's partners, as far as they are near anything."""
        if actor not in self._tied:
            self._tied[actor] = self._numbered([p for p in self._partners(actor) if p in self._number])
        return self._tied[actor]


def least_sure(ties: Ties, actor: str, partners: Iterable[str]) -> float:
    """The least confidence of a statement by which an actor is tied to one of some partners; 1 without any."""
    return min([way.confidence for way in _ways(ties, actor, partners)], default=1.0)


def said_by(ties: Ties, actor: str, partners: Iterable[str]) -> list[Statement]:
    """The statements by which an actor is tied to some partners, each once."""
    return list(each_once(s for way in _ways(ties, actor, partners) for s in way.statements))


def _ways(ties: Ties, actor: str, partners: Iterable[str]) -> list[Tie | Chain]:
    """The direct ties of an actor to some partners, and the chains, its own and theirs, to what they share."""
    among = frozenset(partners)
    direct = [t for p in among & ties.named.get(actor, _NONE) for t in ties.direct[pair(actor, p)]]
    found: list[Tie | Chain] = [*direct]
    kin = {end for t in direct if t.kind in (OWNERSHIP, MEMBERSHIP) for end in (t.a, t.b)}
    for key, own in ties.shared.get(actor, {}).items():
        others = among.intersection(ties.members[key]) - (kin if key[0] == COMMON_PARENT else _NONE) - {actor}
        if others:
            found += [own, *[ties.shared[other][key] for other in others]]
    return found


def _table(kinds: Iterable[Iterable[tuple[str, float]]], functions: Sequence[str]) -> Numbers:
    """How near each kind of actor (row) is to each function (column), 0 where it is not near."""
    at, rows = {function: n for n, function in enumerate(functions)}, list(kinds)
    found = np.zeros((len(rows), len(at)))
    for n, near in enumerate(rows):
        for function, value in near:
            found[n, at[function]] = value
    return found


def _number(chosen: NDArray[np.bool_]) -> int:
    """A set as a number."""
    return int.from_bytes(np.packbits(chosen, bitorder="little").tobytes(), "little")


def _named(number: int, things: Sequence[str]) -> list[str]:
    """The things in a set."""
    return [thing for n, thing in enumerate(things) if number >> n & 1]
