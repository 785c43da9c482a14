"""The entities of a graph: everything that is registered and said something of, or mentioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from dpgraph.mentions.linking import acted_types
from dpgraph.mentions.register import Register, iri
from dpgraph.records import Document, Entity, Mention, Observation, Ontology, Statement


def build_entities(
    register: Register,
    ontology: Ontology,
    documents: Mapping[str, Document],
    mentions: Iterable[Mention],
    statements: Collection[Statement],
    observations: Collection[Observation],
) -> tuple[Entity, ...]:
    """Entities sorted by IRI: those with a statement, an observation or a mention; each with its names and places."""
    places, forms = _mentioned(mentions, documents)
    used = {end for s in statements for end in (s.subject, s.object)} | {o.subject for o in observations}
    aliases, acts = _aliases(register, forms), _acts(register, ontology, statements)
    found = (
        Entity(
            iri=iri(name),
            name=name,
            type=ontology.top(cls),
            cls=cls,
            aliases=tuple(sorted(aliases[name] - {(name, "en")})),
            mentions=tuple(sorted(places[name])),
            also=tuple(sorted(acts[iri(name)])),
        )
        for name, cls in register.classes.items()
        if name in places or iri(name) in used
    )
    return tuple(sorted(found, key=lambda e: e.iri))


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


def _acts(register: Register, ontology: Ontology, statements: Iterable[Statement]) -> defaultdict[str, set[str]]:
    """The types that entities take on by what is stated of them: a magazine that operates a platform acts."""
    types = {iri(name): ontology.top(cls) for name, cls in register.classes.items()}
    acts: defaultdict[str, set[str]] = defaultdict(set)
    for s in statements:
        ends = types[s.subject], types[s.object]
        for end, kind, needed in zip(
            (s.subject, s.object), ends, acted_types(ontology.properties[s.predicate], *ends), strict=True
        ):
            if kind != needed:
                acts[end].add(needed)
    return acts
