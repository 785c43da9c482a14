"""A network as GraphML, for Gephi, Cytoscape, igraph or R."""

from __future__ import annotations

import io
import re

import networkx as nx

# Characters that no XML document may hold.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Plain = str | int | float | bool


def write_graphml(network: nx.Graph) -> bytes:
    """A network (from `build_network` or `actor_network`) as GraphML; the same network gives the same bytes.

    Attributes that are None, or no text, number or list of texts, are left out; lists of texts are joined by "; ".
    Edges are numbered in their order.
    """
    text = io.BytesIO()
    nx.readwrite.graphml.write_graphml_xml(plain_network(network), text, prettyprint=True, named_key_ids=True)
    return text.getvalue()


def plain_network(network: nx.Graph) -> nx.Graph:
    """A network whose attributes are text and numbers alone, with edges numbered in their order."""
    plain = nx.MultiDiGraph() if network.is_directed() else nx.MultiGraph()
    for node, attributes in network.nodes(data=True):
        plain.add_node(node, **_plain(attributes))
    for n, (a, b, attributes) in enumerate(network.edges(data=True)):
        plain.add_edge(a, b, key=f"e{n}", **_plain(attributes))
    return plain


def _plain(attributes: dict[str, object]) -> dict[str, Plain]:
    simple = {name: _value(value) for name, value in attributes.items()}
    return {name: value for name, value in simple.items() if value is not None}


def _value(value: object) -> Plain | None:
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, tuple | list) and value and all(isinstance(v, str) for v in value):
        return UNWRITABLE.sub("", "; ".join(value))
    return None
