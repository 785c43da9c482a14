"""Relations in a Reading: rules and a trained model decide together on every pair of entities in a sentence.

The model gives each predicate a probability, and every rule that finds the pair raises that of its own; predicates
that the model does not know are the rules' alone. Status and year are read off the sentence. What is proposed so is
judged in the light of the whole document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dpgraph.mentions.deciding import Look, asked
from dpgraph.mentions.linking import acted_types
from dpgraph.mentions.passages import states_of
from dpgraph.mentions.reading import Placed, Read, Reading
from dpgraph.records import Ontology, Property
from dpgraph.statements.about import TopicAsked, named_together, topic_relation, topics_asked
from dpgraph.statements.frames import matches
from dpgraph.statements.judging import judged
from dpgraph.statements.matching import Match
from dpgraph.statements.pairs import Party, joining_word, pair_look, pairs, parties
from dpgraph.statements.relation import (
    FLOOR,
    Ends,
    Joining,
    Relation,
    Saying,
    guide_predicate,
    guide_predicates,
    likeliest,
    name_of,
    stated,
)
from dpgraph.statements.rules import Rule, own_rules
from dpgraph.statements.rules import rules as known_rules
from dpgraph.statements.scene import Memory, Scene
from dpgraph.terms import GUIDE_PREDICATES

if TYPE_CHECKING:
    from spacy.tokens import Token

# The factor for each end that a rule takes for an organization because it acts as one.
ACTING_FACTOR = 0.9
# How far rules are believed against the model.
RULE_WEIGHT = 0.7
# Of a document, the passages in which the policy that it is may be named.
_OPENING = 3
# The rules that found a pair of ends, by name.
Fired = dict[str, tuple[Rule, Match]]


def relations(reading: Reading, ontology: Ontology) -> Iterator[Relation]:
    """Every relation that is believed of a document; several sentences may state the same one."""
    return judged(tuple(proposals(reading, ontology)), tuple(reading.mentions), ontology)


@dataclass(frozen=True, slots=True)
class PairAsked:
    """Two names of a sentence that the models are asked about: the rules that found them, what is seen, and where."""

    one: Party
    other: Party
    rules: Fired
    look: Look


@dataclass(frozen=True, slots=True)
class Asked:
    """A sentence: what the models are asked of it, and what only rules speak of."""

    scene: Scene
    pairs: tuple[PairAsked, ...]
    topics: tuple[TopicAsked, ...]
    ruled: tuple[tuple[Rule, Match], ...]


def proposals(reading: Reading, ontology: Ontology) -> Iterator[Relation]:
    """What rules and models propose sentence by sentence, each with the probability that they give it."""
    together, joining = named_together(reading), guide_predicates(ontology)
    everything = [_asked(scene, together, joining, ontology) for scene in scenes(reading)]
    states = states_of(read.passage for read in reading.passages)
    of_pairs = iter(asked("relations", [pair.look for a in everything for pair in a.pairs], states))
    of_topics = iter(asked("topics", [topic.look for a in everything for topic in a.topics], states))
    for a in everything:
        found = [
            *_in_sentence(a, [(pair, next(of_pairs)) for pair in a.pairs], joining, ontology),
            *(_ruled(rule, match, a.scene, ontology) for rule, match in a.ruled),
            *(topic_relation(a.scene, topic, next(of_topics), joining, ontology) for topic in a.topics),
        ]
        yield from (relation for relation in found if relation is not None)


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
                memory.add(placed, read.passage.first, _is_subject(scene.root(placed)))
            memory.sentence += 1


def fired_rules(scene: Scene, ontology: Ontology) -> dict[Ends, Fired]:
    """By (subject, object) entity: the rules that find the pair in a sentence, with their matches, types checked."""
    fired: dict[Ends, Fired] = {}
    for rule in known_rules():
        known = ontology.properties.get(rule.predicate)
        for match in matches(rule, scene) if known else ():
            ends = name_of(match.subject), name_of(match.object)
            if known and all(ends) and ends[0] != ends[1] and _fits(rule, known, match):
                fired.setdefault(ends, {}).setdefault(rule.name, (rule, match))
    return fired


def _is_subject(root: Token) -> bool:
    """Whether a mention is its clause's subject, or names the noun that is: "the subsidiary X has built"."""
    while root.dep_ in {"compound", "appos", "nmod"} and root.head.pos_ in {"NOUN", "PROPN"}:
        root = root.head
    return root.dep_ in {"nsubj", "nsubjpass"}


def _speaker(reading: Reading) -> Placed | None:
    """The policy that a document is, or is about: its first paragraphs are its title, or make it their subject."""
    for read in reading.passages[:_OPENING]:
        for placed in read.placed:
            if placed.mention.type == "Policy" and len(placed.mention.text.split()) > 2 and _speaks(read, placed):
                return placed
    return None


