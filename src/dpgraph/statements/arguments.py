"""Who does what to whom in a parsed sentence: agents, patients and prepositional objects of a verb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVE = frozenset({"WDT", "WP"})
_CLIMBS = frozenset({"conj", "xcomp", "advcl", "pcomp", "ccomp"})


def agents(verb: Token) -> list[Token]:
    """The heads of the noun phrases that do what the verb says."""
    if is_passive(verb):
        return list(prepositional(verb, {"by"}))
    own = [_antecedent(c, verb) for c in verb.children if c.dep_ == "nsubj"]
    if own:
        return own
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return [verb.head]
    return _inherited(verb)


def _inherited(verb: Token) -> list[Token]:
    """The doers that a verb shares with the one above it: "plans to build X", "built and runs X"."""
    head = verb.head.head if verb.dep_ == "pcomp" and verb.head.pos_ == "ADP" else verb.head
    if verb.dep_ not in _CLIMBS or head == verb or head.pos_ not in {"VERB", "AUX"}:
        return []
    if is_passive(head):
        return [_antecedent(c, head) for c in head.children if c.dep_ == "nsubjpass"]
    if verb.dep_ == "ccomp" and not any(c.dep_ == "dobj" for c in head.children):
        return []
    return agents(head)


def patients(verb: Token) -> list[Token]:
    """The heads of the noun phrases that it is done to."""
    passive = [_antecedent(c, verb) for c in verb.children if c.dep_ == "nsubjpass"]
    if passive:
        return passive
    if verb.dep_ == "acl" and verb.tag_ == "VBN":
        return [verb.head]
    direct = [_antecedent(c, verb) for c in verb.children if c.dep_ in {"dobj", "attr", "dative"}]
    return direct or _shared(verb)


def _shared(verb: Token) -> list[Token]:
    """The object or passive subject that joined verbs share: "built and runs X", "X was built and sold"."""
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and verb.tag_ == "VBN":
        return [_antecedent(c, verb.head) for c in verb.head.children if c.dep_ == "nsubjpass"]
    following = [c for c in verb.children if c.dep_ == "conj" and c.pos_ == "VERB" and c.i - verb.i <= 3]
    return [o for v in following for o in v.children if o.dep_ == "dobj"]


def is_passive(verb: Token) -> bool:
    """Whether the verb is in the passive, a bare participle after its noun included."""
    if any(c.dep_ in {"nsubjpass", "auxpass", "agent"} for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in {"nsubj", "aux"} for c in verb.children):
        return is_passive(verb.head) and not any(c.dep_ == "dobj" for c in verb.children)
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def prepositional(head: Token, prepositions: Iterable[str]) -> list[Token]:
    """The objects of these prepositions under a verb or noun: "in" of "invested in X"."""
    wanted = set(prepositions)
    return [
        o
        for p in head.children
        if p.dep_ in {"prep", "agent", "prt", "dative"} and p.lower_ in wanted
        for o in _objects(p)
    ]


def _objects(preposition: Token) -> Iterator[Token]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield child
        elif child.dep_ == "prep":
            yield from _objects(child)


def _antecedent(token: Token, verb: Token) -> Token:
    """What a relative pronoun stands for; any other token is itself."""
    return verb.head if token.tag_ in _RELATIVE and verb.dep_ == "relcl" else token


def coordinated(token: Token) -> list[Token]:
    """A noun and the nouns joined to it by commas and "and"."""
    return [token, *(t for t in token.conjuncts if t.i > token.i)]


def verb_above(token: Token) -> Token | None:
    """The verb that a word is or hangs under."""
    while token.pos_ not in {"VERB", "AUX"} and token.head != token:
        token = token.head
    return token if token.pos_ in {"VERB", "AUX"} else None
