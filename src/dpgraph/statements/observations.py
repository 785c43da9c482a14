"""Figures in a Reading: indicator, value, unit, year, bound, and what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpgraph.mentions.reading import Placed, Read, Reading
from dpgraph.records import Evidence
from dpgraph.statements.arguments import agents, verb_above
from dpgraph.statements.counting import counted, is_elliptic, shared_unit
from dpgraph.statements.indicators import indicator_of
from dpgraph.statements.quantities import Quantity, quantities
from dpgraph.statements.relation import evidence_of
from dpgraph.statements.status import status_of
from dpgraph.statements.years import is_year, year_of_figure, year_of_title, years_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

METHOD = "rule quantity"
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
            section, known = read.passage.section.order, year_of_title(read.passage.section.title)
        if read.passage.is_heading:
            continue
        for sentence in read.doc.sents:
            years = years_of(sentence.text)
            yield from _of_sentence(read, sentence, years, known)
            known = years[-1][1] if years else known


def _of_sentence(read: Read, sentence: Span, years: list[tuple[int, int]], known: int | None) -> Iterator[Figure]:
    """The figures of a sentence; one may take from the one before it what it counts and measures."""
    indicator, last_counted = None, None
    evidence = evidence_of(read, sentence, METHOD, CONFIDENCE)
    for quantity, token, own_unit in _measuring(read, sentence):
        unit = own_unit or (last_counted if is_elliptic(token) else None)
        if unit is None:
            continue
        last_counted = last_counted if quantity.unit else unit
        indicator = indicator_of(token, quantity, unit, sentence, indicator)
        year = year_of_figure(quantity, years, known, sentence.text)
        subject, status = _subject(read, sentence, token), _status(read, token)
        yield Figure(subject, indicator, quantity.value, unit, year, quantity.qualifier, status, evidence)


def _measuring(read: Read, sentence: Span) -> Iterator[tuple[Quantity, Token, str | None]]:
    """The numbers of a sentence that are no years and in no name, with their tokens, and their units if any."""
    found = list(quantities(sentence.text))
    for quantity in found:
        token = _token_at(sentence, quantity)
        if token is not None and not is_year(quantity, sentence.text) and not _is_in_name(read, token, quantity):
            unit = quantity.unit or shared_unit(quantity, found) or counted(token, quantity, sentence)
            yield quantity, token, unit


def _token_at(sentence: Span, quantity: Quantity) -> Token | None:
    """The number's token: the one the parser hung the phrase by."""
    start, end = sentence.start_char + quantity.start, sentence.start_char + quantity.end
    span = sentence.doc.char_span(start, end, alignment_mode="expand")
    return span.root if span else None


def _is_in_name(read: Read, token: Token, quantity: Quantity) -> bool:
    """Whether a number belongs to a name that it does not open, or whose type counts nothing: "Library 2.0", "4K"."""
    name = next((p for p in read.placed if p.start <= token.i < p.end), None)
    if name is None or quantity.unit:
        return False
    return name.start < token.i or name.mention.type in {"Technology", "Policy", "BusinessModel"}


def _status(read: Read, token: Token) -> str:
    verb = verb_above(token)
    said = status_of(verb, is_order=False, section=read.passage.section.title) if verb is not None else None
    return said or "asserted"


def _subject(read: Read, sentence: Span, token: Token) -> str | None:
    """What a figure is about: the name before the bracket, the owner, who the verb is about; None if nothing fits."""
    placed = [p for p in read.placed if sentence.start <= p.start < sentence.end and not p.is_nested]
    before = [p for p in placed if p.end <= token.i]
    if before and read.doc[before[-1].end : token.i].text.strip() in {"(", "", "had", "has"}:
        return before[-1].mention.entity
    verb = verb_above(token)
    for doer in agents(verb) if verb is not None else ():
        if found := _about(doer, placed):
            return found.mention.entity
    return next((p.mention.entity for p in reversed(before) if p.mention.type != "Person"), None)


def _about(token: Token, placed: list[Placed]) -> Placed | None:
    """The mention that a subject is or belongs to: CQVIP in "CQVIP's revenue"."""
    inside = {t.i for t in token.subtree if t.i <= token.i}
    return next((p for p in placed if p.start in inside or p.end - 1 in inside), None)
