"""A network as arrays: what measures count on, whatever library the network came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
from numpy.typing import NDArray

Ends = NDArray[np.int64]
Numbers = NDArray[np.float64]

MOST = 20_000_000
ROWS = 256
FULL = 8  # how many times as many cells as entries make a dense matrix too large
SEARCH = 8  # how much longer it takes to look an entry up than to go past one
PLACE = 4  # how much longer one place takes than its part of a whole row


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


def bit_words(rows: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Rows of yes and no as numbers of 64 bits: an array of shape (words, rows), for sets compared many at a time.

    >>> bit_words(np.array([[True, False, True], [False, False, True]])).shape
    (1, 2)
    """
    wide = np.pad(rows, ((0, 0), (0, -rows.shape[1] % 64)))
    return np.ascontiguousarray(np.packbits(wide, axis=1).view(np.uint64).T)


def products_at(left: Any, right: Any, tails: Ends, heads: Ends) -> Numbers:
    """The entries of left @ right.T at some places, without keeping the rest of the product.

    Row by row of the product where many places are asked, else place by place; in bounded memory.
    """
    rows, turned = np.unique(tails), right.T.tocsr()
    whole, single = _by_row(left, turned, rows), _by_place(left, right, tails, heads)
    if whole.sum() > PLACE * single.sum():
        if np.diff(left.indptr)[tails].sum() > SEARCH * np.diff(right.indptr)[heads].sum():
            return _searched(left, right, tails, heads)
        found = [left[tails[p]].multiply(right[heads[p]]).sum(axis=1) for p in _parts(single)]
        return np.concatenate([np.zeros(0), *(np.asarray(sums).ravel() for sums in found)])
    values = np.zeros(len(tails))
    order = np.argsort(tails, kind="stable")
    for part in _parts(whole):
        first, last = np.searchsorted(tails[order], (rows[part[0]], rows[part[-1]] + 1))
        at = order[first:last]
        values[at] = entries_at(left[rows[part]] @ turned, np.searchsorted(rows[part], tails[at]), heads[at])
    return values


def products_above(left: Any, right: Any) -> Iterator[tuple[Any, Any, Any]]:
    """The entries of left @ right.T above its diagonal: their rows, their columns and what they are, in order.

    They come in parts, some rows at a time, which stay near the processor.

    >>> from scipy.sparse import csr_array
    >>> has = csr_array([[1, 1], [0, 1], [1, 0]])
    >>> [[found.tolist() for found in part] for part in products_above(has, has)]
    [[[0, 0], [1, 2], [1, 1]]]
    """
    for first in range(0, max(left.shape[0], 1), ROWS):
        product = (left[first : first + ROWS] @ right[first:].T).tocsc().tocsr()  # turned twice, its columns in order
        rows = np.repeat(np.arange(product.shape[0], dtype=np.int32), np.diff(product.indptr))
        above = product.indices > rows
        yield rows[above] + first, product.indices[above] + first, product.data[above]


def entries_at(matrix: Any, rows: Ends, columns: Ends) -> Numbers:
    """The entries of a sparse matrix at some places; faster than asking it, which would look through whole rows."""
    if np.prod(matrix.shape) < FULL * matrix.nnz:
        found: Numbers = matrix.toarray()[rows, columns]
        return found
    return _sought(matrix, rows, columns)


def sums_in_common(near: Any, weights: Sequence[Numbers], tails: Ends, heads: Ends) -> list[Numbers]:
    """For each of some weights, its sums over the common neighbours of each pair of nodes."""
    single = _by_place(near, near, tails, heads)
    if _by_row(near, near, np.unique(tails)).sum() <= PLACE * single.sum():
        return [products_at(near.multiply(weight[None, :]).tocsr(), near, tails, heads) for weight in weights]
    common = [near[tails[p]].multiply(near[heads[p]]).tocsr() for p in _parts(single)]
    return [np.concatenate([np.zeros(0), *(both @ weight for both in common)]) for weight in weights]


def _by_row(left: Any, turned: Any, rows: Ends) -> Ends:
    """How much work it is to make some rows of a product."""
    if not left.nnz:
        return rows * 0
    lengths = np.append(np.diff(turned.indptr)[left.indices], 0)
    whole = np.add.reduceat(lengths, left.indptr[:-1])[rows]
    return np.where(np.diff(left.indptr)[rows] > 0, whole, 0)


def _by_place(left: Any, right: Any, tails: Ends, heads: Ends) -> Ends:
    """How much work it is to make a product at single places."""
    single: Ends = np.diff(left.indptr)[tails] + np.diff(right.indptr)[heads]
    return single


def _searched(left: Any, right: Any, tails: Ends, heads: Ends) -> Numbers:
    """A product at some places, where the rows on the left are much longer than those on the right."""
    many = np.diff(right.indptr)[heads]
    place = np.repeat(np.arange(len(tails)), many)
    at = np.arange(len(place)) - np.repeat(np.cumsum(many) - many, many) + np.repeat(right.indptr[heads], many)
    products = _sought(left, tails[place], right.indices[at]) * right.data[at]
    return np.bincount(place, products, minlength=len(tails)).astype(np.float64)


def _sought(matrix: Any, rows: Ends, columns: Ends) -> Numbers:
    """The same by search."""
    ordered = matrix if matrix.has_sorted_indices else matrix.tocsc().tocsr()  # turned twice, its columns in order
    filled = np.repeat(np.arange(ordered.shape[0], dtype=np.int64), np.diff(ordered.indptr))
    keys, wanted = filled * ordered.shape[1] + ordered.indices, rows * ordered.shape[1] + columns
    at = np.minimum(np.searchsorted(keys, wanted), max(len(keys) - 1, 0))
    return np.where(keys[at] == wanted, ordered.data[at], 0.0) if len(keys) else np.zeros(len(wanted))


def _parts(work: Ends) -> list[Ends]:
    """Numbers 0, 1, ... in stretches, each of about the most work that fits into memory."""
    cuts = np.searchsorted(np.cumsum(work), np.arange(MOST, int(work.sum()), MOST))
    return [part for part in np.split(np.arange(len(work)), np.unique(cuts)) if len(part)]


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
