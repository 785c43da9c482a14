"""A relation as one sentence states it: its two ends, its status and year, and the sentence as evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol, TypeAlias

from dpgraph.mentions.linking import acted_types
from dpgraph.mentions.reading import Placed, Read
from dpgraph.records import Evidence, Ontology
from dpgraph.statements.arguments import verb_above
from dpgraph.statements.scene import Scene
from dpgraph.statements.status import status_of, year_of
from dpgraph.statements.words import word_lists
from dpgraph.terms import GUIDE_PREDICATES

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# The probability below which nothing is proposed.
FLOOR = 0.15
# The canonical names of a subject and an object.
Ends: TypeAlias = tuple[str, str]
# What says which of the guide's predicates can join two types.
Joining: TypeAlias = Callable[[str, str], tuple[str, ...]]


class End(Protocol):
    """A mention as an end of a relation."""

    @property
    def placed(self) -> Placed:
        """Where it stands."""

    @property
    def type(self) -> str:
        """The type of the mention."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between two entities (canonical names) as one sentence states it."""

    subject: str
    predicate: str
    object: str
    status: str
    year: int | None
    evidence: Evidence
    acts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Saying:
    """How a sentence states a relation: by which word, found by what, how surely, with what status of its own."""

    trigger: Token
    method: str
    confidence: float
    status: str | None = None


def stated(scene: Scene, subject: End, predicate: str, obj: End, how: Saying, ontology: Ontology) -> Relation | None:
    """The relation of two ends; None when the sentence leaves it open, or denies something else."""
    status = _status(how, guide_predicate(predicate, ontology), subject.type, scene)
    if status is None:
        return None
    types = acted_types(ontology.properties[predicate], subject.type, obj.type)
    acts = tuple(name_of(end) for end, now in zip((subject, obj), types, strict=True) if now and end.type != now)
    evidence = evidence_of(scene.read, scene.sentence, how.method, round(how.confidence, 3))
    year = year_of(scene.sentence.text, how.trigger.idx - scene.sentence.start_char)
    return Relation(name_of(subject), predicate, name_of(obj), status, year, evidence, acts)


def name_of(end: End) -> str:
    """The canonical name of an end."""
    return end.placed.mention.entity or ""


def guide_predicate(predicate: str, ontology: Ontology) -> str:
    """The guide's predicate that a narrower one refines."""
    parent = ontology.properties[predicate].parent
    return predicate if predicate in GUIDE_PREDICATES or parent is None else guide_predicate(parent, ontology)


def guide_predicates(ontology: Ontology) -> Joining:
    """What says which of the guide's predicates can join two types, as they are or as they may act."""
    known = [p for name, p in sorted(ontology.properties.items()) if name in GUIDE_PREDICATES]

    @cache
    def joining(subject_type: str, object_type: str) -> tuple[str, ...]:
        return tuple(p.name for p in known if all(acted_types(p, subject_type, object_type)))

    return joining


def likeliest(chances: Mapping[str, float], allowed: Iterable[str]) -> tuple[str, float]:
    """The likeliest of the allowed predicates, with its probability; "" and 0 where none is allowed."""
    return max(((p, chances.get(p, 0.0)) for p in allowed), key=lambda found: found[1], default=("", 0.0))


def _status(how: Saying, predicate: str, subject_type: str, scene: Scene) -> str | None:
    """The status of a relation: what the verb above its word says, else what was found with it."""
    trigger, verb = how.trigger, verb_above(how.trigger)
    if verb is None or _is_described(trigger, scene):
        return how.status or "asserted"
    status = status_of(verb, is_order=scene.speaker is not None, section=scene.read.passage.section.title)
    if verb.i != trigger.i and status == "denied":
        return None
    if verb.lemma_ in word_lists().ceases and status == "asserted":
        return "ceased"
    if subject_type == "Policy" and predicate in {"promotes", "issues"} and status not in {"denied", None}:
        return "asserted"
    return how.status if how.status and status == "asserted" else status


def _is_described(trigger: Token, scene: Scene) -> bool:
    """Whether a relation is told with a clause's subject, whatever the clause says: "BookBay, owned by X, will ..."."""
    named = (t for t in (trigger, *trigger.children) if t.dep_ in {"nsubj", "nsubjpass", "compound"})
    return trigger.dep_ in {"nsubj", "nsubjpass"} and any(scene.mention_at(t) for t in named)


def evidence_of(read: Read, sentence: Span, method: str, confidence: float) -> Evidence:
    """A sentence as evidence: its place in the document and its exact words."""
    text = sentence.text.strip()
    start = read.passage.start + sentence.start_char + sentence.text.index(text)
    return Evidence(
        read.passage.document.id, read.passage.section.order, start, start + len(text), text, method, confidence
    )
