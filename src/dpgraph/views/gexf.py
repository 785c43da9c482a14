"""A network as GEXF, for Gephi."""

from __future__ import annotations

import io
import re

import networkx as nx

from dpgraph.views.graphml import plain_network


def write_gexf(network: nx.Graph) -> bytes:
    """A network as GEXF 1.2; the same network gives the same bytes. Attributes are those that `write_graphml` keeps.

    An edge is labelled by its predicate, so that Gephi shows it.
    """
    plain = plain_network(network)
    for number, (_, _, attributes) in enumerate(plain.edges(data=True)):
        kind = attributes.pop("type", None)  # GEXF means by it whether an edge is directed
        attributes |= {"id": f"e{number}"} | ({"kind": kind} if kind is not None else {})
        if label := attributes.get("predicate", kind):
            attributes["label"] = label
    text = io.BytesIO()
    nx.write_gexf(plain, text, version="1.2draft")
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", text.getvalue())
