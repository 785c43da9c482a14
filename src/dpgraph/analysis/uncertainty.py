"""Uncertainty: how far findings depend on single statements and documents, and whether chance alone would give them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from dpgraph.analysis.chance import beside_chance
from dpgraph.analysis.making import DIGITS
from dpgraph.analysis.measures.nulls import generator, interval
from dpgraph.analysis.opportunities import opportunities_in
from dpgraph.analysis.scene import Scene, set_scene, unquoted
from dpgraph.analysis.selecting import with_evidence
from dpgraph.analysis.silos import silos_in
from dpgraph.analysis.stated import ASSERTED, order
from dpgraph.pauses import no_cycles_sought
from dpgraph.records import Ecosystem, Evidence, Finding
from dpgraph.settings import SEED

DRAWS = 50
# Of more statements, or pairs with a tie, than this, fewer draws are made, and fewer documents left out.
LARGE, LEAST = 5_000, 5
# So many documents are left out in turn, those with most evidence first.
DOCUMENTS = 20
# Kinds whose id changes with the members: what is the same in a draw is what has the same function.
BY_FUNCTION = frozenset({"S1", "S2", "S3", "O1", "O2", "O3"})

Find = Callable[[Scene], tuple[Finding, ...]]
Key = tuple[str, ...]


def every_finding(scene: Scene) -> tuple[Finding, ...]:
    """The silos, then the opportunities of a scene."""
    return (*silos_in(scene), *opportunities_in(scene))


def assess(
    ecosystem: Ecosystem,
    find: Find = every_finding,
    counted: tuple[str, ...] = (ASSERTED,),
    draws: int | None = None,
    seed: int = SEED,
) -> tuple[Finding, ...]:
    """Findings with what makes them uncertain: intervals, stability, p-values. The same seed gives the same numbers.

    `interval` is the middle 95 % of the score when each statement is kept with the probability of its confidence,
    `draws` times; a finding that is not there in a draw, or not computable, scores 0. `figures` get `draws`, the share
    in which it is there (`kept`), how many documents were left out in turn (`documents_tried`) and without how many it
    is gone (`documents_needed`); and p-values (`dpgraph.analysis.chance`). With no draws there are only the last.
    By default there are 50 draws and 20 documents; of more than 5,000 statements or pairs with a tie fewer, in
    proportion, 5 at least.
    """
    with no_cycles_sought():
        return _assess(ecosystem, find, counted, draws, seed)


def _assess(
    ecosystem: Ecosystem, find: Find, counted: tuple[str, ...], draws: int | None, seed: int
) -> tuple[Finding, ...]:
    scene = set_scene(ecosystem, counted)
    size = max(len(ecosystem.statements), len(scene.ties.pairs()))
    draws = _affordable(size, DRAWS) if draws is None else draws
    found = beside_chance(scene, find(scene), seed)
    if not draws or not found:
        return found
    wanted = frozenset(f.id for f in found)
    drawn = [_scores(sample, find, counted, wanted) for sample in _samples(ecosystem, draws, seed)]
    tried = _documents(ecosystem)[: _affordable(size, DOCUMENTS)]
    without = {d: _scores(_lacking(ecosystem, d), find, counted, wanted) for d in tried}
    return tuple(_assessed(f, drawn, without) for f in found)


def same(finding: Finding) -> Key:
    """What makes a finding the same one in two ecosystems that differ a little: its kind, and its function or id."""
    return finding.kind, *(finding.members["function"] if finding.kind in BY_FUNCTION else (finding.id,))


def _assessed(f: Finding, drawn: Sequence[Mapping[Key, float]], without: Mapping[str, Mapping[Key, float]]) -> Finding:
    scores = [found.get(same(f), 0.0) for found in drawn]
    low, high = interval(scores)
    gone = [document for document, found in without.items() if not found.get(same(f))]
    figures = {
        "draws": len(drawn),
        "kept": round(sum(1 for found in drawn if found.get(same(f))) / len(drawn), DIGITS),
        "documents_tried": len(without),
        "documents_needed": len(gone),
    }
    alone = () if len(gone) != 1 or any(gone[0] in c for c in f.caveats) else (f"It is gone without {gone[0]}.",)
    bounds = round(low, DIGITS), round(high, DIGITS)
    return replace(f, figures={**f.figures, **figures}, interval=bounds, caveats=(*f.caveats, *alone))


def _scores(ecosystem: Ecosystem, find: Find, counted: tuple[str, ...], wanted: Collection[str]) -> dict[Key, float]:
    return {same(f): f.score for f in find(unquoted(set_scene(ecosystem, counted), wanted))}


def _samples(ecosystem: Ecosystem, draws: int, seed: int) -> Iterable[Ecosystem]:
    statements = sorted(ecosystem.statements, key=order)
    confidence = [s.confidence for s in statements]
    chance = generator(seed)
    for _ in range(draws):
        kept = chance.random(len(statements)) < confidence
        yield replace(ecosystem, statements=tuple(s for s, stays in zip(statements, kept, strict=True) if stays))


def _documents(ecosystem: Ecosystem) -> list[str]:
    counts = Counter(e.document for s in ecosystem.statements for e in s.evidence)
    return sorted(counts, key=lambda d: (-counts[d], d))


def _affordable(size: int, wanted: int) -> int:
    """So many repetitions, or fewer of a large ecosystem.

    >>> _affordable(100, 50), _affordable(10_000, 50), _affordable(1_000_000, 50)
    (50, 25, 5)
    """
    return max(LEAST, round(wanted * min(1.0, LARGE / max(1, size))))


def _lacking(ecosystem: Ecosystem, document: str) -> Ecosystem:
    def elsewhere(e: Evidence) -> bool:
        return e.document != document

    return with_evidence(ecosystem, elsewhere)
