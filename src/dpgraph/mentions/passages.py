"""The parse of a document, a paragraph at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from dpgraph.mentions.encoder import Vectors, encoded
from dpgraph.mentions.model import load_model
from dpgraph.records import Document, Section

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Passage:
    """A parsed paragraph or heading.

    `start` is its offset in the document's text, `first` the number of its first token there; `states` are its tokens
    in their context, a row each.
    """

    document: Document
    section: Section
    start: int
    is_heading: bool
    doc: Doc
    first: int
    states: Vectors


def parse(document: Document) -> list[Passage]:
    """The passages of a document, in order."""
    model = load_model()
    model.max_length = 10_000_000
    pieces = [(m[0], m.start()) for m in re.finditer(r"[^\n]+(?:\n[^\n]+)*", document.text)]
    parsed = list(model.pipe(pieces, as_tuples=True, batch_size=64))
    firsts = accumulate((len(doc) for doc, _ in parsed), initial=0)
    states = encoded([doc for doc, _ in parsed])
    return [_passage(document, doc, start, first, states) for (doc, start), first in zip(parsed, firsts, strict=False)]


def _passage(document: Document, doc: Doc, start: int, first: int, states: Vectors) -> Passage:
    section = document.section_at(start)
    is_heading = section.level > 0 and start == section.start and doc.text == section.title
    return Passage(document, section, start, is_heading, doc, first, states[first : first + len(doc)])


def states_of(passages: Iterable[Passage]) -> Vectors:
    """The tokens of a document in their context: shape (tokens, size)."""
    found = [passage.states for passage in passages]
    return np.vstack(found) if found else np.empty((0, 0), dtype=np.float32)
