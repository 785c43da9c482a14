"""Figures in a Reading: indicator, value, unit, year, bound, and what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpgraph.mentions.reading import Placed, Read, Reading
from dpgraph.records import Evidence
from dpgraph.statements.arguments import agents
from dpgraph.statements.quantities import Quantity, quantities
from dpgraph.statements.relations import evidence_of
from dpgraph.statements.status import status_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_YEAR = re.compile(r"(?<![\d.,$€£¥-])(?:19|20)\d\d(?!\d|,\d|\.\d|-year)")
# Counted words that count nothing of the field: reasons, ways, hands.
_UNCOUNTED = frozenset({"factor", "aspect", "way", "hand", "reason", "side", "respect", "point", "step", "thing", "word", "part", "kind",
                        "day", "time", "end", "front", "measure", "example", "another", "sense", "fold", "type", "form"})  # fmt: skip
_SPANS_OF_TIME = frozenset({"year", "month", "week", "hour", "decade", "quarter"})
_GROWTH = re.compile(
    r"\b(?:up|rose|risen|rising|grew|growth|growing|increase[ds]?|increasing|surged?|jump(?:ed)?|climb(?:ed|ing)?|gain(?:ed)?|down|fell|fall(?:en)?|drop(?:ped)?|decline[ds]?|decrease[ds]?|shrank)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(r"\b(?:down|fell|fall(?:en)?|drop(?:ped)?|decline[ds]?|decrease[ds]?|shrank)\b", re.IGNORECASE)
_VERB_NOUNS = {"invest": "investment", "earn": "earnings", "sell": "sales", "spend": "spending", "cost": "cost", "receive": "receipts",
               "raise": "funds raised", "generate": "output", "allocate": "allocation", "grow": "growth", "fund": "funding", "pay": "payment",
               "employ": "employees", "attract": "attracted", "account": "share"}  # fmt: skip
CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class Figure:
    """An observation before its subject's name became an IRI."""

    subject: str | None
    indicator: str
    value: float
    unit: str
    year: int | None
    qualifier: str | None
    status: str
    evidence: Evidence


def figures(reading: Reading) -> Iterator[Figure]:
    """Every figure of a document with a unit: money, per cent, or a counted noun."""
    section, known = -1, None
    for read in reading.passages:
        if read.passage.section.order != section:
            section, known = read.passage.section.order, _title_year(read.passage.section.title)
        if read.passage.is_heading:
            continue
        for sentence in read.doc.sents:
            years = _years(sentence.text)
            yield from _of_sentence(read, sentence, years, known)
            known = years[-1][1] if years else known


def _title_year(title: str) -> int | None:
    found = _YEAR.findall(title)
    return int(found[0]) if len(set(found)) == 1 else None


def _years(text: str) -> list[tuple[int, int]]:
    """(offset, year) of the years a sentence states for itself; one it only compares with comes last, if it is alone not at all."""
    return [(m.start(), int(m[0])) for m in _YEAR.finditer(text) if not _is_compared(text, m)]


_EARLIER = re.compile(
    r"(?:\b(?:from|than|versus|since|against|on|over)|compared (?:with|to))\s(?:(?:the year|fiscal|that of|in)\s)*$"
    r"|(?:\b(?:from|than|versus|against)|compared (?:with|to))\s[^,;.]{1,40}\s(?:in|for)\s(?:fiscal\s)?$",
    re.IGNORECASE,
)


def _is_compared(text: str, match: re.Match[str]) -> bool:
    """Whether a year is only compared with, or stands in the brackets of a title."""
    before = text[: match.start()]
    in_title = re.search(r"\w\s?\($", before) and re.match(r"\s?[-–)]", text[match.end() :])
    return bool(_EARLIER.search(before)) or bool(in_title)


def _of_sentence(read: Read, sentence: Span, years: list[tuple[int, int]], known: int | None) -> Iterator[Figure]:
    indicator, counted = None, None
    found = list(quantities(sentence.text))
    for quantity in found:
        token = _token_at(sentence, quantity)
        if token is None or _is_year(quantity, sentence.text) or _in_name(read, token, quantity):
            continue
        unit = (
            quantity.unit
            or _shared_unit(quantity, found)
            or _counted(token, quantity, sentence)
            or (counted if _elliptic(token) else None)
        )
        if unit is None:
            continue
        counted = counted if quantity.unit else unit
        indicator = _indicator(token, quantity, unit, sentence, indicator)
        verb = _verb(token)
        status = (
            status_of(verb, is_order=False, section=read.passage.section.title) if verb is not None else None
        ) or "asserted"
        yield Figure(
            _subject(read, sentence, token), indicator, quantity.value, unit, _year(quantity, years, known, sentence.text), quantity.qualifier, status,
            evidence_of(read, sentence, "rule quantity", CONFIDENCE),
        )  # fmt: skip


def _token_at(sentence: Span, quantity: Quantity) -> Token | None:
    """The number's token: the one the parser hung the phrase by."""
    span = sentence.doc.char_span(
        sentence.start_char + quantity.start, sentence.start_char + quantity.end, alignment_mode="expand"
    )
    return span.root if span else None


