"""Mixing: whether ties keep to groups, and which two groups have fewer ties than chance would give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.measures.by_igraph import ByIgraph, rewired, ties_between
from dpgraph.analysis.measures.nulls import TOLERANCE, benjamini_hochberg
from dpgraph.analysis.measures.structure import Ends, Network, Numbers, codes, structure_of, undirected
from dpgraph.pauses import no_cycles_sought
from dpgraph.settings import SEED


@dataclass(frozen=True, slots=True, eq=False)
class GroupGaps:
    """How many ties each two groups have, beside a null model with the same degrees; made by `group_gaps`.

    Matrices over `groups`: `ties`, `expected` (the mean of the null), `z` (NaN where the null never varies), `p` (of
    as few) and `q` (the same adjusted for all pairs of different groups; NaN on the diagonal).
    """

    groups: tuple[object, ...]
    sizes: Ends
    ties: NDArray[np.int64]
    expected: Numbers
    z: Numbers
    p: Numbers
    q: Numbers
    draws: int

    def pairs(self) -> tuple[tuple[object, object, int, float, float, float, float], ...]:
        """(group, group, ties, expected, z, p, q) of each two groups, the most surprising lack of ties first."""
        a, b = np.triu_indices(len(self.groups), 1)
        order = np.lexsort((b, a, self.ties[a, b] - self.expected[a, b], self.p[a, b]))
        return tuple(
            (
                self.groups[r],
                self.groups[s],
                int(self.ties[r, s]),
                *(float(m[r, s]) for m in (self.expected, self.z, self.p, self.q)),
            )
            for r, s in zip(a[order], b[order], strict=True)
        )


@no_cycles_sought()
def group_gaps(
    network: Network, groups: Mapping[str, object], draws: int = 999, most: int = 50, seed: int = SEED
) -> GroupGaps:
    """Which two groups of nodes have fewer ties than networks with the same degrees have; pairs without any included.

    The null model swaps the ends of ties, so that every node keeps its number of ties (S. Maslov, K. Sneppen,
    doi:10.1126/science.1065103; B. Fosdick and others, Configuring random graph models with fixed degree sequences,
    SIAM Review 60 (2018), doi:10.1137/16M1087175). Only the `most` largest groups are compared with one another, and
    those of a single node are left out. Directions do not matter.

    >>> import networkx as nx
    >>> barbell = nx.relabel_nodes(nx.barbell_graph(5, 0), str)
    >>> group_gaps(barbell, {n: int(n) < 5 for n in barbell}, draws=99).pairs()[0][2]
    1
    """
    structure = undirected(structure_of(network))
    labels, known = codes(structure, groups)
    sizes = np.bincount(labels[labels >= 0], minlength=len(known))
    kept = np.sort(np.lexsort((np.arange(len(known)), -sizes))[:most])
    kept = kept[sizes[kept] > 1]
    number = np.full(len(known) + 1, len(kept))  # who is in none of these is in one group beyond
    number[kept] = np.arange(len(kept))

    def between(network: Any) -> NDArray[np.int64]:
        return ties_between(network, number[labels])[: len(kept), : len(kept)]

    ties = between(ByIgraph(structure).network)
    mean, z, p = _against(ties, map(between, rewired(structure, draws, seed)))
    q = np.full(p.shape, np.nan)
    upper = np.triu_indices(len(kept), 1)
    q[upper] = benjamini_hochberg(p[upper])
    q.T[upper] = q[upper]
    return GroupGaps(tuple(known[k] for k in kept), sizes[kept], ties, mean, z, p, q, draws)


def assortativity(network: Network, groups: Mapping[str, object]) -> float:
    """How much more ties keep to groups than by chance: from below 0 to 1 (all within); NaN where there is one group.

    (sum of e(i, i) less sum of a(i) b(i)) over (1 less sum of a(i) b(i)), with e(i, j) the share of ties from group i
    to j, a and b its row and column sums. Nodes without a group are left out. M. Newman, Mixing patterns in networks,
    Physical Review E 67 (2003), doi:10.1103/PhysRevE.67.026126.

    >>> import networkx as nx
    >>> two = nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(3))
    >>> assortativity(nx.relabel_nodes(two, str), {str(n): n < 3 for n in range(6)})
    1.0
    """
    structure = structure_of(network)
    labels, known = codes(structure, groups)
    tails, heads = labels[structure.tails], labels[structure.heads]
    grouped = (tails >= 0) & (heads >= 0)
    mixed = np.zeros((len(known), len(known)))
    np.add.at(mixed, (tails[grouped], heads[grouped]), 1.0)
    if not structure.directed:
        mixed = mixed + mixed.T
    if not mixed.sum():
        return float("nan")
    mixed /= mixed.sum()
    chance = float(mixed.sum(axis=0) @ mixed.sum(axis=1))
    return float((np.trace(mixed) - chance) / (1 - chance)) if 1 - chance > TOLERANCE else float("nan")


def degree_assortativity(network: Network) -> float:
    """Whether nodes with many ties are tied to one another: the correlation of degrees at the two ends, -1 to 1.

    Of directed ties, that of the out-degree at the tail and the in-degree at the head. NaN where all degrees are the
    same. Source as `assortativity`.

    >>> import networkx as nx
    >>> degree_assortativity(nx.star_graph(4))
    -1.0
    """
    structure = structure_of(network)
    out = np.bincount(structure.tails, minlength=structure.nodes)
    into = np.bincount(structure.heads, minlength=structure.nodes)
    if not structure.directed:
        both = (out + into)[np.column_stack((structure.tails, structure.heads))]
        x, y = both.ravel(), both[:, ::-1].ravel()
    else:
        x, y = out[structure.tails], into[structure.heads]
    if len(x) < 2 or not x.std() or not y.std():
        return float("nan")
    return float(np.clip(np.corrcoef(x, y)[0, 1], -1, 1))


def _against(ties: NDArray[np.int64], drawn: Iterable[NDArray[np.int64]]) -> tuple[Numbers, Numbers, Numbers]:
    total, squares, fewer, n = np.zeros(ties.shape), np.zeros(ties.shape), np.ones(ties.shape), 0
    for draw in drawn:
        off = (draw - ties).astype(np.float64)
        total, squares, fewer, n = total + off, squares + off**2, fewer + (off <= 0), n + 1
    if n < 2:
        empty = np.full(ties.shape, np.nan)
        return empty, empty.copy(), empty.copy()
    spread = np.sqrt(np.maximum(squares - total**2 / n, 0) / (n - 1))
    z = np.divide(-total / n, spread, out=np.full(ties.shape, np.nan), where=spread > TOLERANCE)
    return ties + total / n, z, fewer / (n + 1)
