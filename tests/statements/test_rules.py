"""Every rule, without the model, finds what its sentences say, and nothing in its near misses."""

from __future__ import annotations

import pytest

from dpgraph.mentions.reading import read
from dpgraph.mentions.register import Register, normal
from dpgraph.records import Document, Ontology, Section
from dpgraph.settings import BELIEVED
from dpgraph.statements.relations import fired_rules, relations, scenes
from dpgraph.statements.rules import Rule, shipped_rules

RULES = shipped_rules()


def document(sentence: str) -> Document:
    section = Section(0, "", 0, 0, len(sentence))
    return Document("example", "example.txt", sentence, (section,), ((0, 0, len(sentence)),))


def fired(sentence: str, register: Register, ontology: Ontology) -> set[tuple[str, str, str]]:
    """(rule, subject, object) of all that rules find in a sentence."""
    found = [fired_rules(s, ontology) for r in read([document(sentence)], register) for s in scenes(r)]
    return {(rule, *map(normal, ends)) for pairs in found for ends, rules in pairs.items() for rule in rules}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_accepts_what_it_is_meant_for(rule: Rule, register: Register, ontology: Ontology) -> None:
    for sentence, subject, object_ in rule.accept:
        found = fired(sentence, register, ontology)
        ends = [normal(register.find(name) or name) for name in (subject, object_)]
        turned = rule.predicate == "collaboratesWith" and (rule.name, *ends[::-1]) in found
        assert (rule.name, *ends) in found or turned, (sentence, found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_of_the_predicate_finds_its_near_misses(rule: Rule, register: Register, ontology: Ontology) -> None:
    same = {r.name for r in RULES if r.predicate == rule.predicate}
    for sentence in rule.reject:
        assert not [found for found in fired(sentence, register, ontology) if found[0] in same], sentence


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_near_misses_enter_no_graph(rule: Rule, register: Register, ontology: Ontology) -> None:
    for sentence in rule.reject:
        found = [r for reading in read([document(sentence)], register) for r in relations(reading, ontology)]
        sure = [r for r in found if r.predicate == rule.predicate and r.evidence.confidence >= BELIEVED]
        assert not sure, (sentence, sure)


def test_every_rule_has_an_example_of_each_kind() -> None:
    assert all(rule.accept and rule.reject for rule in RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_every_predicate_of_a_rule_is_in_the_ontology(ontology: Ontology) -> None:
    assert {rule.predicate for rule in RULES} <= set(ontology.properties)
