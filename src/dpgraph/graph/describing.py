"""What a thing is, in RDF: all that is said of it, and the words that this rests on."""

from __future__ import annotations

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.graph.asking import Result, evaluate
from dpgraph.graph.export import turtle

# A thing with all that is said of it, and the statements about it with the words they rest on.
_DESCRIPTION = """
CONSTRUCT {{ ?a ?p ?b }}
WHERE {{
  {{ BIND(<{iri}> AS ?a) ?a ?p ?b }}
  UNION {{ BIND(<{iri}> AS ?b) ?a ?p ?b FILTER(?p NOT IN (rdf:subject, rdf:object, dpg:about)) }}
  UNION {{ VALUES ?end {{ rdf:subject rdf:object dpg:about }} ?a ?end <{iri}> ; ?p ?b }}
  UNION {{ VALUES ?end {{ rdf:subject rdf:object dpg:about }} ?s ?end <{iri}> ; dpg:hasEvidence ?a . ?a ?p ?b }}
  UNION {{ <{iri}> dpg:hasEvidence ?a . ?a ?p ?b }}
}}
"""
_NAMED = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"


def description(iri: str) -> str:
    """The CONSTRUCT query whose answer describes a thing; of a named graph, the graph."""
    if iri.startswith(iris.PREFIXES["dpx"]):
        return _NAMED.format(iri=iri)
    return _NAMED.format(iri=iris.expand("dpx:ontology")) if iri in iris.SHIPPED else _DESCRIPTION.format(iri=iri)


def describe(store: ox.Store, iri: str) -> bytes:
    """The description of a thing as Turtle, the same bytes for the same graph; no triples where nothing is said."""
    return turtle(evaluate(store, description(iri), _triples))


def _triples(result: Result) -> set[ox.Triple]:
    return set(result) if isinstance(result, ox.QueryTriples) else set()