def _is_year(quantity: Quantity, text: str) -> bool:
    if not quantity.bare or not 1900 <= quantity.value <= 2099 or "," in text[quantity.start : quantity.end]:
        return False
    return quantity.qualifier is None or bool(_YEAR.match(text[quantity.start : quantity.end]))


def _in_name(read: Read, token: Token, quantity: Quantity) -> bool:
    if quantity.unit:
        return False
    inside = next((p for p in read.placed if p.start <= token.i < p.end), None)
    return inside is not None and (
        inside.start < token.i or inside.mention.type in {"Technology", "Policy", "BusinessModel"}
    )


def _shared_unit(quantity: Quantity, found: list[Quantity]) -> str | None:
    """The unit of the upper end, for the lower end of a range: "5 to 20 euros", "60 to 65 per cent"."""
    return next(
        (q.unit for q in found if 0 < q.start - quantity.end <= 5 and q.unit and q.value > quantity.value), None
    )


def _elliptic(token: Token) -> bool:
    """Whether a number counts what the one before it counted: "four more", "four newly added", "two of them"."""
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]]
    tag = token.doc[token.i + 1].tag_ if token.i + 1 < len(token.doc) else ""
    return (
        after[:1] in (["more"], ["fewer"], ["less"])
        or tag in {"VBN", "RB"}
        or after in (["of", "which"], ["of", "them"], ["of", "whom"])
    )


_IRREGULAR = {"bases": "base", "people": "person", "persons": "person", "media": "medium"}


def _singular(noun: Token) -> str:
    return _IRREGULAR.get(noun.lower_, noun.lemma_.lower())


def _last_of(token: Token, quantity: Quantity, sentence: Span) -> Token:
    """The last token of a number: what it counts comes after."""
    end = sentence.start_char + quantity.end
    return next((t for t in reversed(list(sentence)) if t.idx < end), token)


def _measured(token: Token) -> Token | None:
    """The users in "users averaged 12 million": the subject of a verb that only says how many."""
    verb = token.head if token.dep_ in {"dobj", "attr", "npadvmod", "advmod", "nummod", "oprd"} else None
    if (
        verb is None
        or verb.lemma_ not in _MEASURES
        or (token.i + 1 < len(token.doc) and token.doc[token.i + 1].pos_ == "NOUN")
    ):
        return None
    subjects = [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"} and c.tag_ == "NNS"]
    return subjects[0] if subjects else None


_MEASURES = frozenset(
    {"average", "reach", "total", "exceed", "number", "hit", "surpass", "climb", "rise", "fall", "grow", "stand"}
)


def _of_which(token: Token) -> Token | None:
    """The companies in "471 of which were companies"."""
    if [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]] != ["of", "which"]:
        return None
    verb = next((t for t in token.doc[token.i + 3 : token.i + 6] if t.lemma_ == "be"), None)
    nouns = [c for c in verb.children if c.dep_ == "attr" and c.i > token.i] if verb is not None else []
    return nouns[0] if nouns else None


def _counted(token: Token, quantity: Quantity, sentence: Span) -> str | None:
    """The noun that a number counts, in the singular; None when it counts nothing."""
    if noun := _of_which(token) or _measured(token):
        return _singular(noun)
    token = _last_of(token, quantity, sentence)
    noun: Token | None = token.head
    if token.dep_ not in {"nummod", "compound", "amod", "quantmod", "advmod", "nmod"}:
        noun = _next_noun(token)
    if noun is None or noun.pos_ not in {"NOUN", "PROPN"} or noun.i < token.i or noun.i - token.i > 7:
        noun = _next_noun(token)
    if noun is None:
        return None
    noun = _last_of_hyphened(noun)
    lemma = _singular(noun)
    if (
        lemma in _UNCOUNTED
        or not lemma.isalpha()
        or (quantity.value == 1 and token.lower_ == "one" and not _is_emphatic(token))
    ):
        return None
    if quantity.bare or lemma not in _SPANS_OF_TIME:
        left = [t.lower_ for t in noun.lefts if t.dep_ == "compound" and t.i > token.i and t.is_alpha]
        return " ".join([*left, lemma if noun.tag_ in {"NNS", "NNPS"} else noun.lower_])
    return lemma


def _last_of_hyphened(noun: Token) -> Token:
    """The noun that a hyphened compound ends in: "sectors" of "sub-sectors"."""
    doc, at = noun.doc, noun.i
    while at + 2 < len(doc) and doc[at + 1].text == "-" and not doc[at + 1].whitespace_ and doc[at + 2].is_alpha:
        at += 2
    return doc[at]


def _is_emphatic(token: Token) -> bool:
    return any(t.lower_ in {"only", "just"} for t in token.doc[max(0, token.i - 2) : token.i])


def _next_noun(token: Token) -> Token | None:
    for following in token.doc[token.i + 1 : token.i + 7]:
        if following.pos_ in {"NOUN", "PROPN"} and not (
            following.i + 1 < len(token.doc)
            and token.doc[following.i + 1].pos_ == "NOUN"
            and token.doc[following.i + 1].head.i >= following.i
        ):
            return following
        if following.pos_ not in {"ADJ", "NOUN", "PROPN", "PUNCT", "VERB", "CCONJ"} or following.text in {
            ",",
            ".",
            ";",
            ")",
            "(",
            ":",
        }:
            return None
    return None


