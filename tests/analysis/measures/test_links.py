from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networks import ALL, ARROWS, KITE, STAR, TRIANGLE, UNDIRECTED, ZACHARY

from dpgraph.analysis.measures.links import DAMPING, SCORES, link_scores


@pytest.mark.parametrize("name", UNDIRECTED)
def test_the_scores_are_those_of_networkx(name: str) -> None:
    network = UNDIRECTED[name]
    pairs = sorted(nx.non_edges(network))
    found = link_scores(network, pairs)
    asked = [(found.names[a], found.names[b]) for a, b in zip(found.tails, found.heads, strict=True)]
    assert found.scores["adamic_adar"] == pytest.approx([s for *_, s in nx.adamic_adar_index(network, asked)])
    assert found.scores["resource_allocation"] == pytest.approx(
        [s for *_, s in nx.resource_allocation_index(network, asked)]
    )
    assert found.scores["preferential_attachment"] == pytest.approx(
        [s for *_, s in nx.preferential_attachment(network, asked)]
    )
    assert found.scores["common_neighbours"].tolist() == [len(list(nx.common_neighbors(network, *p))) for p in asked]


@pytest.mark.parametrize("name", ["kite", "Zachary", "scattered"])
def test_adamic_adar_is_that_of_igraph(name: str) -> None:
    import igraph

    network = ALL[name]
    found = link_scores(network)
    other = np.array(igraph.Graph.from_networkx(network).similarity_inverse_log_weighted())
    assert found.scores["adamic_adar"] == pytest.approx(other[found.tails, found.heads])


def test_katz_counts_damped_walks() -> None:
    matrix = nx.to_numpy_array(KITE)
    walks = sum(DAMPING**n * np.linalg.matrix_power(matrix, n) for n in range(1, 4))
    found = link_scores(KITE)
    assert found.scores["katz"] == pytest.approx(walks[found.tails, found.heads])


def test_pairs_with_a_common_attribute_are_candidates_too() -> None:
    network = nx.Graph([("a", "b"), ("c", "d")])
    found = link_scores(network, attributes={"a": ["books", "games"], "c": ["books"], "d": ["maps"]})
    assert found.best(9, by="attribute_similarity") == (("a", "c", 0.5),)


def test_what_is_tied_is_not_predicted() -> None:
    assert link_scores(TRIANGLE).best(5) == ()
    assert len(link_scores(STAR).best(99)) == 6
    found = link_scores(ZACHARY)
    assert not any(ZACHARY.has_edge(a, b) for a, b, _ in found.best(10_000))
    assert all(len(found.scores[name]) == len(found.tails) for name in SCORES)


def test_directions_do_not_matter() -> None:
    assert link_scores(ARROWS).best(5) == link_scores(ARROWS.to_undirected()).best(5)
