"""Selecting: an ecosystem with only a year, only what is sure, or without one of its documents."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TypeVar

from dpgraph.errors import InputError, NotFound, allowed
from dpgraph.records import Ecosystem, Evidence, Observation, Statement
from dpgraph.terms import STATUSES

Said = TypeVar("Said", Statement, Observation)


def selected(ecosystem: Ecosystem, year: int | None = None, min_confidence: float = 0.0) -> Ecosystem:
    """The ecosystem with only statements and figures of a year, or of none, and of at least this confidence.

    What has no year counts in every year. Raises `InputError` for a confidence outside 0 to 1.
    """
    if not 0 <= min_confidence <= 1:
        raise InputError(f"the least confidence is {min_confidence}; it goes from 0 to 1")
    if year is None and not min_confidence:
        return ecosystem

    def fits(said: Statement | Observation) -> bool:
        return said.confidence >= min_confidence and (year is None or said.year in (None, year))

    return replace(
        ecosystem,
        statements=tuple(filter(fits, ecosystem.statements)),
        observations=tuple(filter(fits, ecosystem.observations)),
    )


def with_evidence(ecosystem: Ecosystem, stays: Callable[[Evidence], bool]) -> Ecosystem:
    """The ecosystem with only the evidence that stays, and without what then rests on none."""
    statements = (_with_evidence(s, stays) for s in ecosystem.statements)
    observations = (_with_evidence(o, stays) for o in ecosystem.observations)
    return replace(
        ecosystem,
        statements=tuple(s for s in statements if s.evidence),
        observations=tuple(o for o in observations if o.evidence),
    )


def in_region(ecosystem: Ecosystem, place: str) -> Ecosystem:
    """The ecosystem with only the organizations located in a place, or in a part of it, and what is said of these.

    Statements that join no organization stay. What is in no place that documents name is nowhere.
    """
    inside = _within(ecosystem, place)
    located = {s.subject for s in _asserted(ecosystem, "locatedIn") if s.object in inside}
    actors = {iri for iri, e in ecosystem.entities.items() if e.type == "Organization"}
    outside = actors - located
    return replace(
        ecosystem,
        statements=tuple(s for s in ecosystem.statements if not {s.subject, s.object} & outside),
        observations=tuple(o for o in ecosystem.observations if o.subject not in outside),
    )


def checked_statuses(statuses: Collection[str]) -> tuple[str, ...]:
    """The statuses, all of which are known, in their usual order; `InputError` if not."""
    for status in statuses:
        if status not in STATUSES:
            raise InputError(f'no status "{status}": {allowed(status, STATUSES)}')
    return tuple(s for s in STATUSES if s in statuses)


def _with_evidence(said: Said, stays: Callable[[Evidence], bool]) -> Said:
    kept = tuple(filter(stays, said.evidence))
    return said if len(kept) == len(said.evidence) else replace(said, evidence=kept)


def _within(ecosystem: Ecosystem, place: str) -> set[str]:
    found, front = {place}, [place]
    while front:
        whole = front.pop()
        parts = {s.subject for s in _asserted(ecosystem, "partOf") if s.object == whole} - found
        found |= parts
        front.extend(sorted(parts))
    return found


def _asserted(ecosystem: Ecosystem, predicate: str) -> list[Statement]:
    return [s for s in ecosystem.statements if s.predicate == predicate and s.status == "asserted"]


def get_named(ecosystem: Ecosystem, name: str, *types: str) -> str:
    """The IRI of the entity of one of these types that is called so, by any of its names or its IRI.

    Raises `NotFound`, with what it may be meant to be.
    """
    wanted = name.casefold().strip()
    among = [e for e in ecosystem.entities.values() if e.type in types]
    for entity in among:
        if wanted in (entity.iri.casefold(), entity.name.casefold(), *(text.casefold() for text, _ in entity.aliases)):
            return entity.iri
    spoken = {e.iri for e in ecosystem.spoken_of()}
    kinds = " or ".join(t.lower() for t in types)
    raise NotFound(f'no {kinds} "{name}": {allowed(name, (e.name for e in among if e.iri in spoken))}')