def _indicator(token: Token, quantity: Quantity, unit: str, sentence: Span, before: str | None) -> str:
    """A short noun phrase for what the number measures."""
    if quantity.unit is None:
        noun = next((t for t in sentence if t.i > token.i and t.lemma_.lower() == unit.split()[-1]), None)
        return _phrase(noun) if noun is not None else unit
    near = sentence.text[max(0, quantity.start - 28) : quantity.start]
    if quantity.unit == "%" and _GROWTH.search(near):
        return ("decline" if _DOWN.search(near) else "growth") + (
            f" of {before}" if before and not before.startswith(("growth", "decline", "share")) else ""
        )
    after = re.match(r"\s(?:in|of)\s(?:annual |total |online )?", sentence.text[quantity.end :])
    if after and (noun := _next_noun_from(sentence, quantity.end + after.end() - 1)):
        return _phrase(noun)
    in_brackets = sentence.text[: quantity.start].rstrip().endswith("(")
    if in_brackets and before:
        return before
    return _governing(token) or before or ("share" if unit == "%" else "amount")


def _next_noun_from(sentence: Span, offset: int) -> Token | None:
    first = next((t for t in sentence if t.idx - sentence.start_char >= offset), None)
    if first is None:
        return None
    run = [first]
    while (
        run[-1].i + 1 < sentence.end
        and run[-1].pos_ in {"ADJ", "NOUN", "PROPN", "DET"}
        and sentence.doc[run[-1].i + 1].pos_ in {"NOUN", "PROPN", "ADJ"}
    ):
        run.append(sentence.doc[run[-1].i + 1])
    return run[-1] if run[-1].pos_ == "NOUN" else None


def _governing(token: Token) -> str | None:
    """The noun that the number belongs to: "output value of N", "revenue reached N"; else what the verb says."""
    node = token
    while node.head != node:
        node = node.head
        if (
            node.pos_ == "NOUN"
            and node.i < token.i
            and not node.like_num
            and node.lemma_ not in {"yuan", "dollar", "euro", "percent", "%"}
        ):
            return _phrase(node)
        if node.pos_ in {"VERB", "AUX"}:
            subjects = [c for c in node.children if c.dep_ in {"nsubj", "nsubjpass"} and c.pos_ == "NOUN"]
            return _phrase(subjects[0]) if subjects else _VERB_NOUNS.get(node.lemma_)
    return None


def _phrase(noun: Token) -> str:
    left = [t for t in noun.lefts if t.dep_ in {"compound", "amod"} and t.is_alpha and not t.like_num]
    return " ".join(t.lower_ for t in [*left[-3:], noun])


def _verb(token: Token) -> Token | None:
    while token.pos_ not in {"VERB", "AUX"} and token.head != token:
        token = token.head
    return token if token.pos_ in {"VERB", "AUX"} else None


def _subject(read: Read, sentence: Span, token: Token) -> str | None:
    """What a figure is about: the name before the bracket, the owner, who the verb is about; None if nothing fits."""
    placed = [p for p in read.placed if sentence.start <= p.start < sentence.end and not p.is_nested]
    before = [p for p in placed if p.end <= token.i]
    if before and read.doc[before[-1].end : token.i].text.strip() in {"(", "", "had", "has"}:
        return before[-1].mention.entity
    verb = _verb(token)
    doers = agents(verb) if verb is not None else []
    for doer in doers:
        found = _about(doer, placed)
        if found:
            return found.mention.entity
    clause = [p for p in before if p.mention.type != "Person"]
    return clause[-1].mention.entity if clause else None


def _about(token: Token, placed: list[Placed]) -> Placed | None:
    """The mention that a subject is or belongs to: CQVIP in "CQVIP's revenue"."""
    inside = {t.i for t in token.subtree if t.i <= token.i}
    fitting = [p for p in placed if p.start in inside or p.end - 1 in inside]
    return fitting[0] if fitting else None


def _year(quantity: Quantity, years: list[tuple[int, int]], known: int | None, text: str) -> int | None:
    """The year right after a figure, else the last one before it, else the sentence's first, else the one known so far."""
    own = re.match(r"[^,.;()]{0,24}?\b(?:in|for|of) (?:fiscal )?((?:19|20)\d\d)(?!\d)", text[quantity.end :])
    if own and not re.search(r"\d", own[0][: -len(own[1])]):
        return int(own[1])
    before = [year for at, year in years if at <= quantity.start]
    year = before[-1] if before else years[0][1] if years else known
    earlier = re.match(
        r"[^,.;()]{0,12}\b(?:a year (?:earlier|before|ago)|the (?:year before|previous year))", text[quantity.end :]
    )
    compared = re.search(r"(?:against|from|compared (?:with|to)|up on|after)\s\S{0,6}$", text[: quantity.start], re.IGNORECASE)
    return year - 1 if year and earlier and compared else year
