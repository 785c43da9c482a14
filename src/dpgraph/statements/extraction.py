"""What the documents of a corpus say by themselves: entities, statements and observations of their readings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dpgraph.iris import slug
from dpgraph.mentions.linking import acted_types
from dpgraph.mentions.reading import read
from dpgraph.mentions.register import Register, iri
from dpgraph.records import Document, Mention, Observation, Ontology, Statement
from dpgraph.statements.observations import Figure, figures
from dpgraph.statements.relations import Relation, relations


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document says: mentions with their entities, relations and figures (by canonical names), new classes."""

    document: Document
    mentions: tuple[Mention, ...]
    relations: tuple[Relation, ...]
    figures: tuple[Figure, ...]
    classes: Mapping[str, str]


def extract(documents: Iterable[Document], register: Register, ontology: Ontology) -> Iterator[Extraction]:
    """An Extraction of each document, one after the other."""
    for reading in read(documents, register):
        yield Extraction(
            reading.document, tuple(reading.mentions), tuple(relations(reading, ontology)), tuple(figures(reading)), reading.classes
        )


def settled(extractions: Iterable[Extraction], register: Register, ontology: Ontology) -> tuple[list[Extraction], Register]:
    """Extractions whose names agree across documents, and the register with the new entities added.

    Names that would share an IRI are one entity, called as the register calls it or as most documents do; its class is
    the one most mentions give it.
    """
    kept = list(extractions)
    means, classes = _agreed(kept, register, ontology)
    renamed = [_renamed(e, means) for e in kept]
    return renamed, replace(register, classes={**classes, **register.classes})


def _agreed(extractions: list[Extraction], register: Register, ontology: Ontology) -> tuple[dict[str, str], dict[str, str]]:
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for e in extractions:
        for m in e.mentions:
            if m.entity is not None and m.entity in e.classes:
                uses[slug(m.entity)][m.entity] += 1
                votes[slug(m.entity)][e.classes[m.entity]] += 1
    registered = {slug(name): name for name in reversed(sorted(register.classes))}
    means, classes = {}, {}
    for tail, names in uses.items():
        name = registered.get(tail) or max(sorted(names), key=lambda n, names=names: names[n])  # type: ignore[misc]
        means |= dict.fromkeys(names, name)
        if tail not in registered:
            classes[name] = _voted(votes[tail], ontology)
    return means, classes


def _voted(votes: Counter[str], ontology: Ontology) -> str:
    """The class of the type with most votes; among classes of that type the narrow ones first."""
    types: Counter[str] = Counter()
    for cls, count in votes.items():
        types[ontology.top(cls)] += count
    kind = max(sorted(types), key=lambda t: types[t])
    fitting = {cls: n for cls, n in votes.items() if ontology.top(cls) == kind}
    return max(sorted(fitting), key=lambda cls: (cls != kind, fitting[cls]))


def _renamed(extraction: Extraction, means: Mapping[str, str]) -> Extraction:
    def name(old: str) -> str:
        return means.get(old, old)

    return replace(
        extraction,
        mentions=tuple(replace(m, entity=name(m.entity)) if m.entity else m for m in extraction.mentions),
        relations=tuple(
            replace(r, subject=name(r.subject), object=name(r.object), acts=tuple(map(name, r.acts))) for r in extraction.relations
        ),
        figures=tuple(replace(f, subject=name(f.subject)) if f.subject else f for f in extraction.figures),
    )


def statements_of(extraction: Extraction, register: Register, ontology: Ontology) -> Iterator[Statement]:
    """The relations of a document as statements, those whose ends have types that the predicate joins."""
    for r in extraction.relations:
        types = (ontology.top(register.classes[name]) for name in (r.subject, r.object))
        if all(acted_types(ontology.properties[r.predicate], *types)) and iri(r.subject) != iri(r.object):
            yield Statement(iri(r.subject), r.predicate, iri(r.object), r.status, r.year, (r.evidence,))


def observations_of(extraction: Extraction) -> Iterator[Observation]:
    """The figures of a document as observations."""
    for f in extraction.figures:
        subject = iri(f.subject) if f.subject else None
        yield Observation(subject, f.indicator, f.value, f.unit, f.year, f.qualifier, f.status, (f.evidence,))
