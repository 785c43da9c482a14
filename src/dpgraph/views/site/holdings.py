"""What the pages are made of: an ecosystem, its findings, and the documents with the mentions in them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from dpgraph import iris
from dpgraph.analysis.stated import order
from dpgraph.analysis.support import find_support
from dpgraph.records import Ecosystem, Entity, Finding, Observation, Section, Sentence, Statement
from dpgraph.settings import FLOORS


@dataclass(frozen=True, slots=True)
class Text:
    """A document as it was read; `text` is None where only what was found in it is at hand."""

    id: str
    title: str
    text: str | None
    sections: tuple[Section, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a document that name an entity."""

    start: int
    end: int
    entity: str
    type: str


@dataclass(frozen=True)
class Holdings:
    """All that can be looked at, indexed as the pages need it. `name` is what the build is called."""

    name: str
    ecosystem: Ecosystem
    findings: tuple[Finding, ...]
    texts: Mapping[str, Text]
    marks: Mapping[str, tuple[Mark, ...]]

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, in order."""
        return tuple(sorted(self.ecosystem.statements, key=order))

    @cached_property
    def said(self) -> Mapping[str, tuple[Statement, ...]]:
        """The statements about each entity."""
        found: defaultdict[str, list[Statement]] = defaultdict(list)
        for s in self.statements:
            for end in dict.fromkeys((s.subject, s.object)):
                found[end].append(s)
        return {iri: tuple(statements) for iri, statements in found.items()}

    @cached_property
    def figures(self) -> Mapping[str, tuple[Observation, ...]]:
        """The figures of each entity; those of nobody named under ""."""
        found: defaultdict[str, list[Observation]] = defaultdict(list)
        for o in self.ecosystem.observations:
            found[o.subject or ""].append(o)
        return {iri: tuple(sorted(figures, key=_figure)) for iri, figures in found.items()}

    @cached_property
    def found_of(self) -> Mapping[str, tuple[Finding, ...]]:
        """The findings that each entity is a member of."""
        found: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in self.findings:
            for iri in dict.fromkeys(i for role, ids in roles(finding).items() for i in ids):
                found[iri].append(finding)
        return {iri: tuple(findings) for iri, findings in found.items()}

    @cached_property
    def support(self) -> Mapping[str, tuple[Sentence, ...]]:
        """The sentences by which policies and advice speak for each finding."""
        return find_support(self.ecosystem, self.findings)

    @cached_property
    def shown(self) -> tuple[Entity, ...]:
        """The entities that have a page: those that a document speaks of, or a finding names."""
        named = {e.iri for e in self.ecosystem.spoken_of()} | set(self.found_of)
        return tuple(e for iri, e in self.ecosystem.entities.items() if iri in named)

    @cached_property
    def shown_iris(self) -> frozenset[str]:
        """The IRIs of `shown`."""
        return frozenset(e.iri for e in self.shown)

    def title(self, document: str) -> str:
        """What a document is called."""
        return self.texts[document].title if document in self.texts else document

    def entity(self, iri: str) -> Entity:
        """The entity, or one that has only its IRI."""
        return self.ecosystem.entities.get(iri) or Entity(iri, iris.contract(iri), "", "")


def roles(finding: Finding) -> dict[str, tuple[str, ...]]:
    """The members of a finding by role, without what each of them would bring."""
    return {role: ids for role, ids in finding.members.items() if ids and not role.startswith("brings ")}


def read_holdings(folder: Path, ecosystem: Ecosystem, findings: Iterable[Finding]) -> Holdings:
    """The holdings of a build; documents without their text where the folder holds a graph alone."""
    texts = {text.id: text for text in _texts(folder / FLOORS[0])}
    for document in sorted({document for document, _ in ecosystem.sections} - set(texts)):
        texts[document] = Text(document, document, None, tuple(_sections(ecosystem, document)))
    return Holdings(folder.resolve().name, ecosystem, tuple(findings), texts, _marks(folder, ecosystem))


def _texts(folder: Path) -> Iterator[Text]:
    for said in _lines(folder / "documents.jsonl"):
        try:
            text = (folder / f"{said['id']}.txt").read_text(encoding="utf-8")
        except OSError:
            continue
        sections = tuple(Section(**section) for section in said["sections"])
        yield Text(said["id"], said["metadata"].get("title") or said["id"], text, sections, said["metadata"])


def _sections(ecosystem: Ecosystem, document: str) -> Iterator[Section]:
    for (of, number), title in ecosystem.sections.items():
        if of == document:
            yield Section(number, title, 2 if title else 0, 0, 0)


def _marks(folder: Path, ecosystem: Ecosystem) -> dict[str, tuple[Mark, ...]]:
    called: dict[str, Entity] = {}
    for entity in ecosystem.entities.values():
        called.setdefault(entity.name, entity)
    found: defaultdict[str, list[Mark]] = defaultdict(list)
    for said in _lines(folder / FLOORS[1] / "mentions.jsonl"):
        named = called.get(said["entity"] or "")
        iri, kind = (named.iri, named.type) if named else ("", said["type"])
        found[said["document"]].append(Mark(said["start"], said["end"], iri, kind))
    return {name: tuple(sorted(marks, key=lambda m: (m.start, -m.end))) for name, marks in found.items()}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _figure(o: Observation) -> tuple[str, str, int, float]:
    return o.indicator, o.unit, o.year or 0, o.value
