"""Relations in a Reading: rules and a trained model decide together on every pair of entities in a sentence.

The model gives each predicate a probability, every rule that finds the pair raises that of its own, and the likeliest
one above a bar is taken; predicates that the model does not know are the rules' alone. Status and year are read off the
sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from dpgraph.mentions.linear import read_linear
from dpgraph.mentions.linking import acted_types
from dpgraph.mentions.reading import Placed, Read, Reading
from dpgraph.records import Evidence, Ontology, Property
from dpgraph.statements.arguments import verb_above
from dpgraph.statements.frames import matches
from dpgraph.statements.matching import Match
from dpgraph.statements.pairs import Party, common_head, pair_features, pairs, parties
from dpgraph.statements.rules import Rule
from dpgraph.statements.rules import rules as known_rules
from dpgraph.statements.scene import Argument, Memory, Scene
from dpgraph.statements.status import status_of, year_of
from dpgraph.statements.words import word_lists
from dpgraph.terms import GUIDE_PREDICATES

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# The factor for each end that a rule takes for an organization because it acts as one.
ACTING_FACTOR = 0.9
# How far rules are believed against the model, and the probability below which a pair is not related.
RULE_WEIGHT, BAR = 0.5, 0.45
# Of a document, the passages in which the policy that it is may be named.
_OPENING = 3
RELATIONS = Path(__file__).with_name("weights") / "relations.npz"


# The canonical names of a subject and an object; and the rules that found them, by name.
Ends = tuple[str, str]
Fired = dict[str, tuple[Rule, Match]]


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
    """Every relation that rules and model find in a document; several sentences may state the same one."""
    for scene in scenes(reading):
        yield from _in_sentence(scene, ontology)


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


def fired_rules(scene: Scene, ontology: Ontology) -> dict[Ends, Fired]:
    """By (subject, object) entity: the rules that find the pair in a sentence, with their matches, types checked."""
    fired: dict[Ends, Fired] = {}
    for rule in known_rules():
        known = ontology.properties.get(rule.predicate)
        for match in matches(rule, scene) if known else ():
            ends = _name(match.subject), _name(match.object)
            if known and all(ends) and ends[0] != ends[1] and _fits(rule, known, match)[0]:
                fired.setdefault(ends, {}).setdefault(rule.name, (rule, match))
    return fired


def _is_subject(root: Token) -> bool:
    """Whether a mention is its clause's subject, or names the noun that is: "the subsidiary X has built"."""
    while root.dep_ in {"compound", "appos", "nmod"} and root.head.pos_ in {"NOUN", "PROPN"}:
        root = root.head
    return root.dep_ in {"nsubj", "nsubjpass"}


def _speaker(reading: Reading) -> Placed | None:
    """The policy that a document is, or is about: named in its title, or in its first paragraph."""
    for read in reading.passages[:_OPENING]:
        for placed in read.placed:
            if placed.mention.type == "Policy" and not placed.is_nested and len(placed.mention.text.split()) > 2:
                return placed
    return None


def _in_sentence(scene: Scene, ontology: Ontology) -> Iterator[Relation]:
    """The relations of a sentence: what is believed of every pair, and what only rules speak of."""
    fired, present = fired_rules(scene, ontology), parties(scene)
    paired, answered = set[Ends](), set[tuple[str, str, str]]()
    for one, other in pairs(present):
        ends = _name(one), _name(other)
        paired.add(ends)
        rules = fired.get(ends, {})
        believed = _believed(pair_features(scene, one, other, present, rules), one, other, rules, ontology)
        if believed and (*ends, believed[0]) not in answered:
            answered.add((*ends, believed[0]))
            yield from _decided(scene, one, other, *believed, rules, ontology)
    for ends, rules in fired.items():
        for rule, match in rules.values():
            if ends not in paired or rule.predicate not in GUIDE_PREDICATES:
                yield from _ruled(rule, match, scene, ontology)


def _believed(
    features: Sequence[str], one: Party, other: Party, rules: Fired, ontology: Ontology
) -> tuple[str, float] | None:
    """The likeliest predicate that the types of an ordered pair allow, with its probability; None below the bar."""
    known = ontology.properties
    chances = _chances(features, rules, ontology)
    allowed = {p: c for p, c in chances.items() if p in known and all(acted_types(known[p], one.type, other.type))}
    best = max(allowed, key=lambda p: allowed[p], default=None)
    return (best, allowed[best]) if best and allowed[best] >= BAR else None


