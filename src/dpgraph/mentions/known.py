"""Names that are known beforehand, found in a text with their plural and singular forms."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from dpgraph.mentions.candidates import BARE, REGISTERED, Candidate
from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.register import Register
from dpgraph.records import Name
from dpgraph.terms import CONCEPT_TYPES

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc, Span, Token

_ARGUMENTS = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "conj", "appos", "attr"})
_ACRONYM = re.compile(r"[A-Z0-9&/+-]{2,6}s?$|[A-Z][a-z]?[A-Z].*")


class KnownNames:
    """Finds the register's names: acronyms and single words of proper names as written, all else in any case."""

    def __init__(self, register: Register, model: Language) -> None:
        self._register = register
        self._model = model

    def find(self, doc: Doc) -> Iterator[Candidate]:
        """A candidate for each known name in a passage."""
        for key, start, end in self._well_known(doc):
            kind = doc.vocab.strings[key]
            yield Candidate(start, end, kind, kind, "well-known name", 0.9)
        for matcher in self._matchers:
            for key, start, end in matcher(doc):
                if start and doc[start - 1].text == "-" and not doc[start - 1].whitespace_:
                    continue
                yield self._candidate(doc, doc.vocab.strings[key], start, end)

    def _candidate(self, doc: Doc, entity: str, start: int, end: int) -> Candidate:
        method, score = self._way(doc[start:end], entity)
        return Candidate(start, end, self._types[entity], self._register.classes[entity], method, score, entity)

    def _way(self, span: Span, entity: str) -> tuple[str, float]:
        """The way in which a name is known, and its score."""
        if entity not in self._register.concepts:
            return "known name", REGISTERED
        if _ACRONYM.match(span.text):
            return "known acronym", 0.82
        if len(span) > 1:
            return "own term" if entity in self._register.added else "known term", 0.82
        if self._types[entity] == "Technology" or _stands_alone(span[0]):
            return "known term", BARE
        return "known word", 0.35

    @cached_property
    def _well_known(self) -> PhraseMatcher:
        from spacy.matcher import PhraseMatcher

        matcher = PhraseMatcher(self._model.vocab)
        with Path(__file__).with_name("wellknown.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                matcher.add(row["type"], [self._model.make_doc(row["name"])])
        return matcher

    @cached_property
    def _types(self) -> dict[str, str]:
        return {n.entity: n.type for n in self._register.names}

    @cached_property
    def _matchers(self) -> tuple[PhraseMatcher, PhraseMatcher]:
        from spacy.matcher import PhraseMatcher

        exact, loose = PhraseMatcher(self._model.vocab), PhraseMatcher(self._model.vocab, attr="LOWER")
        for name in self._register.names:
            if name.language == "en" or not name.text.isascii():
                to = exact if _is_exact(name) else loose
                to.add(name.entity, [self._model.make_doc(form) for form in forms(name)])
        return exact, loose


def _stands_alone(token: Token) -> bool:
    """Whether a common word is a term of its own: "promotes tourism", "an audiobook platform"."""
    if token.dep_ == "compound" and token.i + 1 == token.head.i:
        kind = lexicon().head([token.head.lemma_.lower()])
        return kind is not None and kind[0] in {"Platform", "Organization", "Publication"}
    return token.dep_ in _ARGUMENTS and not any(
        c.dep_ in {"amod", "compound", "poss", "nummod"} for c in token.children
    )


def _is_exact(name: Name) -> bool:
    return bool(_ACRONYM.match(name.text)) or (name.type not in CONCEPT_TYPES and " " not in name.text)


def forms(name: Name) -> list[str]:
    """A name as it may stand in a text: a concept's last noun in both numbers.

    >>> forms(Name("online game", "online games", "Sector"))
    ['online game', 'online games']
    """
    text = name.text
    if name.type not in CONCEPT_TYPES or not re.search(r"[a-z]{3}$", text):
        return [text]
    return sorted({text, *_other_number(text)})


def _other_number(text: str) -> Iterable[str]:
    if text.endswith("ies"):
        return [text[:-3] + "y"]
    if re.search(r"(?:ss|sis|us|ics|news)$", text):
        return []
    if text.endswith("s"):
        return [text[:-1]]
    return [text[:-1] + "ies"] if re.search(r"[^aeiou]y$", text) else [text + "s"]
