"""Metrics: every measure of the nodes of a network in one table, and those of the network as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from dpgraph.analysis.measures.centrality import betweenness, closeness, degrees, sample_size, whole
from dpgraph.analysis.measures.communities import Communities, consensus
from dpgraph.analysis.measures.engine import Engine, engine_for
from dpgraph.analysis.measures.holes import structural_holes
from dpgraph.analysis.measures.mixing import assortativity, degree_assortativity
from dpgraph.analysis.measures.structure import Structure, structure_of
from dpgraph.settings import SEED

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Mapping[str, tuple[str, str]] = {
    "id": ("str", "the node's IRI"),
    "label": ("str", "its name"),
    "type": ("str", "its top class"),
    "degree": ("int64", "how many ties it has; of directed ones, in and out together"),
    "in_degree": ("int64", "how many lead to it; undirected: as degree"),
    "out_degree": ("int64", "how many lead from it; undirected: as degree"),
    "betweenness": ("float64", "share of shortest paths between others that lead through it, 0 to 1"),
    "betweenness_error": ("float64", "its standard error; 0 where it is exact"),
    "closeness": ("float64", "how near it is to those that reach it, 0 to 1"),
    "pagerank": ("float64", "PageRank, summing to 1 (Brin & Page 1998, doi:10.1016/S0169-7552(98)00110-X)"),
    "core": ("int64", "the highest k of a k-core that it is in"),
    "component": ("int64", "the number of its component"),
    "cut_node": ("bool", "whether its component falls apart without it"),
    "bridges": ("int64", "how many of its ties hold two parts together alone"),
    "clustering": ("float64", "share of pairs of its neighbours that are tied, 0 to 1; NaN with fewer than two"),
    "constraint": ("float64", "Burt's constraint; low: it can broker; NaN without ties"),
    "effective_size": ("float64", "contacts less redundancy, 1 or more; NaN without ties"),
    "efficiency": ("float64", "effective size over contacts, above 0 to 1; NaN without ties"),
    "hierarchy": ("float64", "how unevenly contacts constrain it, 0 to 1; NaN with fewer than two"),
    "community": ("int64", "the number of its community, 0 for the largest"),
    "agreement": ("float64", "share of runs that agree on its community, 0 to 1; NaN without neighbours in it"),
}


def node_metrics(network: nx.Graph, engine: str | None = None, seed: int = SEED) -> pd.DataFrame:
    """One row a node, in the order of the network, with the columns and types of `COLUMNS`.

    Parallel edges count once and directions where the measures say so. `engine` is "networkx" or "igraph", by default
    whichever suits the size; large networks have betweenness and closeness estimated from a sample (`network_metrics`
    says of how many nodes). The frame's `attrs` hold the measures of the whole network.
    """
    import pandas as pd

    structure = structure_of(network)
    by = engine_for(structure, engine)
    communities = consensus(structure, seed=seed)
    between = betweenness(structure, by, seed=seed)
    columns = {
        "id": np.array(structure.names, dtype=object),
        "label": _attribute(network, "label"),
        "type": _attribute(network, "type"),
        **_counted(structure, by),
        "betweenness": between.values,
        "betweenness_error": between.error,
        "closeness": closeness(structure, by, seed=seed)[0],
        "pagerank": by.pagerank(),
        **_burt(structure),
        "community": communities.labels,
        "agreement": communities.agreement,
    }
    frame = pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, (kind, _) in COLUMNS.items()})
    frame.attrs.update(_whole(network, structure, by, communities, between.pivots))
    return frame


def network_metrics(network: nx.Graph, engine: str | None = None, seed: int = SEED) -> dict[str, float | int | str]:
    """The measures of a whole network by name: what was asked, then those of `Whole`, communities and mixing.

    `modularity` of the communities, how many `communities`, their `stability` over the runs, `degree_assortativity`,
    `class_assortativity` (whether ties keep to one class of nodes) and `pivots` (from how many nodes shortest
    paths were counted; all of them unless the network is large). NaN where a measure has no meaning.
    """
    structure = structure_of(network)
    by = engine_for(structure, engine)
    return _whole(network, structure, by, consensus(structure, seed=seed), None)


def _counted(structure: Structure, by: Engine) -> dict[str, object]:
    into, out = degrees(structure)
    bridges = by.bridges()
    return {
        "degree": into + out if structure.directed else into,
        "in_degree": into,
        "out_degree": out,
        "core": by.core(),
        "component": by.components(),
        "cut_node": np.isin(np.arange(structure.nodes), by.cut_nodes()),
        "bridges": np.bincount(bridges.ravel(), minlength=structure.nodes),
        "clustering": by.clustering(),
    }


def _burt(structure: Structure) -> dict[str, object]:
    found = structural_holes(structure)
    return {name: getattr(found, name) for name in ("constraint", "effective_size", "efficiency", "hierarchy")}


def _whole(
    network: nx.Graph, structure: Structure, by: Engine, communities: Communities, pivots: int | None
) -> dict[str, float | int | str]:
    return {
        **network.graph,
        **asdict(whole(structure, by)),
        "communities": len(communities.sizes),
        "modularity": communities.modularity,
        "stability": communities.stability,
        "degree_assortativity": degree_assortativity(structure),
        "class_assortativity": assortativity(structure, dict(network.nodes(data="cls"))),
        "pivots": sample_size(structure) if pivots is None else pivots,
    }


def _attribute(network: nx.Graph, name: str) -> np.ndarray:
    return np.array([str(value) for _, value in network.nodes(data=name, default="")], dtype=object)
