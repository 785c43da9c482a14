from __future__ import annotations

import math

import networkx as nx
import pytest
from networks import BARBELL, CLUBS, STAR, TRIANGLE, TWO_TRIANGLES, ZACHARY, named

from dpgraph.analysis.measures.ei import attainable, external_internal, node_indices

SIDES = {node: "left" if n < 3 else "right" for n, node in enumerate(BARBELL)}


def test_ties_within_two_triangles_are_all_internal() -> None:
    found = external_internal(TWO_TRIANGLES, SIDES)
    assert (found.value, found.external, found.internal) == (-1.0, 0, 6)
    assert found.groups == {"left": -1.0, "right": -1.0}


def test_the_barbells_bar_is_its_one_external_tie() -> None:
    found = external_internal(BARBELL, SIDES)
    assert (found.external, found.internal, found.value) == (1, 6, pytest.approx(-5 / 7))
    assert node_indices(BARBELL, SIDES)["n02"] == pytest.approx(-1 / 3)
    assert node_indices(BARBELL, SIDES)["n00"] == -1.0
    assert found.rescaled == -1.0


def test_zachary_keeps_to_his_clubs() -> None:
    found = external_internal(ZACHARY, CLUBS)
    assert (found.external, found.internal) == (11, 67)
    assert found.value == pytest.approx(-56 / 78)
    assert (found.chance.state, found.chance.p) == ("significant", 0.002)
    assert external_internal(ZACHARY, CLUBS).chance == found.chance


def test_one_group_leaves_chance_no_choice() -> None:
    found = external_internal(TRIANGLE, dict.fromkeys(TRIANGLE, "all"))
    assert (found.value, found.low, found.high, found.chance.state) == (-1.0, -1.0, -1.0, "underpowered")
    assert math.isnan(found.rescaled)


def test_whoever_has_no_group_is_left_out() -> None:
    found = external_internal(STAR, {"n01": "x", "n02": "x"})
    assert math.isnan(found.value)
    assert found.chance.state == "not computable"
    assert math.isnan(node_indices(STAR, {"n01": "x"})["n00"])


def test_the_range_is_what_the_sizes_allow() -> None:
    import numpy as np

    assert attainable(np.array([2, 2]), 1) == (-1.0, 1.0)
    assert attainable(np.array([2, 2]), 4) == (pytest.approx(0.0), 1.0)
    assert all(map(math.isnan, attainable(np.array([2, 2]), 0)))


def test_directions_do_not_matter() -> None:
    arrows = named(nx.DiGraph([(0, 1), (2, 1)]))
    assert external_internal(arrows, {"n00": "a", "n01": "b", "n02": "b"}).value == 0.0
