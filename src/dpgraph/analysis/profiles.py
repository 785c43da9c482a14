"""Profiles: what each actor has that others have not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain


def brings(known: Mapping[str, frozenset[str]], functions: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What each party has and none of the others, the shared functions apart.

    >>> brings({"a": frozenset({"AR", "games"}), "b": frozenset({"games", "books"})}, ["games"])
    {'a': ('AR',), 'b': ('books',)}
    """
    having = Counter(chain.from_iterable(known.values()))
    shared = set(functions)
    return {
        party: tuple(sorted(trait for trait in own if having[trait] == 1 and trait not in shared))
        for party, own in known.items()
    }
