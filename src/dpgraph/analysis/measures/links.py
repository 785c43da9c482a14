"""Link prediction: which ties that are not there would be least surprising."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dpgraph.analysis.measures.structure import (
    Ends,
    Network,
    Numbers,
    Structure,
    entries_at,
    products_at,
    structure_of,
    sums_in_common,
    undirected,
)

SCORES = (
    "common_neighbours", "adamic_adar", "resource_allocation", "katz", "preferential_attachment",
    "attribute_similarity", "combination",
)  # fmt: skip
COMBINED = ("adamic_adar", "resource_allocation", "katz", "attribute_similarity")
DAMPING = 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Scores of pairs of nodes that are not tied. Made by `link_scores`.

    `tails` and `heads` are numbers in `names`; `scores` has an array for each of `SCORES`, higher for likelier ties.
    """

    names: tuple[str, ...]
    tails: Ends
    heads: Ends
    scores: Mapping[str, Numbers]

    def best(self, top: int, by: str = "combination") -> tuple[tuple[str, str, float], ...]:
        """The `top` pairs by one of the scores, the likeliest first, then by name."""
        score = self.scores[by]
        order = np.lexsort((self.heads, self.tails, -score))[:top]
        return tuple((self.names[self.tails[n]], self.names[self.heads[n]], float(score[n])) for n in order)


def link_scores(
    network: Network,
    pairs: Iterable[tuple[str, str]] | None = None,
    attributes: Mapping[str, Collection[str]] | None = None,
) -> Links:
    """How likely a tie is between two nodes that have none, by several scores, each 0 or more.

    With N(v) the neighbours of v and k(v) how many there are, over the common neighbours z of a pair:
    *common_neighbours* counts them; *adamic_adar* sums 1 / log k(z) (L. Adamic, E. Adar, Social Networks 25 (2003),
    doi:10.1016/S0378-8733(03)00009-1); *resource_allocation* sums 1 / k(z) (T. Zhou, L. Lu, Y.-C. Zhang, European
    Physical Journal B 71 (2009), doi:10.1140/epjb/e2009-00335-8). *katz* counts the walks of up to three steps between
    the two, each step damping a walk by 0.05 (L. Katz, Psychometrika 18 (1953), doi:10.1007/BF02289026; cut off after
    D. Liben-Nowell, J. Kleinberg, JASIST 58 (2007), doi:10.1002/asi.20591). *preferential_attachment* is k(a) k(b), the
    degree baseline. *attribute_similarity* is the Jaccard similarity of the two nodes' `attributes`, 0 without any.
    *combination* is the mean of the pair's ranks (0 to 1) by Adamic-Adar, resource allocation, Katz and attributes.

    Without `pairs`, those with a common neighbour or a common attribute are scored; for all others every score but
    Katz and preferential attachment is 0. Directions and weights do not matter.

    >>> import networkx as nx
    >>> found = link_scores(nx.path_graph(["a", "b", "c", "d"]))
    >>> found.best(3, by="adamic_adar")
    (('a', 'c', 1.4426950408889634), ('b', 'd', 1.4426950408889634))
    """
    structure = undirected(structure_of(network))
    near = structure.matrix()
    has = attribute_matrix(structure, attributes or {})
    two = two_steps(near)
    tails, heads = _candidates(structure, two, has) if pairs is None else _given(structure, pairs)
    return Links(structure.names, tails, heads, score_pairs(near, two, has, tails, heads))


def two_steps(near: Any) -> Any:
    """How many walks of two steps lead from one node to another, as a sparse matrix with its columns in order."""
    return (near @ near).tocsc().T  # symmetric


