"""The numbers that make a score, each with its range and where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import exp, log


def herfindahl(owners: Iterable[object]) -> float:
    """How concentrated things are on their owners: the sum of the squared shares, given the owner of each thing.

    From 1/n (n owners with the same number of things) to 1 (one owner); NaN without any thing. One minus it is the
    probability that two things drawn at random (with replacement) belong to different owners, the Gini-Simpson index:
    E. H. Simpson, Measurement of diversity, Nature 163 (1949), doi:10.1038/163688a0. As a measure of concentration it
    is the Herfindahl-Hirschman index: A. O. Hirschman, The paternity of an index, American Economic Review 54 (1964).

    >>> herfindahl(["a", "a", "b", "b"]), herfindahl(["a", "a", "a", "b"]), herfindahl([])
    (0.5, 0.625, nan)
    """
    counts = Counter(owners)
    total = counts.total()
    return sum((n / total) ** 2 for n in sorted(counts.values())) if total else float("nan")


def specificity(beneath: int, functions: int) -> float:
    """How narrow a function is, given how many of all `functions` lie `beneath` it.

    1 - log(beneath + 1) / log(functions + 1): from 1 (nothing beneath) to nearly 0 (all others beneath); 1 where there
    is no hierarchy. This is the intrinsic information content of a concept in a taxonomy (N. Seco, T. Veale, J. Hayes,
    An intrinsic information content metric for semantic similarity in WordNet, ECAI 2004, pp. 1089-1090) with
    one function not known yet added, so that a topmost one keeps a little; after the information content of
    P. Resnik, Semantic similarity in a taxonomy, Journal of Artificial Intelligence Research 11 (1999),
    doi:10.1613/jair.514. It counts functions and not resources, because many resources are what makes a silo large.

    >>> specificity(0, 7), round(specificity(3, 7), 3), round(specificity(6, 7), 3)
    (1.0, 0.333, 0.064)
    """
    return 1 - log(beneath + 1) / log(functions + 1) if functions > beneath else 1.0


def directness(steps: Iterable[int]) -> float:
    """How directly the purposes that are stated are the one that they are counted under: the mean of 1 / (1 + steps).

    `steps` counts, for each, the levels from the stated purpose up to the shared one. From above 0 to 1 (all state
    exactly that purpose); NaN without any.

    >>> directness([0, 0]), directness([0, 1])
    (1.0, 0.75)
    """
    parts = [1 / (1 + n) for n in steps]
    return sum(parts) / len(parts) if parts else float("nan")


def geometric_mean(parts: Iterable[float]) -> float:
    """The geometric mean of numbers from 0 to 1: high only if all are; 0 if one is; NaN without any.

    >>> geometric_mean([0.25, 1.0]), geometric_mean([0.9, 0.0])
    (0.5, 0.0)
    """
    numbers = sorted(parts)
    if not numbers:
        return float("nan")
    return 0.0 if numbers[0] <= 0 else exp(sum(map(log, numbers)) / len(numbers))


def weighted_mean(parts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The mean of named numbers, each with its weight.

    >>> weighted_mean({"silo": 0.5, "policy": 1.0}, {"silo": 3, "policy": 1})
    0.625
    """
    return sum(weight * parts[name] for name, weight in weights.items()) / sum(weights.values())


def jaccard_distance(a: frozenset[str], b: frozenset[str]) -> float:
    """How different two sets are: 1 minus the shared part of all; from 0 (equal, also two empty ones) to 1.

    P. Jaccard, The distribution of the flora in the alpine zone, New Phytologist 11 (1912),
    doi:10.1111/j.1469-8137.1912.tb05611.x.

    >>> jaccard_distance(frozenset("ab"), frozenset("bc")), jaccard_distance(frozenset(), frozenset())
    (0.6666666666666667, 0.0)
    """
    shared = len(a & b)
    return 1 - shared / (len(a) + len(b) - shared) if a or b else 0.0
