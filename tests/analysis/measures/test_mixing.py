from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from networks import ALL, BARBELL, CLUBS, STAR, TRIANGLE, ZACHARY

from dpgraph.analysis.measures.by_igraph import ByIgraph, rewired, ties_between
from dpgraph.analysis.measures.mixing import assortativity, degree_assortativity, group_gaps
from dpgraph.analysis.measures.structure import structure_of


def test_rewiring_keeps_degrees_and_makes_no_double_ties() -> None:
    structure = structure_of(ZACHARY)
    degree = [d for _, d in ZACHARY.degree]
    draws = [network.get_edgelist() for network in rewired(structure, 5, seed=2)]
    for ends in draws:
        assert np.bincount(np.ravel(ends), minlength=34).tolist() == degree
        assert len(set(map(frozenset, ends))) == 78
    assert draws[0] != draws[1]
    assert draws == [network.get_edgelist() for network in rewired(structure, 5, seed=2)]


def test_ties_between_groups_are_counted_once_and_those_within_one_too() -> None:
    network = ByIgraph(structure_of(BARBELL)).network
    groups = np.arange(network.vcount()) % 3
    expected = np.zeros((3, 3), dtype=int)
    for a, b in network.get_edgelist():
        expected[groups[a], groups[b]] += 1
        expected[groups[b], groups[a]] += groups[a] != groups[b]
    assert ties_between(network, groups).tolist() == expected.tolist()
    assert ties_between(ByIgraph(structure_of(nx.Graph())).network, groups[:0]).shape == (0, 0)


def test_the_two_clubs_have_fewer_ties_than_chance_gives() -> None:
    found = group_gaps(ZACHARY, CLUBS, draws=199)
    [(a, b, ties, expected, z, p, q)] = found.pairs()
    assert {a, b} == {"Mr. Hi", "Officer"}
    assert (ties, p, q) == (11, 0.005, 0.005)
    assert expected > 30 and z < -4
    assert found.ties.sum() - 11 == 78


def test_groups_without_any_tie_are_there_too() -> None:
    network = nx.disjoint_union_all([nx.complete_graph(6), nx.complete_graph(6), nx.complete_graph(6)])
    network = nx.relabel_nodes(network, str)
    found = group_gaps(network, {node: int(node) // 6 for node in network}, draws=199)
    assert [pair[2] for pair in found.pairs()] == [0, 0, 0]
    assert all(q < 0.05 for *_, q in found.pairs())
    assert len(group_gaps(network, {node: int(node) // 6 for node in network}, draws=9, most=2).groups) == 2


def test_single_nodes_are_no_group() -> None:
    assert group_gaps(BARBELL, {"n00": "x", "n01": "y"}, draws=9).pairs() == ()


@pytest.mark.parametrize("name", ALL)
def test_assortativity_is_that_of_networkx_and_igraph(name: str) -> None:
    import igraph

    network = ALL[name].copy()
    groups = {node: "abc"[n % 3] for n, node in enumerate(network)}
    nx.set_node_attributes(network, groups, "group")
    expected = nx.attribute_assortativity_coefficient(network, "group")
    assert assortativity(network, groups) == pytest.approx(expected)
    other = igraph.Graph.from_networkx(network)
    assert assortativity(network, groups) == pytest.approx(
        other.assortativity_nominal(types=[ord(groups[node]) - 97 for node in network])
    )
    by_degree = degree_assortativity(network)
    assert by_degree == pytest.approx(other.assortativity_degree(), nan_ok=True)


def test_one_group_has_no_assortativity() -> None:
    assert math.isnan(assortativity(TRIANGLE, dict.fromkeys(TRIANGLE, "x")))
    assert math.isnan(assortativity(TRIANGLE, {}))
    assert math.isnan(degree_assortativity(TRIANGLE))
    assert degree_assortativity(STAR) == -1.0
