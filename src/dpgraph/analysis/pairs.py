"""Pairs of actors as arrays: counted, compared and found without listing them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Pair = tuple[str, str]
Numbers = NDArray[np.int64]


def pair(a: str, b: str) -> Pair:
    """Two IRIs in order."""
    return (a, b) if a <= b else (b, a)


@dataclass(frozen=True, eq=False)
class Pairs:
    """Some of all the pairs of some actors: `first` and `second` are their places in `actors`.

    The actors are in order, so are the pairs, and `first` comes before `second`. Those methods that take other pairs
    take pairs of the same actors.

    >>> met = Pairs.of("abc", [("a", "b"), ("b", "c")])
    >>> met.among("bcd").pairs(), met.others().pairs(), met.numbers.tolist()
    ((('b', 'c'),), (('a', 'c'),), [0, 2])
    """

    actors: Sequence[str]
    first: Numbers
    second: Numbers

    @classmethod
    def of(cls, actors: Sequence[str], pairs: Iterable[Pair]) -> Pairs:
        """Pairs of actors, each of which is among `actors`, its first end before the second."""
        named = list(pairs)
        place = {actor: n for n, actor in enumerate(actors)} if named else {}
        ends = np.array([(place[a], place[b]) for a, b in named], dtype=np.int64).reshape(-1, 2)
        return cls.numbered(actors, np.unique(_number(ends[:, 0], ends[:, 1], len(actors))))

    @classmethod
    def within(cls, groups: Iterable[Collection[str]]) -> Pairs:
        """Every two that are in one of some groups, whose members are in order; the actors are those of all groups."""
        by_size: defaultdict[int, list[Collection[str]]] = defaultdict(list)
        for group in groups:
            by_size[len(group)].append(group)
        actors = tuple(sorted({actor for some in by_size.values() for group in some for actor in group}))
        place = {actor: n for n, actor in enumerate(actors)}
        found = [np.zeros(0, dtype=np.int64)]
        for size, some in by_size.items():
            members = np.array([[place[actor] for actor in group] for group in some], dtype=np.int64)
            found += (_number(members[:, n, None], members[:, n + 1 :], len(actors)).ravel() for n in range(size - 1))
        return cls.numbered(actors, np.unique(np.concatenate(found)))

    @classmethod
    def spread(cls, actors: Sequence[str], most: int) -> Pairs:
        """Of all pairs of some actors so many at most, evenly spread over all by the later and then by the earlier end.

        >>> Pairs.spread("abcd", 3).pairs()
        (('a', 'b'), ('b', 'c'), ('b', 'd'))
        """
        every = len(actors) * (len(actors) - 1) // 2
        numbers = np.arange(0, every, -(-every // most) or 1)
        starts = np.cumsum(np.arange(len(actors)))
        later = np.searchsorted(starts, numbers, side="right")
        earlier = numbers - starts[later - 1]
        return cls.numbered(actors, np.sort(_number(earlier, later, len(actors))))

    @classmethod
    def numbered(cls, actors: Sequence[str], numbers: Numbers) -> Pairs:
        """Pairs by their numbers, which are in order."""
        starts = _number(np.arange(len(actors)), np.arange(1, len(actors) + 1), len(actors))
        first = np.searchsorted(starts, numbers, side="right") - 1
        return cls(actors, first, numbers - starts[first] + first + 1)

    def __len__(self) -> int:
        """How many pairs there are."""
        return len(self.first)

    def pairs(self, most: int | None = None) -> tuple[Pair, ...]:
        """The pairs, in order; no more than so many of them."""
        named = zip(self.first[:most].tolist(), self.second[:most].tolist(), strict=True)
        return tuple((self.actors[a], self.actors[b]) for a, b in named)

    @property
    def parties(self) -> tuple[str, ...]:
        """Everyone in a pair, in order."""
        return tuple(self.actors[n] for n in np.union1d(self.first, self.second).tolist())

    @cached_property
    def numbers(self) -> Numbers:
        """The number of each among all pairs of the actors, which are counted in order from 0."""
        return _number(self.first, self.second, len(self.actors))

    def among(self, actors: Sequence[str]) -> Pairs:
        """Those of which both ends are among some actors, which are in order."""
        own = self.places(actors)
        many = self._starts[own + 1] - self._starts[own]
        place = np.full(len(self.actors) + 1, -1)
        place[own] = np.arange(len(actors))
        place[-1] = -1
        first = np.repeat(np.arange(len(actors)), many)
        here = np.arange(len(first)) + np.repeat(self._starts[own] - np.cumsum(many) + many, many)
        second = place[self.second[here]]
        return Pairs(actors, first[second >= 0], second[second >= 0])

    def places(self, actors: Collection[str]) -> Numbers:
        """The place of each of some actors, one beyond the last for those who are not there."""
        nowhere = len(self.actors)
        return np.fromiter((self._place.get(actor, nowhere) for actor in actors), np.int64, len(actors))

    def others(self, most: int | None = None) -> Pairs:
        """The other pairs of the actors; no more than the first so many of them."""
        every = len(self.actors) * (len(self.actors) - 1) // 2
        open_ = np.ones(every if most is None else min(every, len(self) + most), dtype=bool)
        open_[self.numbers[: np.searchsorted(self.numbers, len(open_))]] = False
        return Pairs.numbered(self.actors, np.flatnonzero(open_)[:most])

    def without(self, some: Pairs) -> Pairs:
        """These, some others left out."""
        if not len(self) or not len(some):
            return self
        at = np.searchsorted(some.numbers, self.numbers)
        left = some.numbers.take(at, mode="clip") != self.numbers
        return Pairs(self.actors, self.first[left], self.second[left])

    def together(self, some: Pairs) -> Pairs:
        """These and some others."""
        return Pairs.numbered(self.actors, np.union1d(self.numbers, some.numbers)) if len(some) else self

    @cached_property
    def _place(self) -> dict[str, int]:
        return {actor: n for n, actor in enumerate(self.actors)}

    @cached_property
    def _starts(self) -> Numbers:
        return np.searchsorted(self.first, np.arange(len(self.actors) + 2))


def _number(first: Numbers, second: Numbers, actors: int) -> Numbers:
    """The numbers of pairs of places."""
    found: Numbers = first * (2 * actors - first - 1) // 2 + second - first - 1
    return found
