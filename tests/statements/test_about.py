"""Relations with what a sentence does not name."""

from __future__ import annotations

from collections.abc import Callable

from dpgraph.mentions.reading import reader
from dpgraph.mentions.register import Register
from dpgraph.records import Document, Ontology
from dpgraph.statements.about import named_together, topic_pairs
from dpgraph.statements.pairs import parties
from dpgraph.statements.relation import guide_predicates
from dpgraph.statements.relations import scenes

Read = Callable[..., Document]
STORY = (
    "Harbor Press operates the LearnPort platform.\n\nReaders pay by subscription. Harbor Press uses machine learning."
)


def test_names_of_one_sentence_are_told_together(read: Read, register: Register) -> None:
    together = named_together(reader(register)(read(STORY)))
    assert ("Harbor Press", "LearnPort") in together and ("LearnPort", "Harbor Press") in together
    assert ("LearnPort", "machine learning") not in together


def test_what_a_sentence_names_together_is_not_asked_elsewhere(
    read: Read, register: Register, ontology: Ontology
) -> None:
    reading = reader(register)(read(STORY))
    joining, together = guide_predicates(ontology), named_together(reading)
    asked = {
        (topic.placed.mention.entity, party.placed.mention.entity)
        for scene in scenes(reading)
        for topic, party, _ in topic_pairs(scene, parties(scene), together, joining)
    }
    assert ("LearnPort", "machine learning") in asked
    assert ("LearnPort", "Harbor Press") not in asked and ("Harbor Press", "machine learning") not in asked


def test_only_what_a_predicate_can_join_is_asked(ontology: Ontology) -> None:
    joining = guide_predicates(ontology)
    assert "operates" in joining("Organization", "Platform")
    assert "operates" in joining("Publication", "Platform")  # a magazine acts as an organization
    assert joining("Place", "Person") == ()
