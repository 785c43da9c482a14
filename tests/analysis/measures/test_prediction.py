from __future__ import annotations

import math

import networkx as nx
import numpy as np
from networks import STAR, TRIANGLE, ZACHARY

from dpgraph.analysis.measures.links import SCORES
from dpgraph.analysis.measures.nulls import generator
from dpgraph.analysis.measures.prediction import auc, evaluate_links


def test_neighbours_predict_where_ties_close_triangles() -> None:
    blocks = nx.relabel_nodes(nx.connected_caveman_graph(8, 6), str)
    found = {p.score: p for p in evaluate_links(blocks)}
    assert set(found) == {*SCORES, "random"}
    assert found["adamic_adar"].auc > 0.9
    assert found["combination"].verdict == "predicts"
    assert found["preferential_attachment"].verdict == found["random"].verdict == "baseline"
    assert found["random"].low < 0.5 < found["random"].high
    assert found["adamic_adar"].hidden == 12 and found["adamic_adar"].repeats == 20


def test_nothing_predicts_what_is_chance() -> None:
    noise = nx.relabel_nodes(nx.gnp_random_graph(60, 0.1, seed=2), str)
    assert {p.verdict for p in evaluate_links(noise)} == {"heuristic", "baseline"}


def test_attributes_predict_where_ties_follow_them() -> None:
    chance = generator(6)
    has = {f"a{n:02d}": [f"t{n % 8}"] for n in range(96)}
    ties = [(a, b) for a in has for b in has if a < b and chance.random() < (0.6 if has[a] == has[b] else 0.02)]
    found = {p.score: p for p in evaluate_links(nx.Graph(ties), has)}
    assert found["attribute_similarity"].verdict == "predicts"


def test_too_few_ties_cannot_be_tried() -> None:
    for network in (TRIANGLE, STAR, nx.relabel_nodes(nx.complete_graph(9), str)):
        assert {p.verdict for p in evaluate_links(network)} == {"not computable"}
        assert all(math.isnan(p.auc) for p in evaluate_links(network))


def test_the_same_seed_gives_the_same_verdicts() -> None:
    assert evaluate_links(ZACHARY, repeats=5) == evaluate_links(ZACHARY, repeats=5)
    large = nx.relabel_nodes(nx.barabasi_albert_graph(1200, 2, seed=1), str)
    assert evaluate_links(large, repeats=2) == evaluate_links(large, repeats=2)


def test_auc_counts_equal_scores_half() -> None:
    assert auc(np.ones(3), np.ones(4)) == 0.5
    assert auc(np.array([2.0]), np.array([1.0])) == 1.0
