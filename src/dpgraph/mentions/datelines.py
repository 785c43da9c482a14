"""Where and when a news item was written, told before its first sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

# "NAIROBI, Kenya – ", "Cambridge, Massachusetts (12 May) – ", "Oslo, 3 June 2024 -- "
_DATELINE = re.compile(
    r"""
    ([A-Z][\w.'-]+(?:[ ][A-Z][\w.'-]+){0,2})                            # a town
    (?:,[ ]([A-Z][\w.'-]+(?:[ ][A-Z][\w.'-]+)?))?                       # a country or state
    (?: ,?[ ]\d{1,2}[ ][A-Z][a-z]+(?:[ ]\d{4})? | ,?[ ][A-Z][a-z]+\.?[ ]\d{1,2}(?:,[ ]\d{4})? )?    # a day
    (?:[ ]\([^)]{3,30}\))?                                             # a day, or a news agency
    (?:\s?(?:[–—]|--)|\s-)\s(?=["“A-Z])
    """,
    re.VERBOSE,
)
# A second dash closes what the first one opened: "Harbor Press – Norway's oldest house – grew."
_DASH = re.compile(r"\s(?:[–—-]|--)\s")


def dateline(text: str) -> re.Match[str] | None:
    """The dateline that a paragraph opens with: group 1 is its town, group 2 its country, if told.

    >>> dateline("OSLO, Norway – Harbor Press opened.").groups(), dateline("Harbor Press opened in Oslo.")
    (('OSLO', 'Norway'), None)
    """
    match = _DATELINE.match(text)
    is_one = match and (match[1].isupper() or not _DASH.search(text[match.end() :].partition(". ")[0]))
    return match if is_one else None


def part_datelines(doc: Doc) -> Doc:
    """Lets the parser start a sentence after a dateline, so that its town is not taken for who acts."""
    match = dateline(doc.text)
    first = next((t for t in doc if match and t.idx >= match.end()), None)
    if first is not None:
        first.is_sent_start = True
    return doc
