"""One statement for each (subject, predicate, object, status), with all the evidence there is for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dpgraph.records import Evidence, Observation, Statement


def merged_statements(statements: Iterable[Statement], symmetric: frozenset[str]) -> tuple[Statement, ...]:
    """Statements sorted and each once; those of a symmetric predicate are stored with the smaller IRI first.

    A year stays when all evidence that states one agrees; where two years are stated the earlier one does.
    """
    groups: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for s in statements:
        ends = sorted((s.subject, s.object)) if s.predicate in symmetric else [s.subject, s.object]
        groups[ends[0], s.predicate, ends[1], s.status].append(s)
    return tuple(
        Statement(key[0], key[1], key[2], key[3], _earliest(group), _evidence(group))
        for key, group in sorted(groups.items())
    )


def merged_observations(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """Observations sorted and each once: the same figure of the same thing, found twice, has two pieces of evidence."""
    groups: dict[tuple[str, ...], list[Observation]] = defaultdict(list)
    for o in observations:
        key = (o.subject or "", o.indicator, repr(o.value), o.unit, str(o.year or ""), o.qualifier or "", o.status)
        groups[key].append(o)
    return tuple(replace(group[0], evidence=_evidence(group)) for _, group in sorted(groups.items()))


def _earliest(group: Sequence[Statement]) -> int | None:
    return min((s.year for s in group if s.year is not None), default=None)


def _evidence(group: Sequence[Statement] | Sequence[Observation]) -> tuple[Evidence, ...]:
    """All evidence, sorted; of several with one span and method the surest."""
    best: dict[tuple[str, int, int, str], Evidence] = {}
    for evidence in sorted(e for member in group for e in member.evidence):
        best[evidence.document, evidence.start, evidence.end, evidence.method] = evidence
    return tuple(sorted(best.values()))
