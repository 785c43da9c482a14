from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest
from networks import STAR, TRIANGLE, TWO_TRIANGLES, UNDIRECTED, ZACHARY

from dpgraph.analysis.measures import communities
from dpgraph.analysis.measures.by_igraph import leiden
from dpgraph.analysis.measures.communities import adjusted_rand, consensus, modularity
from dpgraph.analysis.measures.structure import Ends, Structure, structure_of


def test_two_triangles_are_two_communities_and_one_is_one() -> None:
    assert consensus(TWO_TRIANGLES).labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert consensus(TWO_TRIANGLES).modularity == pytest.approx(0.5)
    assert consensus(TRIANGLE).labels.tolist() == [0, 0, 0]
    assert consensus(STAR).sizes.tolist() == [5]


def test_zachary_falls_into_four() -> None:
    found = consensus(ZACHARY)
    assert len(found.sizes) in (3, 4)
    assert found.modularity == pytest.approx(0.4198, abs=0.006)
    assert found.stability > 0.85
    assert np.nanmin(found.agreement) >= 0.5
    assert found.of()["n00"] != found.of()["n33"]


def test_the_same_seed_gives_the_same_communities() -> None:
    one, other = consensus(ZACHARY, seed=3), consensus(ZACHARY, seed=3)
    assert one.labels.tolist() == other.labels.tolist()
    once, again = leiden(structure_of(ZACHARY), [5, 5])
    assert once.tolist() == again.tolist()


def test_seeds_agree_on_the_consensus_more_than_single_runs_do() -> None:
    network = nx.relabel_nodes(nx.gnp_random_graph(80, 0.06, seed=5), str)
    structure = structure_of(network)
    single = leiden(structure, range(100, 106))
    merged = [consensus(network, seed=seed * 1000).labels for seed in range(6)]
    alike = [np.mean([adjusted_rand(a, b) for a in runs for b in runs if a is not b]) for runs in (single, merged)]
    assert alike[1] > alike[0]


def test_where_all_runs_agree_is_not_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, float, float]] = []

    def listening(structure: Structure, seeds: range, resolution: float) -> list[Ends]:
        asked.append((structure.nodes, structure.weights.sum(), resolution))
        return leiden(structure, seeds, resolution)

    monkeypatch.setattr(communities, "leiden", listening)
    unsure = nx.relabel_nodes(nx.gnp_random_graph(80, 0.06, seed=5), str)
    cliques = nx.relabel_nodes(nx.ring_of_cliques(6, 8), lambda n: f"clique {n}")
    found = consensus(nx.union(unsure, cliques)).of()
    together = {frozenset(n // 8 for n in range(48) if found[f"clique {n}"] == label) for label in found.values()}
    assert together - {frozenset()} == {frozenset({n}) for n in range(6)}
    (first, whole, _), *later = asked
    assert (first, whole) == (128, unsure.size() + cliques.size())
    assert later
    for nodes, weight, resolution in later:
        # The cliques' own 28 ties each count as they did, though they are not there.
        assert nodes <= 80
        assert weight / resolution >= weight + 6 * 28


@pytest.mark.parametrize("name", UNDIRECTED)
def test_modularity_is_that_of_networkx(name: str) -> None:
    network = UNDIRECTED[name]
    labels = np.arange(len(network)) % 3
    parts = [{node for node, label in zip(network, labels, strict=True) if label == n} for n in range(3)]
    assert modularity(structure_of(network), labels) == pytest.approx(nx.community.modularity(network, parts))


def test_nothing_tied_has_no_modularity_and_stays_alone() -> None:
    lonely = consensus(nx.empty_graph(["a", "b"]))
    assert (lonely.labels.tolist(), math.isnan(lonely.modularity)) == ([0, 1], True)
    assert consensus(nx.Graph()).labels.tolist() == []


def test_groupings_are_compared_up_to_names() -> None:
    assert adjusted_rand(np.array([1, 1, 2]), np.array([9, 9, 4])) == 1.0
    assert adjusted_rand(np.zeros(5, dtype=int), np.zeros(5, dtype=int)) == 1.0
