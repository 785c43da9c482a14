from dataclasses import replace

import pyoxigraph as ox
import pytest

from dpgraph import assets, iris
from dpgraph.errors import InputError
from dpgraph.graph.rdf import (
    CURATED,
    DATASET,
    EVIDENCE,
    STATED,
    document_node,
    entity_quads,
    knowledge_quads,
    statement_quads,
)
from dpgraph.records import Document, Entity, Evidence, Knowledge, Observation, Section, Statement

WORDS = Evidence("report", 1, 10, 14, "runs", "rule operates-verb", 0.8)
RUNS = Statement(iris.expand("dpr:a"), "operates", iris.expand("dpr:b"), "asserted", None, (WORDS,))


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(iris.expand(curie))


def objects(quads: list[ox.Quad], curie: str) -> list[str]:
    return sorted(q.object.value for q in quads if q.predicate == node(curie))  # type: ignore[union-attr]


def test_nothing_is_said_twice(quads: list[ox.Quad]) -> None:
    assert len(quads) == len(set(quads))
    seen = [q.triple for q in quads if q.graph_name in DATASET]
    assert len(seen) == len(set(seen))


def test_the_data_has_no_blank_nodes(quads: list[ox.Quad]) -> None:
    blank = {q.graph_name for q in quads if isinstance(q.subject, ox.BlankNode)}
    assert blank <= {node("dpx:ontology")}


def test_an_asserted_statement_has_its_triple_and_its_graphs() -> None:
    curated = replace(WORDS, document="other", method="curated by editors")
    quads = list(statement_quads((replace(RUNS, evidence=(WORDS, curated)),)))
    plain = {q.graph_name for q in quads if q.predicate == node("dpg:operates")}
    assert plain == {STATED, CURATED, node("dpx:document/report"), node("dpx:document/other")}


@pytest.mark.parametrize("status", ["planned", "recommended", "mandated", "denied", "ceased"])
def test_no_other_status_has_a_plain_triple(status: str) -> None:
    quads = list(statement_quads((replace(RUNS, status=status),)))
    assert {q.graph_name for q in quads} == {EVIDENCE}


def test_records_of_one_statement_become_one_node() -> None:
    surer = replace(WORDS, start=20, end=24, confidence=0.95)
    quads = list(statement_quads((RUNS, replace(RUNS, year=2017, evidence=(surer,)))))
    assert len(objects(quads, "dpg:hasEvidence")) == 2
    assert objects(quads, "dpg:year") == ["2017"]
    statement = next(q.subject for q in quads if q.predicate == node("rdf:subject"))
    assert objects([q for q in quads if q.subject == statement], "dpg:confidence") == ["0.95"]


def test_names_become_labels() -> None:
    aliases = (("Harbor", "en"), ("港口", "zh"), ("港口社", "zh"))
    quads = list(entity_quads(Entity(iris.expand("dpr:h"), "Harbor Press", "Organization", "Publisher", aliases)))
    assert objects(quads, "skos:prefLabel") == ["Harbor Press", "港口"]
    assert objects(quads, "skos:altLabel") == ["Harbor", "港口社"]
    assert objects(quads, "rdf:type") == [iris.expand("dpg:Publisher")]


def test_a_concept_keeps_the_labels_of_its_vocabulary() -> None:
    concept = Entity(
        iris.expand("dpr:digital-education"), "digital education", "Sector", "Sector",
        (("digital education", "en"), ("e-schooling of Rivertown", "en")), (("report", 2),),
    )  # fmt: skip
    quads = knowledge_quads(Knowledge((), (concept,), (), ()), assets.folder("ontology"))
    added = [q for q in quads if q.graph_name == STATED]
    assert {iris.contract(q.predicate.value) for q in added} == {"skos:altLabel", "dpg:mentionedIn"}
    assert objects(added, "skos:altLabel") == ["e-schooling of Rivertown"]


def test_a_document_is_described_as_far_as_known() -> None:
    section = Section(0, "Überschrift", 1, 0, 5)
    document = Document("trade report", "x.md", "Texte", (section,), (), (), {"date": "2017-05", "publisher": ""})
    quads = knowledge_quads(Knowledge((document,), (), (), ()), assets.folder("ontology"))
    about = [q for q in quads if q.subject == document_node("trade report")]
    assert objects(about, "dcterms:title") == ["trade report"]
    assert objects(about, "dcterms:publisher") == []
    date = next(q.object for q in about if q.predicate == node("dcterms:date"))
    assert isinstance(date, ox.Literal) and date.datatype == node("xsd:gYearMonth")
    assert objects(about, "dcterms:hasPart") == ["https://w3id.org/dpgraph/document/trade%20report/section/0"]


@pytest.mark.parametrize(
    ("number", "text"),
    [(17958000000.0, "17958000000"), (13.2, "13.2"), (1e-7, "0.0000001"), (0.0, "0"), (1e21, "1" + "0" * 21)],
)
def test_numbers_are_written_out(number: float, text: str) -> None:
    figure = Observation(None, "output value", number, "CNY", 2017, None, "asserted", (WORDS,))
    quads = knowledge_quads(Knowledge((), (), (), (figure,)), assets.folder("ontology"))
    assert objects(quads, "dpg:value") == [text]


def test_what_is_no_number_is_refused() -> None:
    figure = Observation(None, "output value", float("inf"), "CNY", None, None, "asserted", (WORDS,))
    with pytest.raises(InputError, match="inf is not a number"):
        knowledge_quads(Knowledge((), (), (), (figure,)), assets.folder("ontology"))


def test_a_language_that_is_none_is_refused() -> None:
    entity = Entity(iris.expand("dpr:h"), "Harbor Press", "Organization", "Publisher", (("Hafen", "in German"),))
    with pytest.raises(InputError, match=r'"in German" .* is not a language tag'):
        list(entity_quads(entity))


def test_what_is_no_iri_is_refused() -> None:
    with pytest.raises(InputError, match="not an IRI"):
        list(statement_quads((replace(RUNS, subject="Harbor Press"),)))
