"""Runs of capitalised words: where a name in capitals starts, how far it goes, and what it may go on across."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TIGHT = frozenset({"-", "–", "/", "&", ".", "+"})
_TIME = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Spring|Summer|Autumn|Winter)$"
)
_BEFORE_TIME = frozenset(
    {"in", "on", "last", "this", "next", "since", "by", "until", "of", "from", "early", "late", "every"}
)
_FUNCTION_POS = frozenset({"DET", "ADP", "ADV", "CCONJ", "SCONJ", "PRON", "AUX", "PART", "INTJ", "PUNCT", "VERB"})
_YEARS = r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?"
_BRACKETED = re.compile(rf"{_YEARS}\s?\)|[A-Z][a-z]+\)")
# "Reading Plan 2025-2030", "Bibliobus 2.0" and "Library+", but not "Bibliobus 2,000" or "Bibliobus 20 %".
_NUMBER = re.compile(
    rf"""
      {_YEARS}(?!\d)
    | \d\d?(?:\.\d)?  (?! [\d,.]\d | \s?(?:%|per) )
    | \+
    """,
    re.VERBOSE,
)


def runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Token spans of capitalised words: each run alone, with what its kind lets it cross, with a number after it."""
    at = 0
    while at < len(doc):
        if not _starts_name(doc[at]):
            at += 1
            continue
        base = run_end(doc, at)
        end = extended(doc, at, base)
        start = _with_ordinal(doc, at)
        stops = {base, end, _with_number(doc, base), _with_number(doc, end), _before_bracket(doc, at, base)}
        for stop in sorted({*stops, _with_company_form(doc, base)}):
            if stop - start > 1 or _is_name_like(doc[at]):
                yield start, stop
        at = base


def run_end(doc: Doc, at: int) -> int:
    """Where the unbroken run of capitalised words that starts at a token ends."""
    end = at + 1
    while end < len(doc) and (step := _step(doc, at, end)):
        end += step
    return end


def extended(doc: Doc, at: int, end: int) -> int:
    """The end of a name that goes on after "of", "and", "for" ... as far as its kind allows."""
    while end < len(doc) and _is_connector(doc[end]):
        after = next((i for i in range(end, len(doc)) if not _is_connector(doc[i])), len(doc))
        if after >= len(doc) or not is_capital(doc[after]) or not _may_cross(doc, at, end, after):
            break
        end = run_end(doc, after)
    return end


def is_capital(token: Token) -> bool:
    """Whether a word is written like a name: "Harbor", "eLife"."""
    text = token.text
    return (text[:1].isupper() or bool(re.search(r"[a-z][A-Z]", text))) and text not in {"I", "I."}


def _starts_name(token: Token) -> bool:
    if not is_capital(token) or _is_time(token) or _is_unit(token):
        return False
    following = _next(token)
    if token.is_sent_start and following is not None and following.lower_ in {"of", "on"}:
        return lexicon().head([token.lower_]) is not None
    if token.is_sent_start and token.like_num and following is not None and not is_capital(following):
        return False  # "Nine publishers"
    if token.is_sent_start and token.is_oov and len(token.text) > 2:
        return True
    if _opens_run(token):
        return True
    return token.pos_ not in _FUNCTION_POS and _is_sure_of_capital(token)


def _is_time(token: Token) -> bool:
    """Whether a word is a day, a month or a season and opens no name: "In December Quiet Pages", "on Monday"."""
    before = token.doc[token.i - 1] if token.i else None
    return bool(_TIME.match(token.text)) and before is not None and (before.lower_ in _BEFORE_TIME or before.like_num)


def _is_unit(token: Token) -> bool:
    """Whether a letter belongs to the number before it: the "K" of "8K"."""
    before = token.doc[token.i - 1] if token.i else None
    return before is not None and before.like_num and not before.whitespace_


def _opens_run(token: Token) -> bool:
    """Whether a capitalised word follows, as after the "Digital" of "Digital Publishing Fund"."""
    following = _next(token)
    return following is not None and is_capital(following) and token.pos_ in {"NOUN", "ADJ", "PROPN", "VERB", "NUM"}


def _is_sure_of_capital(token: Token) -> bool:
    """Whether a capital says something: not the first one of a sentence, unless the model takes the word for a name."""
    return not token.is_sent_start or bool(token.ent_type_) or token.pos_ == "PROPN" or token.text.isupper()


def _is_name_like(token: Token) -> bool:
    """Whether a single capitalised word may be a name: the model says so, or it is capitalised inside a sentence."""
    if token.ent_type_ or re.search(r"[a-z][A-Z]|\w\.(?:com|org|net|cn|io)$", token.text):
        return True
    return len(token.text) > 1 and (token.pos_ == "PROPN" or token.is_oov or not token.is_sent_start)


def _before_bracket(doc: Doc, at: int, end: int) -> int:
    """The end of a run without the brackets that it takes in: "National Library" of "National Library (Perpus)"."""
    return next((i for i in range(at + 1, end) if doc[i].text == "("), end)


