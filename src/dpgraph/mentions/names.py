"""Proper names: runs of capitalised words, quoted and emphasised titles, and what the model takes for a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dpgraph.mentions.candidates import Candidate
from dpgraph.mentions.kinds import (
    UNKNOWN,
    Kind,
    kind_of_label,
    kind_of_list,
    kind_of_name,
    kind_of_quoted,
    kind_of_surroundings,
    with_head,
)
from dpgraph.mentions.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dpgraph.mentions.passages import Passage

_QUOTED = re.compile(r"“([^“”]{2,120})”|\"([^\"]{2,120})\"|(?<![\w‘])‘([^‘’]{2,80})’(?!\w)|《([^《》]{2,80})》")
_DATELINE = re.compile(
    r"([A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,2})(?:, ([A-Z][\w.'-]+(?: [A-Z][\w.'-]+)?))?(?: \([^)]{3,30}\)|,? \d{1,2} [A-Z][a-z]+(?: \d{4})?)?\s?(?:[–—]|--)\s"
)
_PAIRED = re.compile(
    r"(?:[A-Z][\w’']+ ){1,4}and (?:[A-Z][\w’-]+ ){0,4}(?:Commission|Bureau|Department|Ministry|Administration|Society|Agency|Council|Committee|Authority|Association|Foundation|Institute|Group|Office|Library|Museum|Press|Board|Trust)\b"
)
_BODY = re.compile(
    r"(?:Ministry|Department|Bureau|Administration|Committee|Office) (?:of|for) (?:the )?[A-Z][a-z]+(?:, [A-Z][a-z]+)+,? and [A-Z][a-z]+"
    r"|(?:[A-Z][a-z]+, )+[A-Z][a-z]+,? and (?:[A-Z][a-z]+ ){1,3}(?:Bureau|Department|Ministry|Commission|Administration|Committee|Office|Agency)\b"
)
_FOREIGN = frozenset(
    {
        "de",
        "del",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "di",
        "della",
        "la",
        "le",
        "les",
        "el",
        "van",
        "von",
        "der",
        "den",
        "zu",
        "av",
        "på",
        "og",
        "och",
        "et",
        "e",
        "y",
        "i",
        "und",
        "al",
        "à",
        "au",
    }
)
_CONNECTORS = frozenset({"of", "for", "and", "the", "on", "in", "to", "with", "&", "between"}) | _FOREIGN
_TIGHT = frozenset({"-", "–", "/", "&", ".", "+"})
_FUNCTION_POS = frozenset({"DET", "ADP", "ADV", "CCONJ", "SCONJ", "PRON", "AUX", "PART", "INTJ", "PUNCT", "VERB"})
# Which connectors a name may run across, by the type of what stands before them.
_ACROSS = {
    "Policy": frozenset({"of", "for", "and", "the", "on", "in", "to", "with", "&", "between"}),
    "Organization": frozenset({"of", "for", "and", "the", "&", "de", "du", "la", "et", "und", "der"}),
    "Initiative": frozenset({"of", "for", "and", "the", "on", "&"}),
    "Fund": frozenset({"of", "for", "and", "the", "&"}),
    "Publication": frozenset({"of", "and", "the", "for", "&"}),
    "Platform": frozenset({"of", "for", "the", "&"}),
    "Place": frozenset({"of", "the"}),
}


def find_names(passage: Passage) -> Iterator[Candidate]:
    """Candidates for proper names in a passage; of a heading, only what is quoted or titles a policy."""
    yield from _quoted(passage)
    yield from _enumerated(passage.doc)
    yield from _dateline(passage.doc)
    yield from _joined(passage.doc)
    yield from _emphasised(passage)
    if not passage.is_heading:
        yield from _from_model(passage.doc)
    for start, end in runs(passage.doc):
        yield from _named(passage, start, end)
        if end - start >= 4:
            yield from _inner(passage.doc, start, end)


def _named(passage: Passage, start: int, end: int) -> Iterator[Candidate]:
    kind = _kind(passage, start, end)
    if kind is None or (passage.is_heading and (kind.type != "Policy" or end - start < 3)):
        return
    for stop in sorted({end, with_head(passage.doc, end, kind)}):
        yield Candidate(
            start,
            stop,
            kind.type,
            kind.cls,
            kind.method,
            kind.score if stop > end or kind.method != "noun after" else kind.score,
        )


def _inner(doc: Doc, start: int, end: int) -> Iterator[Candidate]:
    """The bodies named within a longer name, after its "of" and "the"."""
    for at in range(start + 2, end - 1):
        if doc[at - 1].text in {"of", "the", "by"} and _is_capital(doc[at]):
            stop = min(end, _extended(doc, at, _run_end(doc, at)))
            kind = kind_of_name([t.text for t in doc[at:stop]])
            if kind and kind.type == "Organization":
                yield Candidate(at, stop, kind.type, kind.cls, kind.method, kind.score - 0.05)


def _kind(passage: Passage, start: int, end: int) -> Kind | None:
    doc = passage.doc
    words = [t.text for t in doc[start:end]]
    if len(words) == 1 and words[0].lower() in lexicon().generic:
        return _short_for(doc, start)
    named, around = kind_of_name(words), kind_of_surroundings(doc, start, end)
    if named and end - start > 1:
        return named
    return kind_of_list(doc, start, end) or around or kind_of_label(doc, start, end) or UNKNOWN


def _short_for(doc: Doc, at: int) -> Kind | None:
    """The kind of a bare "the Foundation", which stands for a longer name in the document."""
    found = lexicon().head([doc[at].lower_])
    definite = at > 0 and doc[at - 1].lower_ == "the" and not doc[at].is_sent_start and doc[at].pos_ == "PROPN"
    return Kind(*found, "short form", 0.5) if found and definite and found[0] != "Sector" else None


def runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Token spans of capitalised words: each run by itself, with what its kind lets it cross, and with a number after it."""
    at = 0
    while at < len(doc):
        if not _starts_name(doc[at]):
            at += 1
            continue
        base = _run_end(doc, at)
        end = _extended(doc, at, base)
        start = _with_ordinal(doc, at)
        for stop in sorted({base, end, _with_number(doc, base), _with_number(doc, end)}):
            if stop - start > 1 or _is_name_like(doc[at]):
                yield start, stop
        at = max(base, at + 1)


