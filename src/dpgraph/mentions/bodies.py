"""Names of bodies that are longer than a run of capitals, or stand inside one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dpgraph.mentions.candidates import Candidate
from dpgraph.mentions.kinds import kind_of_name
from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.runs import extended, is_capital, run_end

if TYPE_CHECKING:
    from spacy.tokens import Doc

_OFFICES = "Ministry|Department|Bureau|Administration|Committee|Office"
_BODIES = (
    "Commission|Bureau|Department|Ministry|Administration|Society|Agency|Council|Committee|Authority|Association|Foundation"
    "|Institute|Group|Office|Library|Museum|Press|Board|Trust"
)
# "Competition and Consumer Protection Commission"
_JOINED = re.compile(rf"(?:[A-Z][\w’']+ ){{1,4}}and (?:[A-Z][\w’-]+ ){{0,4}}(?:{_BODIES})\b")
# "Hill Group and Mill House Press" is two, "Press and Publication Administration" one.
_TWO_BODIES = re.compile(rf"\S+ .*(?:{_BODIES}|{_OFFICES}) and \S+ ")
# "Department for Culture, Media and Sport", and "Culture, Sports and Tourism Bureau"
_LISTING = re.compile(
    rf"""
      (?:{_OFFICES}) [ ](?:of|for)[ ] (?:the[ ])?  [A-Z][a-z]+ (?:,[ ][A-Z][a-z]+)+ ,?[ ]and[ ][A-Z][a-z]+
    | (?:[A-Z][a-z]+,[ ])+ [A-Z][a-z]+ ,?[ ]and[ ] (?:[A-Z][a-z]+[ ]){{1,3}} (?:{_OFFICES}|Commission|Agency)\b
    """,
    re.VERBOSE,
)


def find_joined(doc: Doc) -> Iterator[Candidate]:
    """Bodies whose name may hold an "and": whether "A and B Commission" is one name or two is for the model to say."""
    for match in _JOINED.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="contract")
        found = lexicon().head([span[-1].lower_]) if span else None
        if span and found and found[0] == "Organization" and not _TWO_BODIES.match(match[0]):
            yield Candidate(span.start, span.end, *found, "joined name", 0.6)


def find_listing(doc: Doc) -> Iterator[Candidate]:
    """Bodies that carry a list in their name: "Culture, Sports and Tourism Bureau of the Corps"."""
    for match in _LISTING.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="contract")
        if span:
            end = extended(doc, span.start, run_end(doc, span.end - 1))
            yield Candidate(span.start, end, "Organization", "GovernmentBody", "listing body", 0.9)


def find_inner(doc: Doc, start: int, end: int) -> Iterator[Candidate]:
    """The bodies named within a longer name, after its "of", "the" or "by"."""
    for at in range(start + 2, end - 1):
        if doc[at - 1].text in {"of", "the", "by"} and is_capital(doc[at]):
            stop = min(end, extended(doc, at, run_end(doc, at)))
            kind = kind_of_name([t.text for t in doc[at:stop]])
            if kind and kind.type == "Organization":
                yield Candidate(at, stop, kind.type, kind.cls, kind.method, kind.score - 0.05)
