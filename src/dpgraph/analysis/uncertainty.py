"""Uncertainty: how far findings depend on single statements and documents, and whether chance alone would give them."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import compress
from typing import TYPE_CHECKING, TypeAlias

from dpgraph.analysis.chance import beside_chance
from dpgraph.analysis.functions import Known
from dpgraph.analysis.making import DIGITS
from dpgraph.analysis.measures.nulls import generator, interval
from dpgraph.analysis.opportunities import opportunities_in
from dpgraph.analysis.scene import Scene, Wanted, set_scene, unquoted, wanted_of
from dpgraph.analysis.selecting import with_evidence
from dpgraph.analysis.silos import silos_in
from dpgraph.analysis.stated import ASSERTED, order
from dpgraph.pauses import no_cycles_sought
from dpgraph.processes import fitting, processes
from dpgraph.records import Ecosystem, Evidence, Finding
from dpgraph.settings import SEED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DRAWS = 50
# Of more statements, or pairs with a tie, than this, fewer draws are made, and fewer documents left out.
LARGE, LEAST = 5_000, 5
# So many documents are left out in turn, those with most evidence first.
DOCUMENTS = 20
# So many statements, or pairs with a tie, in all draws together keep a process busy for as long as it takes to start.
WORTH_A_PROCESS = 40_000
# Kinds whose id changes with the members: what is the same in a draw is what has the same function.
BY_FUNCTION = frozenset({"S1", "S2", "S3", "O1", "O2", "O3"})

Find = Callable[[Scene], tuple[Finding, ...]]
Key = tuple[str, ...]
Scores: TypeAlias = dict[Key, float]
Change = Callable[[Ecosystem], Ecosystem]
# What becomes of an ecosystem, and whether the scores of its findings matter, or only which there are.
Trial = tuple[Change, bool]


def every_finding(scene: Scene) -> tuple[Finding, ...]:
    """The silos, then the opportunities of a scene."""
    return (*silos_in(scene), *opportunities_in(scene))


def assess(
    ecosystem: Ecosystem,
    find: Find = every_finding,
    counted: tuple[str, ...] = (ASSERTED,),
    draws: int | None = None,
    seed: int = SEED,
    jobs: int | None = 1,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Finding, ...]:
    """Findings with what makes them uncertain: intervals, stability, p-values. The same seed gives the same numbers.

    `interval` is the middle 95 % of the score when each statement is kept with the probability of its confidence,
    `draws` times; a finding that is not there in a draw, or not computable, scores 0. `figures` get `draws`, the share
    in which it is there (`kept`), how many documents were left out in turn (`documents_tried`) and without how many it
    is gone (`documents_needed`); and p-values (`dpgraph.analysis.chance`). With no draws there are only the last.
    By default there are 50 draws and 20 documents; of more than 5,000 statements or pairs with a tie fewer, in
    proportion, 5 at least. `jobs` is the number of processes that make them, None as many as pay (`find` must be a
    function of a module for more than one); the findings are the same. `progress` is told, step by step, how many of
    all are done: the findings, then each draw and document. Raises `GraphError` when a process dies.
    """
    ecosystem = replace(ecosystem, statements=tuple(sorted(ecosystem.statements, key=order)))
    scene = set_scene(ecosystem, counted)
    size = max(len(ecosystem.statements), len(scene.tied()))
    draws = _affordable(size, DRAWS) if draws is None else draws
    tried = _documents(ecosystem)[: _affordable(size, DOCUMENTS)] if draws else []
    trials: list[Trial] = [(change, True) for change in _drawn(ecosystem, draws, seed)]
    trials += [(partial(_without, document), False) for document in tried]
    jobs = fitting(len(trials) * size // WORTH_A_PROCESS) if jobs is None else jobs
    with no_cycles_sought(), _scored_by(jobs if trials else 1, ecosystem, find, counted) as scored:
        progress(0, 1 + len(trials))
        found = beside_chance(scene, find(scene), seed)
        if not found or not draws:
            return found
        scores: list[Scores] = []
        for score in scored(trials, wanted_of(found)):
            scores.append(score)
            progress(len(scores), 1 + len(trials))
    return tuple(_assessed(f, scores[:draws], dict(zip(tried, scores[draws:], strict=True))) for f in found)


def same(finding: Finding) -> Key:
    """What makes a finding the same one in two ecosystems that differ a little: its kind, and its function or id."""
    return finding.kind, *(finding.members["function"] if finding.kind in BY_FUNCTION else (finding.id,))


def _assessed(f: Finding, drawn: Sequence[Scores], without: Mapping[str, Scores]) -> Finding:
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


@contextmanager
def _scored_by(
    jobs: int, ecosystem: Ecosystem, find: Find, counted: tuple[str, ...]
) -> Iterator[Callable[[Sequence[Trial], Wanted], Iterable[Scores]]]:
    """How to have the scores of each of some trials: here, or in other processes, which are started now."""
    if jobs == 1:
        score = partial(_scores, ecosystem, find, counted, {})
        yield lambda trials, wanted: (score(wanted, trial) for trial in trials)
        return
    with processes(jobs, _start, ecosystem, find, counted) as pool:
        yield lambda trials, wanted: pool.map(partial(_tried, wanted), trials)


_ready: list[partial[Scores]] = []


def _start(ecosystem: Ecosystem, find: Find, counted: tuple[str, ...]) -> None:
    gc.disable()  # as in `no_cycles_sought`, for good
    _ready.append(partial(_scores, ecosystem, find, counted, {}))


def _tried(wanted: Wanted, trial: Trial) -> Scores:
    return _ready[-1](wanted, trial)


def _scores(
    ecosystem: Ecosystem, find: Find, counted: tuple[str, ...], holdings: Known, wanted: Wanted, trial: Trial
) -> Scores:
    change, scored = trial
    scene = unquoted(set_scene(change(ecosystem), counted), wanted, holdings, scored=scored)
    return {same(f): f.score for f in find(scene)}


def _drawn(ecosystem: Ecosystem, draws: int, seed: int) -> Iterator[Change]:
    """Each statement stays with the probability of its confidence."""
    confidence = [s.confidence for s in ecosystem.statements]
    chance = generator(seed)
    for _ in range(draws):
        yield partial(_keeping, chance.random(len(confidence)) < confidence)


def _keeping(kept: NDArray[np.bool_], ecosystem: Ecosystem) -> Ecosystem:
    return replace(ecosystem, statements=tuple(compress(ecosystem.statements, kept)))


def _documents(ecosystem: Ecosystem) -> list[str]:
    counts = Counter(e.document for s in ecosystem.statements for e in s.evidence)
    return sorted(counts, key=lambda d: (-counts[d], d))


def _affordable(size: int, wanted: int) -> int:
    """So many repetitions, or fewer of a large ecosystem.

    >>> _affordable(100, 50), _affordable(10_000, 50), _affordable(1_000_000, 50)
    (50, 25, 5)
    """
    return max(LEAST, round(wanted * min(1.0, LARGE / max(1, size))))


def _without(document: str, ecosystem: Ecosystem) -> Ecosystem:
    def elsewhere(e: Evidence) -> bool:
        return e.document != document

    return with_evidence(ecosystem, elsewhere)
