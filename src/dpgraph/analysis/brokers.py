"""Brokers: who stands between organizations that are not tied to one another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from dpgraph.analysis.measures.brokerage import ROLES, Brokerage, brokerage
from dpgraph.analysis.measures.centrality import betweenness
from dpgraph.analysis.measures.communities import consensus
from dpgraph.analysis.measures.engine import LARGE, engine_for
from dpgraph.analysis.measures.holes import structural_holes
from dpgraph.analysis.measures.nulls import ALPHA, PERMUTATIONS, benjamini_hochberg
from dpgraph.analysis.measures.structure import structure_of
from dpgraph.errors import InputError, allowed
from dpgraph.settings import SEED

if TYPE_CHECKING:
    import pandas as pd

GROUPINGS = ("class", "community")
COLUMNS: Mapping[str, tuple[str, str]] = {
    "id": ("str", "the organization's IRI"),
    "label": ("str", "its name"),
    "group": ("str", "its group: the class, or the number of the community"),
    "total": ("int64", "ordered pairs of others that it alone or with others stands between, and that are not tied"),
    **{role: ("int64", f"of these, in the role of {role}") for role in ROLES},
    **{f"z_{role}": ("float64", "how far above chance, in standard deviations; NaN: no choice") for role in ROLES},
    "roles": ("str", "the roles that it has more often than chance gives (q at most 0.05), or none"),
    "constraint": ("float64", "Burt's constraint; low: it can broker"),
    "betweenness": ("float64", "share of shortest paths through it, 0 to 1"),
    "cut_node": ("bool", "whether others would be cut off without it"),
}


def find_brokers(
    network: nx.Graph, by: str = "class", permutations: int | None = None, seed: int = SEED
) -> pd.DataFrame:
    """One row a node of a network of organizations that brokers, the busiest first, then the least constrained.

    Roles are those of Gould and Fernandez (`brokerage`) between groups: of one class, or of one community. Their z and
    `roles` come from dealing the groups out anew; the p-values are adjusted for all nodes and roles together.
    `permutations` are 999, or 99 in a network of a thousand ties or more. `attrs` say what was asked. Raises
    `InputError` for another grouping.
    """
    import pandas as pd

    structure = structure_of(network)
    draws = permutations if permutations is not None else (PERMUTATIONS if structure.ties < LARGE else 99)
    groups = _groups(network, by, seed)
    found, engine = brokerage(structure, groups, draws, seed), engine_for(structure)
    columns: dict[str, object] = {
        "id": list(structure.names),
        "label": [network.nodes[n].get("label", n) for n in network],
        "group": [str(groups.get(n, "")) for n in structure.names],
        "total": found.counts[:, -1],
        **{role: found.counts[:, n] for n, role in enumerate(ROLES)},
        **{f"z_{role}": found.z[:, n] for n, role in enumerate(ROLES)},
        "roles": _beyond_chance(found),
        "constraint": structural_holes(structure).constraint,
        "betweenness": betweenness(structure, engine, seed=seed).values,
        "cut_node": np.isin(np.arange(structure.nodes), engine.cut_nodes()),
    }
    frame = pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, (kind, _) in COLUMNS.items()})
    frame = frame[frame["total"] > 0].sort_values(["total", "constraint", "id"], ascending=[False, True, True])
    frame.attrs = {**network.graph, "by": by, "permutations": draws, "seed": seed}
    return frame.reset_index(drop=True)


def _groups(network: nx.Graph, by: str, seed: int) -> dict[str, object]:
    if by == "class":
        return {node: cls for node, cls in network.nodes(data="cls") if cls}
    if by == "community":
        return dict(consensus(network, seed=seed).of())
    raise InputError(f'no grouping "{by}": {allowed(by, GROUPINGS)}')


def _beyond_chance(found: Brokerage) -> list[str]:
    """For each node the roles whose adjusted p-value is small enough."""
    p = found.p[:, : len(ROLES)]
    q = benjamini_hochberg(np.where(np.isnan(found.z[:, : len(ROLES)]), np.nan, p).ravel()).reshape(p.shape)
    return [", ".join(role for role, value in zip(ROLES, row, strict=True) if value <= ALPHA) for row in q]
