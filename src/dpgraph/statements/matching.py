"""What every frame works with: the words that trigger a rule, and the two ends that it joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpgraph.mentions.reading import Placed
from dpgraph.statements.rules import Rule
from dpgraph.statements.scene import Argument, Scene

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Match:
    """Two ends and the word that joins them."""

    subject: Argument
    object: Argument
    trigger: Token


def triggers(rule: Rule, scene: Scene, *pos: str) -> list[Token]:
    """The words of a rule in a sentence, of these parts of speech and outside of names."""
    words = scene.words
    if rule.words.isdisjoint(words):
        return []
    found = (t for lemma in words.keys() & rule.words for t in words[lemma] if t.pos_ in pos)
    return sorted((t for t in found if scene.mention_at(t) is None), key=lambda t: t.i)


def joined(subjects: Iterable[Argument], objects: Iterable[Argument], trigger: Token) -> Iterator[Match]:
    """Every subject with every object but itself."""
    others = list(objects)
    for subject in subjects:
        yield from (Match(subject, other, trigger) for other in others if other.placed != subject.placed)


def modifying(noun: Token, scene: Scene) -> list[Argument]:
    """The mentions that stand before a noun as its modifiers: LearnPort in "the LearnPort launch"."""
    return [Argument(m) for c in noun.children if c.dep_ in {"compound", "nmod"} and (m := scene.mention_at(c))]


def owners(noun: Token) -> list[Token]:
    """The nouns in the possessive before a noun."""
    return [c for c in noun.children if c.dep_ == "poss"]


def leads(placed: Placed, noun: Token) -> bool:
    """Whether a mention modifies a noun after it: only modifiers stand between."""
    between = noun.doc[placed.end : noun.i]
    return placed.end <= noun.i and all(t.pos_ in {"NOUN", "ADJ", "PROPN"} or t.text == "-" for t in between)
