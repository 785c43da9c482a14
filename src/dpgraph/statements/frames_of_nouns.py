"""Frames whose trigger is a common noun: "X, the operator of Y", "the launch of Y by X", "X's Y"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from dpgraph.statements.arguments import agents, coordinated, patients, prepositional
from dpgraph.statements.matching import Match, joined, leads, modifying, owners, triggers
from dpgraph.statements.rules import Rule
from dpgraph.statements.scene import Argument, Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

# How many tokens before its noun a sector may start: "a provider of ..." is too far.
_NEAR = 6


def noun(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Harbor Press, the operator of LearnPort; Harbor Press's subsidiary Mill House."""
    for trigger in triggers(rule, scene, "NOUN"):
        holders = [trigger, trigger.head] if trigger.dep_ in {"compound", "nmod"} else [trigger]
        whole = prepositional(trigger, {"of", "to", "for"}) + [o for h in holders for o in owners(h)]
        yield from joined(_same_as(trigger, scene), scene.resolve(whole), trigger)


def act(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The launch of LearnPort by Harbor Press; Harbor Press's launch of LearnPort."""
    for trigger in triggers(rule, scene, "NOUN"):
        doers = scene.resolve([*prepositional(trigger, {"by"}), *owners(trigger)])
        yield from joined(doers, scene.resolve(prepositional(trigger, {"of"})), trigger)


def genitive(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Harbor Press's LearnPort."""
    for token in scene.sentence:
        if token.dep_ != "poss":
            continue
        whole = [Argument(m)] if (m := scene.mention_at(token)) else scene.resolve([token])
        owned = [a for t in coordinated(token.head) for a in scene.resolve([t]) if a.placed.start > token.i]
        yield from joined(owned, whole, token.head) if rule.reverse else joined(whole, owned, token.head)


def role(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Maria Jansen, director of Harbor Press."""
    for trigger in triggers(rule, scene, "NOUN", "PROPN"):
        beside = [c for c in trigger.children if c.dep_ in {"poss", "compound", "nmod"}]
        bodies = scene.resolve([*prepositional(trigger, {"of", "at", "for"}), *beside])
        yield from joined([a for a in _same_as(trigger, scene) if a.type == "Person"], bodies, trigger)


def together(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The cooperation with Mill House; the cooperation between Harbor Press and Mill House."""
    for trigger in triggers(rule, scene, "NOUN"):
        governor = trigger.head.head if trigger.head.pos_ == "ADP" else trigger.head
        doers = owners(trigger) + (agents(governor) if governor.pos_ in {"VERB", "AUX"} else [])
        yield from joined(scene.resolve(doers), scene.resolve(prepositional(trigger, {"with"})), trigger)
        between = scene.resolve(prepositional(trigger, {"between"}))
        yield from (Match(a, b, trigger) for a, b in combinations(between, 2))


def with_from(rule: Rule, scene: Scene) -> Iterator[Match]:
    """LearnPort was built with money from the Story Fund."""
    for trigger in triggers(rule, scene, "NOUN"):
        verb = trigger.head.head if trigger.head.lower_ in {"with", "through", "thanks"} else trigger.head
        if verb != trigger and verb.pos_ == "VERB":
            helpers = [*prepositional(trigger, {"from", "of"}), *prepositional(verb, {"from"})]
            helped = scene.resolve(patients(verb), rule.through) or scene.resolve(agents(verb))
            yield from joined(scene.resolve(helpers), helped, trigger)


def applied(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The application of augmented reality in digital education."""
    for trigger in triggers(rule, scene, "NOUN"):
        used = [*scene.resolve(prepositional(trigger, {"of"})), *modifying(trigger, scene)]
        holders = [trigger, *(o for p in trigger.children if p.dep_ == "prep" for o in p.children if o.dep_ == "pobj")]
        if trigger.head.pos_ == "VERB":
            holders.append(trigger.head)
        where = [o for h in holders for o in prepositional(h, {"in", "with", "into", "to", "across"})]
        yield from joined(scene.resolve(where), used, trigger)


def sector_of_owner(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Harbor Press's online publishing revenue."""
    for trigger in triggers(rule, scene, "NOUN"):
        sectors = [Argument(m) for m in scene.mentions() if m.mention.type == "Sector" and leads(m, trigger)]
        yield from joined(scene.resolve(owners(trigger)), sectors, trigger)


def sector_noun(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Harbor Press, a digital education company."""
    for trigger in triggers(rule, scene, "NOUN"):
        near = [m for m in scene.mentions() if trigger.i - _NEAR <= m.start and leads(m, trigger)]
        sectors = [Argument(m) for m in near if m.mention.type == "Sector"]
        yield from joined([a for a in _same_as(trigger, scene) if a.type != "Sector"], sectors, trigger)


def for_what(rule: Rule, scene: Scene) -> Iterator[Match]:
    """LearnPort, a platform for digital education; LearnPort for digital education."""
    for trigger in triggers(rule, scene, "NOUN"):
        yield from joined(_same_as(trigger, scene), scene.resolve(prepositional(trigger, {"for"})), trigger)
    for placed in scene.mentions():
        root = scene.root(placed)
        yield from joined([Argument(placed)], scene.resolve(prepositional(root, {"for"})), root)


def _same_as(trigger: Token, scene: Scene) -> list[Argument]:
    """What a common noun is said of: "X, a subsidiary", "X is a subsidiary", "the subsidiary X"."""
    tokens = [c for c in trigger.children if c.dep_ == "appos"]
    if trigger.dep_ in {"appos", "compound", "nmod"}:
        tokens.append(trigger.head)
    if trigger.dep_ == "attr":
        tokens += _subjects(trigger.head)
    if trigger.dep_ == "pobj" and trigger.head.lower_ == "as":
        tokens += _subjects(trigger.head.head)
    return scene.resolve(tokens) or modifying(trigger, scene)


def _subjects(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