def _with_company_form(doc: Doc, end: int) -> int:
    """The end of a name that goes on with a legal form after a comma: "Harbor Press Co., Ltd."."""
    is_form = (
        end + 1 < len(doc) and doc[end].text == "," and doc[end + 1].lower_.rstrip(".") in word_lists().company_forms
    )
    return end + 2 if is_form else end


def _with_number(doc: Doc, end: int) -> int:
    """The end of a name that goes on with a year or a version: "Reading Plan 2025-2030", "Bibliobus 2.0"."""
    match = _NUMBER.match(doc[end : end + 3].text)
    if not match or (not doc[end - 1].whitespace_ and match[0] != "+"):
        return end
    span = doc.char_span(doc[end].idx, doc[end].idx + len(match[0]))
    return span.end if span else end


def _with_ordinal(doc: Doc, at: int) -> int:
    """The start of a name that an ordinal number opens: "19th National Congress"."""
    return at - 1 if at and re.fullmatch(r"\d+(?:st|nd|rd|th)", doc[at - 1].text) else at


def _step(doc: Doc, at: int, end: int) -> int:
    """How many tokens the run takes in at `end`: 0 when it is over."""
    token, after = doc[end], _next(doc[end])
    if is_capital(token):
        return int(token.text != "By")  # a byline: "Annual Report By Harbor Press"
    if token.text == "(" and _BRACKETED.match(doc[end + 1 : end + 6].text):
        return next((i + 1 - end for i in range(end, len(doc)) if doc[i].text == ")"), 0)
    if after is None:
        return 0
    if parts_acronyms(token):
        return 0
    if token.text in _TIGHT and not doc[end - 1].whitespace_ and not token.whitespace_:
        return 2 if (after.is_alpha and after.tag_ != "VBN") or after.like_num else 0
    return 2 if end - at == 1 and _is_plural_genitive(token) and is_capital(after) else 0


def parts_acronyms(token: Token) -> bool:
    """Whether a token is the stroke of "VR/AR", which are two names."""
    after = _next(token)
    return token.text == "/" and token.i > 0 and token.nbor(-1).is_upper and after is not None and after.is_upper


def _is_plural_genitive(token: Token) -> bool:
    """The apostrophe of "Publishers’ Association"."""
    owner = token.nbor(-1)
    return token.text in {"’", "'"} and owner.text.endswith("s") and owner.tag_ in {"NNS", "NNPS"}


def _is_connector(token: Token) -> bool:
    return token.text in word_lists().connectors or token.text in word_lists().foreign_connectors


def _may_cross(doc: Doc, at: int, end: int, after: int) -> bool:
    """Whether the name from `at` to `end` goes on across the connectors up to `after`."""
    left = lexicon().head_of_name(_lower(doc, at, end))
    kind, connector = left[0] if left else "", doc[end].text
    if connector in {"of", "for", "the", "in", "de", "du", "der"} and _is_one_body(doc, at, run_end(doc, after)):
        return kind != "Place"
    if connector in {"and", "&"}:
        return _is_one_name(doc, at, end, after, kind)
    return connector in word_lists().foreign_connectors or word_lists().may_cross(kind, connector)


def _is_one_body(doc: Doc, start: int, end: int) -> bool:
    """Whether the model takes all of it for one organization."""
    return any(e.start <= start and e.end >= end and e.label_ == "ORG" for e in doc.ents)


def _is_one_name(doc: Doc, at: int, end: int, after: int, kind: str) -> bool:
    """Whether "A and B" is one name: "Science and Technology Commission", "Ministry of Culture and Tourism"."""
    cut = max((t.i for t in doc[at:end] if t.text in {"of", "for", "on", "the"}), default=at - 1)
    inside = cut >= at
    right = lexicon().head_of_name(_lower(doc, after, run_end(doc, after)))
    if inside and kind == "Policy":
        return True
    if inside and _starts_as_body(doc, at):
        return after - end == 1 and (not right or right[1] != "GovernmentBody")
    own_name = any(e.end == end and e.start >= cut and e.label_ in {"GPE", "PERSON", "LOC"} for e in doc.ents)
    if after - end > 1 or own_name or lexicon().head(_lower(doc, cut + 1, end)):
        return False
    if inside:
        return not right or right[0] == kind
    alone = any(e.end == end and e.start <= at for e in doc.ents)
    return bool(right) and not alone and end - at <= 3


def _starts_as_body(doc: Doc, at: int) -> bool:
    """Whether a name starts as a government body does: "Administration of", "Ministry of"."""
    words = _lower(doc, at, at + 5)
    found = lexicon().head_of_name(words[: words.index("of")]) if "of" in words else None
    return found is not None and found[1] == "GovernmentBody"


def _lower(doc: Doc, start: int, end: int) -> list[str]:
    return [t.lower_ for t in doc[start:end]]


def _next(token: Token) -> Token | None:
    return token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
