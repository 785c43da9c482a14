from __future__ import annotations

from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from networks import ALL, BARBELL, CLUBS, KITE, PATH, STAR, TRIANGLE, ZACHARY

from dpgraph.analysis.measures.brokerage import ROLES, brokerage


def by_hand(network: nx.Graph, groups: dict[str, str], broker: str) -> dict[str, int]:
    """The definition, triple by triple."""
    counts = dict.fromkeys(ROLES, 0)
    arrows = nx.DiGraph(network)
    for a, c in permutations(arrows, 2):
        if (
            broker in (a, c)
            or not arrows.has_edge(a, broker)
            or not arrows.has_edge(broker, c)
            or arrows.has_edge(a, c)
        ):
            continue
        x, y, z = groups[a], groups[broker], groups[c]
        role = (
            "coordinator" if x == y == z
            else "itinerant" if x == z
            else "gatekeeper" if y == z
            else "representative" if x == y
            else "liaison"
        )  # fmt: skip
        counts[role] += 1
    return counts


@pytest.mark.parametrize("name", ALL)
def test_every_role_is_what_the_definition_says(name: str) -> None:
    network = ALL[name]
    groups = {node: "abc"[n % 3] for n, node in enumerate(network)}
    found = brokerage(network, groups, permutations=0)
    for node in network:
        expected = by_hand(network, groups, node)
        assert found.of(node) == {**expected, "total": sum(expected.values())}


def test_nobody_brokers_in_a_triangle_and_the_hub_brokers_all_in_a_star() -> None:
    assert brokerage(TRIANGLE, {}, permutations=0).counts.sum() == 0
    assert brokerage(STAR, {}, permutations=0).of("n00") == {**dict.fromkeys(ROLES, 0), "liaison": 12, "total": 12}
    assert brokerage(PATH, dict.fromkeys(PATH, "x"), permutations=0).of("n02")["coordinator"] == 2


def test_the_ends_of_the_barbells_bar_stand_between_its_sides() -> None:
    sides = {node: "left" if n < 3 else "right" for n, node in enumerate(BARBELL)}
    found = brokerage(BARBELL, sides, permutations=0).of("n02")
    assert (found["gatekeeper"], found["representative"], found["total"]) == (2, 2, 4)


def test_zachary_has_brokers_that_chance_does_not_make() -> None:
    found = brokerage(ZACHARY, CLUBS, permutations=199)
    first = found.names.index("n00")
    coordinator = ROLES.index("coordinator")
    assert found.z[first, coordinator] > 2
    assert found.p[first, coordinator] <= 0.05
    again = brokerage(ZACHARY, CLUBS, permutations=199)
    assert np.array_equal(found.z, again.z, equal_nan=True)
    assert np.isnan(found.z[:, -1]).all()


def test_the_kites_stem_is_brokered_by_its_own_end() -> None:
    found = brokerage(KITE, {}, permutations=0)
    assert found.of("n08")["total"] == 2
    assert found.of("n09")["total"] == 0
