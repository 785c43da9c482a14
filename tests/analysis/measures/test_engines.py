from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networks import ALL, BARBELL, KITE, PATH, STAR, ZACHARY

from dpgraph.analysis.measures.centrality import betweenness, closeness, whole
from dpgraph.analysis.measures.engine import LARGE, engine_for
from dpgraph.analysis.measures.structure import structure_of
from dpgraph.errors import InputError

LARGER = nx.relabel_nodes(nx.barabasi_albert_graph(600, 2, seed=1), str)
NETWORKS = {**ALL, "empty": nx.Graph(), "lonely": nx.empty_graph(["a", "b"]), "larger": LARGER}
SAME = {"abs": 1e-9, "rel": 1e-9, "nan_ok": True}


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize(
    "measure",
    ["betweenness", "closeness", "pagerank", "core", "components", "cut_nodes", "bridges", "clustering"],
)
def test_both_engines_give_the_same_numbers(name: str, measure: str) -> None:
    structure = structure_of(NETWORKS[name])
    one, other = (getattr(engine_for(structure, engine), measure)() for engine in ("networkx", "igraph"))
    assert one.shape == other.shape
    assert one == pytest.approx(other, **SAME)


@pytest.mark.parametrize("name", ["kite", "arrows", "scattered", "Zachary"])
def test_both_engines_count_from_the_same_pivots(name: str) -> None:
    structure = structure_of(NETWORKS[name])
    pivots = np.array([0, 3, 7])
    for measure in ("betweenness", "distances"):
        one, other = (getattr(engine_for(structure, engine), measure)(pivots) for engine in ("networkx", "igraph"))
        assert one == pytest.approx(other, **SAME)


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("engine", ["networkx", "igraph"])
def test_centrality_is_that_of_networkx(name: str, engine: str) -> None:
    network = NETWORKS[name]
    if len(network) < 3:
        assert np.isnan(betweenness(network, engine).values).all()
        return
    assert betweenness(network, engine).values == pytest.approx(list(nx.betweenness_centrality(network).values()))
    assert closeness(network, engine)[0] == pytest.approx(list(nx.closeness_centrality(network).values()))


def test_all_pivots_together_are_exact() -> None:
    structure = structure_of(ZACHARY)
    everyone = engine_for(structure, "igraph").betweenness(np.arange(34))
    assert everyone == pytest.approx(engine_for(structure, "igraph").betweenness())


def test_a_sampled_betweenness_states_its_error() -> None:
    exact = betweenness(LARGER, "igraph")
    assert exact.error.max() == 0.0
    first = np.argsort(-exact.values)[:20]
    covered = []
    for seed in range(10):
        sampled = betweenness(LARGER, "igraph", pivots=200, seed=seed)
        off = np.abs(exact.values - sampled.values)
        covered.append(np.mean(off[first] <= 2 * sampled.error[first]))
        assert off.max() < 0.06
    assert np.mean(covered) > 0.85


def test_a_sample_is_the_same_for_the_same_seed_and_engine() -> None:
    one, other = (betweenness(ZACHARY, engine, pivots=9, seed=4) for engine in ("networkx", "igraph"))
    assert (one.pivots, other.pivots) == (9, 9)
    assert one.values == pytest.approx(other.values, **SAME)
    assert one.error == pytest.approx(other.error, **SAME)


def test_a_sampled_closeness_is_near() -> None:
    exact, sampled = closeness(LARGER)[0], closeness(LARGER, pivots=200)[0]
    assert sampled == pytest.approx(exact, rel=0.06)
    parts = nx.disjoint_union(LARGER, nx.path_graph(2))
    assert np.isnan(closeness(parts, pivots=50)[0][-2:]).all()


def test_what_is_known_by_heart() -> None:
    assert betweenness(STAR).values.tolist() == [1, 0, 0, 0, 0]
    assert betweenness(PATH).values == pytest.approx([0, 0.5, 4 / 6, 0.5, 0])
    kite = betweenness(KITE).values
    assert KITE.degree("n03") == 6 and kite.argmax() == 7
    assert closeness(KITE)[0].round(3).tolist() == [0.529, 0.529, 0.5, 0.6, 0.5, 0.643, 0.643, 0.6, 0.429, 0.31]
    assert betweenness(ZACHARY).values[0] == pytest.approx(0.437635, abs=1e-6)


def test_the_whole_is_described() -> None:
    found = whole(BARBELL)
    assert (found.components, found.largest, found.isolates, found.core) == (1, 1.0, 0, 2)
    assert found.density == pytest.approx(7 / 15)
    zachary = whole(ZACHARY)
    assert (zachary.nodes, zachary.ties, zachary.core) == (34, 78, 4)
    assert zachary.transitivity == pytest.approx(nx.transitivity(ZACHARY))
    assert (zachary.cut_nodes, zachary.bridges) == (1, 1)
    arrows = whole(ALL["arrows"])
    assert arrows.reciprocity == pytest.approx(nx.reciprocity(ALL["arrows"]))
    assert arrows.density == pytest.approx(nx.density(ALL["arrows"]))
    assert whole(nx.Graph()).nodes == 0


def test_a_large_network_is_for_igraph() -> None:
    assert type(engine_for(structure_of(ZACHARY))).__name__ == "ByNetworkx"
    assert LARGER.number_of_edges() >= LARGE
    assert type(engine_for(structure_of(LARGER))).__name__ == "ByIgraph"
    with pytest.raises(InputError, match=r'no engine "graphtool": .*Allowed: igraph, networkx'):
        engine_for(structure_of(ZACHARY), "graphtool")
