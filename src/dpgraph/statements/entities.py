"""The entities of a graph: everything that is registered and said something of, or mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dpgraph.mentions.register import Register, iri
from dpgraph.records import Document, Entity, Mention, Observation, Ontology, Statement


def build_entities(
    register: Register,
    ontology: Ontology,
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    statements: Iterable[Statement],
    observations: Iterable[Observation],
) -> tuple[Entity, ...]:
    """Entities sorted by IRI: those with a statement, an observation or a mention; each with its names and places."""
    places, found_forms = _mentioned(mentions, documents)
    used = {s.subject for s in statements} | {s.object for s in statements} | {o.subject for o in observations if o.subject}
    names = {n for n in register.classes if iri(n) in used or n in places}
    aliases = _aliases(register, found_forms)
    return tuple(
        sorted(
            (
                Entity(
                    iri=iri(name),
                    name=name,
                    type=ontology.top(register.classes[name]),
                    cls=register.classes[name],
                    aliases=tuple(sorted(aliases[name] - {(name, "en")})),
                    mentions=tuple(sorted(places[name])),
                )
                for name in names
            ),
            key=lambda e: e.iri,
        )
    )


def _mentioned(
    mentions: Iterable[Mention], documents: Mapping[str, Document]
) -> tuple[defaultdict[str, set[tuple[str, int]]], defaultdict[str, set[str]]]:
    places: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for m in mentions:
        if m.entity is not None:
            places[m.entity].add((m.document, documents[m.document].section_at(m.start).order))
            forms[m.entity].add(m.text)
    return places, forms


def _aliases(register: Register, found: Mapping[str, set[str]]) -> defaultdict[str, set[tuple[str, str]]]:
    aliases: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for n in register.names:
        aliases[n.entity].add((n.text, n.language))
    for name, forms in found.items():
        aliases[name] |= {(form, "en") for form in forms}
    return aliases
