"""What the relation model sees of two mentions in a sentence: their types, the words between, the path in the parse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Protocol

from dpgraph.mentions.deciding import Look
from dpgraph.mentions.linear import hashed
from dpgraph.mentions.reading import Placed
from dpgraph.mentions.senses import senses
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


def pair_features(
    scene: Scene, one: Party, other: Party, all_parties: Sequence[Party], fired: Iterable[str]
) -> list[str]:
    """The features of an ordered pair; `fired` are the names of the rules that found it.

    Each counts for itself and together with the `pair_types`.
    """
    first, second = sorted((one, other), key=lambda p: p.start)
    forward = "f" if one is first else "b"
    path = _path(one.root, other.root)
    plain = [
        *_of_order(one, other),
        *_of_between(scene, first, second, all_parties, forward),
        *_of_path(path, forward),
        *_of_ends(one, other),
    ]
    common = [
        t for t in (path[1],) if t.i not in range(one.start, one.end) and t.i not in range(other.start, other.end)
    ]
    plain += [f"{forward}common~{code}" for t in common for code in senses(t)]
    rules = [f"rule={name}" for name in fired]
    return ["pair", *rules, *plain]


def pair_types(one: Typed, other: Typed) -> str:
    """The types of an ordered pair.

    A feature that says nothing but them is that of "pair" joined with them.
    """
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


def _of_between(scene: Scene, first: Party, second: Party, everybody: Sequence[Party], forward: str) -> Iterator[str]:
    doc = scene.read.doc
    between = doc[first.end : second.start]
    lemmas = [t.lemma_.lower() for t in between if not t.is_space]
    inner = [p.type for p in everybody if first.end <= p.start and p.end <= second.start]
    yield f"inner={len(inner)}"
    yield from (f"inner type={t}" for t in inner)
    for lemma in lemmas[:12]:
        yield f"{forward}between={lemma}"
    yield from (f"{forward}between2={a} {b}" for a, b in pairwise(lemmas))
    if len(lemmas) <= 4:
        yield f"{forward}all={' '.join(lemmas)}"
    if first.start > scene.sentence.start:
        yield f"{forward}before={doc[first.start - 1].lemma_.lower()}"
    if second.end < scene.sentence.end:
        yield f"{forward}after={doc[second.end].lemma_.lower()}"


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
    """The word that joins two tokens: the lowest that both hang under; of a noun described by a verb, that verb."""
    up, common, down = _path(one, other)
    verbs = [t for t in (*reversed(up[1:]), *down[:-1]) if t.pos_ == "VERB"] if common.pos_ != "VERB" else []
    return verbs[0] if verbs else common


def _of_path(path: tuple[list[Token], Token, list[Token]], forward: str) -> Iterator[str]:
    up, common, down = path
    if len(up) + len(down) > 9:
        yield "path=long"
        return
    steps = [f"^{t.dep_}" for t in up] + [f"v{t.dep_}" for t in down]
    yield f"path={' '.join(steps)}"
    inner = [*up[1:], common, *down[:-1]]
    words = [t.lemma_.lower() for t in inner if t.pos_ in {"VERB", "NOUN", "ADP", "AUX", "ADJ", "PROPN"}]
    yield f"words={' '.join(words)}"
    yield f"common={common.lemma_.lower()}"
    yield f"common pos={common.pos_}"
    yield from (f"node={t.pos_}:{t.lemma_.lower()}" for t in inner)
    yield f"ends={steps[0] if steps else ''}+{steps[-1] if steps else ''}"
    yield f"ends+common={steps[0] if steps else ''}+{steps[-1] if steps else ''}+{common.lemma_.lower()}"
    yield from (
        f"side={c.dep_}:{c.lemma_.lower()}"
        for c in common.children
        if c.dep_ in {"dobj", "prep", "agent", "attr", "neg", "prt"}
    )


def _of_ends(one: Party, other: Party) -> Iterator[str]:
    for name, party in (("s", one), ("o", other)):
        root = party.root
        yield f"{name} dep={root.dep_}"
        yield f"{name} head={root.head.lemma_.lower()}"
        yield f"{name} case={any(c.dep_ == 'case' for c in root.children)}"
        if root.head.pos_ == "ADP":
            yield f"{name} prep={root.head.lower_}+{root.head.head.lemma_.lower()}"
        yield from (
            f"{name} child={c.dep_}:{c.lemma_.lower()}"
            for c in root.children
            if c.dep_ in {"appos", "compound", "relcl", "acl", "amod"}
        )
    if one.root.head == other.root:
        yield f"direct=s under o:{one.root.dep_}"
    if other.root.head == one.root:
        yield f"direct=o under s:{other.root.dep_}"