def _speaks(read: Read, placed: Placed) -> bool:
    """Whether a name is most of its paragraph, as a title is, or the subject of its clause."""
    span = read.doc[placed.start : placed.end]
    return not placed.is_nested and (2 * len(span) > len(read.doc) or _is_subject(span.root))


def _asked(scene: Scene, together: Collection[Ends], joining: Joining, ontology: Ontology) -> Asked:
    present, fired = parties(scene), fired_rules(scene, ontology)
    paired = list(pairs(present))
    known = {_ends(one, other) for one, other in paired}
    return Asked(
        scene,
        tuple(
            PairAsked(one, other, rules, pair_look(scene, one, other, rules))
            for one, other in paired
            if joining(one.type, other.type)
            and not _is_beyond_the_model(rules := fired.get(_ends(one, other), {}), ontology)
        ),
        tuple(topics_asked(scene, present, together, joining)),
        tuple(
            (rule, match)
            for ends, rules in fired.items()
            for rule, match in rules.values()
            if ends not in known or rule.predicate not in GUIDE_PREDICATES
        ),
    )


def _in_sentence(
    sentence: Asked, answers: Iterable[tuple[PairAsked, dict[str, float]]], joining: Joining, ontology: Ontology
) -> Iterator[Relation | None]:
    """What models and rules believe of each pair of a sentence; None for what it leaves open."""
    answered = set[tuple[str, str, str]]()
    for pair, chances in answers:
        believed = _with_rules(chances, pair.rules, ontology)
        predicate, chance = likeliest(believed, joining(pair.one.type, pair.other.type))
        said = (*_ends(pair.one, pair.other), predicate)
        if chance >= FLOOR and said not in answered:
            answered.add(said)
            yield _decided(sentence.scene, pair, predicate, chance, ontology)


def _ends(one: Party, other: Party) -> Ends:
    return name_of(one), name_of(other)


def _is_beyond_the_model(rules: Fired, ontology: Ontology) -> bool:
    """Whether only rules of the corpus's own found a pair, of predicates that the model has never seen."""
    own = own_rules()
    found = [rule for rule, _ in rules.values()]
    return bool(found) and all(
        r in own and guide_predicate(r.predicate, ontology) not in GUIDE_PREDICATES for r in found
    )


def _with_rules(chances: dict[str, float], rules: Fired, ontology: Ontology) -> dict[str, float]:
    """The probability of every predicate, blended with each rule that fired."""
    for rule, match in rules.values():
        predicate = guide_predicate(rule.predicate, ontology)
        weight = RULE_WEIGHT * rule.confidence * match.subject.factor * match.object.factor
        if predicate in chances:
            chances = {p: (1 - weight) * c + weight * (p == predicate) for p, c in chances.items()}
    return chances


def _decided(scene: Scene, pair: PairAsked, predicate: str, chance: float, ontology: Ontology) -> Relation | None:
    """A relation that models and rules believe in; the rule of that predicate is named where one fired."""
    agreeing = [(r, m) for r, m in pair.rules.values() if predicate == guide_predicate(r.predicate, ontology)]
    if not agreeing:
        how = Saying(joining_word(pair.one.root, pair.other.root), "model relations", chance)
        return stated(scene, pair.one, predicate, pair.other, how, ontology)
    rule, match = agreeing[0]
    how = Saying(match.trigger, f"rule {rule.name}", chance, rule.status)
    return stated(scene, pair.one, rule.predicate, pair.other, how, ontology)


def _ruled(rule: Rule, match: Match, scene: Scene, ontology: Ontology) -> Relation | None:
    """A relation of a predicate, or between ends, that only rules know."""
    factor = _fits(rule, ontology.properties[rule.predicate], match)
    sure = rule.confidence * factor * match.subject.factor * match.object.factor
    how = Saying(match.trigger, f"rule {rule.name}", sure, rule.status)
    return stated(scene, match.subject, rule.predicate, match.object, how, ontology)


def _fits(rule: Rule, known: Property, match: Match) -> float:
    """The factor that the types allow: lower for each end that acts as an organization, 0 when they forbid it."""
    kinds = match.subject.type, match.object.type
    narrow = _narrowed(rule, known)
    acting = acted_types(narrow, *kinds) if not rule.literal else kinds if narrow.joins(*kinds) else ("", "")
    if not all(acting):
        return 0.0
    return ACTING_FACTOR ** sum(kind != now for kind, now in zip(kinds, acting, strict=True))


def _narrowed(rule: Rule, known: Property) -> Property:
    """What a property joins where this rule speaks of it."""
    if rule.types is None:
        return known
    return replace(known, domain=known.domain & rule.types[0], range=known.range & rule.types[1])
