from __future__ import annotations

import math

import pytest
from networks import PATH, STAR

from dpgraph.analysis.measures.fragmentation import fragmentation


def test_one_owner_is_not_fragmented() -> None:
    found = fragmentation([("a", "p"), ("a", "q")], {})
    assert (found.owners, found.resources, found.hhi, found.pairs) == (1, 2, 1.0, 0)
    assert math.isnan(found.apart)


def test_nothing_held_has_no_concentration() -> None:
    assert math.isnan(fragmentation([], {}).hhi)


def test_the_ends_of_a_path_are_far_apart() -> None:
    found = fragmentation([(node, f"p{node}") for node in PATH], PATH.adj)
    assert found.far == (("n00", "n03"), ("n00", "n04"), ("n01", "n04"))
    assert found.apart == pytest.approx(0.3)


def test_a_hub_brings_all_within_reach_even_if_it_owns_nothing() -> None:
    found = fragmentation([(node, "p" + node) for node in STAR if node != "n00"], STAR.adj)
    assert (found.owners, found.hhi, found.apart) == (4, 0.25, 0.0)


def test_a_resource_with_two_owners_counts_for_both() -> None:
    found = fragmentation([("a", "p"), ("b", "p"), ("b", "p")], {})
    assert (found.resources, found.hhi, found.apart) == (1, 0.5, 1.0)
