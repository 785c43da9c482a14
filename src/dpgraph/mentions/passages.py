"""The parse of a document, a paragraph at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpgraph.mentions.model import load_model
from dpgraph.records import Document, Section

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Passage:
    """A parsed paragraph or heading: `start` is its offset in the document's text."""

    document: Document
    section: Section
    start: int
    is_heading: bool
    doc: Doc


def parse(document: Document) -> list[Passage]:
    """The passages of a document, in order."""
    model = load_model()
    model.max_length = 10_000_000
    pieces = [(m[0], m.start()) for m in re.finditer(r"[^\n]+(?:\n[^\n]+)*", document.text)]
    return [_passage(document, doc, start) for doc, start in model.pipe(pieces, as_tuples=True, batch_size=64)]


def _passage(document: Document, doc: Doc, start: int) -> Passage:
    section = document.section_at(start)
    is_heading = section.level > 0 and start == section.start and doc.text == section.title
    return Passage(document, section, start, is_heading, doc)
