"""Terms in lower case: sectors, business models, funds and strategies named by a noun phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dpgraph.mentions.candidates import Candidate
from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dpgraph.mentions.passages import Passage

_DIGITAL = frozenset({"digital", "online", "internet", "smart", "e"})
_SECTOR_HEADS = frozenset({"industry", "sector", "market", "economy"})
_DESCRIBED = frozenset({"Platform", "Initiative", "Policy"})
_LEVELS = frozenset({"national", "municipal", "provincial", "state"})
_HYPHENED = re.compile(r"\b[a-z]+(?:-[a-z]+){2,}\b")
_FUND_HEADS = frozenset({"fund", "funds"})


def find_phrases(passage: Passage) -> Iterator[Candidate]:
    """Candidates among the lower-case noun phrases of a passage."""
    yield from _hyphened(passage.doc)
    for token in passage.doc:
        if token.pos_ in {"NOUN", "PROPN"} and token.text.islower():
            yield from _sector(token)
            yield from _model(token)
            yield from _fund(token)
            yield from _described(token)
            yield from _term(token)


def _sector(token: Token) -> Iterator[Candidate]:
    is_head = token.lemma_.lower() in _SECTOR_HEADS
    if not (is_head or token.lower_ in lexicon().sector_tails) or _goes_on(token):
        return
    start = _start(token)
    modifiers = _words(token.doc, start, token.i)
    if is_head and token.tag_ != "NNS" and modifiers:
        score = 0.7 if lexicon().field & set(modifiers) else 0.45
        yield Candidate(start, token.i + 1, "Sector", "Sector", "sector phrase", score)
    elif token.lower_ in lexicon().sector_tails and _DIGITAL & set(modifiers):
        yield Candidate(start, token.i + 1, "Sector", "Sector", "sector phrase", 0.65)


def _model(token: Token) -> Iterator[Candidate]:
    if token.lemma_ != "model":
        return
    start = _start(token)
    modifiers = _words(token.doc, start, token.i)
    if len(modifiers) >= 2 and modifiers[-1] in word_lists().model_kinds:
        yield Candidate(start, token.i + 1, "BusinessModel", "BusinessModel", "model phrase", 0.83)


def _fund(token: Token) -> Iterator[Candidate]:
    if token.lower_ not in _FUND_HEADS:
        return
    start = _start(token)
    nouns = [t for t in token.doc[start : token.i] if t.pos_ in {"NOUN", "PROPN"}]
    if nouns and token.i - start >= 2:
        yield Candidate(start, token.i + 1, "Fund", "Fund", "fund phrase", 0.6)


def _term(token: Token) -> Iterator[Candidate]:
    """Any noun with modifiers before it, and some alone: whether the phrase is a term is for the model to say."""
    start = _start(token)
    if _goes_on(token):
        return
    for first in sorted({start, min(start + 1, token.i)}):
        if 1 <= token.i - first <= 4 or (first == token.i and token.lemma_.lower() in word_lists().lone_terms):
            yield _phrase(first, token.i + 1)
    following = token.doc[token.i + 1 : token.i + 3]
    if len(following) == 2 and following[0].lower_ == "per" and following[1].pos_ == "NOUN":
        yield _phrase(start, token.i + 3)


def _phrase(start: int, end: int) -> Candidate:
    return Candidate(start, end, "Technology", "Technology", "noun phrase", 0.3)


def _hyphened(doc: Doc) -> Iterator[Candidate]:
    """Lower-case words joined by two hyphens or more: "pay-per-loan", "read-and-publish"."""
    for match in _HYPHENED.finditer(doc.text):
        span = doc.char_span(*match.span())
        if span:
            yield _phrase(span.start, span.end)


def _described(token: Token) -> Iterator[Candidate]:
    """A platform, programme or policy that its description names: "the Rivertown media data platform"."""
    found = lexicon().head([token.lower_])
    if found is None or found[0] not in _DESCRIBED or _goes_on(token):
        return
    start = token.i
    while start > 0 and (_belongs(token.doc, start - 1) or _is_place(token.doc[start - 1])):
        start -= 1
    words = [t for t in token.doc[start : token.i] if t.is_alpha]
    if len(words) < 3:
        return
    is_placed = _is_place(words[0]) or words[0].lower_ in _LEVELS
    is_driven = found[1] == "Strategy" and any(t.text == "-" for t in token.doc[start : token.i])
    if is_placed or is_driven:
        yield Candidate(start, token.i + 1, found[0], found[1], "described name", 0.81)


def _is_place(token: Token) -> bool:
    return token.ent_type_ in {"GPE", "LOC"}


def _start(token: Token) -> int:
    """Where the term that ends in this noun starts: its modifiers, without determiners, loose adjectives and places."""
    start = token.i
    while start > 0 and _belongs(token.doc, start - 1):
        start -= 1
    while start < token.i and _is_loose(token.doc[start]):
        start += 1
    return start


def _belongs(doc: Doc, at: int) -> bool:
    token = doc[at]
    if token.text == "-" and at > 0 and not token.whitespace_ and not doc[at - 1].whitespace_:
        return True
    if token.pos_ not in {"NOUN", "ADJ", "PROPN", "VERB"} or token.dep_ in {"ROOT", "dobj", "nsubj", "pobj", "conj"}:
        return token.text in {"R&D", "AI"}
    return token.dep_ in {"compound", "amod", "nmod", "npadvmod", "punct", "dep", "pcomp"} or not token.whitespace_


def _is_loose(token: Token) -> bool:
    return (
        token.lower_ in lexicon().loose
        or token.text == "-"
        or token.ent_type_ in {"GPE", "LOC", "NORP"}
        or token.is_title
    )


def _goes_on(token: Token) -> bool:
    """Whether the noun only modifies a further one, as "industry" in "industry standards"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return token.dep_ in {"compound", "nmod"} and following is not None and following.pos_ in {"NOUN", "PROPN", "ADJ"}


def _words(doc: Doc, start: int, end: int) -> list[str]:
    return [t.lower_ for t in doc[start:end] if t.is_alpha]
