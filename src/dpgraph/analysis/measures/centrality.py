"""The usual measures of nodes and of whole networks, by whichever library suits the size."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dpgraph.analysis.measures.engine import Engine, engine_for
from dpgraph.analysis.measures.nulls import generator
from dpgraph.analysis.measures.structure import Ends, Network, Numbers, Structure, structure_of, undirected
from dpgraph.settings import SEED

WORK = 100_000_000
PIVOTS = 256


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """Betweenness of each node from 0 to 1, NaN with fewer than three nodes; made by `betweenness`.

    `error` is its standard error: 0 if all nodes were asked. `pivots` is how many were.
    """

    values: Numbers
    error: Numbers
    pivots: int


def degrees(structure: Structure) -> tuple[Ends, Ends]:
    """How many ties lead to each node, and from it; of undirected ties both are the number of all."""
    into = np.bincount(structure.heads, minlength=structure.nodes)
    out = np.bincount(structure.tails, minlength=structure.nodes)
    return (into, out) if structure.directed else (into + out, into + out)


def sample_size(structure: Structure) -> int:
    """From how many nodes shortest paths are counted: all, or 256 where all would take more than about four seconds."""
    large = structure.nodes * (structure.nodes + structure.ties) > WORK
    return min(PIVOTS, structure.nodes) if large else structure.nodes


def betweenness(
    network: Network, engine: str | Engine | None = None, pivots: int | None = None, seed: int = SEED
) -> Between:
    """The share of shortest paths between other nodes that lead through each node; directions count.

    The sum over ordered pairs (s, t) of the share of their shortest paths that lead through v, over (n - 1)(n - 2):
    L. Freeman, A set of measures of centrality based on betweenness, Sociometry 40 (1977), doi:10.2307/3033543;
    U. Brandes, A faster algorithm for betweenness centrality, Journal of Mathematical Sociology 25 (2001),
    doi:10.1080/0022250X.2001.9990249. In a large network only the paths from some `pivots` drawn by chance are counted
    and scaled up (U. Brandes, C. Pich, Centrality estimation in large networks, International Journal of Bifurcation
    and Chaos 17 (2007), doi:10.1142/S0218127407018403). The standard error comes from how much the pivots differ; of a
    node that few paths cross it says too little, because the pivots may have missed them all.

    >>> import networkx as nx
    >>> betweenness(nx.path_graph(["a", "b", "c"])).values.tolist()
    [0.0, 1.0, 0.0]
    """
    structure = structure_of(network)
    size, by = structure.nodes, engine_for(structure, engine)
    pairs = (size - 1) * (size - 2)
    if pairs <= 0:
        return Between(np.full(size, np.nan), np.full(size, np.nan), size)
    many = sample_size(structure) if pivots is None else pivots
    if many >= size:
        return Between(by.betweenness() / pairs, np.zeros(size), size)
    values, squares = np.zeros(size), np.zeros(size)
    for pivot in np.sort(generator(seed).permutation(size)[:many]):
        once = by.betweenness(np.array([pivot])) * size / pairs
        values, squares = values + once, squares + once**2
    spread = np.maximum(squares - values**2 / many, 0) / max(many - 1, 1)
    return Between(values / many, np.sqrt(spread / many * (1 - many / size)), many)


def closeness(
    network: Network, engine: str | Engine | None = None, pivots: int | None = None, seed: int = SEED
) -> tuple[Numbers, int]:
    """How near each node is to those that reach it, and from how many pivots that was counted; directions count.

    r / (n - 1) times r / d, with r the other nodes that reach it and d the sum of their distances: 0 (none) to 1 (all
    in one step); NaN with fewer than two nodes. The factor for nodes out of reach: S. Wasserman, K. Faust, Social
    Network Analysis, 1994, doi:10.1017/CBO9780511815478; closeness: L. Freeman, Centrality in social networks, Social
    Networks 1 (1978), doi:10.1016/0378-8733(78)90021-7. In a large network r and d are estimated from some pivots
    (D. Eppstein, J. Wang, Fast approximation of centrality, Journal of Graph Algorithms and Applications 8 (2004),
    doi:10.7155/jgaa.00081), and NaN is what no pivot reaches.

    >>> import networkx as nx
    >>> closeness(nx.path_graph(["a", "b", "c"]))[0].round(3).tolist()
    [0.667, 1.0, 0.667]
    """
    structure = structure_of(network)
    size, by = structure.nodes, engine_for(structure, engine)
    if size < 2:
        return np.full(size, np.nan), size
    many = sample_size(structure) if pivots is None else pivots
    if many >= size:
        return _exact_closeness(by, structure), size
    steps = by.distances(np.sort(generator(seed).permutation(size)[:many]))
    steps[steps == 0] = np.inf  # a pivot does not count for itself
    reached = np.isfinite(steps).sum(axis=0)
    total = np.where(np.isfinite(steps), steps, 0).sum(axis=0)
    mean = np.divide(total, reached, out=np.full(size, np.nan), where=reached > 0)
    asked = many - (np.isin(np.arange(size), generator(seed).permutation(size)[:many])).astype(int)
    return reached / np.maximum(asked, 1) / mean, many


def _exact_closeness(by: Engine, structure: Structure) -> Numbers:
    size = structure.nodes
    if structure.directed:
        reach = np.zeros(size)
        for part in np.array_split(np.arange(size), max(1, size // 500)):
            reach += np.isfinite(by.distances(part)).sum(axis=0)
    else:
        components = by.components()
        reach = np.bincount(components)[components].astype(np.float64)
    return by.closeness() * (reach - 1) / (size - 1)


@dataclass(frozen=True, slots=True)
class Whole:
    """Measures of a whole network; made by `whole`.

    `density`: ties over pairs, 0 to 1 (NaN with fewer than two nodes). `reciprocity`: the share of directed ties that
    are returned, 0 to 1 (NaN undirected, or without ties). `components` and `largest` (its share of the nodes, 0 to
    1), directions apart. `transitivity`: the share of two-step paths that a tie closes, and `clustering`: the mean over
    the nodes with at least two neighbours of the same share (both 0 to 1, NaN where there are none). `core`: the
    highest k of a k-core. `cut_nodes` and `bridges`: how many there are.
    """

    nodes: int
    ties: int
    density: float
    reciprocity: float
    components: int
    largest: float
    isolates: int
    transitivity: float
    clustering: float
    core: int
    cut_nodes: int
    bridges: int


def whole(network: Network, engine: str | Engine | None = None) -> Whole:
    """Size, density, reciprocity, components, clustering, core and weak points of a network.

    Clustering: D. Watts, S. Strogatz, Nature 393 (1998), doi:10.1038/30918. Cores: S. Seidman, Social Networks 5
    (1983), doi:10.1016/0378-8733(83)90028-X. Cut nodes and bridges: J. Hopcroft, R. Tarjan, Communications of the ACM
    16 (1973), doi:10.1145/362248.362272.

    >>> import networkx as nx
    >>> found = whole(nx.barbell_graph(3, 0))
    >>> found.nodes, found.ties, found.cut_nodes, found.bridges, found.transitivity
    (6, 7, 2, 1, 0.6)
    """
    structure = structure_of(network)
    by, flat = engine_for(structure, engine), undirected(structure)
    degree = degrees(flat)[0]
    components, local = by.components(), by.clustering()
    paths = degree * (degree - 1) / 2
    some = ~np.isnan(local)
    return Whole(
        nodes=structure.nodes,
        ties=structure.ties,
        density=_density(structure),
        reciprocity=_reciprocity(structure),
        components=int(components.max(initial=-1)) + 1,
        largest=float(np.bincount(components).max() / structure.nodes) if structure.nodes else float("nan"),
        isolates=int(np.count_nonzero(degree == 0)),
        transitivity=float((local[some] * paths[some]).sum() / paths.sum()) if paths.sum() else float("nan"),
        clustering=float(local[some].mean()) if some.any() else float("nan"),
        core=int(by.core().max(initial=0)),
        cut_nodes=len(by.cut_nodes()),
        bridges=len(by.bridges()),
    )


def _density(structure: Structure) -> float:
    pairs = structure.nodes * (structure.nodes - 1) / (1 if structure.directed else 2)
    return structure.ties / pairs if pairs else float("nan")


def _reciprocity(structure: Structure) -> float:
    if not structure.directed or not structure.ties:
        return float("nan")
    size = structure.nodes
    there, back = structure.tails * size + structure.heads, structure.heads * size + structure.tails
    return float(np.isin(back, there).mean())
