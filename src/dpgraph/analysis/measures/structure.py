"""A network as arrays: what measures count on, whatever library the network came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Ends = NDArray[np.int64]
Numbers = NDArray[np.float64]

MOST = 5_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """Who is tied to whom: `names` of the nodes in order, and per tie the numbers of its two ends and its weight.

    No tie stands twice and none joins a node to itself. Of an undirected tie, `tails` has the smaller number.
    """

    names: tuple[str, ...]
    tails: Ends
    heads: Ends
    weights: Numbers
    directed: bool

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.names)

    @property
    def ties(self) -> int:
        """How many ties there are."""
        return len(self.tails)

    def matrix(self, weighted: bool = False) -> Any:
        """The adjacency matrix as a sparse scipy array, symmetric for an undirected network; ones unless weighted."""
        from scipy.sparse import csr_array

        values = self.weights if weighted else np.ones(self.ties)
        size = (self.nodes, self.nodes)
        made = csr_array((values, (self.tails, self.heads)), shape=size)
        return made if self.directed else csr_array(made + made.T)

    def numbers(self, names: Iterable[str]) -> Ends:
        """The numbers of some nodes, by name."""
        at = {name: n for n, name in enumerate(self.names)}
        return np.fromiter((at[name] for name in names), np.int64)


Network: TypeAlias = "nx.Graph | Structure"


def structure_of(network: Network, weight: str | None = None) -> Structure:
    """The arrays of a networkx network; its nodes keep their order.

    Ties between the same ends become one, whose weight is the sum of theirs (of the edge attribute `weight`, 1 without
    one); ties of a node to itself are left out. A `Structure` is given back as it is.

    >>> star = structure_of(nx.star_graph(["hub", "a", "b"]))
    >>> star.names, star.tails.tolist(), star.heads.tolist()
    (('hub', 'a', 'b'), [0, 0], [1, 2])
    """
    if isinstance(network, Structure):
        return network
    at = {name: n for n, name in enumerate(network)}
    ends = np.array([(at[a], at[b]) for a, b in network.edges()], dtype=np.int64).reshape(-1, 2)
    weights = [d if d is not None else 1.0 for _, _, d in network.edges(data=weight)] if weight else np.ones(len(ends))
    return structure_from(tuple(map(str, network)), ends, np.asarray(weights, np.float64), network.is_directed())


def structure_from(names: tuple[str, ...], ends: Ends, weights: Numbers, directed: bool) -> Structure:
    """Arrays of ends (one row a tie) made tidy: sorted, each pair once, no loops."""
    loose = ends[:, 0] != ends[:, 1]
    ends, weights = ends[loose], weights[loose]
    if not directed:
        ends = np.sort(ends, axis=1)
    keys, where = np.unique(ends[:, 0] * max(len(names), 1) + ends[:, 1], return_inverse=True)
    summed = np.bincount(where, weights, minlength=len(keys)).astype(np.float64)
    tails, heads = np.divmod(keys, max(len(names), 1))
    return Structure(names, tails, heads, summed, directed)


def codes(structure: Structure, groups: Mapping[str, object]) -> tuple[Ends, tuple[object, ...]]:
    """Each node's group as a number, -1 for none, and the groups that the numbers stand for, in order of their text.

    >>> codes(structure_of(nx.path_graph(["a", "b", "c"])), {"a": "x", "c": "w"})[0].tolist()
    [1, -1, 0]
    """
    known = tuple(sorted({groups[n] for n in structure.names if groups.get(n) is not None}, key=str))
    at = {group: n for n, group in enumerate(known)}
    return np.array([at.get(groups.get(n), -1) for n in structure.names], dtype=np.int64), known


def products_at(left: Any, right: Any, tails: Ends, heads: Ends) -> Numbers:
    """The entries of left @ right.T at some places, without the rest of the product; in bounded memory."""
    work = np.diff(left.indptr)[tails] + np.diff(right.indptr)[heads]
    cuts = np.searchsorted(np.cumsum(work), np.arange(MOST, int(work.sum()), MOST))
    parts = np.split(np.arange(len(tails)), np.unique(cuts))
    found = [np.asarray(left[tails[p]].multiply(right[heads[p]]).sum(axis=1)).ravel() for p in parts if len(p)]
    return np.concatenate(found) if found else np.zeros(0)


def undirected(structure: Structure) -> Structure:
    """The structure without directions: two nodes are tied if a tie leads either way."""
    if not structure.directed:
        return structure
    ends = np.column_stack((structure.tails, structure.heads))
    return structure_from(structure.names, ends, structure.weights, directed=False)


def triangles(structure: Structure) -> Ends:
    """All triangles, directions apart: one row of three nodes each. Every tie is asked at its end of lower degree."""
    flat = undirected(structure)
    size = flat.nodes
    degree = np.bincount(np.concatenate((flat.tails, flat.heads)), minlength=size)
    rank = np.argsort(np.argsort(degree, kind="stable"), kind="stable")
    low = np.where(rank[flat.tails] < rank[flat.heads], flat.tails, flat.heads)
    high = flat.tails + flat.heads - low
    order = np.lexsort((high, low))
    low, high = low[order], high[order]
    starts = np.searchsorted(low, np.arange(size + 1))
    many = np.diff(starts)[high]
    first = np.repeat(np.arange(len(low)), many)
    third = high[np.repeat(starts[high], many) + np.arange(len(first)) - np.repeat(np.cumsum(many) - many, many)]
    keys, wanted = low * size + high, low[first] * size + third
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    closed = keys[at] == wanted if len(keys) else np.zeros(0, dtype=bool)
    return np.column_stack((low[first][closed], high[first][closed], third[closed]))
