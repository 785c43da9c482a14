"""The graph to the record that the analysis reads, by the stored queries under `networks`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

from dpgraph import assets, iris
from dpgraph.graph.questions import read_questions
from dpgraph.graph.sparql import Answer
from dpgraph.records import Ecosystem, Entity, Evidence, Observation, Statement

Ask: TypeAlias = Callable[[str], Answer]
Row: TypeAlias = tuple[Any, ...]
Place: TypeAlias = tuple[str, int]
Found: TypeAlias = Mapping[str, tuple[Evidence, ...]]


def read_ecosystem(ask: Ask) -> Ecosystem:
    """Entities, statements of every status, figures, concepts and section titles, each in a fixed order.

    `ask` answers a SELECT: a store's (`partial(select, store)`) or an endpoint's. Every sector, technology and business
    model of the vocabularies is among the entities, mentioned or not. Raises whatever `ask` raises.
    """
    entities, evidence = _entities(ask), _evidence(ask)
    broader = _grouped(ask, "broader")
    return Ecosystem(
        entities=entities,
        statements=tuple(sorted(_statements(ask, evidence), key=_parts)),
        observations=tuple(sorted(_observations(ask, evidence), key=_figure)),
        broader={c: tuple(sorted(b for (b,) in broader[c])) for c in sorted(broader) if c in entities},
        sections=dict(sorted((_place(section), title) for section, _, _, title in _rows(ask, "sections"))),
    )


def read_documents(ask: Ask) -> dict[str, dict[str, str]]:
    """What is said of each document, by its id, in order: title, publisher, date and reference, "" where unknown."""
    rows = {unquote(row[0].removeprefix(iris.PREFIXES["dpd"])): row[1:] for row in _rows(ask, "documents")}
    keys = "title", "publisher", "date", "reference"
    return {
        document: {key: "" if value is None else str(value) for key, value in zip(keys, said, strict=True)}
        for document, said in sorted(rows.items())
    }


def _rows(ask: Ask, name: str) -> tuple[Row, ...]:
    return ask(_networks(assets.folder("queries") / "networks")[name]).rows


@cache
def _networks(folder: Path) -> Mapping[str, str]:
    return {name: query.text for name, query in read_questions(folder).items()}


def _grouped(ask: Ask, name: str) -> dict[str, list[Row]]:
    """The rows of a query by their first column, which is left out of them."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for key, *rest in _rows(ask, name):
        groups[key].append(tuple(rest))
    return dict(groups)


def _entities(ask: Ask) -> dict[str, Entity]:
    parents = {row[0]: row[1] for row in sorted(_rows(ask, "classes"), reverse=True)}
    aliases, mentions = _grouped(ask, "aliases"), _grouped(ask, "mentions")
    found: dict[str, Entity] = {}
    for iri, rows in sorted(_grouped(ask, "entities").items()):
        places = tuple(sorted(_place(section) for (section,) in mentions.get(iri, ())))
        names: tuple[Any, ...] = tuple(sorted(aliases.get(iri, ())))
        # A name that also acts as an organization is first of all what it is named as.
        (name, cls), *more = sorted(rows, key=lambda row: (_top(row[1], parents) == "Organization", *row))
        found[iri] = Entity(iri, name, _top(cls, parents), cls, names, places, tuple(c for _, c in more))
    return found


def _top(cls: str, parents: Mapping[str, str]) -> str:
    while cls in parents:
        cls = parents[cls]
    return cls


def _evidence(ask: Ask) -> Found:
    return {holder: tuple(sorted(map(_words, rows))) for holder, rows in _grouped(ask, "evidence").items()}


def _words(row: Row) -> Evidence:
    section, start, end, quote, method, confidence = row
    return Evidence(*_place(section), start, end, quote, method, float(confidence))


def _statements(ask: Ask, evidence: Found) -> Iterator[Statement]:
    for node, subject, predicate, object_, status, year in _rows(ask, "statements"):
        yield Statement(subject, predicate, object_, status, year, evidence.get(node, ()))


def _parts(s: Statement) -> tuple[str, ...]:
    return s.subject, s.predicate, s.object, s.status


def _observations(ask: Ask, evidence: Found) -> Iterator[Observation]:
    for node, subject, indicator, value, unit, year, qualifier, status in _rows(ask, "observations"):
        yield Observation(subject, indicator, float(value), unit, year, qualifier, status, evidence.get(node, ()))


def _figure(o: Observation) -> tuple[str, ...]:
    return o.subject or "", o.indicator, repr(o.value), o.unit, str(o.year or ""), o.qualifier or "", o.status


@cache
def _place(section: str) -> Place:
    """The document id and the order in a section's IRI."""
    document, _, order = section.removeprefix(iris.PREFIXES["dpd"]).rpartition("/section/")
    return unquote(document), int(order)
