"""The page of a document: its text with the entities marked, and beside each paragraph what it states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dpgraph.graph.rdf import observation_node, statement_node
from dpgraph.records import Evidence
from dpgraph.views.site.addresses import Addresses, document_path
from dpgraph.views.site.holdings import Holdings, Mark, Text
from dpgraph.views.site.lines import End, Figure, Line, Lines, joined, short_id

PARAGRAPH = re.compile(r"(?:[^\n]*\S[^\n]*\n?)+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in which nothing begins or ends: the entity it names, and the notes whose sentence it is in."""

    text: str
    entity: End | None
    notes: tuple[str, ...]
    anchors: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A statement or a figure, beside the paragraph in which its sentence begins."""

    id: str
    start: int
    line: Line | None
    figure: Figure | None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in pieces, with its notes; `level` is that of the heading it is, 0 of none."""

    start: int
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    level: int


def list_page(held: Holdings, to: Addresses) -> dict[str, Any]:
    """What the list of documents shows."""
    stated: dict[str, int] = dict.fromkeys(held.texts, 0)
    for s in held.statements:
        for document in {e.document for e in s.evidence}:
            stated[document] = stated.get(document, 0) + 1
    rows = [
        (t, to.page(document_path(t.id)), len(t.sections), len(held.marks.get(t.id, ())), stated[t.id])
        for t in held.texts.values()
    ]
    return {"title": "Documents", "rows": rows}


def document_page(held: Holdings, to: Addresses, text: Text) -> dict[str, Any]:
    """What the page of a document shows."""
    lines = Lines(held, to)
    notes = [note for note, _ in _notes(held, lines, text.id)]
    return {
        "title": text.title,
        "document": text,
        "paragraphs": list(_paragraphs(held, lines, text)) if text.text else [],
        "sections": [s for s in text.sections if s.title],
        "notes": notes,
        "types": sorted({mark.type for mark in held.marks.get(text.id, ()) if mark.type}),
    }


def _notes(held: Holdings, lines: Lines, document: str) -> Iterator[tuple[Note, tuple[int, int]]]:
    """What the document states, each with the stretch of text that says so."""
    for s in held.statements:
        for start, end in _stretches(s.evidence, document):
            ident = f"s-{short_id(statement_node(s).value)}-{start}"
            yield Note(ident, start, lines.statement(s), None), (start, end)
    for o in held.ecosystem.observations:
        for start, end in _stretches(o.evidence, document):
            yield Note(f"f-{short_id(observation_node(o).value)}-{start}", start, None, lines.figure(o)), (start, end)


def _stretches(evidence: Iterable[Evidence], document: str) -> list[tuple[int, int]]:
    same = joined(e for e in evidence if e.document == document)
    return [(min(e.start for e in found), max(e.end for e in found)) for found in same]


def _paragraphs(held: Holdings, lines: Lines, text: Text) -> Iterator[Paragraph]:
    written = text.text or ""
    levels = {s.start: s.level for s in text.sections if s.title}
    notes = sorted(_notes(held, lines, text.id), key=lambda n: (n[1], n[0].id))
    marks = held.marks.get(text.id, ())
    starts = {e.start for of in (held.statements, held.ecosystem.observations) for s in of for e in s.evidence
              if e.document == text.id}  # fmt: skip
    for start, end in _spans(written, levels):
        here = [(n, span) for n, span in notes if span[0] < end and span[1] > start]
        begun = tuple(n for n, span in here if start <= span[0])
        named = [m for m in marks if start <= m.start < end]
        pieces = _pieces(written, (start, end), named, here, starts, lines)
        yield Paragraph(start, tuple(pieces), begun, levels.get(start, 0))


def _spans(text: str, headings: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The paragraphs between blank lines, without white space at their ends; a heading's line is one of its own."""
    lines = {start: text.find("\n", start) for start in headings}
    cuts = sorted({c for start, end in lines.items() for c in (start, end) if c >= 0})
    for found in PARAGRAPH.finditer(text):
        edges = [found.start(), *(c for c in cuts if found.start() < c < found.end()), found.end()]
        for a, b in pairwise(edges):
            written = text[a:b]
            if written.strip():
                yield a + len(written) - len(written.lstrip()), a + len(written.rstrip())


def _pieces(
    text: str,
    span: tuple[int, int],
    marks: Iterable[Mark],
    notes: Sequence[tuple[Note, tuple[int, int]]],
    starts: Set[int],
    lines: Lines,
) -> Iterator[Piece]:
    """The text of a span, cut wherever a mention or a sentence begins or ends."""
    start, end = span
    named = _apart(marks)
    cuts = {start, end, *(c for m in named for c in (m.start, m.end)), *starts, *(c for _, span in notes for c in span)}
    edges = sorted(c for c in cuts if start <= c <= end)
    ends: Mapping[int, Mark] = {c: m for m in named for c in edges if m.start <= c < m.end}
    for a, b in pairwise(edges):
        mark = ends.get(a)
        yield Piece(
            text[a:b],
            lines.end(mark.entity) if mark and mark.entity else None,
            tuple(n.id for n, (first, last) in notes if first <= a and b <= last),
            (a,) if a in starts else (),
        )


def _apart(marks: Iterable[Mark]) -> list[Mark]:
    """Mentions that do not overlap: of two that do, the one that begins first, or is longer."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return kept
