"""Rules put to the test of their own sentences: each has to find what it accepts, and nothing in what it rejects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dpgraph.mentions.reading import reader
from dpgraph.mentions.register import Register, normal
from dpgraph.records import Document, Ontology, Section
from dpgraph.statements.relations import fired_rules, scenes
from dpgraph.statements.rules import Rule

Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Failure:
    """A sentence that a rule reads otherwise than it says itself."""

    rule: str
    sentence: str
    reason: str


def tried(rules: Iterable[Rule], register: Register, ontology: Ontology) -> Iterator[Failure]:
    """Every sentence of these rules, which have to be spoken, that they fail at."""
    read_one = reader(register)

    def found(rule: Rule, sentence: str) -> set[Ends]:
        reading = read_one(_document(sentence))
        fired = (fired_rules(scene, ontology) for scene in scenes(reading))
        return {(normal(a), normal(b)) for pairs in fired for (a, b), names in pairs.items() if rule.name in names}

    for rule in rules:
        for sentence, *ends in rule.accept:
            wanted = tuple(normal(register.find(end) or end) for end in ends)
            if wanted not in (got := found(rule, sentence)):
                yield Failure(rule.name, sentence, f"does not find {ends[0]} and {ends[1]}{_instead(got)}")
        for sentence in rule.reject:
            if got := found(rule, sentence):
                yield Failure(rule.name, sentence, f"finds what it should not{_instead(got)}")


def _instead(found: set[Ends]) -> str:
    return f": {'; '.join(' and '.join(ends) for ends in sorted(found))}" if found else ""


def _document(sentence: str) -> Document:
    section = Section(0, "", 0, 0, len(sentence))
    return Document("example", "example.txt", sentence, (section,), ((0, 0, len(sentence)),))
