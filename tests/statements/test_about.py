"""Relations with what a sentence does not name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from dpgraph.mentions.reading import Reading, reader
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


def all_asked(reading: Reading, ontology: Ontology) -> Iterator[tuple[tuple[str | None, str | None], bool]]:
    """Each topic with each name that is asked about, and whether the topic is asked about as the subject."""
    joining, together = guide_predicates(ontology), named_together(reading)
    for scene in scenes(reading):
        for topic, party, is_subject in topic_pairs(scene, parties(scene), together, joining):
            yield (topic.placed.mention.entity, party.placed.mention.entity), is_subject


def test_names_of_one_sentence_are_told_together(read: Read, register: Register) -> None:
    together = named_together(reader(register)(read(STORY)))
    assert ("Harbor Press", "LearnPort") in together and ("LearnPort", "Harbor Press") in together
    assert ("LearnPort", "machine learning") not in together


def test_what_a_sentence_names_together_is_not_asked_elsewhere(
    read: Read, register: Register, ontology: Ontology
) -> None:
    asked = {ends for ends, _ in all_asked(reader(register)(read(STORY)), ontology)}
    assert ("LearnPort", "machine learning") in asked
    assert ("LearnPort", "Harbor Press") not in asked and ("Harbor Press", "machine learning") not in asked


def test_only_what_a_predicate_can_join_is_asked(ontology: Ontology) -> None:
    joining = guide_predicates(ontology)
    assert "operates" in joining("Organization", "Platform")
    assert "operates" in joining("Publication", "Platform")  # a magazine acts as an organization
    assert joining("Place", "Person") == ()


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("The Norland Reading Action Plan has been approved.\n\nLibraries will use machine learning.", True),
        ("“Norland Reading Action Plan”\n\nLibraries will use machine learning.", True),
        ("By the Norland Reading Action Plan, music is one sector.\n\nLibraries use machine learning.", False),
    ],
)
def test_a_policy_acts_unnamed_only_where_the_text_is_about_it(
    read: Read, register: Register, ontology: Ontology, text: str, speaks: bool
) -> None:
    asked = {ends for ends, is_subject in all_asked(reader(register)(read(text)), ontology) if is_subject}
    assert (("Norland Reading Action Plan", "machine learning") in asked) == speaks
