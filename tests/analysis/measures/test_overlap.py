from __future__ import annotations

import math

import numpy as np
import pytest

from dpgraph.analysis.measures.nulls import generator
from dpgraph.analysis.measures.overlap import (
    _incidence,
    backbone,
    has_chances,
    hypergeometric_overlaps,
    hypergeometric_table,
    hypergeometric_tail,
)

CHANCE = generator(3)
SETS = {f"a{n:02d}": [f"t{t}" for t in np.flatnonzero(CHANCE.random(20) < 0.25)] for n in range(25)}


def test_the_tail_is_that_of_scipy() -> None:
    from scipy.stats import hypergeom

    for k, m, n, universe in [(0, 3, 4, 20), (2, 3, 4, 20), (3, 3, 4, 20), (10, 40, 30, 300)]:
        assert hypergeometric_tail(k, m, n, universe) == pytest.approx(hypergeom.sf(k - 1, universe, m, n), rel=1e-9)


def test_every_pair_that_shares_something_is_there_once() -> None:
    found = hypergeometric_overlaps(SETS)
    expected = {(a, b): len({*SETS[a]} & {*SETS[b]}) for a in SETS for b in SETS if a < b and {*SETS[a]} & {*SETS[b]}}
    assert {(o.a, o.b): o.shared for o in found} == expected
    assert all(o.least_p <= o.p <= o.q <= 1 for o in found)


def test_a_small_overlap_says_that_it_could_not_have_been_significant() -> None:
    small = hypergeometric_overlaps({"a": "1", "b": "1", "c": "23"})
    assert [o.state() for o in small] == ["underpowered"]
    large = hypergeometric_overlaps({"a": "12345", "b": "12345"}, universe=100)
    assert [o.state() for o in large] == ["significant"]


def test_who_share_nothing_are_told_whether_they_could_have() -> None:
    few = hypergeometric_table({"a": "1", "b": "2", "c": "3"}).of("a", "b", 0)
    assert (few.expected, few.p, few.least_p, few.state()) == (
        pytest.approx(1 / 3),
        1.0,
        pytest.approx(1 / 3),
        "underpowered",
    )
    many = hypergeometric_table({"a": "12345", "b": "67890", "c": "abcdefghij"}).of("a", "b", 0)
    assert many.state() == "not significant"


def test_it_matters_how_many_pairs_there_are_and_not_how_much_each_has() -> None:
    (found,) = hypergeometric_overlaps({"a": [*map(str, range(2000))], "b": [*map(str, range(1500, 3500))]})
    assert (found.shared, found.expected) == (500, pytest.approx(2000 * 2000 / 3500))
    (found,) = backbone({"a": [*map(str, range(200))], "b": [*map(str, range(150, 350))]})
    by_chance = 50 + 300 / 4  # what one of the two has, each has with a chance of a half
    assert (found.shared, found.expected) == (50, pytest.approx(by_chance))


def test_cases_are_told_apart_by_sorting_as_by_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = backbone(SETS)
    monkeypatch.setattr("dpgraph.analysis.measures.overlap.SPARSE", 0)
    assert backbone(SETS) == expected


def test_nobody_and_nothing_give_no_overlaps() -> None:
    assert hypergeometric_overlaps({}) == backbone({}) == ()
    assert hypergeometric_overlaps({"a": [], "b": []}) == backbone({"a": [], "b": []}) == ()


def test_the_model_expects_the_degrees_that_are_there() -> None:
    sets = {**SETS, "all": sorted({t for things in SETS.values() for t in things}), "none": []}
    _, has = _incidence(sets)
    size, kinds, chances, things = has_chances(has)
    assert chances @ things == pytest.approx(kinds, abs=1e-6)
    actors = np.array([np.count_nonzero(size == kind) for kind in kinds])
    assert chances.T @ actors == pytest.approx(np.unique(np.asarray(has.sum(axis=0))), abs=1e-6)


def test_the_backbones_tail_is_that_of_drawing_many_networks() -> None:
    _, has = _incidence(SETS)
    size, kinds, chances, _ = has_chances(has)
    common = np.asarray(has.sum(axis=0)).ravel().astype(int)
    whole = chances[np.searchsorted(kinds, size)][:, np.searchsorted(np.unique(common), common)]
    draws = generator(8).random((4000, *whole.shape)) < whole
    for o in backbone(SETS)[:10]:
        a, b = sorted(SETS).index(o.a), sorted(SETS).index(o.b)
        shared = (draws[:, a] & draws[:, b]).sum(axis=1)
        assert np.mean(shared >= o.shared) == pytest.approx(o.p, abs=0.04)
        assert shared.mean() == pytest.approx(o.expected, abs=0.06)


def test_sharing_what_everybody_has_is_no_surprise() -> None:
    sets = {"a": ["common", "rare"], "b": ["common", "rare"], **{f"c{n}": ["common", f"own{n}"] for n in range(8)}}
    by_pair = {(o.a, o.b): o for o in backbone(sets)}
    assert by_pair["c0", "c1"].p == pytest.approx(1.0)
    assert by_pair["a", "b"].p < by_pair["a", "c0"].p
    assert not math.isnan(by_pair["a", "b"].q)
