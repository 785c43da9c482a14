"""The usual measures by networkx."""

from __future__ import annotations

from functools import cached_property

import networkx as nx
import numpy as np

from dpgraph.analysis.measures.structure import Ends, Numbers, Structure

EXACT_ENOUGH = 1e-15


class ByNetworkx:
    """An `Engine` (see there) that reads well and is quick for small networks."""

    def __init__(self, structure: Structure) -> None:
        self.size = structure.nodes
        self.network = nx.DiGraph() if structure.directed else nx.Graph()
        self.network.add_nodes_from(range(self.size))
        self.network.add_edges_from(zip(structure.tails.tolist(), structure.heads.tolist(), strict=True))

    @cached_property
    def flat(self) -> nx.Graph:
        """The network without directions."""
        return self.network.to_undirected()

    def betweenness(self, pivots: Ends | None = None) -> Numbers:
        """See `Engine`."""
        both = 1.0 if self.network.is_directed() else 2.0
        if pivots is None:
            return both * self._array(nx.betweenness_centrality(self.network, normalized=False))
        found = nx.betweenness_centrality_subset(self.network, pivots.tolist(), list(self.network), normalized=False)
        return both * self._array(found)

    def distances(self, pivots: Ends) -> Numbers:
        """See `Engine`."""
        found = np.full((len(pivots), self.size), np.inf)
        for row, pivot in enumerate(pivots.tolist()):
            steps = nx.single_source_shortest_path_length(self.network, pivot)
            found[row, list(steps)] = list(steps.values())
        return found

    def closeness(self) -> Numbers:
        """See `Engine`."""
        return self._array(nx.closeness_centrality(self.network, wf_improved=False))

    def pagerank(self) -> Numbers:
        """See `Engine`."""
        return self._array(nx.pagerank(self.network, tol=EXACT_ENOUGH, max_iter=10_000)) if self.size else np.zeros(0)

    def core(self) -> Ends:
        """See `Engine`."""
        return self._array(nx.core_number(self.flat)).astype(np.int64)

    def components(self) -> Ends:
        """See `Engine`."""
        found = np.zeros(self.size, dtype=np.int64)
        for number, members in enumerate(sorted(nx.connected_components(self.flat), key=min)):
            found[list(members)] = number
        return found

    def cut_nodes(self) -> Ends:
        """See `Engine`."""
        return np.array(sorted(nx.articulation_points(self.flat)), dtype=np.int64)

    def bridges(self) -> Ends:
        """See `Engine`."""
        return np.array(sorted(sorted(ends) for ends in nx.bridges(self.flat)), dtype=np.int64).reshape(-1, 2)

    def clustering(self) -> Numbers:
        """See `Engine`."""
        degree = self._array(dict(self.flat.degree))
        return np.where(degree > 1, self._array(nx.clustering(self.flat)), np.nan)

    def _array(self, values: dict[int, float]) -> Numbers:
        return np.array([values[n] for n in range(self.size)], dtype=np.float64)