def _with_number(doc: Doc, end: int) -> int:
    """The end of a name that goes on with a year or a version: "Reading Plan 2025-2030", "Bibliobus 2.0"."""
    after = doc[end : end + 3].text
    match = re.match(
        r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?(?!\d)|\d\d?(?:\.\d)?(?![\d,.]\d|\s?(?:%|per))|\+", after
    )
    if not match or (not doc[end - 1].whitespace_ and match[0] != "+"):
        return end
    span = doc.char_span(doc[end].idx, doc[end].idx + len(match[0]))
    return span.end if span else end


def _with_ordinal(doc: Doc, at: int) -> int:
    """The start of a name that an ordinal number opens: "19th National Congress"."""
    return at - 1 if at and re.fullmatch(r"\d+(?:st|nd|rd|th)", doc[at - 1].text) else at


def _starts_name(token: Token) -> bool:
    if not _is_capital(token):
        return False
    if token.is_sent_start and token.i + 1 < len(token.doc) and token.doc[token.i + 1].lower_ in {"of", "on"}:
        return lexicon().head([token.lower_]) is not None
    if token.is_sent_start and token.is_oov and len(token.text) > 2:
        return True
    if token.pos_ in _FUNCTION_POS and not _is_capital_run(token):
        return False
    return not (
        token.is_sent_start and not token.ent_type_ and token.pos_ != "PROPN" and not _is_capital_run(token)
    )


def _is_capital_run(token: Token) -> bool:
    """Whether a capitalised word follows, as after the "Digital" of "Digital Publishing Fund"."""
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return following is not None and _is_capital(following) and token.pos_ in {"NOUN", "ADJ", "PROPN", "VERB", "NUM"}


def _is_capital(token: Token) -> bool:
    text = token.text
    return (text[:1].isupper() or bool(re.search(r"[a-z][A-Z]", text))) and text not in {"I", "I."}


