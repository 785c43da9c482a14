"""A Document becomes a Reading."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dpgraph.mentions.candidates import Candidate, chosen, nested
from dpgraph.mentions.known import KnownNames
from dpgraph.mentions.linking import Found, link
from dpgraph.mentions.model import load_model
from dpgraph.mentions.names import find_names
from dpgraph.mentions.passages import Passage, parse
from dpgraph.mentions.phrases import find_phrases
from dpgraph.mentions.register import Register
from dpgraph.mentions.typing import typed
from dpgraph.records import Document, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Placed:
    """A linked mention and the tokens of its passage that it covers."""

    mention: Mention
    start: int
    end: int
    is_nested: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A passage with its mentions in the order of the text."""

    passage: Passage
    placed: tuple[Placed, ...]
    _covering: dict[int, Placed] = field(default_factory=dict, repr=False, compare=False)

    def covering(self, at: int) -> Placed | None:
        """The outermost mention that covers the token number `at` of the passage, or None."""
        if not self._covering:
            for placed in reversed(self.placed):
                if not placed.is_nested:
                    self._covering.update(dict.fromkeys(range(placed.start, placed.end), placed))
        return self._covering.get(at)

    @property
    def doc(self) -> Doc:
        """The parse."""
        return self.passage.doc


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read: parsed passages with their linked mentions, and the classes of new entities."""

    document: Document
    passages: tuple[Read, ...]
    classes: Mapping[str, str] = field(default_factory=dict)

    @property
    def mentions(self) -> list[Mention]:
        """All mentions in the order of the text."""
        return [p.mention for read in self.passages for p in read.placed]


def read(documents: Iterable[Document], register: Register) -> Iterator[Reading]:
    """A Reading of each document."""
    return map(reader(register), documents)


def reader(register: Register) -> Callable[[Document], Reading]:
    """What reads one document after the other, ready to do so: the model is loaded and the known names are compiled."""
    known = KnownNames(register, load_model())
    tuple(known.find(load_model().make_doc("")))  # compiles the names before any memory zone opens
    return lambda document: _reading(document, parse(document), known, register)


def _reading(document: Document, passages: list[Passage], known: KnownNames, register: Register) -> Reading:
    picked = [_picked(candidates) for candidates in typed([(p, candidates_of(p, known)) for p in passages])]
    found = [_found(p, c) for p, (outer, inner) in zip(passages, picked, strict=True) for c in (*outer, *inner)]
    mentions, classes = link(found, register, document.text)
    linked = iter(mentions)
    reads = tuple(
        Read(p, tuple(Placed(next(linked), c.start, c.end, i >= len(outer)) for i, c in enumerate((*outer, *inner))))
        for p, (outer, inner) in zip(passages, picked, strict=True)
    )
    return Reading(document, reads, classes)


def candidates_of(passage: Passage, known: KnownNames) -> list[Candidate]:
    """Everything in a passage that may name something, overlapping and contradictory as found."""
    return [*known.find(passage.doc), *find_names(passage), *find_phrases(passage)]


def _picked(candidates: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    outer = chosen(candidates)
    return outer, nested(candidates, outer)


def _found(passage: Passage, candidate: Candidate) -> Found:
    span = passage.doc[candidate.start : candidate.end]
    start = passage.start + span.start_char
    text = span.text
    mention = Mention(
        passage.document.id, start, start + len(text), text, candidate.type, candidate.method, round(candidate.score, 3)
    )
    return Found(mention, candidate.cls, candidate.entity)
