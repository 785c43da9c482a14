"""Matches: which actors without a tie serve one function and complement each other, and how much.

Actors that are near the same functions and have the same strengths are of one kind. What two kinds have to do with one
another is worked out once, however many actors there are of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.functions import Holding
from dpgraph.analysis.measures import geometric_mean, jaccard_distance
from dpgraph.analysis.pairs import Pair, pair
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import near_functions

COUPLINGS = (("content", "technology"), ("reach", "expertise"))
BEST = 3
# Needs that are nearer to each other than this are compared again, by the exact formula.
SLACK = 1e-9
Numbers = NDArray[np.float64]
Kind = tuple[frozenset[tuple[str, float]], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Match:
    """Two actors without a tie that serve one function and complement each other; `need` says how much (0 to 1)."""

    ends: Pair
    function: str
    closeness: float
    difference: float
    confidence: float

    @property
    def need(self) -> float:
        """The geometric mean of how close the function is to both, how different they are, and how sure that is."""
        return geometric_mean((self.closeness, self.difference, self.confidence))


@dataclass(frozen=True, slots=True, eq=False)
class _Kinds:
    """For each two kinds of actor, the function that is closest to both, how close, and how much they differ."""

    function: NDArray[np.object_]
    closeness: Numbers
    difference: Numbers


def best_matches(
    scene: Scene, has: Mapping[str, Collection[str]], held: Mapping[str, Sequence[Holding]]
) -> list[Match]:
    """Of each actor the three best matches, the greatest need first, then by their ends.

    `has` are the strengths of each actor, `held` is what each holds.
    """
    actors = [actor for actor in sorted(held) if held[actor]]
    if not actors:
        return []
    kinds = [(frozenset(near_functions(scene, held[a]).items()), frozenset(has[a])) for a in actors]
    distinct = {kind: n for n, kind in enumerate(dict.fromkeys(kinds))}
    between, kind = _between(scene, list(distinct)), np.array([distinct[k] for k in kinds], dtype=np.int64)
    sure = np.array([max(h.confidence for h in held[a]) for a in actors])
    at = {actor: n for n, actor in enumerate(actors)}
    found: set[Match] = set()
    for n, actor in enumerate(actors):
        if not scene.wants("O4", actor):
            continue
        closeness, difference = between.closeness[kind[n]][kind], between.difference[kind[n]][kind]
        confidence = np.minimum(sure[n], sure)
        need = closeness * difference * confidence
        need[[at[p] for p in scene.partners(actor) if p in at]] = 0
        matches = (
            Match(pair(actor, actors[m]), between.function[kind[n], kind[m]], *parts)
            for m, parts in _foremost(need, closeness, difference, confidence)
        )
        found.update(sorted(matches, key=_rank)[:BEST])
    return sorted(found, key=_rank)


def couple(mine: Collection[str], theirs: Collection[str]) -> bool:
    """Whether one has the first and only the other the second strength of a coupling.

    >>> couple({"content"}, {"technology"}), couple({"content", "technology"}, {"technology"})
    (True, False)
    """
    return any(
        one in a and two in b and two not in a and one not in b
        for one, two in COUPLINGS
        for a, b in ((mine, theirs), (theirs, mine))
    )


def _rank(match: Match) -> tuple[float, Pair]:
    return -match.need, match.ends


def _foremost(need: Numbers, *parts: Numbers) -> Iterator[tuple[int, tuple[float, ...]]]:
    """Which could be among the three best, and their parts; of those whose parts are the same, the first three."""
    some = np.flatnonzero(need > 0)
    if len(some) > BEST:
        least = np.partition(need[some], -BEST)[-BEST]
        some = some[need[some] >= least * (1 - SLACK)]
    seen: Counter[tuple[float, ...]] = Counter()
    for m, *own in zip(some.tolist(), *(part[some].tolist() for part in parts), strict=True):
        seen[tuple(own)] += 1
        if seen[tuple(own)] <= BEST:
            yield m, tuple(own)


def _between(scene: Scene, kinds: Sequence[Kind]) -> _Kinds:
    functions = sorted({function for near, _ in kinds for function, _ in near})
    at = {function: n for n, function in enumerate(functions)}
    close = np.zeros((len(functions), len(kinds)))
    for n, (near, _) in enumerate(kinds):
        for function, value in near:
            close[at[function], n] = value
    coupled, difference = _strengths([has for _, has in kinds])
    closeness, chosen = np.zeros(coupled.shape), np.zeros(coupled.shape, dtype=np.int64)
    for n, function in enumerate(functions):
        both = np.outer(close[n], close[n]) * scene.specificity(function)
        better = (both > closeness) & coupled
        closeness[better], chosen[better] = both[better], n
    return _Kinds(np.array([*functions, ""], dtype=object)[chosen], closeness, difference)


def _strengths(strengths: Sequence[frozenset[str]]) -> tuple[NDArray[np.bool_], Numbers]:
    """Whether two kinds complement each other, and how different their strengths are (0 to 1)."""
    distinct = {has: n for n, has in enumerate(dict.fromkeys(strengths))}
    at = np.array([distinct[has] for has in strengths], dtype=np.int64)
    coupled = np.array([[couple(a, b) for b in distinct] for a in distinct], dtype=bool).reshape(-1, len(distinct))
    apart = np.array([[jaccard_distance(a, b) for b in distinct] for a in distinct]).reshape(-1, len(distinct))
    return coupled[np.ix_(at, at)], apart[np.ix_(at, at)]
