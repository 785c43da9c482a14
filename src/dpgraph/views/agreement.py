"""How far findings agree with experts, in words and rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from dpgraph.analysis.experts import TOP, Agreement, Score, Verdict

COLUMNS = ("id", "kind", "says", "rank", "exactly", "finding", "title", "why")


def agreement_rows(found: Iterable[Agreement]) -> list[tuple[object, ...]]:
    """A row for each word of an expert: the rank of the finding that says the same, or why there is none."""
    return [tuple(_row(v).values()) for a in found for v in a.verdicts]


def agreement_json(found: Iterable[Agreement]) -> str:
    """Scores and verdicts as JSON."""
    return json.dumps([_whole(a) for a in found], ensure_ascii=False, indent=2) + "\n"


def told_agreement(found: Iterable[Agreement]) -> Iterator[str]:
    """The scores as lines, then what was found and what was missed and why."""
    for a in found:
        yield f"{a.kind}s: {a.analysis.of} named by experts, {a.analysis.listed} findings"
        for name, score in (("analysis", a.analysis), ("by degree", a.degree), ("at random", a.random)):
            yield f"  {name:10}{_scored(score)}"
        for v in a.verdicts:
            yield f"  {v.expert.id} {_judged(v)}  {v.expert.says}"
        yield ""


def _scored(score: Score) -> str:
    top = f"{score.in_top:.3g} among the first {TOP}"
    return f"found {score.found:.3g} of {score.of}, {top}, mean reciprocal rank {score.reciprocal_rank:.2f}"


def _judged(v: Verdict) -> str:
    if v.finding is None:
        return f"missed ({v.why})"
    return f"{'found' if v.exactly else 'nearly found'} at {v.rank} ({v.finding.id} {v.finding.title})"


def _row(v: Verdict) -> dict[str, object]:
    ident, title = (v.finding.id, v.finding.title) if v.finding else (None, None)
    values = (v.expert.id, v.expert.kind, v.expert.says, v.rank, v.exactly if v.finding else None, ident, title, v.why)
    return dict(zip(COLUMNS, values, strict=True))


def _whole(a: Agreement) -> dict[str, Any]:
    scores = {"analysis": asdict(a.analysis), "degree": asdict(a.degree), "random": asdict(a.random)}
    return {"kind": a.kind, **scores, "verdicts": [_row(v) for v in a.verdicts]}
