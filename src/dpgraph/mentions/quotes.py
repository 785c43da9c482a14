"""Names that the text sets apart: titles and products in quotation marks or emphasis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dpgraph.mentions.candidates import Candidate
from dpgraph.mentions.kinds import Kind, kind_of_name, kind_of_quoted, kind_of_surroundings
from dpgraph.mentions.runs import is_capital

if TYPE_CHECKING:
    from spacy.tokens import Span

    from dpgraph.mentions.passages import Passage

_QUOTED = re.compile(
    r"""
      “([^“”]{2,240})”
    | "([^"]{2,240})"
    | (?<![\w‘])‘([^‘’]{2,80})’(?!\w)
    | 《([^《》]{2,80})》
    """,
    re.VERBOSE,
)
_LONGEST_TITLE = 20
_TITLE = Kind("Publication", "Publication", "emphasised title", 0.86)


def find_quoted(passage: Passage) -> Iterator[Candidate]:
    """What stands in quotation marks and is more than mere words."""
    doc = passage.doc
    for match in _QUOTED.finditer(doc.text):
        inner = next(i for i in range(1, 5) if match[i])
        span = doc.char_span(*match.span(inner), alignment_mode="contract")
        while span and span[-1].text in {",", ".", ";"}:
            span = span[:-1]
        kind = kind_of_quoted(doc, span.start, span.end, match.end()) if span else None
        if span and kind:
            yield Candidate(span.start, span.end, kind.type, kind.cls, kind.method, kind.score)


def find_emphasised(passage: Passage) -> Iterator[Candidate]:
    """What is emphasised outside headings: a title, unless the words say otherwise."""
    first, last = passage.start, passage.start + len(passage.doc.text)
    for start, end in passage.document.emphasis:
        if first <= start and end <= last and not passage.is_heading:
            span = passage.doc.char_span(start - first, end - first, alignment_mode="contract")
            if span and len(span) <= _LONGEST_TITLE and span[0].lower_ != "by" and any(is_capital(t) for t in span):
                kind = _emphasised_kind(span)
                yield Candidate(span.start, span.end, kind.type, kind.cls, "emphasised title", 0.88)


def _emphasised_kind(span: Span) -> Kind:
    named = kind_of_name([t.text for t in span])
    if named and named.type == "Policy":
        return named
    return kind_of_surroundings(span.doc, span.start, span.end) or _TITLE