def _chances(features: Sequence[str], rules: Fired, ontology: Ontology) -> dict[str, float]:
    """The probability of every predicate that the model knows: the model's, blended with each rule that fired."""
    model = read_linear(RELATIONS)
    chances = dict(zip(model.classes, model.probabilities(features).tolist(), strict=True))
    for rule, match in rules.values():
        predicate = guide_predicate(rule.predicate, ontology)
        weight = RULE_WEIGHT * rule.confidence * match.subject.factor * match.object.factor
        if predicate in chances:
            chances = {p: (1 - weight) * c + weight * (p == predicate) for p, c in chances.items()}
    return chances


def guide_predicate(predicate: str, ontology: Ontology) -> str:
    """The guide's predicate that a narrower one refines."""
    parent = ontology.properties[predicate].parent
    return predicate if predicate in GUIDE_PREDICATES or parent is None else guide_predicate(parent, ontology)


def _decided(
    scene: Scene, one: Party, other: Party, predicate: str, chance: float, rules: Fired, ontology: Ontology
) -> Iterator[Relation]:
    """A relation that model and rules believe in; the rule of that predicate is named where one fired."""
    agreeing = [(r, m) for r, m in rules.values() if predicate == guide_predicate(r.predicate, ontology)]
    rule, match = agreeing[0] if agreeing else (None, None)
    trigger = match.trigger if match else common_head(one.root, other.root)
    status = _status(rule, predicate, one.type, trigger, scene)
    if status is None:
        return
    types = acted_types(ontology.properties[predicate], one.type, other.type)
    acts = tuple(_name(end) for end, now in zip((one, other), types, strict=True) if end.type != now)
    method = f"rule {rule.name}" if rule else "model relations"
    evidence = evidence_of(scene.read, scene.sentence, method, round(chance, 3))
    named = rule.predicate if rule else predicate
    yield Relation(_name(one), named, _name(other), status, _year(scene, trigger), evidence, acts)


def _ruled(rule: Rule, match: Match, scene: Scene, ontology: Ontology) -> Iterator[Relation]:
    """A relation of a predicate, or between ends, that only rules know."""
    factor, acts = _fits(rule, ontology.properties[rule.predicate], match)
    status = _status(rule, rule.predicate, match.subject.type, match.trigger, scene)
    if status is None:
        return
    sure = rule.confidence * factor * match.subject.factor * match.object.factor
    evidence = evidence_of(scene.read, scene.sentence, f"rule {rule.name}", round(sure, 3))
    ends = _name(match.subject), _name(match.object)
    yield Relation(ends[0], rule.predicate, ends[1], status, _year(scene, match.trigger), evidence, acts)


def _name(end: Argument | Party) -> str:
    """The canonical name of an end."""
    return end.placed.mention.entity or ""


def _year(scene: Scene, trigger: Token) -> int | None:
    return year_of(scene.sentence.text, trigger.idx - scene.sentence.start_char)


def _fits(rule: Rule, known: Property, match: Match) -> tuple[float, tuple[str, ...]]:
    """The factor that the types allow (0 when they forbid the relation), and which ends act as an organization."""
    kinds = match.subject.type, match.object.type
    narrow = _narrowed(rule, known)
    acting = acted_types(narrow, *kinds) if not rule.literal else kinds if narrow.joins(*kinds) else ("", "")
    if not all(acting):
        return 0.0, ()
    changed = [
        _name(end) for end, kind, now in zip((match.subject, match.object), kinds, acting, strict=True) if kind != now
    ]
    return ACTING_FACTOR ** len(changed), tuple(changed)


def _narrowed(rule: Rule, known: Property) -> Property:
    """What a property joins where this rule speaks of it."""
    if rule.types is None:
        return known
    return replace(known, domain=known.domain & rule.types[0], range=known.range & rule.types[1])


def _status(rule: Rule | None, predicate: str, subject_type: str, trigger: Token, scene: Scene) -> str | None:
    """The status of a relation; None when the sentence leaves it open, or denies something else."""
    verb = verb_above(trigger)
    carried = rule.status if rule else None
    if verb is None:
        return carried or "asserted"
    status = status_of(verb, is_order=scene.speaker is not None, section=scene.read.passage.section.title)
    if verb.i != trigger.i and status == "denied":
        return None
    if verb.i != trigger.i and verb.lemma_ in word_lists().ceases and status == "asserted":
        return "ceased"
    if subject_type == "Policy" and predicate in {"promotes", "issues"} and status not in {"denied", None}:
        return "asserted"
    return carried if carried and status == "asserted" else status


def evidence_of(read: Read, sentence: Span, method: str, confidence: float) -> Evidence:
    """A sentence as evidence: its place in the document and its exact words."""
    text = sentence.text.strip()
    start = read.passage.start + sentence.start_char + sentence.text.index(text)
    return Evidence(
        read.passage.document.id, read.passage.section.order, start, start + len(text), text, method, confidence
    )
