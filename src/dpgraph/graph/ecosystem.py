"""The graph to the record that the analysis reads, by the stored queries under `networks`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

import pyoxigraph as ox

from dpgraph import assets, iris
from dpgraph.graph.questions import read_questions
from dpgraph.graph.sparql import select
from dpgraph.records import Ecosystem, Entity, Evidence, Observation, Statement

Row: TypeAlias = tuple[Any, ...]
Place: TypeAlias = tuple[str, int]
Found: TypeAlias = Mapping[str, tuple[Evidence, ...]]


def read_ecosystem(store: ox.Store) -> Ecosystem:
    """Entities, statements of every status, figures, concepts and section titles, each in a fixed order.

    Every sector, technology and business model of the vocabularies is among the entities, mentioned or not.
    Raises GraphError when the store cannot be read.
    """
    entities, evidence = _entities(store), _evidence(store)
    broader = _grouped(store, "broader")
    return Ecosystem(
        entities=entities,
        statements=tuple(sorted(_statements(store, evidence), key=_parts)),
        observations=tuple(sorted(_observations(store, evidence), key=_figure)),
        broader={c: tuple(sorted(b for (b,) in broader[c])) for c in sorted(broader) if c in entities},
        sections=dict(sorted((_place(section), title) for section, _, _, title in _rows(store, "sections"))),
    )


def _rows(store: ox.Store, name: str) -> tuple[Row, ...]:
    return select(store, _networks(assets.folder("queries") / "networks")[name]).rows


@cache
def _networks(folder: Path) -> Mapping[str, str]:
    return {name: query.text for name, query in read_questions(folder).items()}


def _grouped(store: ox.Store, name: str) -> dict[str, list[Row]]:
    """The rows of a query by their first column, which is left out of them."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for key, *rest in _rows(store, name):
        groups[key].append(tuple(rest))
    return dict(groups)


def _entities(store: ox.Store) -> dict[str, Entity]:
    parents = {row[0]: row[1] for row in sorted(_rows(store, "classes"), reverse=True)}
    aliases, mentions = _grouped(store, "aliases"), _grouped(store, "mentions")
    found: dict[str, Entity] = {}
    for iri, rows in sorted(_grouped(store, "entities").items()):
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


def _evidence(store: ox.Store) -> Found:
    return {holder: tuple(sorted(map(_words, rows))) for holder, rows in _grouped(store, "evidence").items()}


def _words(row: Row) -> Evidence:
    section, start, end, quote, method, confidence = row
    return Evidence(*_place(section), start, end, quote, method, float(confidence))


def _statements(store: ox.Store, evidence: Found) -> Iterator[Statement]:
    for node, subject, predicate, object_, status, year in _rows(store, "statements"):
        yield Statement(subject, predicate, object_, status, year, evidence.get(node, ()))


def _parts(s: Statement) -> tuple[str, ...]:
    return s.subject, s.predicate, s.object, s.status


def _observations(store: ox.Store, evidence: Found) -> Iterator[Observation]:
    for node, subject, indicator, value, unit, year, qualifier, status in _rows(store, "observations"):
        yield Observation(subject, indicator, float(value), unit, year, qualifier, status, evidence.get(node, ()))


def _figure(o: Observation) -> tuple[str, ...]:
    return o.subject or "", o.indicator, repr(o.value), o.unit, str(o.year or ""), o.qualifier or "", o.status


@cache
def _place(section: str) -> Place:
    """The document id and the order in a section's IRI."""
    document, _, order = section.removeprefix(iris.PREFIXES["dpd"]).rpartition("/section/")
    return unquote(document), int(order)
