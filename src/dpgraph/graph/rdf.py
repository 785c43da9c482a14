"""Knowledge to RDF: one small function for each kind of record."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import InputError
from dpgraph.graph.ontology import LABELS, ontology_triples
from dpgraph.records import Document, Entity, Evidence, Knowledge, Observation, Section, Statement

Graph: TypeAlias = ox.NamedNode | ox.DefaultGraph
Object: TypeAlias = ox.NamedNode | ox.Literal

STATED = ox.DefaultGraph()
ONTOLOGY = ox.NamedNode(iris.expand("dpx:ontology"))
CURATED = ox.NamedNode(iris.expand("dpx:curated"))
EVIDENCE = ox.NamedNode(iris.expand("dpx:evidence"))
INFERRED = ox.NamedNode(iris.expand("dpx:inferred"))
ANALYSIS = ox.NamedNode(iris.expand("dpx:analysis"))
# What the default graph is called where every graph has a name: in the store, and in stores elsewhere.
STATED_NAME = ox.NamedNode(iris.expand("dpx:stated"))
# What a query sees without GRAPH. No two of these hold the same triple, so nothing is counted twice.
DATASET: tuple[Graph, ...] = (STATED, ONTOLOGY, EVIDENCE, INFERRED, ANALYSIS)

_LABELS = tuple(ox.NamedNode(iris.expand(curie)) for curie in LABELS)
_IRI_UNSAFE = re.compile(r"[\x00-\x20<>\"{}|\\^`%/?#]")
_CURATED_BY = "curated by "


def knowledge_quads(knowledge: Knowledge, *ontology_folders: Path) -> list[ox.Quad]:
    """All that is known as quads, each once: the ontology, the entities, the statements and where they stand.

    A plain triple stands in the default graph when a statement of status asserted says so, and again in the named
    graph of every document that states it (and in dpx:curated when a curator found it).
    Raises InputError when the ontology cannot be read or a figure is not a number.
    """
    ontology = ontology_triples(*ontology_folders)
    known = _by_subject(ontology)
    quads = [ox.Quad(t.subject, t.predicate, t.object, ONTOLOGY) for t in ontology]
    quads += (q for d in knowledge.documents for q in document_quads(d))
    quads += (q for e in knowledge.entities for q in entity_quads(e, known.get(e.iri, ())))
    quads += _method_quads(knowledge)
    quads += (q for same in _grouped(knowledge.statements) for q in statement_quads(same))
    quads += (q for o in knowledge.observations for q in observation_quads(o))
    return list(dict.fromkeys(quads))


def document_quads(document: Document) -> Iterator[ox.Quad]:
    """A document with what the register says of it, and its sections."""
    node, known = document_node(document.id), document.metadata
    yield from _type(node, "dpg:Document", "prov:Entity", graph=EVIDENCE)
    yield from _quad(node, "dcterms:title", text_literal(known.get("title") or document.id))
    yield from _quad(node, "dcterms:publisher", _optional(known.get("publisher")))
    yield from _quad(node, "dcterms:date", _date(known.get("date", "")))
    yield from _quad(node, "dcterms:source", _optional(known.get("reference")))
    yield from _quad(node, "dcterms:language", _optional(known.get("language")))
    for section in document.sections:
        yield from _section_quads(node, section_node(document.id, section.order), section)


def entity_quads(entity: Entity, known: Collection[ox.Triple] = ()) -> Iterator[ox.Quad]:
    """An entity with its class, names and the sections that mention it.

    `known` is what the ontology says of it already, when it is a concept of a vocabulary; that is not said again.
    """
    node, given = _node(entity.iri), {(t.predicate, t.object) for t in known}
    labels = {o for p, o in given if p in _LABELS and isinstance(o, ox.Literal)}
    forms = dict.fromkeys(text_literal(*form) for form in ((entity.name, "en"), *entity.aliases))
    preferred = _preferred(forms, {o.language for p, o in given if p == _LABELS[0] and isinstance(o, ox.Literal)})
    if (_term("rdf:type"), _term(f"dpg:{entity.cls}")) not in given:
        yield from _type(node, f"dpg:{entity.cls}", *(f"dpg:{cls}" for cls in entity.also), graph=STATED)
    for label in preferred:
        yield ox.Quad(node, _LABELS[0], label, STATED)
    for alias in forms:
        yield from _quad(node, "skos:altLabel", None if alias in labels or alias in preferred else alias, STATED)
    for document, order in entity.mentions:
        yield from _quad(node, "dpg:mentionedIn", section_node(document, order), graph=STATED)


def statement_quads(same: tuple[Statement, ...]) -> Iterator[ox.Quad]:
    """A statement from all its records: the node, its evidence and, when asserted, the plain triple."""
    first, evidence = same[0], tuple(sorted({e for s in same for e in s.evidence}))
    node = statement_node(first)
    yield from _type(node, "dpg:Statement", "rdf:Statement", graph=EVIDENCE)
    yield from _quad(node, "rdf:subject", _node(first.subject))
    yield from _quad(node, "rdf:predicate", _term(f"dpg:{first.predicate}"))
    yield from _quad(node, "rdf:object", _node(first.object))
    yield from _quad(node, "dpg:year", _year(min((s.year for s in same if s.year), default=None)))
    yield from _standing(node, first.status, evidence)
    for e in evidence:
        yield from _quad(node, "prov:wasDerivedFrom", section_node(e.document, e.section))
    if first.status == "asserted":
        graphs: tuple[Graph, ...] = (STATED, *_stated_in(evidence))
        for graph in graphs:
            yield from _quad(_node(first.subject), f"dpg:{first.predicate}", _node(first.object), graph)


def observation_quads(observation: Observation) -> Iterator[ox.Quad]:
    """A figure, of whom, and its evidence."""
    node = observation_node(observation)
    yield from _type(node, "dpg:Observation", graph=EVIDENCE)
    yield from _quad(node, "dpg:about", _node(observation.subject) if observation.subject else None)
    yield from _quad(node, "dpg:indicator", text_literal(observation.indicator))
    yield from _quad(node, "dpg:value", number(observation.value))
    yield from _quad(node, "dpg:unit", text_literal(observation.unit))
    yield from _quad(node, "dpg:year", _year(observation.year))
    yield from _quad(node, "dpg:qualifier", _optional(observation.qualifier))
    yield from _standing(node, observation.status, observation.evidence)


def statement_node(s: Statement) -> ox.NamedNode:
    """The IRI of a statement: it depends on its three parts and the status alone."""
    return _node(iris.expand(f"dps:{iris.digest(s.subject, s.predicate, s.object, s.status)}"))


def observation_node(o: Observation) -> ox.NamedNode:
    """The IRI of an observation: it depends on all that it says, not on its evidence."""
    parts = o.subject or "", o.indicator, number(o.value).value, o.unit, o.year or "", o.qualifier or "", o.status
    return _node(iris.expand(f"dpo:{iris.digest(*parts)}"))


def evidence_node(e: Evidence) -> ox.NamedNode:
    """The IRI of a piece of evidence: two statements that rest on the same words, found alike, share it."""
    parts = e.document, e.section, e.start, e.end, e.quote, e.method, number(e.confidence).value
    return _node(iris.expand(f"dpe:{iris.digest(*parts)}"))


def document_node(document: str) -> ox.NamedNode:
    """The IRI of a document, from its id.

    >>> document_node("trade report").value
    'https://w3id.org/dpgraph/document/trade%20report'
    """
    return _node(iris.expand(f"dpd:{_safe(document)}"))


def section_node(document: str, order: int) -> ox.NamedNode:
    """The IRI of the section of a document that stands in this place."""
    return _node(f"{document_node(document).value}/section/{order}")


def method_node(method: str) -> ox.NamedNode:
    """The IRI of a method, from its label: "rule operates-verb", "curated by editors"."""
    return _node(iris.expand(f"dpm:{iris.slug(method)}"))


def _section_quads(document: ox.NamedNode, node: ox.NamedNode, section: Section) -> Iterator[ox.Quad]:
    yield from _quad(document, "dcterms:hasPart", node)
    yield from _type(node, "dpg:Section", graph=EVIDENCE)
    yield from _quad(node, "dcterms:title", text_literal(section.title))
    yield from _quad(node, "dcterms:isPartOf", document)
    yield from _quad(node, "dpg:order", _count(section.order))
    yield from _span(node, section.start, section.end)


def _standing(node: ox.NamedNode, status: str, evidence: Iterable[Evidence]) -> Iterator[ox.Quad]:
    """Status, confidence and evidence: what a statement and an observation have in common."""
    found = tuple(evidence)
    yield from _quad(node, "dpg:status", _term(f"dpg:{status}"))
    yield from _quad(node, "dpg:confidence", number(max(e.confidence for e in found)))
    for e in found:
        yield from _quad(node, "dpg:hasEvidence", evidence_node(e))
        yield from _evidence_quads(e)


def _evidence_quads(e: Evidence) -> Iterator[ox.Quad]:
    node = evidence_node(e)
    yield from _type(node, "dpg:Evidence", "oa:TextPositionSelector", "oa:TextQuoteSelector", graph=EVIDENCE)
    yield from _span(node, e.start, e.end)
    yield from _quad(node, "oa:exact", text_literal(e.quote))
    yield from _quad(node, "dpg:inSection", section_node(e.document, e.section))
    yield from _quad(node, "dpg:confidence", number(e.confidence))
    yield from _quad(node, "prov:wasGeneratedBy", method_node(e.method))


def _method_quads(knowledge: Knowledge) -> Iterator[ox.Quad]:
    holders: tuple[Statement | Observation, ...] = (*knowledge.statements, *knowledge.observations)
    labels = sorted({e.method for holder in holders for e in holder.evidence}, reverse=True)
    for node, label in {method_node(label): label for label in labels}.items():
        yield from _type(node, "dpg:Method", "prov:Activity", graph=EVIDENCE)
        yield from _quad(node, "rdfs:label", text_literal(label))


def _stated_in(evidence: Iterable[Evidence]) -> Iterator[ox.NamedNode]:
    """The named graphs in which a triple with this evidence stands."""
    for e in evidence:
        yield _node(iris.expand(f"dpx:document/{_safe(e.document)}"))
        if e.method.startswith(_CURATED_BY):
            yield CURATED


def _grouped(statements: Iterable[Statement]) -> Iterable[tuple[Statement, ...]]:
    """Records of one statement together; evidence accumulates on it."""
    groups: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for s in statements:
        groups[s.subject, s.predicate, s.object, s.status].append(s)
    return map(tuple, groups.values())


def _by_subject(triples: Iterable[ox.Triple]) -> Mapping[str, list[ox.Triple]]:
    found: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            found[triple.subject.value].append(triple)
    return found


def _preferred(forms: Iterable[ox.Literal], taken: Collection[str | None]) -> list[ox.Literal]:
    """The first form in English and the first in Chinese, unless the language has its preferred label already."""
    first: dict[str | None, ox.Literal] = {}
    for form in forms:
        first.setdefault(form.language, form)
    return [first[language] for language in ("en", "zh") if language in first and language not in taken]


def _quad(subject: ox.NamedNode, curie: str, value: Object | None, graph: Graph = EVIDENCE) -> Iterator[ox.Quad]:
    """The quad, or nothing when there is no value."""
    if value is not None:
        yield ox.Quad(subject, _term(curie), value, graph)


def _type(node: ox.NamedNode, *curies: str, graph: Graph) -> Iterator[ox.Quad]:
    return (ox.Quad(node, _term("rdf:type"), _term(curie), graph) for curie in curies)


def _span(node: ox.NamedNode, start: int, end: int) -> Iterator[ox.Quad]:
    yield from _quad(node, "oa:start", _count(start))
    yield from _quad(node, "oa:end", _count(end))


@cache
def _term(curie: str) -> ox.NamedNode:
    return ox.NamedNode(iris.expand(curie))


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise InputError(f'"{iri}" is not an IRI: {error}.') from error


def _safe(identifier: str) -> str:
    """An identifier as the tail of an IRI; letters of every script stay, the rest is percent-encoded."""
    return _IRI_UNSAFE.sub(lambda match: quote(match[0], safe=""), identifier)


def text_literal(text: str, language: str | None = None) -> ox.Literal:
    """Words, in a language where one is given; InputError when that is not a language tag."""
    try:
        return ox.Literal(text, language=language or None)
    except ValueError as error:
        raise InputError(f'"{language}" (of the name "{text}") is not a language tag such as en or zh.') from error


def _optional(text: str | None) -> ox.Literal | None:
    return text_literal(text) if text else None


def _count(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=_term("xsd:nonNegativeInteger"))


def _year(year: int | None) -> ox.Literal | None:
    return None if year is None else ox.Literal(f"{year:04d}", datatype=_term("xsd:gYear"))


def _date(text: str) -> ox.Literal | None:
    """A date as precise as it is printed: a day, a month, a year, or any other words as they are."""
    kinds = {r"\d{4}-\d\d-\d\d": "xsd:date", r"\d{4}-\d\d": "xsd:gYearMonth", r"\d{4}": "xsd:gYear"}
    kind = next((k for pattern, k in kinds.items() if re.fullmatch(pattern, text)), None)
    return ox.Literal(text, datatype=_term(kind)) if kind else _optional(text)


def number(value: float) -> ox.Literal:
    """A number as xsd:decimal in its shortest form, never with an exponent."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise InputError(f"{value} is not a number that can be stored.")
    text = f"{exact:f}"
    return ox.Literal(text.rstrip("0").rstrip(".") if "." in text else text, datatype=_term("xsd:decimal"))
