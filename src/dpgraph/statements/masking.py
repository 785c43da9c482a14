"""Masking: taking out of what is known everything that stands in some sections and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, TypeVar

from dpgraph.errors import InputError, NotFound, allowed
from dpgraph.records import Document, Mention, Observation, Section, Statement

Hidden: TypeAlias = frozenset[tuple[str, int]]
Said = TypeVar("Said", Statement, Observation)


def hidden_sections(documents: Mapping[str, Document], places: Iterable[str]) -> Hidden:
    """The sections meant by `DOCUMENT#SECTION`, a heading or its number, with all that lies beneath them.

    As pairs of document id and section order. Raises `InputError` for a place without `#`, `NotFound` for a document
    or heading that there is not.
    """
    return frozenset((d.id, s.order) for place in places for d, s in _sections(documents, place))


def outside(said: Iterable[Said], hidden: Hidden) -> list[Said]:
    """Statements or observations without the evidence that is hidden; those that have no other are gone."""
    kept = (replace(s, evidence=tuple(e for e in s.evidence if (e.document, e.section) not in hidden)) for s in said)
    return [s for s in kept if s.evidence]


def mentions_outside(
    mentions: Iterable[Mention], documents: Mapping[str, Document], hidden: Hidden
) -> tuple[Mention, ...]:
    """The mentions that stand in no hidden section."""
    if not hidden:
        return tuple(mentions)
    return tuple(m for m in mentions if (m.document, documents[m.document].section_at(m.start).order) not in hidden)


def _sections(documents: Mapping[str, Document], place: str) -> Iterable[tuple[Document, Section]]:
    ident, sign, heading = place.partition("#")
    if not sign or not heading.strip():
        raise InputError(f"{place!r}: name a section as DOCUMENT#SECTION, by its heading or its number")
    if ident not in documents:
        raise NotFound(f"no document {ident!r}: {allowed(ident, documents)}")
    document, wanted = documents[ident], heading.strip()
    found = [s for s in document.sections if wanted.casefold() == s.title.casefold() or wanted == str(s.order)]
    if not found:
        raise NotFound(
            f"no section {wanted!r} in {ident}: {allowed(wanted, [s.title for s in document.sections if s.title])}"
        )
    return [(document, s) for first in found for s in _beneath(document.sections, first)]


def _beneath(sections: Sequence[Section], first: Section) -> Iterable[Section]:
    """A section and those that follow it on a deeper level."""
    yield first
    for section in sections[sections.index(first) + 1 :]:
        if first.level == 0 or section.level <= first.level:
            return
        yield section
