from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networks import ALL, STAR, TRIANGLE, ZACHARY, named

from dpgraph.analysis.measures.holes import structural_holes
from dpgraph.analysis.measures.nulls import generator

CLUB = named(nx.karate_club_graph())


def columns(values: dict[str, float], network: nx.Graph) -> np.ndarray:
    return np.array([values[node] for node in network], dtype=float)


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("weight", [None, "w"])
def test_they_are_those_of_networkx(name: str, weight: str | None) -> None:
    network = ALL[name].copy()
    chance = generator(4)
    nx.set_edge_attributes(network, {ends: float(1 + chance.integers(4)) for ends in network.edges}, "w")
    found = structural_holes(network, weight)
    isolated = np.array([network.degree(node) == 0 for node in network])
    assert found.constraint == pytest.approx(columns(nx.constraint(network, weight=weight), network), nan_ok=True)
    # Asked for all nodes at once, networkx 3.6 divides by the largest tie of the wrong end; asked by name, it does not.
    by_name = nx.effective_size(network, nodes=list(network), weight=weight)
    sizes = np.where(isolated, np.nan, columns(by_name, network))
    assert found.effective_size == pytest.approx(sizes, nan_ok=True, abs=1e-9)


@pytest.mark.parametrize("name", ALL)
def test_constraint_is_that_of_igraph(name: str) -> None:
    import igraph

    other = np.array(igraph.Graph.from_networkx(ALL[name]).constraint())
    assert structural_holes(ALL[name]).constraint == pytest.approx(other, nan_ok=True, abs=1e-9)


def test_a_hub_is_free_and_a_corner_is_not() -> None:
    star = structural_holes(STAR)
    assert (star.constraint[0], star.effective_size[0], star.efficiency[0], star.hierarchy[0]) == (0.25, 4, 1, 0)
    corner = structural_holes(TRIANGLE)
    assert corner.constraint == pytest.approx([1.125] * 3)
    assert corner.effective_size == pytest.approx([1.0] * 3)
    assert corner.hierarchy == pytest.approx([0.0] * 3, abs=1e-12)


def test_hierarchy_is_the_formula() -> None:
    found = structural_holes(ZACHARY)
    for number, node in enumerate(found.names):
        local = [nx.local_constraint(ZACHARY, node, other) for other in ZACHARY[node]]
        ratio = np.array(local) / np.mean(local)
        if len(local) > 1:
            assert found.hierarchy[number] == pytest.approx(
                sum(ratio * np.log(ratio)) / (len(local) * np.log(len(local)))
            )
        else:
            assert np.isnan(found.hierarchy[number])


def test_an_empty_network_has_no_holes() -> None:
    assert structural_holes(nx.Graph()).constraint.tolist() == []
    lonely = structural_holes(nx.empty_graph(["a"]))
    assert np.isnan([lonely.constraint, lonely.effective_size, lonely.efficiency, lonely.hierarchy]).all()
