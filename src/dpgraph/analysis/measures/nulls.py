"""What chance alone would give: seeded permutations, p-values, and whether a test could have found anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import factorial, prod

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dpgraph.settings import SEED

PERMUTATIONS = 999
ALPHA = 0.05
TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Chance:
    """A number that was observed, beside what a null model gave.

    `mean` and `sd` are those of the null, `low` and `high` bound its middle 95 %, `z` is (observed - mean) / sd (NaN
    if sd is 0), `p` the permutation p-value, `n` the number of draws. `least_p` is the smallest p-value that any
    outcome could have had here, `critical` the least extreme value that would have been significant (NaN if none).
    """

    observed: float
    mean: float
    sd: float
    low: float
    high: float
    z: float
    p: float
    n: int
    least_p: float
    critical: float
    alpha: float = ALPHA

    @property
    def state(self) -> str:
        """What the test says: "significant", "not significant", "underpowered" or "not computable".

        "Underpowered" means that not even the most extreme outcome would have been significant: the test is silent,
        and must not be read as "no effect".
        """
        if np.isnan(self.observed) or self.n == 0:
            return "not computable"
        if self.least_p > self.alpha:
            return "underpowered"
        return "significant" if self.p <= self.alpha else "not significant"


def generator(seed: int = SEED) -> np.random.Generator:
    """A generator of chance that is the same for the same seed."""
    return np.random.default_rng(seed)


def p_value(observed: float, drawn: ArrayLike, tail: str = "greater") -> float:
    """The share of outcomes at least as extreme as the observed one, which counts as one of them: (r + 1) / (n + 1).

    `tail` is "greater", "less" or "both" (twice the smaller of the two, at most 1). From 1 / (n + 1) to 1: a p-value
    from n permutations is never 0 (B. Phipson, G. K. Smyth, Permutation p-values should never be zero, Statistical
    Applications in Genetics and Molecular Biology 9 (2010), doi:10.2202/1544-6115.1585). NaN if nothing was observed.

    >>> p_value(5, [1, 2, 3, 4]), p_value(2, [1, 2, 3, 4], tail="less"), p_value(5, [1, 2, 3, 4], tail="both")
    (0.2, 0.6, 0.4)
    """
    values = np.sort(np.asarray(drawn, dtype=np.float64))
    if np.isnan(observed) or not len(values):
        return float("nan")
    return float(_p_values(np.array([observed]), values, tail)[0])


def against_chance(
    observed: float, drawn: ArrayLike, tail: str = "greater", possible: int | None = None, alpha: float = ALPHA
) -> Chance:
    """An observed number beside the numbers that a null model gave.

    `possible` is how many different arrangements the null model has, if that is known (`arrangements`): no p-value can
    be below one over it, however many permutations are drawn.

    >>> against_chance(9, range(9)).state, against_chance(9, range(99)).state, against_chance(200, range(99)).state
    ('underpowered', 'not significant', 'significant')
    """
    values = np.sort(np.asarray(drawn, dtype=np.float64))
    if np.isnan(observed) or not len(values) or np.isnan(values).any():
        nan = float("nan")
        return Chance(observed, nan, nan, nan, nan, nan, nan, 0, nan, nan, alpha)
    mean, sd = float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else 0.0
    low, high = (float(q) for q in np.quantile(values, [0.025, 0.975]))
    floor = 1 / possible if possible else 0.0
    return Chance(
        observed, mean, sd, low, high,
        z=(observed - mean) / sd if sd > TOLERANCE else float("nan"),
        p=max(p_value(observed, values, tail), floor),
        n=len(values),
        least_p=max(min(p_value(v, values, tail) for v in _extremes(observed, values, tail)), floor),
        critical=_critical(values, tail, alpha, observed, mean),
        alpha=alpha,
    )  # fmt: skip


def arrangements(labels: Iterable[object]) -> int:
    """In how many different ways some labels can be dealt out: n! over the product of the factorials of their counts.

    >>> arrangements("aab"), arrangements("aaaa")
    (3, 1)
    """
    counts = Counter(labels).values()
    return factorial(sum(counts)) // prod(map(factorial, counts))


def benjamini_hochberg(ps: ArrayLike, tests: int | None = None) -> NDArray[np.float64]:
    """P-values of several tests, adjusted: what share of false discoveries one accepts with each and all smaller ones.

    The i-th smallest becomes the minimum over j >= i of p_j * m / j, at most 1, where m is the number of `tests` (that
    of the p-values, unless more were made whose p-value is 1 and is not listed). NaN stay NaN and do not count.
    Y. Benjamini, Y. Hochberg, Controlling the false discovery rate, Journal of the Royal Statistical Society B 57
    (1995), doi:10.1111/j.2517-6161.1995.tb02031.x.

    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist(), benjamini_hochberg([0.01], tests=10).tolist()
    ([0.03, 0.04, 0.04], [0.1])
    """
    given = np.asarray(ps, dtype=np.float64)
    known = ~np.isnan(given)
    values, where, counts = np.unique(given[known], return_inverse=True, return_counts=True)
    scaled = values * (int(known.sum()) if tests is None else tests) / np.cumsum(counts)
    adjusted = np.full(len(given), np.nan)
    adjusted[known] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)[where]
    return adjusted


def adjusted_table(ps: NDArray[np.float64], counts: NDArray[np.integer], tests: int) -> NDArray[np.float64]:
    """`benjamini_hochberg` where each p-value stands for several tests with the same one."""
    order = np.argsort(ps, kind="stable")
    scaled = ps[order] * tests / np.cumsum(counts[order])
    # Equal p-values are one: the last of them has all their tests counted.
    adjusted = np.empty(len(ps))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


def interval(values: Sequence[float] | NDArray[np.float64], share: float = 0.95) -> tuple[float, float]:
    """The bounds of the middle `share` of some numbers; NaN without any.

    >>> interval([0, 1, 2, 3, 4], share=0.5)
    (1.0, 3.0)
    """
    if not len(values):
        return float("nan"), float("nan")
    rest = (1 - share) / 2
    low, high = np.quantile(np.asarray(values, dtype=np.float64), [rest, 1 - rest])
    return float(low), float(high)


def _extremes(observed: float, values: NDArray[np.float64], tail: str) -> tuple[float, ...]:
    """The most extreme outcomes that are known to be possible: the observed one counts too."""
    ends = {"greater": (max(observed, values[-1]),), "less": (min(observed, values[0]),)}
    return ends.get(tail, (max(observed, values[-1]), min(observed, values[0])))


def _p_values(observed: NDArray[np.float64], values: NDArray[np.float64], tail: str) -> NDArray[np.float64]:
    """The p-value of each of several outcomes, given the ascending draws."""
    slack = TOLERANCE * np.maximum(1.0, np.abs(observed))
    above = (len(values) - np.searchsorted(values, observed - slack, side="left") + 1) / (len(values) + 1)
    below = (np.searchsorted(values, observed + slack, side="right") + 1) / (len(values) + 1)
    found: NDArray[np.float64] = {"greater": above, "less": below}.get(
        tail, np.minimum(1.0, 2 * np.minimum(above, below))
    )
    return found


def _critical(values: NDArray[np.float64], tail: str, alpha: float, observed: float, mean: float) -> float:
    """The least extreme of the drawn values whose own p-value is small enough, on the side of the observed one."""
    up = tail == "greater" or (tail == "both" and observed >= mean)
    side = values if up else values[::-1]
    if tail == "both":
        side = side[side >= mean] if up else side[side < mean]
    enough = side[_p_values(side, values, tail) <= alpha]
    return float(enough[0]) if len(enough) else float("nan")
