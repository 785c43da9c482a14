"""Every rule accepts the sentences it is meant for, and rejects its near misses."""

from __future__ import annotations

import pytest

from dpgraph.mentions.reading import read
from dpgraph.mentions.register import Register, normal
from dpgraph.records import Document, Ontology, Section
from dpgraph.statements.relations import Relation, relations
from dpgraph.statements.rules import Rule, read_rules

RULES = read_rules()


def stated(sentence: str, register: Register, ontology: Ontology) -> list[Relation]:
    section = Section(0, "", 0, 0, len(sentence))
    document = Document("example", "example.txt", sentence, (section,), ((0, 0, len(sentence)),))
    return [r for reading in read([document], register) for r in relations(reading, ontology)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_accepts_what_it_is_meant_for(rule: Rule, register: Register, ontology: Ontology) -> None:
    for sentence, subject, object_ in rule.accept:
        found = [r for r in stated(sentence, register, ontology) if r.evidence.method == f"rule {rule.name}"]
        ends = {(normal(r.subject), normal(r.object)) for r in found}
        wanted = tuple(normal(register.find(name) or name) for name in (subject, object_))
        assert wanted in ends or (wanted[::-1] in ends and rule.predicate == "collaboratesWith"), (sentence, ends)
        assert all(0 < r.evidence.confidence <= 0.95 and r.evidence.quote in sentence for r in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_rejects_its_near_misses(rule: Rule, register: Register, ontology: Ontology) -> None:
    for sentence in rule.reject:
        found = [r for r in stated(sentence, register, ontology) if r.predicate == rule.predicate]
        assert not found, (sentence, found)


def test_every_rule_has_an_example_of_each_kind() -> None:
    assert all(rule.accept and rule.reject for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_predicate_of_a_rule_is_in_the_ontology(ontology: Ontology) -> None:
    assert {rule.predicate for rule in RULES} <= set(ontology.properties)
