"""Figures in a Reading: indicator, value, unit, year, bound, and what they are about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpgraph.mentions.reading import Read, Reading
from dpgraph.records import Evidence
from dpgraph.statements.arguments import verb_above
from dpgraph.statements.counting import Before, counted, leads_to
from dpgraph.statements.indicators import indicator_of
from dpgraph.statements.quantities import Quantity, quantities
from dpgraph.statements.relation import evidence_of
from dpgraph.statements.relations import scenes
from dpgraph.statements.scene import Scene
from dpgraph.statements.status import status_of
from dpgraph.statements.subjects import subject_of
from dpgraph.statements.years import is_year, year_of_figure, year_of_title, years_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

METHOD = "rule quantity"
CONFIDENCE = 0.8
# Types whose names count nothing.
_COUNTLESS = frozenset({"Technology", "Policy", "BusinessModel"})


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
    section, known, before = -1, None, list[tuple[float, str]]()
    for scene in scenes(reading):
        passage = scene.read.passage
        if passage.section.order != section:
            section, known, before = passage.section.order, year_of_title(passage.section.title), []
        if passage.is_heading:
            continue
        years = years_of(scene.sentence.text)
        found = list(_of_sentence(scene, years, known, before))
        yield from found
        before = [(f.value, f.unit) for f in found if not f.unit.startswith("%")] or before
        known = max(y for _, y in years) if years else known


def _of_sentence(scene: Scene, years: list[tuple[int, int]], known: int | None, before: Before) -> Iterator[Figure]:
    """The figures of a sentence; one may take from those before it what it counts and measures."""
    read, sentence, indicator = scene.read, scene.sentence, None
    evidence = evidence_of(read, sentence, METHOD, CONFIDENCE)
    for quantity, token, unit in _measuring(read, sentence, before):
        indicator = indicator_of(token, quantity, unit, sentence, indicator)
        year = year_of_figure(quantity, years, known, sentence.text)
        subject, status = subject_of(token, scene), _status(read, token)
        yield Figure(subject, indicator, quantity.value, unit, year, quantity.qualifier, status, evidence)


def _measuring(read: Read, sentence: Span, before: Before) -> list[tuple[Quantity, Token, str]]:
    """The numbers of a sentence that measure something, with their tokens and units."""
    found = list(_numbers(read, sentence))
    said = list(before)
    units = []
    for quantity, token in found:
        unit = quantity.unit or counted(token, quantity, sentence, said)
        if unit and not unit.startswith("%"):
            said.append((quantity.value, unit))
        units.append(unit)
    for i in reversed(range(len(found) - 1)):
        if not found[i][0].unit and leads_to(found[i][1], found[i + 1][1]):
            units[i] = units[i + 1]
    return [(q, t, u) for (q, t), u in zip(found, units, strict=True) if u]


def _numbers(read: Read, sentence: Span) -> Iterator[tuple[Quantity, Token]]:
    """The numbers of a sentence that are no years and in no name, with their tokens."""
    for quantity in quantities(sentence.text, read.passage.document.text):
        token = _token_at(sentence, quantity)
        if token is not None and not is_year(quantity, sentence.text) and not _is_in_name(read, token, quantity):
            yield quantity, token


def _token_at(sentence: Span, quantity: Quantity) -> Token | None:
    """The number's token: the one the parser hung the phrase by."""
    start, end = sentence.start_char + quantity.start, sentence.start_char + quantity.end
    span = sentence.doc.char_span(start, end, alignment_mode="expand")
    return span.root if span else None


def _is_in_name(read: Read, token: Token, quantity: Quantity) -> bool:
    """Whether a number belongs to a name: "Library 2.0", "4K", "Nine Entertainment"; not in "12 journals"."""
    name = next((p for p in read.placed if p.start <= token.i < p.end), None)
    if name is None or quantity.unit:
        return False
    if name.start < token.i or name.end == token.i + 1 or name.mention.type in _COUNTLESS:
        return True
    return token.text[0].isupper() and token.nbor().text[0].isupper()


def _status(read: Read, token: Token) -> str:
    verb = verb_above(token)
    said = status_of(verb, is_order=False, section=read.passage.section.title) if verb is not None else None
    return said or "asserted"