def score_pairs(near: Any, two: Any, has: Any, tails: Ends, heads: Ends) -> dict[str, Numbers]:
    """The scores of some pairs of nodes, given the adjacency matrix, its `two_steps` and who has which attribute."""
    degree = np.asarray(near.sum(axis=1)).ravel()
    with np.errstate(divide="ignore"):
        rare, shares = 1 / np.log(degree), 1 / degree
    rare[degree < 2] = 0.0
    shares[degree < 1] = 0.0
    common = entries_at(two, tails, heads)
    weighted, shared = sums_in_common(near, (rare, shares), tails, heads)
    found = {
        "common_neighbours": common,
        "adamic_adar": weighted,
        "resource_allocation": shared,
        "katz": _katz(near, two, common, tails, heads),
        "preferential_attachment": degree[tails] * degree[heads],
        "attribute_similarity": _similarity(has, tails, heads),
    }
    return {**found, "combination": _mean_rank([found[name] for name in COMBINED])}


def attribute_matrix(structure: Structure, attributes: Mapping[str, Collection[str]]) -> Any:
    """A sparse matrix of which node (row) has which attribute (column)."""
    from scipy.sparse import csr_array

    at = {a: n for n, a in enumerate(sorted({a for name in structure.names for a in attributes.get(name, ())}))}
    cells = [(n, at[a]) for n, name in enumerate(structure.names) for a in sorted(set(attributes.get(name, ())))]
    rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    return csr_array((np.ones(len(cells)), (rows, columns)), shape=(structure.nodes, len(at)))


def _candidates(structure: Structure, two: Any, has: Any) -> tuple[Ends, Ends]:
    """Pairs with a common neighbour or attribute that are not tied, ascending."""
    found = (two + has @ has.T).tocsr()
    found.sort_indices()
    rows = np.repeat(np.arange(structure.nodes, dtype=np.int64), np.diff(found.indptr))
    upper = found.indices > rows
    keys = rows[upper] * structure.nodes + found.indices[upper]
    tied = structure.tails * structure.nodes + structure.heads
    free = np.ones(len(keys), dtype=bool)
    at = np.searchsorted(keys, tied)
    there = at < len(keys)
    free[at[there][keys[at[there]] == tied[there]]] = False
    fresh = np.divmod(keys[free], max(structure.nodes, 1))
    return fresh[0], fresh[1]


def _given(structure: Structure, pairs: Iterable[tuple[str, str]]) -> tuple[Ends, Ends]:
    at = {name: n for n, name in enumerate(structure.names)}
    ends = np.array([sorted((at[a], at[b])) for a, b in pairs], dtype=np.int64).reshape(-1, 2)
    return ends[:, 0], ends[:, 1]


def _katz(near: Any, two: Any, common: Numbers, tails: Ends, heads: Ends) -> Numbers:
    """Damped walks of one to three steps; those of two are the common neighbours."""
    direct = np.asarray(near[tails, heads]).ravel() if near.nnz else np.zeros(len(tails))
    degree = np.diff(near.indptr)
    few, many = np.where(degree[tails] < degree[heads], (tails, heads), (heads, tails))
    in_three = products_at(two, near, many, few)
    return DAMPING * direct + DAMPING**2 * common + DAMPING**3 * in_three


def _similarity(has: Any, tails: Ends, heads: Ends) -> Numbers:
    both = products_at(has, has, tails, heads)
    size = np.asarray(has.sum(axis=1)).ravel()
    either = size[tails] + size[heads] - both
    alike: Numbers = np.divide(both, either, out=np.zeros(len(both)), where=either > 0)
    return alike


def _mean_rank(columns: list[Numbers]) -> Numbers:
    """The mean of ranks from 0 to 1, equal values sharing the mean of theirs."""
    ranks = [_ranks(column) for column in columns]
    total: Numbers = np.sum(ranks, axis=0) / len(ranks) if ranks else np.zeros(0)
    return total


def _ranks(values: Numbers) -> Numbers:
    kept, where, counts = np.unique(values.round(12), return_inverse=True, return_counts=True)
    middles = np.cumsum(counts) - (counts - 1) / 2 - 1
    ranks: Numbers = middles[where] / max(len(values) - 1, 1)
    return ranks if len(kept) else np.zeros(0)
