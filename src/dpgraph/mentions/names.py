"""Proper names: all that capitals, marks of the text and the model's labels put forward, each with its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from dpgraph.mentions.bodies import find_inner, find_joined, find_listing
from dpgraph.mentions.candidates import Candidate
from dpgraph.mentions.datelines import dateline
from dpgraph.mentions.kinds import (
    UNKNOWN,
    Kind,
    kind_of_label,
    kind_of_list,
    kind_of_name,
    kind_of_surroundings,
    with_head,
)
from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.quotes import find_emphasised, find_quoted
from dpgraph.mentions.runs import is_capital, parts_acronyms, runs

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from dpgraph.mentions.passages import Passage

_LONG = 4


def find_names(passage: Passage) -> Iterator[Candidate]:
    """Candidates for proper names in a passage; of a heading, only what is quoted or titles a policy."""
    yield from find_quoted(passage)
    yield from find_listing(passage.doc)
    yield from _dateline(passage.doc)
    yield from find_joined(passage.doc)
    yield from find_emphasised(passage)
    if not passage.is_heading:
        yield from _labelled(passage.doc)
    for start, end in runs(passage.doc):
        yield from _named(passage, start, end)
        if end - start >= _LONG:
            yield from find_inner(passage.doc, start, end)


def _named(passage: Passage, start: int, end: int) -> Iterator[Candidate]:
    kind = _kind(passage.doc, start, end)
    if kind is None or (passage.is_heading and (kind.type != "Policy" or end - start < 3)):
        return
    for stop in sorted({end, with_head(passage.doc, end, kind)}):
        yield Candidate(start, stop, kind.type, kind.cls, kind.method, kind.score)


def _kind(doc: Doc, start: int, end: int) -> Kind | None:
    words = [t.text for t in doc[start:end]]
    if len(words) == 1 and words[0].lower() in lexicon().generic:
        return _short_for(doc, start)
    return (
        kind_of_name(words)
        or kind_of_list(doc, start, end)
        or kind_of_surroundings(doc, start, end)
        or kind_of_label(doc, start, end)
        or UNKNOWN
    )


def _short_for(doc: Doc, at: int) -> Kind | None:
    """The kind of a bare "the Foundation", which stands for a longer name in the document."""
    found = lexicon().head([doc[at].lower_])
    definite = at > 0 and doc[at - 1].lower_ == "the" and not doc[at].is_sent_start and doc[at].pos_ == "PROPN"
    return Kind(*found, "short form", 0.5) if found and definite and found[0] != "Sector" else None


def _dateline(doc: Doc) -> Iterator[Candidate]:
    """The places that a news item opens with."""
    match = dateline(doc.text)
    for group in (1, 2) if match else ():
        span = doc.char_span(*match.span(group)) if match and match[group] else None
        if span:
            yield Candidate(span.start, span.end, "Place", "Place", "dateline", 0.9)


def _labelled(doc: Doc) -> Iterator[Candidate]:
    """What the model takes for a name, without articles, possessives and marks around it."""
    for start, end in _single(doc):
        while start < end and (doc[start].lower_ in {"the", "a", "an"} or doc[start].is_punct):
            start += 1
        while end > start and (doc[end - 1].text in {"'s", "’s", "’", "'"} or doc[end - 1].is_punct):
            end -= 1
        kind = kind_of_label(doc, start, end)
        if kind and start < end and any(is_capital(t) for t in doc[start:end]) and not _all_generic(doc[start:end]):
            yield Candidate(start, end, kind.type, kind.cls, kind.method, kind.score)


def _single(doc: Doc) -> Iterator[tuple[int, int]]:
    """The model's entities; one that runs across "and the", a comma or "VR/AR" is several."""
    for ent in doc.ents:
        cut = next((t.i for t in ent if t.lower_ == "and" and t.i + 1 < ent.end and doc[t.i + 1].lower_ == "the"), None)
        for start, end in [(ent.start, ent.end)] if cut is None else [(ent.start, cut), (cut + 2, ent.end)]:
            cuts = [t.i for t in doc[start:end] if _parts(t, ent.label_)]
            yield from zip([start, *(c + 1 for c in cuts)], [*cuts, end], strict=True)


def _parts(token: Token, label: str) -> bool:
    """Whether a token stands between two names that the model has taken for one."""
    return token.text in {",", ";"} or (token.lower_ == "to" and label == "ORG") or parts_acronyms(token)


def _all_generic(span: Span) -> bool:
    return all(t.lower_ in lexicon().generic or not t.is_alpha for t in span)
