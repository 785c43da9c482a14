"""What a notebook shows of a graph."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import networkx as nx

from dpgraph.records import Ecosystem
from dpgraph.views.summary import summarise

MOST_NODES = 10


def graph_html(name: str, ecosystem: Ecosystem) -> str:
    """A table of how many entities, statements and figures there are, by kind."""
    counts = summarise(ecosystem, ())
    rows: Mapping[str, Mapping[str, int]] = {
        "entities": counts.types,
        "statements": counts.relations,
        "status": counts.statuses,
        "observations": {"figures": counts.observations},
        "documents": {"read": counts.documents},
    }
    lines = "".join(f"<tr><th>{title}</th><td>{_counted(of)}</td></tr>" for title, of in rows.items())
    return f"<table><caption>dpgraph.Graph {escape(name)}</caption>{lines}</table>"


class Network(nx.Graph):  # type: ignore[misc]  # networkx brings no types
    """A network that a notebook shows as a table."""

    def _repr_html_(self) -> str:
        """How large it is, and the nodes with the most ties."""
        return network_html(self)


class MultiNetwork(nx.MultiDiGraph):  # type: ignore[misc]
    """The same of a network with directed and parallel ties."""

    def _repr_html_(self) -> str:
        """How large it is, and the nodes with the most ties."""
        return network_html(self)


def shown(network: nx.Graph) -> nx.Graph:
    """The same network, as one that a notebook shows."""
    return (MultiNetwork if network.is_multigraph() else Network)(network)


def network_html(network: nx.Graph) -> str:
    """What a network is made of, how large it is, and the nodes with the most ties, the first in order among equals."""
    made_of = ", ".join(f"{name} {value}" for name, value in network.graph.items())
    size = f"{network.number_of_nodes():,} nodes, {network.number_of_edges():,} ties"
    first = sorted(network.degree, key=lambda pair: -pair[1])[:MOST_NODES]
    rows = "".join(
        f"<tr><td>{escape(str(network.nodes[node].get('label', node)))}</td>"
        f"<td>{escape(str(network.nodes[node].get('type', '')))}</td><td>{degree}</td></tr>"
        for node, degree in first
    )
    head = "<tr><th>most ties</th><th>type</th><th>ties</th></tr>"
    return f"<table><caption>{escape(made_of)}: {size}</caption>{head}{rows}</table>"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{escape(kind)} {count:,}" for kind, count in counts.items())
