"""Communities: parts of a network with many ties within and few across."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.measures.by_igraph import leiden
from dpgraph.analysis.measures.engine import engine_for
from dpgraph.analysis.measures.nulls import TOLERANCE
from dpgraph.analysis.measures.structure import Ends, Network, Numbers, Structure, structure_of, undirected
from dpgraph.settings import SEED

RUNS = 20
TOGETHER = 0.5
ROUNDS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Communities:
    """Which node is in which community; made by `consensus`.

    `labels` numbers the communities from the largest on. `modularity` is theirs (-0.5 to 1; NaN without ties),
    `stability` the mean adjusted Rand index between them and the single runs (1: all runs the same; near 0: no better
    than chance), `agreement`, of each node, the mean share of runs that put it together with those of its neighbours
    that it is together with here (0 to 1; NaN if there are none).
    """

    names: tuple[str, ...]
    labels: Ends
    modularity: float
    stability: float
    agreement: Numbers
    runs: int

    @property
    def sizes(self) -> Ends:
        """How many nodes each community has."""
        return np.bincount(self.labels)

    def of(self) -> dict[str, int]:
        """The number of each node's community."""
        return dict(zip(self.names, self.labels.tolist(), strict=True))


def consensus(network: Network, runs: int = RUNS, resolution: float = 1.0, seed: int = SEED) -> Communities:
    """The communities on which many runs of the Leiden algorithm agree; the same for the same seed.

    The algorithm (V. Traag, L. Waltman, N. van Eck, From Louvain to Leiden, Scientific Reports 9 (2019),
    doi:10.1038/s41598-019-41695-z) maximises modularity (M. Newman, M. Girvan, Physical Review E 69 (2004),
    doi:10.1103/PhysRevE.69.026113) and depends on chance. So it runs with many seeds; each tie is weighted by the share
    of runs that put its ends together, ties below a half are dropped, and all is repeated until every run agrees
    (A. Lancichinetti, S. Fortunato, Consensus clustering in complex networks, Scientific Reports 2 (2012),
    doi:10.1038/srep00336; over ties alone, after A. Tandon and others, Physical Review E 99 (2019),
    doi:10.1103/PhysRevE.99.042301). A community is not a silo: see the method.

    >>> import networkx as nx
    >>> found = consensus(nx.relabel_nodes(nx.barbell_graph(3, 0), str))
    >>> found.labels.tolist(), round(found.modularity, 3), found.stability
    ([0, 0, 0, 1, 1, 1], 0.357, 1.0)
    """
    structure = undirected(structure_of(network))
    single = leiden(structure, range(seed, seed + runs), resolution)
    together = _together(structure, single)
    now, shares = structure, together
    for repeat in range(1, ROUNDS):
        if _settled(shares):
            break
        now = _kept(now, shares >= TOGETHER, shares)
        shares = _again(now, range(seed + repeat * runs, seed + (repeat + 1) * runs), resolution)
    joined = shares > TOGETHER
    labels = _largest_first(_parts(_kept(now, joined, shares)))
    return Communities(
        structure.names,
        labels,
        modularity(structure, labels),
        float(np.mean([adjusted_rand(labels, run) for run in single])) if single else float("nan"),
        _agreement(structure, labels, together),
        runs,
    )


def modularity(structure: Structure, labels: Ends) -> float:
    """The share of ties within groups, less that expected if ties were dealt out by degree alone: -0.5 to 1.

    NaN without ties. Directions and weights do not matter.

    >>> import networkx as nx
    >>> round(modularity(structure_of(nx.barbell_graph(3, 0)), np.array([0, 0, 0, 1, 1, 1])), 3)
    0.357
    """
    if not structure.ties:
        return float("nan")
    degree = np.bincount(np.concatenate((structure.tails, structure.heads)), minlength=structure.nodes)
    within = np.count_nonzero(labels[structure.tails] == labels[structure.heads]) / structure.ties
    share = np.bincount(labels, degree) / (2 * structure.ties)
    return float(within - (share**2).sum())


def adjusted_rand(one: Ends, other: Ends) -> float:
    """How alike two groupings of the same nodes are: 1 (the same), about 0 (as by chance), less below.

    L. Hubert, P. Arabie, Comparing partitions, Journal of Classification 2 (1985), doi:10.1007/BF01908075.

    >>> one = np.array([0, 0, 1, 1])
    >>> adjusted_rand(one, np.array([5, 5, 3, 3])), round(adjusted_rand(one, np.array([0, 1, 0, 1])), 9)
    (1.0, -0.5)
    """
    both = np.unique(np.column_stack((one, other)), axis=0, return_counts=True)[1]
    cells, rows, columns = (
        _pairs(n) for n in (both, np.unique(one, return_counts=True)[1], np.unique(other, return_counts=True)[1])
    )
    expected = rows * columns / max(_pairs(np.array([len(one)])), 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == expected else (cells - expected) / (most - expected)


def _kept(structure: Structure, kept: NDArray[np.bool_], weights: Numbers) -> Structure:
    """Some of the ties, with new weights."""
    return replace(structure, tails=structure.tails[kept], heads=structure.heads[kept], weights=weights[kept])


def _parts(structure: Structure) -> Ends:
    """The connected component of each node."""
    return engine_for(structure, "igraph").components()


def _again(structure: Structure, seeds: range, resolution: float) -> Numbers:
    """The shares of runs in a further round, whose ties are weighted by those before.

    A component in which all runs agreed is left alone. Modularity adds up over components, if what is expected by
    chance stays: the resolution makes up for the weight that is left out.
    """
    part, shares = _parts(structure), np.ones(structure.ties)
    open_ = np.isin(part[structure.tails], part[structure.tails[structure.weights < 1 - TOLERANCE]])
    nodes, (tails, heads) = np.unique((structure.tails[open_], structure.heads[open_]), return_inverse=True)
    names = tuple(structure.names[n] for n in nodes)
    left = Structure(names, tails, heads, structure.weights[open_], directed=False)
    resolution *= float(left.weights.sum() / structure.weights.sum())
    shares[open_] = _together(left, leiden(left, seeds, resolution))
    return shares


def _together(structure: Structure, runs: list[Ends]) -> Numbers:
    """The share of runs that put the two ends of each tie together."""
    found = np.zeros(structure.ties)
    for labels in runs:
        found += labels[structure.tails] == labels[structure.heads]
    return found / max(len(runs), 1)


def _settled(shares: Numbers) -> bool:
    return bool(np.all((shares < TOLERANCE) | (shares > 1 - TOLERANCE)))


def _largest_first(labels: Ends) -> Ends:
    sizes = np.bincount(labels)
    order = np.lexsort((np.arange(len(sizes)), -sizes))
    number = np.empty(len(sizes), dtype=np.int64)
    number[order] = np.arange(len(sizes))
    return number[labels]


def _agreement(structure: Structure, labels: Ends, together: Numbers) -> Numbers:
    within = labels[structure.tails] == labels[structure.heads]
    ends = np.concatenate((structure.tails[within], structure.heads[within]))
    count = np.bincount(ends, minlength=structure.nodes)
    total = np.bincount(ends, np.tile(together[within], 2), minlength=structure.nodes)
    found: Numbers = np.divide(total, count, out=np.full(structure.nodes, np.nan), where=count > 0)
    return found


def _pairs(counts: NDArray[np.integer]) -> float:
    return float((counts * (counts - 1) // 2).sum())
