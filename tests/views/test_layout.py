"""The layout: whole numbers, always the same, no two nodes in one place."""

from __future__ import annotations

import networkx as nx
import pytest

from dpgraph.views.layout import lay_out

PICTURES = {
    "nothing": nx.Graph(),
    "one": nx.path_graph(["a"]),
    "star": nx.relabel_nodes(nx.star_graph(30), str),
    "two parts": nx.relabel_nodes(nx.disjoint_union(nx.cycle_graph(5), nx.path_graph(3)), str),
    "large": nx.relabel_nodes(nx.barabasi_albert_graph(700, 2, seed=1), str),
}


@pytest.mark.parametrize("name", PICTURES)
def test_each_node_has_a_place_of_its_own(name: str) -> None:
    places = lay_out(PICTURES[name])
    assert set(places) == set(PICTURES[name])
    assert len(set(places.values())) == len(places)
    assert all(isinstance(x, int) and isinstance(y, int) for x, y in places.values())


@pytest.mark.parametrize("name", ["two parts", "large"])
def test_the_order_of_nodes_and_edges_does_not_matter(name: str) -> None:
    network = PICTURES[name]
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(network)))
    turned.add_edges_from((b, a) for a, b in reversed(list(network.edges)))
    assert lay_out(turned) == lay_out(network)


def test_loops_and_parallel_edges_do_no_harm() -> None:
    network = nx.MultiDiGraph([("a", "a"), ("a", "b"), ("b", "a"), ("a", "b")])
    assert len(lay_out(network)) == 2
