"""Everything that is known of one entity, with the words that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from dpgraph import assets, iris
from dpgraph.errors import NotFound
from dpgraph.graph.ecosystem import Ask
from dpgraph.graph.questions import bind, read_questions
from dpgraph.records import Question

_TYPE, _PREFERRED, _OTHER = map(iris.expand, ("rdf:type", "skos:prefLabel", "skos:altLabel"))
_MENTIONED = iris.expand("dpg:mentionedIn")
_NOTES = ("skos:definition", "skos:scopeNote", "skos:example")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, with the place they stand at (offsets into its cleaned text) and what found them."""

    iri: str
    text: str
    document: str
    section: str
    start: int
    end: int
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Said:
    """A statement about an entity, with its evidence; `subject` and `object` are names, the IRIs stand beside them."""

    iri: str
    subject_iri: str
    subject: str
    relation: str
    object_iri: str
    object: str
    status: str
    year: int | None
    confidence: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an entity, with its evidence."""

    iri: str
    indicator: str
    value: float
    unit: str
    qualifier: str | None
    year: int | None
    status: str
    confidence: float
    evidence: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """All that is known of an entity. `inferred` holds pairs of property and value as prefixed names."""

    iri: str
    name: str
    classes: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    statements: tuple[Said, ...]
    figures: tuple[Figure, ...]
    inferred: tuple[tuple[str, str], ...]
    mentions: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join((f"{self.name} ({', '.join(self.classes)}) <{self.iri}>", *self._lines()))

    def _repr_html_(self) -> str:
        rows = (f"<li>{escape(line)}</li>" for line in self._lines())
        classes = escape(", ".join(self.classes))
        return (
            f"<h3>{escape(self.name)}</h3><p>{classes}<br><code>{escape(self.iri)}</code></p><ul>{''.join(rows)}</ul>"
        )

    def _lines(self) -> Iterable[str]:
        """A line for the other names, for each note, statement and figure; the first quote with it."""
        others = [text for text, _ in self.names if text != self.name]
        yield from (f"also: {', '.join(others)}",) if others else ()
        yield from self.notes
        for s in self.statements:
            yield f"{s.subject} {s.relation} {s.object} ({_standing(s.status, s.year)}){_first(s.evidence)}"
        for f in self.figures:
            value = " ".join(p for p in (f.qualifier, f"{f.value:,.15g}", f.unit) if p)
            yield f"{f.indicator}: {value} ({_standing(f.status, f.year)}){_first(f.evidence)}"


def get_known(ask: Ask, name: str) -> Known:
    """All that is known of the entity of this name (any of its names, in any language), prefixed name or IRI.

    `ask` answers a SELECT. Raises NotFound when nothing is called so, and whatever `ask` raises.
    """
    for iri in called(ask, name):
        about = _rows(ask, "about", entity=iri)
        if any(row[0] == _PREFERRED for row in about):
            return _known(ask, iri, about)
    raise NotFound(f'Nothing in the graph is called "{name}". Look for a part of it with: find-entity, words={name!r}')


def called(ask: Ask, name: str) -> Iterable[str]:
    """What a name may mean: the IRI that it is or stands for; else the entities that are called so, likeliest first."""
    if (iri := iris.read(name)) is not None:
        yield iri
    else:
        yield iris.expand(f"dpr:{iris.slug(name)}")
        yield from (str(row[0]) for row in _rows(ask, "called", name=name))


def _known(ask: Ask, iri: str, about: Iterable[tuple[Any, ...]]) -> Known:
    values: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for prop, value, language in about:
        values[prop].append((str(value), language or ""))
    quotes = _quotes(ask, iri)
    names = (*sorted(values[_PREFERRED], key=lambda n: n[1] != "en"), *values[_OTHER])
    return Known(
        iri=iri,
        name=names[0][0],
        classes=tuple(iris.contract(cls).removeprefix("dpg:") for cls, _ in values[_TYPE]),
        names=names,
        notes=tuple(note for curie in _NOTES for note, lang in values[iris.expand(curie)] if lang in {"", "en"}),
        statements=_statements(ask, iri, quotes),
        figures=_figures(ask, iri, quotes),
        inferred=tuple((iris.contract(p), iris.contract(v)) for p, v in _rows(ask, "inferred", entity=iri)),
        mentions=tuple(section for section, _ in values[_MENTIONED]),
    )


def _quotes(ask: Ask, iri: str) -> Mapping[str, tuple[Quote, ...]]:
    found: dict[str, list[Quote]] = defaultdict(list)
    for holder, *quote in _rows(ask, "evidence", entity=iri):
        found[holder].append(Quote(*quote))
    return {holder: tuple(quotes) for holder, quotes in found.items()}


def _statements(ask: Ask, iri: str, quotes: Mapping[str, tuple[Quote, ...]]) -> tuple[Said, ...]:
    return tuple(Said(*(*row, quotes.get(row[0], ()))) for row in _rows(ask, "statements", entity=iri))


def _figures(ask: Ask, iri: str, quotes: Mapping[str, tuple[Quote, ...]]) -> tuple[Figure, ...]:
    return tuple(Figure(*(*row, quotes.get(row[0], ()))) for row in _rows(ask, "figures", entity=iri))


def _rows(ask: Ask, query: str, **values: str) -> tuple[tuple[Any, ...], ...]:
    return ask(bind(_queries(assets.folder("queries") / "entity")[query], values)).rows


@cache
def _queries(folder: Path) -> Mapping[str, Question]:
    return read_questions(folder)


def _standing(status: str, year: int | None) -> str:
    return f"{status}, {year}" if year else status


def _first(evidence: tuple[Quote, ...]) -> str:
    return f" — “{evidence[0].text}” {evidence[0].document}" if evidence else ""
