"""The graph as rdflib sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dpgraph import iris
from dpgraph.graph.source import Source, stored

if TYPE_CHECKING:
    import rdflib


def constructed(source: Source, text: str) -> rdflib.Graph:
    """The answer to a CONSTRUCT or DESCRIBE as an rdflib Graph with the prefixes of dpgraph.

    Raises QueryError for another form of query, and whatever the source raises.
    """
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    _bind(graph)
    return graph.parse(data=source.serialize(text, "ntriples"), format="nt")


def dataset(source: Source) -> rdflib.Dataset:
    """The whole as an rdflib Dataset: its default graph holds what is stated, its named graphs the rest.

    Nothing is copied: a stored graph is read through oxrdflib, in the same store; adding to it fails, as the store is
    open to be read. Raises QueryError for an endpoint, which rdflib asks by itself (its SPARQLStore).
    """
    import oxrdflib
    import rdflib

    store = stored(source, "rdflib asks it by its own SPARQLStore.")
    made = rdflib.Dataset(store=oxrdflib.OxigraphStore(store=store))
    _bind(made)
    return made


def _bind(graph: rdflib.Graph) -> None:
    for prefix, base in iris.PREFIXES.items():
        graph.bind(prefix, base, replace=True)