def _is_name_like(token: Token) -> bool:
    """Whether a single capitalised word may be a name: the model says so, or it is capitalised inside a sentence."""
    if token.ent_type_ or re.search(r"[a-z][A-Z]|\w\.(?:com|org|net|cn|io)$", token.text):
        return True
    return len(token.text) > 1 and (token.pos_ == "PROPN" or token.is_oov)


def _run_end(doc: Doc, at: int) -> int:
    """Where the unbroken run of capitalised words that starts at a token ends."""
    end = at + 1
    while end < len(doc) and (step := _step(doc, at, end)):
        end += step
    return end


def _step(doc: Doc, at: int, end: int) -> int:
    """How many tokens the run takes in at `end`: 0 when it is over."""
    token, after = doc[end], doc[end + 1] if end + 1 < len(doc) else None
    if _is_capital(token):
        return 1
    if token.text == "(" and _is_bracketed_year(doc, end):
        return next((i + 1 - end for i in range(end, len(doc)) if doc[i].text == ")"), 0)
    if after is None:
        return 0
    if token.text in _TIGHT and not doc[end - 1].whitespace_ and not token.whitespace_:
        return 2 if (after.is_alpha and after.tag_ != "VBN") or after.like_num else 0
    plural_genitive = (
        token.text in {"’", "'"} and doc[end - 1].text.endswith("s") and doc[end - 1].tag_ in {"NNS", "NNPS"}
    )
    return 2 if plural_genitive and end - at == 1 and _is_capital(after) else 0


def _is_bracketed_year(doc: Doc, at: int) -> bool:
    inside = doc[at + 1 : at + 6].text
    return bool(re.match(r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?\s?\)", inside)) or bool(
        re.match(r"[A-Z][a-z]+\)", inside)
    )


def _extended(doc: Doc, at: int, end: int) -> int:
    """The end of a name that goes on after "of", "and", "for" ... as far as its kind allows."""
    while end < len(doc) and doc[end].text in _CONNECTORS:
        after = end
        while after < len(doc) and doc[after].text in _CONNECTORS:
            after += 1
        if after >= len(doc) or not _is_capital(doc[after]) or not _may_cross(doc, at, end, after):
            break
        end = _run_end(doc, after)
    return end


def _may_cross(doc: Doc, at: int, end: int, after: int) -> bool:
    left = lexicon().head_of_name([t.text.lower() for t in doc[at:end]])
    kind = left[0] if left else ""
    if any(e.start <= at and e.end >= _run_end(doc, after) and e.label_ == "ORG" for e in doc.ents):
        if doc[end].text in {"of", "for", "the", "in", "de", "du", "der"}:
            return kind != "Place"
    if doc[end].text in {"and", "&"}:
        return _is_one_name(doc, at, end, after, kind)
    if doc[end].text in _FOREIGN:
        return True
    return doc[end].text in _ACROSS.get(kind, frozenset())


def _is_one_name(doc: Doc, at: int, end: int, after: int, kind: str) -> bool:
    """Whether "A and B" is one name: "Science and Technology Commission", "Ministry of Culture and Tourism"."""
    cut = max((t.i for t in doc[at:end] if t.text in {"of", "for", "on", "the"}), default=at - 1)
    inside = cut >= at
    if inside and kind == "Policy":
        return True
    if inside and left_is_body(doc, at):
        right = lexicon().head_of_name([t.text.lower() for t in doc[after : _run_end(doc, after)]])
        return after - end == 1 and (not right or right[1] != "GovernmentBody")
    own_name = any(e.end == end and e.start >= cut and e.label_ in {"GPE", "PERSON", "LOC"} for e in doc.ents)
    if after - end > 1 or own_name or lexicon().head([t.text.lower() for t in doc[cut + 1 : end]]):
        return False
    right = lexicon().head_of_name([t.text.lower() for t in doc[after : _run_end(doc, after)]])
    if inside:
        return not right or right[0] == kind
    alone = any(e.end == end and e.start <= at for e in doc.ents)
    return bool(right) and not alone and end - at <= 3


def left_is_body(doc: Doc, at: int) -> bool:
    """Whether a name starts as a government body does: "Administration of", "Ministry of"."""
    words = [t.lower_ for t in doc[at : at + 5]]
    found = lexicon().head_of_name(words[: words.index("of")]) if "of" in words else None
    return found is not None and found[1] == "GovernmentBody"


