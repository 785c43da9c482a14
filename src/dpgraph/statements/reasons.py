"""What in a sentence made a rule find a relation: the words that trigger it, and the way through the parse."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpgraph.mentions.model import load_model
from dpgraph.records import Span
from dpgraph.statements.rules import Rule, rules

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class Way:
    """The words of a rule that a sentence has, and the shortest way through its parse from one end to the other."""

    triggers: tuple[str, ...]
    path: str


def find_rule(method: str) -> Rule | None:
    """The rule that a piece of evidence names as its method: "rule operates-verb"; None for a curator or a model."""
    return next((r for r in rules() if method == f"rule {r.name}"), None)


def way(quote: str, ends: Sequence[Collection[Span]], words: Collection[str]) -> Way:
    """The way between two entities in a quote. `ends` are the spans that mention each; `words` the rule's lemmas.

    The path is empty where an end is not in the sentence: it was meant by "it" or by the document's title.
    """
    doc = load_model()(quote)
    triggers = tuple(t.text for t in doc if t.lemma_.lower() in words)
    paths = [_path(doc, a, b) for a in ends[0] for b in ends[1] if not _share(a, b)]
    return Way(triggers, min(paths, key=lambda p: (p.count("–"), p), default=""))


def _share(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _path(doc: Doc, start: Span, end: Span) -> str:
    """The parse between two mentions: "Harbor Press –nsubj→ operates ←dobj– LearnPort"."""
    spans = [doc.char_span(*span, alignment_mode="expand") for span in (start, end)]
    roots = [span.root for span in spans if span is not None]
    up, down = ([root, *root.ancestors] for root in roots)
    shared = next((t for t in up if t in down), None)
    if shared is None:
        return ""
    names = {root.i: doc.text[slice(*span)] for root, span in zip(roots, (start, end), strict=True)}
    left = [f"{_word(t, names)} –{t.dep_}→ " for t in up[: up.index(shared)]]
    right = [f" ←{t.dep_}– {_word(t, names)}" for t in reversed(down[: down.index(shared)])]
    return "".join([*left, _word(shared, names), *right])


def _word(token: Token, names: dict[int, str]) -> str:
    return names.get(token.i, token.text)
