from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from networks import ARROWS, ZACHARY
from scipy.sparse import csr_array

from dpgraph.analysis.measures import structure
from dpgraph.analysis.measures.structure import codes, products_above, products_at, structure_of, sums_in_common


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


@pytest.mark.parametrize("places", [3, 2_000])
@pytest.mark.parametrize("filled", [2, 300, 900])  # row by row, place by place, by search
def test_products_at_some_places_are_those_of_the_whole_product(places: int, filled: int) -> None:
    chance = np.random.default_rng(filled)
    left, right = (csr_array(chance.random((80, 900)) * (chance.random((80, 900)) < n / 900)) for n in (filled, 100))
    tails, heads = chance.integers(80, size=(2, places))
    assert products_at(left, right, tails, heads) == pytest.approx((left @ right.T).toarray()[tails, heads])


@pytest.mark.parametrize("rows", [0, 1, 70])
def test_products_above_the_diagonal_are_those_of_the_whole_product(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "ROWS", 32)
    chance = np.random.default_rng(rows)
    left, right = (csr_array(chance.random((rows, 40)) * (chance.random((rows, 40)) < 0.1)) for _ in range(2))
    tails, heads, found = (np.concatenate(part) for part in zip(*products_above(left, right), strict=True))
    whole = np.triu((left @ right.T).toarray(), 1)
    assert np.array_equal(np.nonzero(whole), (tails, heads))
    assert np.array_equal(whole[tails, heads], found)


@pytest.mark.parametrize("places", [1, 4, 2_000])
def test_weights_add_up_over_common_neighbours(places: int) -> None:
    near = structure_of(ZACHARY).matrix()
    tails, heads = np.random.default_rng(1).integers(34, size=(2, places))
    weights = (np.ones(34), np.arange(34) / 7)
    for weight, found in zip(weights, sums_in_common(near, weights, tails, heads), strict=True):
        dense = near.toarray()
        assert found == pytest.approx(((dense * weight) @ dense.T)[tails, heads])
