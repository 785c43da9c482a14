"""What the documents of a corpus say by themselves: entities, statements and observations of their readings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dpgraph.iris import slug
from dpgraph.mentions.linking import acted_types, named
from dpgraph.mentions.model import forgetting
from dpgraph.mentions.reading import reader
from dpgraph.mentions.register import Register, iri
from dpgraph.mentions.resolution import NOTHING, Decided, Merge, Named, resolved
from dpgraph.records import Document, Mention, Observation, Ontology, Statement
from dpgraph.settings import BELIEVED
from dpgraph.statements.observations import Figure, figures
from dpgraph.statements.relation import Relation
from dpgraph.statements.relations import relations


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
    return map(extractor(register, ontology), documents)


def extractor(register: Register, ontology: Ontology) -> Callable[[Document], Extraction]:
    """What makes an Extraction of one document after the other; what spaCy learned of one is gone before the next."""
    read_one = reader(register)

    def extract_one(document: Document) -> Extraction:
        with forgetting():
            reading = read_one(document)
            said = tuple(relations(reading, ontology)), tuple(figures(reading))
            return Extraction(document, tuple(reading.mentions), *said, reading.classes)

    return extract_one


@dataclass(frozen=True, slots=True)
class Settled:
    """The Extractions of a corpus with one name for each entity, the register with the new ones, and the merges."""

    extractions: tuple[Extraction, ...]
    register: Register
    merges: tuple[Merge, ...] = ()


def settled(
    extractions: Iterable[Extraction], register: Register, ontology: Ontology, said: Decided = NOTHING
) -> Settled:
    """Extractions whose names agree across documents, and the register with the new entities added.

    Names that would share an IRI are one entity, called as the register calls it or as most documents do; its class is
    the one most mentions give it. Further names become one by rule or by what a person `said`. Raises `InputError` for
    a decision that cannot be carried out.
    """
    kept = list(extractions)
    means, classes = _agreed(kept, register, ontology)
    everything = {**classes, **register.classes}
    homes, merges = resolved(_named(kept, means, register, {n: ontology.top(c) for n, c in everything.items()}), said)
    means = {**homes, **{old: homes.get(new, new) for old, new in means.items()}}
    left = {name: cls for name, cls in everything.items() if name not in homes}
    return Settled(tuple(_renamed(e, means) for e in kept), replace(register, classes=left), merges)


def _named(
    extractions: Iterable[Extraction], means: Mapping[str, str], register: Register, types: Mapping[str, str]
) -> list[Named]:
    """Every entity with its type, the forms it is called by, and how often."""
    uses = Counter(m.entity and means.get(m.entity, m.entity) for e in extractions for m in e.mentions)
    forms: defaultdict[str, set[str]] = defaultdict(set)
    for n in register.names:
        forms[n.entity] |= {n.text} if n.language == "en" else set()
    for e in extractions:
        for m in e.mentions:
            if m.entity:
                forms[means.get(m.entity, m.entity)].add(named(m.text))
    return [Named(n, types[n], frozenset(forms[n]), uses[n], n in register.classes) for n in sorted(types)]


def _agreed(
    extractions: list[Extraction], register: Register, ontology: Ontology
) -> tuple[dict[str, str], dict[str, str]]:
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for e in extractions:
        for m in e.mentions:
            if m.entity is not None and m.entity in e.classes:
                uses[slug(m.entity)][m.entity] += 1
                votes[slug(m.entity)][e.classes[m.entity]] += 1
    registered = {slug(name): name for name in sorted(register.classes, reverse=True)}
    means: dict[str, str] = {}
    classes: dict[str, str] = {}
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
            replace(r, subject=name(r.subject), object=name(r.object), acts=tuple(map(name, r.acts)))
            for r in extraction.relations
        ),
        figures=tuple(replace(f, subject=name(f.subject)) if f.subject else f for f in extraction.figures),
    )


def statements_of(extraction: Extraction, register: Register, ontology: Ontology) -> Iterator[Statement]:
    """The relations of a document as statements: those whose ends have types that the predicate joins.

    What only the model believes, no rule and no person, has to be at least as sure as `settings.BELIEVED`: a wrong edge
    misleads more than a missing one.
    """
    for r in extraction.relations:
        if r.evidence.method.startswith("model") and r.evidence.confidence < BELIEVED:
            continue
        types = (ontology.top(register.classes[name]) for name in (r.subject, r.object))
        if all(acted_types(ontology.properties[r.predicate], *types)) and iri(r.subject) != iri(r.object):
            yield Statement(iri(r.subject), r.predicate, iri(r.object), r.status, r.year, (r.evidence,))


def observations_of(extraction: Extraction) -> Iterator[Observation]:
    """The figures of a document as observations."""
    for f in extraction.figures:
        subject = iri(f.subject) if f.subject else None
        yield Observation(subject, f.indicator, f.value, f.unit, f.year, f.qualifier, f.status, (f.evidence,))
