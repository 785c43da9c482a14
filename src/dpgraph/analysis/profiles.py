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
    alone = {trait for trait, many in having.items() if many == 1}.difference(functions)
    return {party: tuple(sorted(own & alone)) for party, own in known.items()}
