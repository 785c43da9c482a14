"""The usual measures by igraph, and what only igraph has: Leiden communities and rewired networks."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.measures.structure import Ends, Numbers, Structure

ITERATIONS = (
    3  # of one run; that nothing moves any more takes three to ten times as long, and the consensus evens it out
)


class ByIgraph:
    """An `Engine` (see there) that is compiled, for large networks."""

    def __init__(self, structure: Structure) -> None:
        import igraph

        self.size = structure.nodes
        ends = list(zip(structure.tails.tolist(), structure.heads.tolist(), strict=True))
        self.network = igraph.Graph(n=self.size, edges=ends, directed=structure.directed)

    @cached_property
    def flat(self) -> Any:
        """The network without directions."""
        return self.network.as_undirected(mode="collapse") if self.network.is_directed() else self.network

    def betweenness(self, pivots: Ends | None = None) -> Numbers:
        """See `Engine`."""
        both = 1.0 if self.network.is_directed() else 2.0
        return both * _array(self.network.betweenness(sources=None if pivots is None else pivots.tolist()))

    def distances(self, pivots: Ends) -> Numbers:
        """See `Engine`."""
        return _array(self.network.distances(source=pivots.tolist())).reshape(len(pivots), self.size)

    def closeness(self) -> Numbers:
        """See `Engine`."""
        return np.nan_to_num(_array(self.network.closeness(mode="in"))) if self.size else np.zeros(0)

    def pagerank(self) -> Numbers:
        """See `Engine`."""
        return _array(self.network.pagerank()) if self.size else np.zeros(0)

    def core(self) -> Ends:
        """See `Engine`."""
        return np.array(self.flat.coreness(), dtype=np.int64)

    def components(self) -> Ends:
        """See `Engine`."""
        found = np.array(self.network.connected_components(mode="weak").membership, dtype=np.int64)
        return first_come(found)

    def cut_nodes(self) -> Ends:
        """See `Engine`."""
        return np.array(sorted(self.flat.articulation_points()), dtype=np.int64)

    def bridges(self) -> Ends:
        """See `Engine`."""
        found = (self.flat.es[tie].tuple for tie in self.flat.bridges())
        return np.array(sorted(sorted(ends) for ends in found), dtype=np.int64).reshape(-1, 2)

    def clustering(self) -> Numbers:
        """See `Engine`."""
        return _array(self.flat.transitivity_local_undirected(mode="nan"))


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """While it lasts, igraph's chance is the same for the same seed."""
    import igraph

    igraph.set_random_number_generator(random.Random(seed))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)


def leiden(structure: Structure, seeds: Iterable[int], resolution: float = 1.0) -> list[Ends]:
    """Runs of the Leiden algorithm for weighted modularity, one a seed; communities numbered by their first nodes."""
    network, weights = ByIgraph(structure).flat, structure.weights.tolist()
    found = []
    for seed in seeds:
        with seeded(seed):
            run = network.community_leiden("modularity", weights, resolution=resolution, n_iterations=ITERATIONS)
        found.append(first_come(np.array(run.membership, dtype=np.int64)))
    return found


def rewired(structure: Structure, draws: int, seed: int) -> Iterator[Any]:
    """Random networks of igraph in which every node has as many ties as in this one; no loops, no tie twice.

    It is the same one, changed from draw to draw: a chain of swaps of ends, each draw as many attempted swaps after the
    last as there are ties, the first ten times as many. S. Maslov, K. Sneppen, Specificity and stability in topology of
    protein networks, Science 296 (2002), doi:10.1126/science.1065103.
    """
    network = ByIgraph(structure).flat.copy()
    chance = random.Random(seed)
    for draw in range(draws):
        with seeded(chance.getrandbits(32)):
            network.rewire(n=structure.ties * (1 if draw else 10))
        yield network


def ties_between(network: Any, labels: Ends) -> NDArray[np.int64]:
    """How many ties of an undirected network of igraph lead between each two groups; on the diagonal, within one.

    `labels` are the groups of the nodes, numbers from 0. They are made the nodes of a network, which takes a third of
    the time that it takes to list the ties.
    """
    joined = network.copy()
    joined.contract_vertices(labels.tolist())
    cells = np.array(joined.get_adjacency().data, dtype=np.int64).reshape((joined.vcount(),) * 2)
    found: NDArray[np.int64] = cells - np.diag(np.diag(cells) // 2)  # where ties within a group count twice
    return found


def first_come(labels: Ends) -> Ends:
    """Labels numbered in the order in which they first occur.

    >>> first_come(np.array([7, 7, 2, 7])).tolist()
    [0, 0, 1, 0]
    """
    _, first, where = np.unique(labels, return_index=True, return_inverse=True)
    found: Ends = np.argsort(np.argsort(first, kind="stable"), kind="stable")[where].astype(np.int64)
    return found


def _array(values: Any) -> Numbers:
    return np.array(values, dtype=np.float64)
