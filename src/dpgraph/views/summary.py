"""What a build ends with: how much there is of what, and the strongest findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dpgraph.records import Ecosystem, Finding, Sentence
from dpgraph.terms import STATUSES


@dataclass(frozen=True, slots=True)
class Highlight:
    """A finding with one sentence that shows it (None if it has none)."""

    id: str
    title: str
    reason: str
    score: float
    state: str
    sentence: Sentence | None


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of entities by top class and by class, of statements by relation and by status; the best findings."""

    types: Mapping[str, int]
    classes: Mapping[str, int]
    relations: Mapping[str, int]
    statuses: Mapping[str, int]
    observations: int
    documents: int
    silos: tuple[Highlight, ...]
    opportunities: tuple[Highlight, ...]


def summarise(ecosystem: Ecosystem, findings: Iterable[Finding], top: int = 3) -> Summary:
    """The counts of an ecosystem, and its `top` silos and opportunities in the order that they are given in."""
    given, entities = tuple(findings), ecosystem.spoken_of()
    statuses = Counter(s.status for s in ecosystem.statements)
    return Summary(
        types=count_by(e.type for e in entities),
        classes=count_by(e.cls for e in entities),
        relations=count_by(s.predicate for s in ecosystem.statements),
        statuses={status: statuses[status] for status in STATUSES if statuses[status]},
        observations=len(ecosystem.observations),
        documents=len({document for document, _ in ecosystem.sections}),
        silos=_best(given, "S", top),
        opportunities=_best(given, "O", top),
    )


def count_by(values: Iterable[str]) -> dict[str, int]:
    """How often each value occurs, the most frequent first, then by name.

    >>> count_by(["b", "a", "b"])
    {'b': 2, 'a': 1}
    """
    return dict(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _best(findings: Sequence[Finding], letter: str, top: int) -> tuple[Highlight, ...]:
    return tuple(_highlight(f) for f in findings if f.kind.startswith(letter))[:top]


def _highlight(finding: Finding) -> Highlight:
    """The sentence shown is one that denies a tie, if there is one, else the surest, the first in reading order."""
    best = min(finding.evidence, key=lambda s: (s.status != "denied", -s.confidence), default=None)
    return Highlight(finding.id, finding.title, finding.reason, finding.score, finding.state, best)
