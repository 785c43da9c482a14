"""Profiles: what each actor has that others have not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def brings(known: Mapping[str, frozenset[str]], functions: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What each party has and none of the others, the shared functions apart.

    >>> brings({"a": frozenset({"AR", "games"}), "b": frozenset({"games", "books"})}, ["games"])
    {'a': ('AR',), 'b': ('books',)}
    """
    found = {}
    for party, own in known.items():
        others = frozenset().union(*(known[p] for p in known if p != party))
        found[party] = tuple(sorted(own - others - set(functions)))
    return found
