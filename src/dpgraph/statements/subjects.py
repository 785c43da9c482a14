"""What a figure is about: its owner, what its verb speaks of, or what the text was speaking of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dpgraph.mentions.reading import Placed
from dpgraph.statements.arguments import agents, is_passive, patients, prepositional, verb_above
from dpgraph.statements.scene import Scene
from dpgraph.statements.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

# What figures are about, and what only where it acts itself: "Chongqing had 21 units".
_KINDS = frozenset({"Organization", "Platform", "Publication", "Policy", "Initiative", "Fund", "Sector"})
_ACTING = _KINDS | {"Place"}
_OWNING = frozenset({"of", "in", "on", "for", "to", "by", "from", "at"})
# How many verbs up a sentence a subject is looked for.
_FAR = 4


def subject_of(token: Token, scene: Scene) -> str | None:
    """The canonical name of what the number at a token is about; None if nothing fits."""
    placed = next(_subjects(token, scene), None)
    return placed.mention.entity if placed else None


def _subjects(token: Token, scene: Scene) -> Iterator[Placed]:
    """What a figure may be about, the likeliest first."""
    if before := _right_before(token, scene):
        yield before
    yield from _owners(token, scene)
    verb = verb_above(token)
    if verb is not None:
        yield from _given_to(token, verb, scene)
    for _ in range(_FAR):
        if verb is None or verb.i < scene.sentence.start:
            break
        yield from _spoken_of(verb, scene)
        verb = verb_above(verb.head) if verb.head != verb else None
    if topic := scene.memory.subject():
        yield topic
    yield from (p for p in scene.mentions() if p.mention.type in _KINDS)


def _right_before(token: Token, scene: Scene) -> Placed | None:
    """The name that a number follows at once, or in brackets: "internet advertising services (47.03%)"."""
    before = next((p for p in reversed(scene.mentions()) if p.end <= token.i), None)
    between = [t for t in scene.read.doc[before.end : token.i] if t.pos_ not in {"SYM", "NUM"}] if before else []
    if between and between[-1].text in {"(", "with", "worth"} and all(t.pos_ == "NOUN" for t in between[:-1]):
        return before
    return before if not between or [t.lower_ for t in between] in (["had"], ["has"], [":"]) else None


def _owners(token: Token, scene: Scene) -> Iterator[Placed]:
    """Whose a number is by the nouns above it: X in "X's revenue of 5 million", "users of X" and "X, with 3 users"."""
    below = token
    for node in (token, *token.ancestors):
        if node.pos_ in {"VERB", "AUX"}:
            return
        if below.dep_ != "conj" and node.i < token.i:
            yield from _fitting(node, scene, _KINDS)
        if below.dep_ != "conj":
            yield from _belonging(node, scene, token)
        below = node


def _given_to(token: Token, verb: Token, scene: Scene) -> Iterator[Placed]:
    """What money is given to, or paid for: X in "gave 5 million to X" and "bought X for 5 million"."""
    node = token
    while node.dep_ in {"nummod", "quantmod", "compound"} and node.head != verb:
        node = node.head
    if node.dep_ == "dobj" and node.head == verb and verb.lemma_ in word_lists().gives:
        heads = prepositional(verb, {"to", "in", "into", "for", "towards"})
    elif node.dep_ == "pobj" and node.head.lower_ == "for" and node.head.head == verb:
        heads = patients(verb)
    else:
        heads = []
    for head in heads:
        yield from _fitting(head, scene, _KINDS)


def _belonging(noun: Token, scene: Scene, number: Token) -> Iterator[Placed]:
    """The names that a noun belongs to: "X's revenue", "its revenue", "the revenue of X"."""
    for child in noun.children:
        if child.dep_ == "poss":
            yield from _fitting(child, scene, _ACTING)
        elif child.dep_ == "prep" and child.lower_ in _OWNING and not child.is_ancestor(number):
            for thing in child.children:
                yield from _fitting(thing, scene, _KINDS)


def _spoken_of(verb: Token, scene: Scene) -> Iterator[Placed]:
    """What a verb is about: who acts, what is acted on, and the owner of either."""
    for head in patients(verb) if is_passive(verb) else agents(verb):
        yield from _fitting(head, scene, _ACTING)
        yield from _belonging(head, scene, verb)


def _fitting(token: Token, scene: Scene, kinds: frozenset[str]) -> Iterator[Placed]:
    """What a word names, stands beside or refers back to, if it is of these types."""
    beside = token.head if token.dep_ == "appos" else token
    found = scene.mention_at(token) or scene.mention_at(beside) or scene.referred(token)
    if found and found.mention.type in kinds:
        yield found
