from __future__ import annotations

import math

import numpy as np
import pytest

from dpgraph.analysis.measures.nulls import (
    against_chance,
    arrangements,
    benjamini_hochberg,
    generator,
    interval,
    p_value,
)


def test_a_permutation_p_value_is_never_zero() -> None:
    assert p_value(10, np.zeros(999)) == 0.001
    assert p_value(-10, np.zeros(999), tail="less") == 0.001
    assert p_value(0, np.zeros(999), tail="both") == 1.0


def test_the_p_values_of_pure_chance_are_even() -> None:
    chance = generator(5)
    ps = [p_value(chance.normal(), chance.normal(size=99)) for _ in range(2000)]
    assert np.mean(np.array(ps) <= 0.05) == pytest.approx(0.05, abs=0.015)
    assert np.mean(ps) == pytest.approx(0.505, abs=0.02)


def test_a_test_that_could_not_find_anything_says_so() -> None:
    blind = against_chance(1, [1] * 999)
    assert (blind.state, blind.p, blind.least_p) == ("underpowered", 1.0, 1.0)
    assert math.isnan(blind.critical) and math.isnan(blind.z)
    few = against_chance(5, [1, 2, 3] * 333, possible=arrangements("aab"))
    assert (few.state, few.p) == ("underpowered", pytest.approx(1 / 3))


def test_a_test_tells_how_large_an_effect_it_could_have_found() -> None:
    found = against_chance(50, range(100))
    assert (found.state, found.critical, found.n) == ("not significant", 96, 100)
    assert against_chance(found.critical, range(100)).state == "significant"
    assert against_chance(10, range(100), tail="less").critical == 3


def test_nothing_observed_is_not_computable() -> None:
    assert against_chance(float("nan"), range(9)).state == "not computable"
    assert against_chance(1, []).state == "not computable"
    assert math.isnan(p_value(float("nan"), [1]))
    assert all(math.isnan(bound) for bound in interval([]))


def test_benjamini_hochberg_is_that_of_scipy() -> None:
    from scipy.stats import false_discovery_control

    ps = generator(2).random(50) ** 2
    assert benjamini_hochberg(ps) == pytest.approx(false_discovery_control(ps), abs=1e-15)
    assert benjamini_hochberg([]).tolist() == []
    assert np.isnan(benjamini_hochberg([0.01, float("nan")])).tolist() == [False, True]


def test_chance_is_the_same_for_the_same_seed() -> None:
    assert generator(4).random(3).tolist() == generator(4).random(3).tolist()
    assert generator(4).random(3).tolist() != generator(5).random(3).tolist()
