from __future__ import annotations

import networkx as nx

from dpgraph.analysis.likely import COLUMNS, likely_ties


def test_the_likeliest_come_first_with_a_verdict() -> None:
    blocks = nx.relabel_nodes(nx.connected_caveman_graph(8, 6), str)
    found = likely_ties(blocks, top=5)
    assert list(found.columns) == list(COLUMNS)
    assert found["combination"].is_monotonic_decreasing and len(found) == 5
    assert not any(blocks.has_edge(a, b) for a, b in zip(found["a"], found["b"], strict=True))
    assert found.attrs["combination"] == "predicts"
    assert found.attrs["preferential_attachment"] == "baseline"


def test_a_small_network_gives_guesses_that_nothing_vouches_for() -> None:
    path = nx.path_graph(["a", "b", "c"])
    nx.set_node_attributes(path, {"a": "Harbor Press"}, "label")
    found = likely_ties(path, {"a": ["books"], "c": ["books"]})
    assert found[["label_a", "label_b", "attribute_similarity"]].to_numpy().tolist() == [["Harbor Press", "c", 1.0]]
    assert set(found.attrs.values()) == {"not computable"}


def test_no_network_has_no_likely_ties() -> None:
    assert (list(likely_ties(nx.Graph()).columns), len(likely_ties(nx.Graph()))) == (list(COLUMNS), 0)
