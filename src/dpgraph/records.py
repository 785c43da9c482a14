"""The records every floor hands to the next: frozen, plain, free of any library."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

Span = tuple[int, int]


def fields_of(record: Any) -> dict[str, Any]:
    """The fields of a record by name, as they are: `asdict` copies all that is in them.

    >>> fields_of(Skipped("a.txt", "the file is empty"))
    {'path': 'a.txt', 'reason': 'the file is empty'}
    """
    return {name: getattr(record, name) for name in record.__slots__}


class Sent:
    """A record that is pickled as the call that makes it: many are sent between processes, and states take longer."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        """The class and its arguments."""
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of a document under one heading.

    `order` counts from 0 (the text before the first heading); `start` and `end` are offsets into the document's
    text, the heading's own line included; `level` is 0 without a heading, else 1 to 6.
    """

    order: int
    title: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it is read: cleaned, with its sections and the way back to the file.

    `text[start:end]` is what every offset in dpgraph means. `runs` maps it to the file: triples of
    (offset in `text`, offset in the file's characters, length in the file), ascending, for `origin`.
    `emphasis` holds the spans that the file sets in italics, `metadata` what the register or the file says of it:
    title, publisher, date, reference, language, licence.
    """

    id: str
    path: str
    text: str
    sections: tuple[Section, ...]
    runs: tuple[tuple[int, int, int], ...]
    emphasis: tuple[Span, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    sha256: str = ""

    def section_at(self, offset: int) -> Section:
        """The innermost section that holds `offset`."""
        return next(s for s in reversed(self.sections) if s.start <= offset)

    def origin(self, start: int, end: int) -> Span:
        """The span of the file that `text[start:end]` was made from."""
        first, last = self._run(start), self._run(end - 1)
        clean, raw, length = self.runs[last]
        after = self.runs[last + 1][0] if last + 1 < len(self.runs) else len(self.text)
        stop = raw + length if end == after else raw + end - clean
        return self.runs[first][1] + start - self.runs[first][0], stop

    def _run(self, offset: int) -> int:
        """The index of the run that holds `offset`."""
        return bisect_right(self.runs, offset, key=lambda run: run[0]) - 1


@dataclass(frozen=True, slots=True)
class Name:
    """A surface form that is known beforehand: from a vocabulary, the entity register or the aliases."""

    text: str
    entity: str
    type: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Property:
    """What the ontology says of a property: which types it joins, and how."""

    name: str
    domain: frozenset[str]
    range: frozenset[str]
    parent: str | None = None
    symmetric: bool = False
    one_type: bool = False

    def joins(self, subject_type: str, object_type: str) -> bool:
        """Whether the property may hold between entities of these top types."""
        return (
            subject_type in self.domain
            and object_type in self.range
            and (not self.one_type or subject_type == object_type)
        )


@dataclass(frozen=True, slots=True)
class Ontology:
    """The part of the ontology that reading needs: classes, properties and the vocabularies' names.

    `classes` are local names; `parents` gives each class its direct superclass in the ontology, `broader` each
    concept's broader ones (canonical names), `names` every label of every concept, `added` the concepts that
    an extension brings (canonical names).
    """

    classes: frozenset[str]
    parents: Mapping[str, str]
    properties: Mapping[str, Property]
    names: tuple[Name, ...]
    broader: Mapping[str, tuple[str, ...]]
    version: str
    added: frozenset[str]

    def top(self, name: str) -> str:
        """The top class above a class: `top("Newspaper")` is "Publication"."""
        while name in self.parents:
            name = self.parents[name]
        return name

    @property
    def symmetric_properties(self) -> frozenset[str]:
        """The properties that hold both ways: collaboratesWith."""
        return frozenset(name for name, known in self.properties.items() if known.symmetric)


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a document that name an entity. `entity` is its canonical name once linked."""

    document: str
    start: int
    end: int
    text: str
    type: str
    method: str
    score: float
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Entity(Sent):
    """Something the graph knows by name.

    `cls` is its most specific class, `type` the top class above it; `aliases` are (text, language) pairs,
    `mentions` (document id, section order) pairs, sorted; `also` are classes it takes on by what it does: a magazine
    that runs a platform acts as an Organization.
    """

    iri: str
    name: str
    type: str
    cls: str
    aliases: tuple[tuple[str, str], ...] = ()
    mentions: tuple[tuple[str, int], ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Evidence(Sent):
    """Where it says so: the exact words, where they stand, who or what found them, and how sure that is (0 to 1)."""

    document: str
    section: int
    start: int
    end: int
    quote: str
    method: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Statement(Sent):
    """Subject, predicate, object (IRIs and a local name), with a status and the evidence for it."""

    subject: str
    predicate: str
    object: str
    status: str
    year: int | None
    evidence: tuple[Evidence, ...]

    @property
    def confidence(self) -> float:
        """The highest confidence of its evidence."""
        return max([e.confidence for e in self.evidence])


@dataclass(frozen=True, slots=True)
class Observation(Sent):
    """A figure that a text states: what is counted (`indicator`), of whom (`subject`, an IRI or None), how much."""

    subject: str | None
    indicator: str
    value: float
    unit: str
    year: int | None
    qualifier: str | None
    status: str
    evidence: tuple[Evidence, ...]

    @property
    def confidence(self) -> float:
        """The highest confidence of its evidence."""
        return max([e.confidence for e in self.evidence])


@dataclass(frozen=True, slots=True)
class Question:
    """A stored SPARQL question: its header and its text.

    `params` maps the VALUES variables that may be bound, and `returns` the columns, to their kinds (iri, text, ...).
    """

    name: str
    title: str
    question: str
    text: str
    params: Mapping[str, str] = field(default_factory=dict)
    returns: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    problem: str = ""
    solution: str = ""
    endpoint: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """Something in the graph that must not be: in plain words, with the place (document and offsets, or an IRI)."""

    check: str
    message: str
    place: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quote in a finding, for or against, with the place it stands at."""

    quote: str
    document: str
    section: str
    start: int
    end: int
    status: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A silo or an opportunity.

    `kind` is its code (S1 to S6, O1 to O7), `state` one of "supported", "weak", "not computable"; `members` maps a role
    (owners, resources, function, funds, broker ...) to IRIs. `ties` are the documented ties (actor, actor, kind) and
    `missing` the pairs of actors without one; of those, `denied` are the pairs that a document says have none, and
    `silent` the pairs of which no document says anything. `figures` names the numbers that made the `score` (0 to 1),
    and p-values as `p ...`; `interval` holds the 2.5 % and 97.5 % quantiles of the score over the confidences of the
    statements (None where that was not drawn). `counterfactual` gives, for each measure, its value before and after
    the proposed ties (an opportunity only). `caveats` say in words what weakens it, `settle` what document would
    settle it, and `question` names the stored question whose SPARQL shows it ("" where there is none).
    """

    id: str
    kind: str
    title: str
    reason: str
    members: Mapping[str, tuple[str, ...]]
    ties: tuple[tuple[str, str, str], ...]
    missing: tuple[tuple[str, str], ...]
    policies: tuple[str, ...]
    score: float
    figures: Mapping[str, float]
    state: str
    evidence: tuple[Sentence, ...]
    against: tuple[Sentence, ...] = ()
    settle: str = ""
    denied: tuple[tuple[str, str], ...] = ()
    caveats: tuple[str, ...] = ()
    question: str = ""
    counterfactual: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    interval: tuple[float, float] | None = None

    @property
    def silent(self) -> tuple[tuple[str, str], ...]:
        """The pairs without a tie of which no document says that there is none."""
        return tuple(ends for ends in self.missing if ends not in self.denied)

    @property
    def lacking(self) -> int:
        """How many pairs have no documented tie: those in `missing`, and of a large silo more, which are not listed."""
        return max(len(self.missing), int(self.figures.get("missing_pairs", 0)))

    def _repr_html_(self) -> str:
        """What a notebook shows: what it says, the sentences for and against, what weakens it, what would settle it."""
        parts = {
            "Speaks for it": [f"“{s.quote}” — {s.document}, {s.section} ({s.status})" for s in self.evidence],
            "Speaks against it": [f"“{s.quote}” — {s.document}, {s.section} ({s.status})" for s in self.against],
            "To be kept in mind": list(self.caveats),
            "What would settle it": [self.settle] if self.settle else [],
        }
        lists = (
            f"<p><b>{title}</b></p><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
            for title, lines in parts.items()
            if lines
        )
        head = f"<h4>{escape(self.title)}</h4><p>{self.kind}, score {self.score:.2f}, {self.state} ({self.id})</p>"
        return f"{head}<p>{escape(self.reason)}</p>{''.join(lists)}"


@dataclass(frozen=True, slots=True)
class Expert:
    """A silo that an expert names, or a recommendation (`kind`), in our words and in the words of the document.

    `expects` are the kinds of finding that would be the same (none where there is no such kind), `functions` and
    `members` the IRIs of what it is about and of whom it names.
    """

    id: str
    kind: str
    says: str
    expects: tuple[str, ...]
    functions: tuple[str, ...]
    members: tuple[str, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or row that was left out of a build, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, with what the register says of it."""

    id: str
    path: Path
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All that a corpus says, ready to become a graph."""

    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    observations: tuple[Observation, ...]


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """What the analysis reads out of a graph: entities by IRI, statements of every status, figures, and concepts.

    `broader` gives each concept's broader concepts (IRIs, direct ones), `sections` the heading of (document, order).
    """

    entities: Mapping[str, Entity]
    statements: tuple[Statement, ...]
    observations: tuple[Observation, ...]
    broader: Mapping[str, tuple[str, ...]]
    sections: Mapping[tuple[str, int], str]

    def spoken_of(self) -> tuple[Entity, ...]:
        """The entities that a document mentions or a statement is about, not the vocabularies' other concepts."""
        stated = {end for s in self.statements for end in (s.subject, s.object)} | {
            o.subject for o in self.observations
        }
        return tuple(e for iri, e in self.entities.items() if e.mentions or iri in stated)
