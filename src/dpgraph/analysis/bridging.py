"""Bridging: which partners of an actor have no tie with one another and something to do with one another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.ties import COMMON_PARENT, MEMBERSHIP, OWNERSHIP, Pair, Ties, pair

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Pairs of some actors: `first` and `second` are their places in `actors`, which are in order."""

    actors: tuple[str, ...]
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.first)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs, in order."""
        named = zip(self.first.tolist(), self.second.tolist(), strict=True)
        return tuple((self.actors[a], self.actors[b]) for a, b in named)

    @property
    def parties(self) -> tuple[str, ...]:
        """Everyone in a pair, in order."""
        return tuple(self.actors[n] for n in np.union1d(self.first, self.second).tolist())


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
        self._at_least = {level: (near >= level).astype(np.float32) for level in np.unique(near[near > 0]).tolist()}
        some = (near > 0).astype(np.float32)
        self._shared = some @ some.T > 0

    def apart(self, actors: Iterable[str]) -> Sides:
        """Those pairs of some actors that share a function and have no tie."""
        among = tuple(sorted(actors))
        numbers = self._numbered(among)
        open_ = np.triu(self._shared[np.ix_(self._kind[numbers], self._kind[numbers])], 1)
        self._place[numbers] = np.arange(len(among))
        partners = [self._of(actor) for actor in among]
        rows = np.repeat(np.arange(len(among)), [len(found) for found in partners])
        columns = self._place[np.concatenate([*partners, numbers[:0]])]
        self._place[numbers] = -1
        open_[rows[columns >= 0], columns[columns >= 0]] = False
        return Sides(among, *np.nonzero(open_))

    def nearness(self, sides: Sides) -> Numbers:
        """For each function, the product of how near it is to both ends of a pair, the greatest of all; NaN of none."""
        kinds = self._kind[self._numbered(sides.actors)]
        both = np.zeros((len(kinds), len(kinds)), dtype=np.float32)
        both[sides.first, sides.second] = both[sides.second, sides.first] = 1
        at_least = {level: near[kinds] for level, near in self._at_least.items()}
        found: Numbers = np.full(len(self.functions), np.nan)
        for one, other in sorted(product(at_least, repeat=2), key=lambda levels: levels[0] * levels[1]):
            if one >= other:
                found[((both @ at_least[one]) * at_least[other]).any(axis=0)] = one * other
        return found

    def _numbered(self, actors: Collection[str]) -> NDArray[np.int64]:
        return np.fromiter((self._number[a] for a in actors), np.int64, len(actors))

    def _of(self, actor: str) -> NDArray[np.int64]:
        """The numbers of an actor's partners, as far as they are near anything."""
        if actor not in self._tied:
            self._tied[actor] = self._numbered([p for p in self._partners(actor) if p in self._number])
        return self._tied[actor]


class Surety:
    """How sure the ties of an actor are, without putting them together."""

    def __init__(self, ties: Ties) -> None:
        self._ties = ties
        self._shared = {
            actor: {key: min(s.confidence for s in chain) for key, chain in shared.items()}
            for actor, shared in ties.shared.items()
        }

    def least(self, actor: str, partners: Iterable[str]) -> float:
        """The least confidence of a statement by which an actor is tied to one of some partners; 1 without any."""
        return min((self._between(actor, partner) for partner in partners), default=1.0)

    def _between(self, a: str, b: str) -> float:
        direct = self._ties.direct.get(pair(a, b), ())
        kin = any(t.kind in (OWNERSHIP, MEMBERSHIP) for t in direct)
        mine, theirs = self._shared.get(a, {}), self._shared.get(b, {})
        common = (key for key in mine.keys() & theirs.keys() if not (kin and key[0] == COMMON_PARENT))
        return min([*(t.confidence for t in direct), *(min(mine[key], theirs[key]) for key in common)], default=1.0)


def _table(kinds: Iterable[Iterable[tuple[str, float]]], functions: Sequence[str]) -> Numbers:
    """How near each kind of actor (row) is to each function (column), 0 where it is not near."""
    at, rows = {function: n for n, function in enumerate(functions)}, list(kinds)
    found = np.zeros((len(rows), len(at)))
    for n, near in enumerate(rows):
        for function, value in near:
            found[n, at[function]] = value
    return found
