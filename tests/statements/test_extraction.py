"""Names settle across documents; what becomes a statement."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpgraph.mentions.register import Register, iri
from dpgraph.records import Document, Evidence, Mention, Ontology, Section
from dpgraph.settings import BELIEVED
from dpgraph.statements.extraction import Extraction, observations_of, settled, statements_of
from dpgraph.statements.observations import Figure
from dpgraph.statements.relation import Relation


def evidence(document: str, method: str = "rule operates-verb", confidence: float = 0.9) -> Evidence:
    return Evidence(document, 0, 0, 4, "text", method, confidence)


def extraction(name: str, owner: str, cls: str = "Publisher", mentions: int = 1) -> Extraction:
    """A document that says that an owner operates LearnPort, and has twelve editors."""
    document = Document(name, f"{name}.txt", "text", (Section(0, "", 0, 0, 4),), ((0, 0, 4),))
    said = Relation(owner, "operates", "LearnPort", "asserted", None, evidence(name))
    figure = Figure(owner, "editor", 12.0, "editor", 2021, None, "asserted", evidence(name, "rule quantity"))
    found = [Mention(name, 0, 4, owner, "Organization", "test", 0.9, owner)] * mentions
    found.append(Mention(name, 0, 4, "LearnPort", "Platform", "test", 0.9, "LearnPort"))
    return Extraction(document, tuple(found), (said,), (figure,), {owner: cls, "LearnPort": "Platform"})


def test_names_of_one_iri_become_the_one_used_most(register: Register, ontology: Ontology) -> None:
    made = settled([extraction("a", "HARBOR PRESS"), extraction("b", "Harbor Press", mentions=2)], register, ontology)
    assert {m.entity for e in made.extractions for m in e.mentions} == {"Harbor Press", "LearnPort"}
    assert {r.subject for e in made.extractions for r in e.relations} == {"Harbor Press"}
    assert {f.subject for e in made.extractions for f in e.figures} == {"Harbor Press"}
    assert "HARBOR PRESS" not in made.register.classes


def test_the_order_of_documents_does_not_matter(register: Register, ontology: Ontology) -> None:
    given = [extraction("a", "HARBOR PRESS"), extraction("b", "Harbor Press")]
    one, other = settled(given, register, ontology), settled(given[::-1], register, ontology)
    assert one.extractions == other.extractions[::-1]
    assert one.register.classes == other.register.classes


def test_the_register_names_what_it_knows(register: Register, ontology: Ontology) -> None:
    known = replace(register, classes={**register.classes, "Harbor Press": "Publisher"})
    made = settled([extraction("a", "HARBOR PRESS", mentions=5)], known, ontology)
    assert {r.subject for e in made.extractions for r in e.relations} == {"Harbor Press"}


def test_the_class_is_the_narrow_one_of_the_type_with_most_votes(register: Register, ontology: Ontology) -> None:
    votes = [("a", "Organization"), ("b", "Organization"), ("c", "Publisher"), ("d", "Platform")]
    made = settled([extraction(name, "Harbor Press", cls) for name, cls in votes], register, ontology)
    assert made.register.classes["Harbor Press"] == "Publisher"


@pytest.mark.parametrize(
    ("method", "confidence", "stated"),
    [
        ("rule operates-verb", 0.5, True),
        ("model relations", BELIEVED, True),
        ("model relations", BELIEVED - 0.01, False),
    ],
)
def test_what_only_the_model_believes_must_be_sure(
    method: str, confidence: float, stated: bool, register: Register, ontology: Ontology
) -> None:
    made = settled([extraction("a", "Harbor Press")], register, ontology)
    said = replace(made.extractions[0].relations[0], evidence=evidence("a", method, confidence))
    found = list(statements_of(replace(made.extractions[0], relations=(said,)), made.register, ontology))
    assert [(s.subject, s.predicate, s.object) for s in found] == [
        (iri("Harbor Press"), "operates", iri("LearnPort"))
    ] * stated


def test_types_that_cannot_be_joined_make_no_statement(register: Register, ontology: Ontology) -> None:
    made = settled([extraction("a", "Harbor Press", "Place")], register, ontology)
    assert list(statements_of(made.extractions[0], made.register, ontology)) == []


def test_figures_become_observations_of_the_entity(register: Register, ontology: Ontology) -> None:
    [found] = observations_of(extraction("a", "Harbor Press"))
    assert (found.subject, found.value, found.unit, found.year) == (iri("Harbor Press"), 12.0, "editor", 2021)
