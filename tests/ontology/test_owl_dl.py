"""The ontology stays inside OWL 2 DL: declarations, kinds kept apart, and no cycle where a reasoner would not end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL
from rdflib.term import Node

from dpgraph import assets, iris
from dpgraph.graph.ontology import read_ontology
from dpgraph.settings import VERSION

ONTOLOGY = Path(__file__).parents[2] / "ontology"
CORE = Graph().parse(ONTOLOGY / "dpg.ttl") + Graph().parse(ONTOLOGY / "findings.ttl")
BOTH = CORE + Graph().parse(ONTOLOGY / "alignments.ttl")
KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
# The annotation properties that every OWL ontology has, and the vocabulary that axioms are written with.
BUILT_IN = {RDFS.label, RDFS.comment, RDFS.isDefinedBy, RDFS.seeAlso, OWL.versionInfo, OWL.deprecated}
AXIOMS = {
    RDF.type, RDF.first, RDF.rest, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range, OWL.inverseOf,
    OWL.unionOf, OWL.onProperty, OWL.someValuesFrom, OWL.members, OWL.propertyChainAxiom, OWL.versionIRI, OWL.imports,
}  # fmt: skip
# Datatypes of the OWL 2 datatype map that are used here; xsd:gYear and xsd:date are not in the map.
DATATYPES = {RDFS.Literal, XSD.string, XSD.decimal, XSD.nonNegativeInteger, XSD.boolean}


def kind(prop: Node) -> set[Node]:
    """Which of the three kinds of property something is declared to be."""
    return set(KINDS) & set(BOTH.objects(prop, RDF.type))


def objects_of(predicate: URIRef) -> Iterator[tuple[URIRef, URIRef]]:
    """The pairs of named terms that a predicate relates."""
    pairs = BOTH.subject_objects(predicate)
    return ((s, o) for s, o in pairs if isinstance(s, URIRef) and isinstance(o, URIRef))


def simple(prop: Node) -> bool:
    """Whether a property is neither transitive nor a chain, and nothing beneath it is."""
    below = set(BOTH.transitive_subjects(RDFS.subPropertyOf, prop))
    around = below | {i for p in below for i in (*BOTH.objects(p, OWL.inverseOf), *BOTH.subjects(OWL.inverseOf, p))}
    compound = (
        p for p in around if (p, RDF.type, OWL.TransitiveProperty) in BOTH or (p, OWL.propertyChainAxiom) in CHAINS
    )
    return next(compound, None) is None


CHAINS = {(p, OWL.propertyChainAxiom) for p in BOTH.subjects(OWL.propertyChainAxiom)}


@pytest.fixture
def satisfiable(tmp_path: Path) -> Callable[..., dict[str, bool]]:
    """Which named classes can have instances, by a reasoner for the whole of OWL 2 DL; none can if there is a contradiction."""
    from hermit import Reasoner
    from hermit.model import AtomicConcept
    from hermit.parser import load_ontology
    from hermit.structural.owl_clausification import OWLClausification
    from hermit.structural.owl_normalization import OWLNormalization

    def satisfiable(*more: str) -> dict[str, bool]:
        graph = BOTH + Graph()
        for turtle in more:
            graph.parse(data=PREFIXES + turtle, format="turtle")
        graph.serialize(tmp_path / "ontology.owl", format="xml")
        axioms = OWLNormalization().process_ontology(load_ontology(str(tmp_path / "ontology.owl")))
        reasoner = Reasoner(OWLClausification().clausify(axioms))
        classes = (c for c in graph.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef))
        return {str(c): reasoner.is_satisfiable(AtomicConcept.create(str(c))) for c in classes}

    return satisfiable


PREFIXES = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in iris.PREFIXES.items())


def test_every_class_can_have_instances(satisfiable: Callable[..., dict[str, bool]]) -> None:
    assert [c for c, can in satisfiable().items() if not can] == []


def test_a_class_that_can_have_none_is_noticed(satisfiable: Callable[..., dict[str, bool]]) -> None:
    odd = "dpg:TownPress a owl:Class ; rdfs:subClassOf dpg:Publisher , dpg:City ."
    assert [iris.contract(c) for c, can in satisfiable(odd).items() if not can] == ["dpg:TownPress"]


def test_a_contradiction_in_the_data_is_noticed(satisfiable: Callable[..., dict[str, bool]]) -> None:
    assert not any(satisfiable("dpr:harbor-press a dpg:Publisher , dpg:Person .").values())


@pytest.mark.parametrize("ontology", list(map(URIRef, iris.SHIPPED)))
def test_the_version_is_that_of_the_package(ontology: URIRef) -> None:
    assert str(CORE.value(ontology, OWL.versionInfo)) == VERSION
    assert str(CORE.value(ontology, OWL.versionIRI)) == f"{ontology}/{VERSION}"
    assert read_ontology(assets.folder("ontology")).version == VERSION


def test_every_property_is_of_one_kind() -> None:
    declared = {p for k in KINDS for p in BOTH.subjects(RDF.type, k)}
    assert [p for p in declared if len(kind(p)) != 1] == []


def test_nothing_is_a_class_and_a_property() -> None:
    classes = set(BOTH.subjects(RDF.type, OWL.Class))
    assert [c for c in classes if kind(c)] == []


def test_every_predicate_is_declared_or_built_in() -> None:
    assert [p for p in set(BOTH.predicates()) - AXIOMS - BUILT_IN if not kind(p)] == []


def test_only_annotations_are_said_of_terms() -> None:
    used = set(BOTH.predicates()) - AXIOMS - BUILT_IN
    assert {p for p in used if kind(p) != {OWL.AnnotationProperty}} == set()


@pytest.mark.parametrize("axiom", [RDFS.subClassOf, RDFS.domain])
def test_classes_are_declared(axiom: URIRef) -> None:
    named = {o for o in BOTH.objects(None, axiom) if isinstance(o, URIRef)}
    assert [c for c in named if (c, RDF.type, OWL.Class) not in BOTH] == []


def test_no_reserved_term_is_used_as_a_class_or_property() -> None:
    reserved = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#")
    own = {s for k in (OWL.Class, *KINDS) for s in BOTH.subjects(RDF.type, k)}
    assert [t for t in own if str(t).startswith(reserved)] == []


def test_ranges_fit_the_kind_of_property() -> None:
    for prop, range_ in BOTH.subject_objects(RDFS.range):
        if kind(prop) == {OWL.DatatypeProperty}:
            assert range_ in DATATYPES, prop
        else:
            assert (range_, RDF.type, OWL.Class) in BOTH, prop


def test_properties_are_only_beneath_their_own_kind() -> None:
    assert [(s, o) for s, o in objects_of(RDFS.subPropertyOf) if kind(s) != kind(o)] == []
    assert [(s, o) for s, o in objects_of(OWL.inverseOf) if kind(s) | kind(o) != {OWL.ObjectProperty}] == []


def test_no_data_property_is_inverse_functional_or_transitive() -> None:
    for prop in BOTH.subjects(RDF.type, OWL.DatatypeProperty):
        assert set(BOTH.objects(prop, RDF.type)) <= {OWL.DatatypeProperty, OWL.FunctionalProperty}


@pytest.mark.parametrize("restricted", ["FunctionalProperty", "IrreflexiveProperty", "AsymmetricProperty"])
def test_only_simple_properties_are_restricted(restricted: str) -> None:
    props = [p for p in BOTH.subjects(RDF.type, OWL[restricted]) if kind(p) == {OWL.ObjectProperty}]
    assert [p for p in props if not simple(p)] == []


def test_chains_are_regular() -> None:
    for prop, head in BOTH.subject_objects(OWL.propertyChainAxiom):
        links = list(Collection(BOTH, head))
        inner = [link for n, link in enumerate(links) if not (link == prop and n in {0, len(links) - 1})]
        assert prop not in inner
        above = {up for link in inner for up in BOTH.transitive_objects(link, RDFS.subPropertyOf)}
        assert prop not in above
        assert (links[0] == prop) + (links[-1] == prop) <= 1


def test_blank_nodes_are_parts_of_one_expression() -> None:
    nodes = {s for s in BOTH.subjects() if isinstance(s, BNode)}
    used = {n: len(list(BOTH.subject_predicates(n))) for n in nodes}
    top = {s for s in nodes if (s, RDF.type, OWL.AllDisjointClasses) in BOTH}
    assert {n for n, many in used.items() if many != 1} == top


def test_values_are_of_known_datatypes() -> None:
    literals = {o for o in BOTH.objects() if isinstance(o, Literal) and o.datatype}
    assert {o.datatype for o in literals} <= DATATYPES
