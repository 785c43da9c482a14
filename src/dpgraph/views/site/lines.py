"""Entities, sentences, statements and figures as lines of a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dpgraph import iris
from dpgraph.graph.rdf import observation_node, statement_node
from dpgraph.records import Entity, Evidence, Observation, Sentence, Statement
from dpgraph.views.palette import style
from dpgraph.views.site.addresses import Addresses, document_path, entity_path
from dpgraph.views.site.holdings import Holdings
from dpgraph.views.words import number, spoken


@dataclass(frozen=True, slots=True)
class End:
    """An entity in a line: its name, its Chinese name ("" if none), where its page is ("" if nowhere), and its look."""

    iri: str
    name: str
    chinese: str
    type: str
    cls: str
    link: str
    shape: str
    colour: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence with where it stands and what found it there."""

    text: str
    title: str
    section: str
    link: str
    by: str
    confidence: float
    status: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A statement, with its sentences."""

    id: str
    subject: End
    relation: str
    object: End
    status: str
    year: int | None
    confidence: float
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, with its sentences; `about` is None where the text does not say whose it is."""

    id: str
    about: End | None
    indicator: str
    number: str
    unit: str
    value: float
    year: int | None
    status: str
    confidence: float
    quotes: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Makes lines whose links fit the page that they stand on."""

    held: Holdings
    to: Addresses

    def end(self, iri: str) -> End:
        """An entity."""
        entity = self.held.entity(iri)
        shape, colour = style(entity.type)
        known = self.to.served or iri in self.held.shown_iris
        path = entity_path(iri) if known and iri in self.held.ecosystem.entities else ""
        link = self.to.page(path) if path else ""
        return End(
            iri, entity.name, chinese_name(entity), entity.type, spoken(entity.cls) or "entity", link, shape, colour
        )

    def statement(self, s: Statement) -> Line:
        """A statement."""
        quotes = self.quotes(s.evidence)
        ends = self.end(s.subject), spoken(s.predicate), self.end(s.object)
        return Line(short_id(statement_node(s).value), *ends, s.status, s.year, s.confidence, quotes)

    def figure(self, o: Observation) -> Figure:
        """A figure."""
        quotes = self.quotes(o.evidence)
        value = f"{o.qualifier} {number(o.value)}" if o.qualifier else number(o.value)
        ident = short_id(observation_node(o).value)
        about = self.end(o.subject) if o.subject else None
        return Figure(ident, about, o.indicator, value, o.unit, o.value, o.year, o.status, o.confidence, quotes)

    def quotes(self, evidence: Iterable[Evidence]) -> tuple[Quoted, ...]:
        """Pieces of evidence, the surest first; those from one stretch of text are one, with all that found it."""
        found = sorted(joined(evidence), key=lambda same: (-max(e.confidence for e in same), same[0]))
        return tuple(self._quoted(same) for same in found)

    def _quoted(self, same: Sequence[Evidence]) -> Quoted:
        longest = max(same, key=lambda e: (e.end - e.start, -e.start))
        section = self.held.ecosystem.sections.get((longest.document, longest.section), "")
        by = " and ".join(dict.fromkeys(e.method for e in sorted(same, key=lambda e: -e.confidence)))
        place = self.place(longest.document, min(e.start for e in same))
        sure = max(e.confidence for e in same)
        return Quoted(longest.quote, self.held.title(longest.document), section, place, by, sure)

    def sentence(self, s: Sentence) -> Quoted:
        """A sentence of a finding."""
        link = self.place(s.document, s.start)
        return Quoted(s.quote, self.held.title(s.document), s.section, link, "", s.confidence, s.status)

    def sentences(self, sentences: Iterable[Sentence]) -> tuple[Quoted, ...]:
        """Several sentences."""
        return tuple(self.sentence(s) for s in sentences)

    def place(self, document: str, start: int) -> str:
        """The link to a place in a document."""
        return self.to.page(document_path(document), f"c{start}") if document in self.held.texts else ""


def joined(evidence: Iterable[Evidence]) -> list[list[Evidence]]:
    """Evidence in stretches of text that overlap."""
    found: list[list[Evidence]] = []
    for e in sorted(evidence):
        last = found[-1] if found else []
        if last and last[0].document == e.document and e.start < max(o.end for o in last):
            last.append(e)
        else:
            found.append([e])
    return found


def short_id(iri: str) -> str:
    """The last part of an IRI, which identifies a statement or figure within a page."""
    return iris.contract(iri).rpartition(":")[2]


def chinese_name(entity: Entity) -> str:
    """The Chinese name that an entity is known by, "" if none is known."""
    return next((text for text, language in entity.aliases if language.startswith("zh")), "")
