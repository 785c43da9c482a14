"""Frames that need no verb or noun of their own: names in names, names beside names, lists and headings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dpgraph.mentions.reading import Placed
from dpgraph.statements.arguments import agents, prepositional
from dpgraph.statements.matching import Match, joined
from dpgraph.statements.rules import Rule
from dpgraph.statements.scene import Argument, Scene

if TYPE_CHECKING:
    from spacy.tokens import Token


def name_in_place(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Nordic Book Museum in Oslo."""
    for placed in scene.mentions():
        root = scene.root(placed)
        inside = [t for t in scene.resolve(prepositional(root, {"in"})) if t.placed.start >= placed.end]
        yield from joined([Argument(placed)], inside, root)


def named_after(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The RFID project: what a name holds."""
    for placed in scene.mentions():
        yield from joined([Argument(placed)], [Argument(p) for p in scene.nested(placed)], scene.root(placed))


def title_of(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Opinions of the Ministry of Education on ...: who issues it."""
    for title, inner in _titles(scene):
        if inner.mention.type == "Organization" and scene.read.doc[inner.start - 1].lower_ in {"of", "the"}:
            yield Match(Argument(inner), Argument(title), scene.root(title))
            return


def title_on(rule: Rule, scene: Scene) -> Iterator[Match]:
    """Opinions ... on Promoting Digital Publishing: what it is about."""
    for title, inner in _titles(scene):
        is_opened = any(t.lower_ in {"on", "for", "to"} for t in scene.read.doc[title.start : inner.start])
        if is_opened and inner.mention.type in {"Sector", "Technology"}:
            yield Match(Argument(title), Argument(inner), scene.root(title))


def listed(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The publishing industry, including digital publishing and printing."""
    for token in scene.sentence:
        is_such_as = token.lower_ == "as" and scene.read.doc[token.i - 1].lower_ == "such"
        if token.dep_ == "prep" and (is_such_as or token.lower_ == "including"):
            parts = [Argument(p) for p in scene.run(token.i + 1)[0]]
            parts = parts or scene.resolve([c for c in token.children if c.dep_ == "pobj"])
            yield from joined(parts, _listed_whole(scene, token), token)


def lead(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The subscription model: Harbor Press sells courses by the month."""
    colon = next((t.i for t in scene.sentence if t.text == ":"), None)
    if colon is None or not rule.words & {t.lemma_.lower() for t in scene.sentence if t.i < colon}:
        return
    before = [m for m in scene.mentions() if m.end <= colon and m.mention.type == "BusinessModel"]
    actors = {"Organization", "Platform", "Publication"}
    after = [m for m in scene.mentions() if m.start > colon and m.mention.type in actors]
    if before and after:
        yield Match(Argument(after[0]), Argument(before[0]), scene.root(before[0]))


def hyphen(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The Story Fund-supported LearnPort platform."""
    doc = scene.read.doc
    for token in scene.sentence:
        if token.lemma_.lower() in rule.words and token.i > 1 and doc[token.i - 1].text == "-":
            giver = scene.mention_at(doc[token.i - 2])
            given = next((m for m in scene.mentions() if 0 < m.start - token.i <= 4), None)
            if giver and given:
                yield Match(Argument(giver), Argument(given), token)


def award_from(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The Golden Page Award from the Nordic Book Association."""
    for placed in scene.mentions():
        if placed.mention.type == "Initiative":
            root = scene.root(placed)
            heads = [root, root.head] if root.dep_ in {"compound", "nmod", "dobj"} else [root]
            givers = scene.resolve([o for h in heads for o in prepositional(h, {"from"})])
            yield from joined(givers, [Argument(placed)], root)


def _listed_whole(scene: Scene, token: Token) -> list[Argument]:
    """What a list is a list of: the name before it, else the subject of its clause."""
    head = token.head
    if here := scene.mention_at(head):
        return [Argument(here)]
    while head.pos_ not in {"VERB", "AUX"} and head.head != head:
        head = head.head
    return scene.resolve(agents(head)) if head.pos_ == "VERB" else []


def _titles(scene: Scene) -> Iterator[tuple[Placed, Placed]]:
    """Each policy with each name inside its title."""
    for title in scene.mentions():
        if title.mention.type == "Policy":
            yield from ((title, inner) for inner in scene.nested(title))
