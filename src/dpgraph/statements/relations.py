"""Relations in a Reading: every rule on every sentence, types checked, status and year read off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from dpgraph.mentions.linear import read_linear
from dpgraph.mentions.linking import ACTING, acted_types
from dpgraph.mentions.reading import Placed, Read, Reading
from dpgraph.records import Evidence, Ontology, Property
from dpgraph.statements.frames import Match, matches
from dpgraph.statements.pairs import Party, common_head, pair_features, pairs, parties
from dpgraph.statements.rules import Rule, read_rules
from dpgraph.statements.scene import Memory, Scene
from dpgraph.statements.status import CEASES, status_of, year_of
from dpgraph.terms import GUIDE_PREDICATES

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

ACTING_FACTOR = 0.9
# How far rules are believed against the model, and the probability below which a pair is not related.
RULE_WEIGHT, BAR = 0.5, 0.45
RELATIONS = Path(__file__).with_name("weights") / "relations.npz"


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
    for scene in scenes(reading):
        yield from _in_sentence(scene, reading, ontology)


def scenes(reading: Reading) -> Iterator[Scene]:
    """The sentences of a document, each with what has been mentioned before it in its section."""
    speaker = _speaker(reading)
    memory = Memory()
    section = -1
    for read in reading.passages:
        if read.passage.section.order != section:
            section, memory = read.passage.section.order, Memory()
        for sentence in read.doc.sents:
            scene = Scene(read, sentence, memory, speaker)
            yield scene
            for placed in scene.mentions():
                memory.add(placed, _is_subject(scene.root(placed)))


def fired_rules(scene: Scene, ontology: Ontology) -> dict[tuple[str, str], dict[str, tuple[Rule, Match]]]:
    """By (subject, object) entity: the rules that find the pair in a sentence, with their matches, types checked."""
    fired: dict[tuple[str, str], dict[str, tuple[Rule, Match]]] = {}
    for rule in read_rules():
        known = ontology.properties.get(rule.predicate)
        for match in matches(rule, scene) if known else ():
            ends = match.subject.placed.mention.entity, match.object.placed.mention.entity
            if known and ends[0] and ends[1] and ends[0] != ends[1] and _fits(rule, known, match)[0]:
                fired.setdefault((ends[0], ends[1]), {}).setdefault(rule.name, (rule, match))
    return fired


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
    """The relations of a sentence: what the model believes of every pair, and what only rules speak of."""
    fired = fired_rules(scene, ontology)
    present = parties(scene)
    answered: set[tuple[str, str, str]] = set()
    for one, other in pairs(present):
        ends = one.placed.mention.entity or "", other.placed.mention.entity or ""
        rules = fired.get(ends, {})
        for predicate, chance in _believed(scene, one, other, present, rules, ontology):
            if (*ends, predicate) not in answered:
                answered.add((*ends, predicate))
                yield from _from_model(scene, one, other, predicate, chance, rules, ontology)
    seen = {(a.placed.mention.entity, b.placed.mention.entity) for a, b in pairs(present)}
    for ends, rules in fired.items():
        for rule, match in rules.values():
            if ends not in seen or rule.predicate not in GUIDE_PREDICATES:
                yield from _from_rule(rule, match, scene, ontology)


def _believed(
    scene: Scene,
    one: Party,
    other: Party,
    present: Sequence[Party],
    rules: Mapping[str, tuple[Rule, Match]],
    ontology: Ontology,
) -> list[tuple[str, float]]:
    """The predicates that hold of an ordered pair, with their probabilities: those above the bar that the types allow."""
    model = read_linear(RELATIONS)
    chances = dict(
        zip(model.classes, model.probabilities(pair_features(scene, one, other, present, rules)).tolist(), strict=True)
    )
    for rule, match in rules.values():
        predicate = guide_predicate(rule.predicate, ontology)
        weight = RULE_WEIGHT * rule.confidence * match.subject.factor * match.object.factor
        if predicate in chances:
            chances = {p: (1 - weight) * c + weight * (p == predicate) for p, c in chances.items()}
    allowed = {
        p: c for p, c in chances.items() if p in ontology.properties and all(_ends(ontology.properties[p], one, other))
    }
    return [(p, c) for p, c in sorted(allowed.items(), key=lambda item: -item[1])[:1] if c >= BAR]


def guide_predicate(predicate: str, ontology: Ontology) -> str:
    """The guide's predicate that a narrower one refines."""
    parent = ontology.properties[predicate].parent
    return predicate if predicate in GUIDE_PREDICATES or parent is None else guide_predicate(parent, ontology)


def _ends(known: Property, one: Party, other: Party) -> tuple[str, str]:
    return acted_types(known, one.type, other.type)


def _from_model(
    scene: Scene,
    one: Party,
    other: Party,
    predicate: str,
    chance: float,
    rules: Mapping[str, tuple[Rule, Match]],
    ontology: Ontology,
) -> Iterator[Relation]:
    """A relation that the model believes in; the rule of that predicate is named where one fired."""
    agreeing = next(((r, m) for r, m in rules.values() if predicate == guide_predicate(r.predicate, ontology)), None)
    trigger = agreeing[1].trigger if agreeing else common_head(one.root, other.root)
    rule = agreeing[0] if agreeing else None
    status = _status(rule, predicate, one.type, trigger, scene)
    if status is None:
        return
    types = acted_types(ontology.properties[predicate], one.type, other.type)
    acts = tuple(p.placed.mention.entity or "" for p, now in zip((one, other), types, strict=True) if p.type != now)
    yield Relation(
        one.placed.mention.entity or "", rule.predicate if rule else predicate, other.placed.mention.entity or "", status,
        year_of(scene.sentence.text, trigger.idx - scene.sentence.start_char),
        evidence_of(scene.read, scene.sentence, f"rule {rule.name}" if rule else "model relations", round(chance, 3)), acts,
    )  # fmt: skip


def _from_rule(rule: Rule, match: Match, scene: Scene, ontology: Ontology) -> Iterator[Relation]:
    """A relation of a predicate that only rules know."""
    factor, acts = _fits(rule, ontology.properties[rule.predicate], match)
    status = _status(rule, rule.predicate, match.subject.type, match.trigger, scene)
    if status is not None:
        sure = rule.confidence * factor * match.subject.factor * match.object.factor
        yield Relation(
            match.subject.placed.mention.entity or "", rule.predicate, match.object.placed.mention.entity or "", status,
            year_of(scene.sentence.text, match.trigger.idx - scene.sentence.start_char),
            evidence_of(scene.read, scene.sentence, f"rule {rule.name}", round(sure, 3)), acts,
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


def _status(rule: Rule | None, predicate: str, subject_type: str, trigger: Token, scene: Scene) -> str | None:
    """The status of a relation; None when the sentence leaves it open, or denies something else."""
    verb = _verb_above(trigger)
    carried = rule.status if rule else None
    if verb is None:
        return carried or "asserted"
    status = status_of(verb, is_order=scene.speaker is not None, section=scene.read.passage.section.title)
    if verb.i != trigger.i and status == "denied":
        return None
    if verb.i != trigger.i and verb.lemma_ in CEASES and status == "asserted":
        return "ceased"
    if subject_type == "Policy" and predicate in {"promotes", "issues"} and status not in {"denied", None}:
        return "asserted"
    return carried if carried and status == "asserted" else status


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
