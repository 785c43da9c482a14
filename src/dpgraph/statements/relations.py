"""Relations in a Reading: every rule on every sentence, types checked, status and year read off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from dpgraph.mentions.linking import ACTING
from dpgraph.mentions.reading import Placed, Read, Reading
from dpgraph.records import Evidence, Ontology, Property
from dpgraph.statements.frames import Match, matches
from dpgraph.statements.rules import Rule, read_rules
from dpgraph.statements.scene import Memory, Scene
from dpgraph.statements.status import CEASES, status_of, year_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

ACTING_FACTOR = 0.9


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


def relations(reading: Reading, ontology: Ontology) -> Iterator[Relation]:
    """Every relation that a rule finds in a document; the same one may come from several rules and sentences."""
    speaker = _speaker(reading)
    memory = Memory()
    section = -1
    for read in reading.passages:
        if read.passage.section.order != section:
            section, memory = read.passage.section.order, Memory()
        for sentence in read.doc.sents:
            scene = Scene(read, sentence, memory, speaker)
            yield from _in_sentence(scene, reading, ontology)
            for placed in scene.mentions():
                memory.add(placed, _is_subject(scene.root(placed)))


def _is_subject(root: Token) -> bool:
    """Whether a mention is its clause's subject, or names the noun that is: "the subsidiary X has built"."""
    while root.dep_ in {"compound", "appos", "nmod"} and root.head.pos_ in {"NOUN", "PROPN"}:
        root = root.head
    return root.dep_ in {"nsubj", "nsubjpass"}


def _speaker(reading: Reading) -> Placed | None:
    """The policy that a document is, or is about: named in its title, or in its first paragraph."""
    for read in reading.passages[:3]:
        for placed in read.placed:
            if placed.mention.type == "Policy" and not placed.is_nested and len(placed.mention.text.split()) > 2:
                return placed
    return None


def _in_sentence(scene: Scene, reading: Reading, ontology: Ontology) -> Iterator[Relation]:
    for rule in read_rules():
        known = ontology.properties.get(rule.predicate)
        if known is None:
            continue
        for match in matches(rule, scene):
            made = _relation(rule, known, match, scene, reading)
            if made:
                yield made


def _relation(rule: Rule, known: Property, match: Match, scene: Scene, reading: Reading) -> Relation | None:
    factor, acts = _fits(rule, known, match)
    subject, object_ = match.subject.placed.mention, match.object.placed.mention
    if not factor or subject.entity is None or object_.entity is None or subject.entity == object_.entity:
        return None
    status = _status(rule, match, scene)
    if status is None:
        return None
    sure = rule.confidence * factor * match.subject.factor * match.object.factor * min(1.0, 0.4 + min(subject.score, object_.score))
    at = match.trigger.idx - scene.sentence.start_char
    return Relation(
        subject.entity, rule.predicate, object_.entity, status, year_of(scene.sentence.text, at),
        evidence_of(scene.read, scene.sentence, f"rule {rule.name}", round(min(sure, 0.95), 3)), acts,
    )  # fmt: skip


def _fits(rule: Rule, known: Property, match: Match) -> tuple[float, tuple[str, ...]]:
    """The factor that the types allow (0 when they forbid the relation), and which ends act as an organization."""
    ends = match.subject, match.object
    options = [(end.type,) if rule.literal else (end.type, ACTING.get(end.type, "")) for end in ends]
    for pair in product(*options):
        narrow = rule.types is None or all(kind in wanted for kind, wanted in zip(pair, rule.types, strict=True))
        if narrow and known.joins(*pair):
            changed = [end.placed.mention.entity or "" for end, now in zip(ends, pair, strict=True) if end.type != now]
            return ACTING_FACTOR ** len(changed), tuple(changed)
    return 0.0, ()


def _status(rule: Rule, match: Match, scene: Scene) -> str | None:
    verb = _verb_above(match.trigger)
    policy = match.subject.type == "Policy" or (scene.speaker is not None and match.subject.placed == scene.speaker)
    if verb is None:
        return rule.status or "asserted"
    status = status_of(verb, is_order=scene.speaker is not None, section=scene.read.passage.section.title)
    if rule.frame not in {"verb", "place", "act"} and status == "denied":
        return None
    if rule.frame == "genitive" and verb.lemma_ in CEASES and status == "asserted":
        return "ceased"
    if policy and rule.predicate in {"promotes", "issues"} and status not in {"denied", None}:
        return "asserted"
    return rule.status if rule.status and status == "asserted" else status


def _verb_above(token: Token) -> Token | None:
    """The verb that a word is or hangs under."""
    while token.pos_ not in {"VERB", "AUX"} and token.head != token:
        token = token.head
    return token if token.pos_ in {"VERB", "AUX"} else None


def evidence_of(read: Read, sentence: Span, method: str, confidence: float) -> Evidence:
    """A sentence as evidence: its place in the document and its exact words."""
    text = sentence.text.strip()
    start = read.passage.start + sentence.start_char + sentence.text.index(text)
    return Evidence(
        read.passage.document.id, read.passage.section.order, start, start + len(text), text, method, confidence
    )
