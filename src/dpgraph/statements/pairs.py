"""The pairs of a sentence that the networks are asked about, and where they look: ends, between, along the parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, takewhile
from typing import TYPE_CHECKING, Protocol

from dpgraph.mentions.deciding import Look, hashed
from dpgraph.mentions.reading import Placed
from dpgraph.statements.scene import REFERRED, Scene

if TYPE_CHECKING:
    from spacy.tokens import Token

_FAR = 45
_MANY = 14


@dataclass(frozen=True, slots=True)
class Party:
    """An entity where a sentence speaks of it: by a mention, or by a word that refers to an earlier one."""

    placed: Placed
    start: int
    end: int
    root: Token
    factor: float = 1.0

    @property
    def type(self) -> str:
        """The type of the mention."""
        return self.placed.mention.type


class Typed(Protocol):
    """Anything that has a type."""

    @property
    def type(self) -> str:
        """The type."""


def parties(scene: Scene) -> list[Party]:
    """The entities a sentence speaks of, in the order of the text."""
    named = [Party(p, p.start, p.end, scene.root(p)) for p in scene.mentions()]
    taken = {t for p in named for t in range(p.start, p.end)}
    referring = [
        Party(meant, t.i, t.i + 1, t, REFERRED)
        for t in scene.sentence
        if t.i not in taken and (meant := scene.referred(t)) is not None
    ]
    return sorted([*named, *referring], key=lambda p: (p.start, p.end))


def pairs(found: Sequence[Party]) -> Iterator[tuple[Party, Party]]:
    """Ordered pairs of different entities that are near enough."""
    near = found[:_MANY]
    for one, other in permutations(near, 2):
        if one.placed.mention.entity != other.placed.mention.entity and abs(one.start - other.start) <= _FAR:
            yield one, other


def pair_types(one: Typed, other: Typed) -> str:
    """The types of an ordered pair."""
    return f"{one.type}>{other.type}"


def pair_look(scene: Scene, one: Party, other: Party, fired: Iterable[str]) -> Look:
    """Where the network looks to join an ordered pair: at its ends, between, along the path, over the sentence."""
    first, second = sorted((one, other), key=lambda p: p.start)
    up, common, down = _path(one.root, other.root)
    at = scene.read.passage.first
    before = at + first.start - 1 if first.start > scene.sentence.start else -1
    after = at + second.end if second.end < scene.sentence.end else -1
    types = pair_types(one, other), one.type, f">{other.type}"
    return Look(
        (*ends_of(one, at), *ends_of(other, at), at + common.i, before, after),
        (
            range(at + first.end, at + second.start),
            [at + t.i for t in (*up[1:], common, *down[:-1])],
            scene.tokens,
        ),
        hashed([*_of_order(one, other), *types, *(f"rule={name}" for name in fired)]),
    )


def ends_of(placed: Party | Placed, first: int) -> tuple[int, int]:
    """The first and the last token of a mention in a passage whose first token is `first`, as the document counts."""
    return first + placed.start, first + placed.end - 1


def _of_order(one: Party, other: Party) -> list[str]:
    first, second = sorted((one, other), key=lambda p: p.start)
    return [
        f"order={'f' if one is first else 'b'}",
        f"near={min((second.start - first.end) // 3, 8)}",
        f"refers={one.factor < 1}{other.factor < 1}",
    ]


def _path(one: Token, other: Token) -> tuple[list[Token], Token, list[Token]]:
    """The tokens from one up to the lowest common ancestor, that ancestor, and those down to the other."""
    up, down = [one, *one.ancestors], [other, *other.ancestors]
    common = next((t for t in up if t in down), one.sent.root)
    return (
        up[: up.index(common)] if common in up else up,
        common,
        (down[: down.index(common)] if common in down else down)[::-1],
    )


def joining_word(one: Token, other: Token) -> Token:
    """The word that joins two tokens: the lowest that both hang under; of a noun described by a verb, that verb.

    What one plans or tries to do is said by the verb for doing it: "launch" in "X plans to launch Y".
    """
    up, common, down = _path(one, other)
    if common.pos_ == "VERB":
        tried = [*takewhile(_is_tried, reversed(up)), *takewhile(_is_tried, down)]
        return tried[-1] if tried else common
    verbs = [t for t in (*reversed(up[1:]), *down[:-1]) if t.pos_ == "VERB"]
    return verbs[0] if verbs else common


def _is_tried(token: Token) -> bool:
    """Whether a word is a verb that the one above it has for its complement."""
    return token.dep_ == "xcomp" and token.pos_ == "VERB"
