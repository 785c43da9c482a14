"""Profiles: the sectors, technologies and business models that an actor has, itself or by its resources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from dpgraph.analysis.cases import Scene
from dpgraph.records import Finding

TRAITS = ("activeIn", "usesTechnology", "usesBusinessModel")
HAVING = ("operates", "publishes", "manages")


def profiles(scene: Scene, finding: Finding, parties: Sequence[str]) -> dict[str, frozenset[str]]:
    """What each party of a finding has, on asserted statements alone."""
    of = scene.stated.of
    traits: defaultdict[str, set[str]] = defaultdict(set)
    for s in (s for predicate in TRAITS for s in of(predicate)):
        traits[s.subject].add(s.object)
    things: defaultdict[str, set[str]] = defaultdict(set)
    for s in (s for predicate in HAVING for s in of(predicate)):
        things[s.subject].add(s.object)
    return {p: frozenset(traits[p].union(*(traits[t] for t in things[p]))) for p in parties}


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
