from __future__ import annotations

import networkx as nx
import pytest
from networks import ARROWS, ZACHARY

from dpgraph.analysis.measures.structure import codes, structure_of


def test_it_holds_the_network() -> None:
    found = structure_of(ZACHARY)
    assert (found.nodes, found.ties, found.directed) == (34, 78, False)
    assert found.matrix().toarray() == pytest.approx(nx.to_numpy_array(ZACHARY))
    assert structure_of(ARROWS).matrix().toarray() == pytest.approx(nx.to_numpy_array(ARROWS))
    assert structure_of(found) is found


def test_parallel_ties_add_up_and_loops_are_dropped() -> None:
    several = nx.MultiGraph([("a", "b", {"w": 2.0}), ("b", "a", {"w": 0.5}), ("a", "a", {"w": 9.0}), ("b", "c", {})])
    found = structure_of(several, weight="w")
    assert (found.tails.tolist(), found.heads.tolist(), found.weights.tolist()) == ([0, 1], [1, 2], [2.5, 1.0])
    assert found.matrix(weighted=True).toarray().tolist() == [[0, 2.5, 0], [2.5, 0, 1], [0, 1, 0]]


def test_an_empty_network_is_empty() -> None:
    found = structure_of(nx.Graph())
    assert (found.nodes, found.ties, found.matrix().shape) == (0, 0, (0, 0))


def test_groups_are_numbered_and_nodes_found() -> None:
    found = structure_of(ZACHARY)
    labels, known = codes(found, {"n00": 2, "n01": 1})
    assert (labels[:3].tolist(), known) == ([1, 0, -1], (1, 2))
    assert found.numbers(["n03", "n00"]).tolist() == [3, 0]
