"""What a figure measures, as a short noun phrase: "output value", "growth of sales", "market share"."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dpgraph.statements.quantities import Quantity
from dpgraph.statements.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# How many characters before a percentage may say that something rose or fell.
_NEAR = 28
_OF = re.compile(r"\s(in|of)\s(?:all |its |their |the |annual |total |online )?")


def indicator_of(token: Token, quantity: Quantity, unit: str, sentence: Span, before: str | None) -> str:
    """What a number measures; `before` is what the number before it in the sentence does."""
    if quantity.unit is None:
        noun = next((t for t in sentence if t.i > token.i and t.lemma_.lower() == unit.split()[-1]), None)
        return _phrase(noun) if noun is not None else unit
    text = sentence.text
    if quantity.unit == "%" and (change := _change(text[max(0, quantity.start - _NEAR) : quantity.start])):
        is_of = before and not before.startswith(("growth", "decline", "share"))
        return f"{change} of {before}" if is_of else change
    after = _OF.match(text[quantity.end :])
    if after and (noun := _noun_at(sentence, quantity.end + after.end() - 1)):
        return f"share of {_phrase(noun)}" if unit == "%" and after[1] == "of" else _phrase(noun)
    if before and text[: quantity.start].rstrip().endswith("("):
        return before
    return _governing(token) or before or ("share" if unit == "%" else "amount")


def _change(near: str) -> str | None:
    """Whether words say that something grew or declined; None when they say neither."""
    growth, decline = _changes()
    if decline.search(near):
        return "decline"
    return "growth" if growth.search(near) else None


@cache
def _changes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    growth, decline = (
        re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.IGNORECASE)
        for words in (word_lists().growth, word_lists().decline)
    )
    return growth, decline


def _noun_at(sentence: Span, offset: int) -> Token | None:
    """The noun that ends the run of nouns and adjectives from an offset on."""
    last = next((t for t in sentence if t.idx - sentence.start_char >= offset), None)
    if last is None:
        return None
    while last.i + 1 < sentence.end and last.pos_ in {"ADJ", "NOUN", "PROPN", "DET"}:
        following = sentence.doc[last.i + 1]
        if following.pos_ not in {"NOUN", "PROPN", "ADJ"}:
            break
        last = following
    return last if last.pos_ == "NOUN" else None


def _governing(token: Token) -> str | None:
    """The noun that the number belongs to: "output value of N", "revenue reached N"; else what the verb says."""
    for node in token.ancestors:
        if (
            node.pos_ == "NOUN"
            and node.is_alpha
            and node.i < token.i
            and not node.like_num
            and node.lemma_ not in word_lists().units
        ):
            return _phrase(node)
        if node.pos_ in {"VERB", "AUX"}:
            subjects = [c for c in node.children if c.dep_ in {"nsubj", "nsubjpass"} and c.pos_ == "NOUN"]
            return _phrase(subjects[0]) if subjects else word_lists().verb_nouns.get(node.lemma_)
    return None


def _phrase(noun: Token) -> str:
    """A noun with up to three modifiers."""
    left = [t for t in noun.lefts if t.dep_ in {"compound", "amod"} and t.is_alpha and not t.like_num]
    return " ".join(t.lower_ for t in [*left[-3:], noun])