def _from_model(doc: Doc) -> Iterator[Candidate]:
    for start, end in _single_ents(doc):
        while start < end and (doc[start].lower_ in {"the", "a", "an"} or doc[start].is_punct):
            start += 1
        while end > start and (doc[end - 1].text in {"'s", "’s", "’", "'"} or doc[end - 1].is_punct):
            end -= 1
        kind = kind_of_label(doc, start, end)
        if kind and start < end and any(_is_capital(t) for t in doc[start:end]) and not _all_generic(doc, start, end):
            yield Candidate(start, end, kind.type, kind.cls, kind.method, kind.score)


def _single_ents(doc: Doc) -> Iterator[tuple[int, int]]:
    """The model's entities; one that runs across "and the" is two."""
    for ent in doc.ents:
        cut = next((t.i for t in ent if t.lower_ == "and" and t.i + 1 < ent.end and doc[t.i + 1].lower_ == "the"), None)
        for start, end in [(ent.start, ent.end)] if cut is None else [(ent.start, cut), (cut + 2, ent.end)]:
            commas = [t.i for t in doc[start:end] if t.text in {",", ";"} or (t.lower_ == "to" and ent.label_ == "ORG")]
            yield from zip([start, *(c + 1 for c in commas)], [*commas, end], strict=True)


def _all_generic(doc: Doc, start: int, end: int) -> bool:
    return all(t.lower_ in lexicon().generic or not t.is_alpha for t in doc[start:end])


def _dateline(doc: Doc) -> Iterator[Candidate]:
    """The place a news item opens with: "NAIROBI, Kenya – ", "Cambridge, Massachusetts (12 May) – "."""
    match = _DATELINE.match(doc.text)
    if match:
        for group in (1, 2):
            span = doc.char_span(*match.span(group)) if match[group] else None
            if span:
                yield Candidate(span.start, span.end, "Place", "Place", "dateline", 0.9)


def _joined(doc: Doc) -> Iterator[Candidate]:
    """Bodies whose name holds an "and": "Competition and Consumer Protection Commission"; whether it is one the model says."""
    for match in _PAIRED.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="contract")
        found = lexicon().head([span[-1].lower_]) if span else None
        if span and found and found[0] == "Organization":
            yield Candidate(span.start, span.end, *found, "joined name", 0.6)


def _enumerated(doc: Doc) -> Iterator[Candidate]:
    """Bodies that carry a list in their name: "Culture, Sports and Tourism Bureau of the Corps"."""
    for match in _BODY.finditer(doc.text):
        span = doc.char_span(*match.span(), alignment_mode="contract")
        if span:
            end = _extended(doc, span.start, _run_end(doc, span.end - 1))
            yield Candidate(span.start, end, "Organization", "GovernmentBody", "listing body", 0.9)


def _quoted(passage: Passage) -> Iterator[Candidate]:
    doc = passage.doc
    for match in _QUOTED.finditer(doc.text):
        inner = next(i for i in range(1, 5) if match[i])
        span = doc.char_span(*match.span(inner), alignment_mode="contract")
        while span and span[-1].text in {",", ".", ";"}:
            span = span[:-1]
        kind = kind_of_quoted(doc, span.start, span.end, match.end()) if span else None
        if span and kind:
            yield Candidate(span.start, span.end, kind.type, kind.cls, kind.method, kind.score)


def _emphasised(passage: Passage) -> Iterator[Candidate]:
    first, last = passage.start, passage.start + len(passage.doc.text)
    for a, b in passage.document.emphasis:
        if first <= a and b <= last and not passage.is_heading:
            span = passage.doc.char_span(a - first, b - first, alignment_mode="contract")
            if span and len(span) <= 20 and any(_is_capital(t) for t in span):
                words = [t.text for t in span]
                kind = kind_of_surroundings(passage.doc, span.start, span.end)
                named = kind_of_name(words)
                if named and named.type == "Policy":
                    kind = named
                kind = kind or Kind("Publication", "Publication", "emphasised title", 0.86)
                yield Candidate(span.start, span.end, kind.type, kind.cls, "emphasised title", 0.88)
