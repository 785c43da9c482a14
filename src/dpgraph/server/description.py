"""What the endpoint says of itself: a SPARQL service description, and VoID."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.graph.sparql import GRAPHS, select
from dpgraph.settings import VERSION

PREFIXES = {
    **iris.PREFIXES,
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "void": "http://rdfs.org/ns/void#",
    "formats": "http://www.w3.org/ns/formats/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_RDF = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD")
_COUNTS = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?p ?o }
"""
_CLASSES = (
    "SELECT ?class (COUNT(*) AS ?many) WHERE { ?s a ?class FILTER(ISIRI(?class)) } GROUP BY ?class ORDER BY ?class"
)
_PROPERTIES = "SELECT ?property (COUNT(*) AS ?many) WHERE { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"
_NAMED = "SELECT ?graph (COUNT(*) AS ?many) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"

Node = ox.NamedNode | ox.BlankNode
Object = Node | ox.Literal


def service_description(base: str, form: str, writable: bool, allow_service: bool) -> bytes:
    """The endpoint as a sd:Service: languages, formats and the default dataset, in an RDF format.

    >>> b"SPARQL11Query" in service_description("http://127.0.0.1:7878/", "turtle", writable=False, allow_service=False)
    True
    """
    return _written(_service(base, writable, allow_service), form)


def void(store: ox.Store, base: str, form: str) -> bytes:
    """What is in the dataset, counted: triples, subjects, classes, properties and named graphs, in an RDF format."""
    return _written(_dataset(store, base), form)


def _service(base: str, writable: bool, allow_service: bool) -> Iterator[ox.Triple]:
    service, data, default = ox.NamedNode(f"{base}sparql"), ox.BlankNode("dataset"), ox.BlankNode("default")
    yield from _about(service, "sd:Service", ("sd:endpoint", service), ("sd:defaultDataset", data))
    languages = ("SPARQL11Query", "SPARQL11Update") if writable else ("SPARQL11Query",)
    yield from _about(service, "", *(("sd:supportedLanguage", _term(f"sd:{name}")) for name in languages))
    yield from _about(service, "", *(("sd:resultFormat", _term(f"formats:{name}")) for name in (*_RESULTS, *_RDF)))
    if allow_service:
        yield from _about(service, "", ("sd:feature", _term("sd:BasicFederatedQuery")))
    yield from _about(
        data, "sd:Dataset", ("sd:defaultGraph", default), ("dcterms:source", ox.NamedNode(f"{base}.well-known/void"))
    )
    yield from _about(
        default,
        "sd:Graph",
        ("dcterms:title", ox.Literal("What is stated, evidence, ontology, what was inferred and found", language="en")),
    )


def _dataset(store: ox.Store, base: str) -> Iterator[ox.Triple]:
    """The dataset with a partition for each class and property."""
    node = ox.NamedNode(f"{base}.well-known/void#dataset")
    triples, subjects, objects = select(store, _COUNTS).rows[0]
    yield from _about(
        node, "void:Dataset",
        ("dcterms:title", ox.Literal("dpgraph: the digital publishing ecosystem", language="en")),
        ("owl:versionInfo", ox.Literal(VERSION)),
        ("void:sparqlEndpoint", ox.NamedNode(f"{base}sparql")),
        ("void:uriSpace", ox.Literal(iris.BASE)),
        ("void:vocabulary", ox.NamedNode(iris.ONTOLOGY)),
        ("void:triples", _count(triples)),
        ("void:distinctSubjects", _count(subjects)),
        ("void:distinctObjects", _count(objects)),
        *(("void:feature", _term(f"formats:{name}")) for name in _RDF),
    )  # fmt: skip
    yield from _partitions(store, node, _CLASSES, "class", ("void:classPartition", "void:class", "void:entities"))
    yield from _partitions(
        store, node, _PROPERTIES, "property", ("void:propertyPartition", "void:property", "void:triples")
    )
    yield from _partitions(store, node, _NAMED, "graph", ("void:subset", "sd:name", "void:triples"))


def _partitions(
    store: ox.Store, dataset: ox.NamedNode, query: str, kind: str, names: tuple[str, str, str]
) -> Iterator[ox.Triple]:
    part, key, counted = names
    for number, (iri, many) in enumerate(select(store, query).rows):
        node = ox.BlankNode(f"{kind}{number}")
        yield ox.Triple(dataset, _term(part), node)
        yield from _about(node, "void:Dataset", (key, ox.NamedNode(str(iri))), (counted, _count(many)))


def _about(node: Node, kind: str, *pairs: tuple[str, Object]) -> Iterator[ox.Triple]:
    if kind:
        yield ox.Triple(node, _term("rdf:type"), _term(kind))
    for curie, value in pairs:
        yield ox.Triple(node, _term(curie), value)


def _term(curie: str) -> ox.NamedNode:
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def _count(number: object) -> ox.Literal:
    return ox.Literal(str(number), datatype=_term("xsd:integer"))


def _written(triples: Iterator[ox.Triple], form: str) -> bytes:
    return ox.serialize(triples, format=GRAPHS[form], prefixes=PREFIXES) or b""
