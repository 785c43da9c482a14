"""Frames whose trigger is a verb or goes with one: "X operates Y", "X is based in Y", "X and Y jointly ..."."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from dpgraph.statements.arguments import agents, is_passive, patients, prepositional
from dpgraph.statements.matching import Match, joined, triggers
from dpgraph.statements.rules import Rule
from dpgraph.statements.scene import Argument, Scene
from dpgraph.statements.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

# The factor of the policy that a document is, as the subject of an order in it.
_SPOKEN = 0.9


def verb(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Harbor Press operates LearnPort."""
    for trigger in triggers(rule, scene, "VERB"):
        subjects = _subjects(rule, scene, trigger)
        if trigger.lemma_ in rule.only:
            subjects = [s for s in subjects if s.type in rule.only[trigger.lemma_]]
        yield from joined(subjects, _objects(rule, scene, trigger), trigger)


def paid(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The Story Fund gave LearnPort a grant; LearnPort received (`reverse`) two million euros from the Story Fund."""
    for trigger in triggers(rule, scene, "VERB"):
        things = [c for c in trigger.children if c.dep_ in {"dobj", "nsubjpass", "dative", "oprd"}]
        money = [t for t in things if _is_money(t)]
        if money:
            ways = {"from"} if rule.reverse else {"to", "for", "in", "into", "towards"}
            others = [o for t in (trigger, *money) for o in prepositional(t, ways)]
            if not rule.reverse:
                others += [t for t in things if t not in money]
            doers, rest = scene.resolve(agents(trigger)), scene.resolve(others, rule.through)
            yield from joined(rest, doers, trigger) if rule.reverse else joined(doers, rest, trigger)


def _is_money(token: Token) -> bool:
    """Whether a noun is a sum, or money by another name: a grant, funding, a loan."""
    return token.lemma_.lower() in word_lists().money or any(
        t.ent_type_ == "MONEY" or t.is_currency for t in (token, *token.lefts)
    )


def place(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Harbor Press is based in Rivertown."""
    for trigger in triggers(rule, scene, "VERB", "ADJ"):
        subjects = scene.resolve(patients(trigger) or agents(trigger) or [trigger.head])
        yield from joined(subjects, scene.resolve(prepositional(trigger, {"in", "at", "near"})), trigger)


def jointly(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Harbor Press and Mill House jointly opened a library."""
    for word in scene.sentence:
        if word.lower_ in rule.words and word.dep_ in {"advmod", "amod"}:
            done = word.head if word.dep_ == "advmod" else word.head.head
            if done.pos_ == "VERB":
                yield from (Match(a, b, done) for a, b in combinations(scene.resolve(agents(done)), 2))


def _subjects(rule: Rule, scene: Scene, trigger: Token) -> list[Argument]:
    if rule.subject == "patient":
        return scene.resolve(patients(trigger), rule.through)
    doers = agents(trigger)
    found = scene.resolve(doers)
    has_actor = any(a.type not in {"Place", "Person"} for a in found)
    if rule.speaker and scene.speaker and not has_actor and _speaks(trigger, doers):
        return [Argument(scene.speaker, _SPOKEN)]
    return found


def _speaks(trigger: Token, doers: list[Token]) -> bool:
    """Whether a clause gives the voice of the policy itself: an order without a subject, or "the city will ..."."""
    if not doers:
        return trigger.tag_ in {"VB", "VBP", "VBG", "NN"} and not is_passive(trigger)
    return all(d.ent_type_ in {"GPE", "LOC"} or d.lower_ in word_lists().voices for d in doers)


def _objects(rule: Rule, scene: Scene, trigger: Token) -> list[Argument]:
    found = [token for way in rule.object for token in _object_tokens(rule, scene, trigger, way)]
    return scene.resolve(found, rule.through)


def _object_tokens(rule: Rule, scene: Scene, trigger: Token, way: str) -> list[Token]:
    """The tokens that one way of a rule leads to: "direct", "patient", "agent", or a preposition."""
    if way == "direct":
        return [*patients(trigger), *_misread(scene, trigger)] if rule.subject != "patient" else []
    if way == "patient":
        return [c for c in trigger.children if c.dep_ in {"oprd", "dobj"}]
    if way == "agent":
        return agents(trigger)
    found = prepositional(trigger, {way})
    if way in {"with", "in"}:  # "signed an agreement with X"
        found += [o for d in trigger.children if d.dep_ in {"dobj", "prep"} for o in prepositional(d, {way})]
    return found


def _misread(scene: Scene, trigger: Token) -> list[Token]:
    """Names after a verb that the parser took for a clause: "uses augmented reality"."""
    after = [c for c in trigger.children if c.i == trigger.i + 1 and c.dep_ in {"xcomp", "ccomp", "advcl", "prep"}]
    return [c for c in after if scene.mention_at(c)]
