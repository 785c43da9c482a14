"""Agreement with experts: what counts as the same, at which rank, and what baselines find."""

from __future__ import annotations

import pytest
from ecosystems import DUPLICATE, ecosystem, iri

from dpgraph.analysis.experts import agreement
from dpgraph.analysis.silos import find_silos
from dpgraph.records import Evidence, Expert

WORDS = Evidence("d", 1, 0, 5, "words", "curated by editors", 1.0)


def expert(*functions: str, expects: tuple[str, ...] = ("S1",), members: tuple[str, ...] = ()) -> Expert:
    return Expert("e1", "silo", "a silo", expects, tuple(map(iri, functions)), tuple(map(iri, members)), WORDS)


def judged(one: Expert, **broader: tuple[str, ...]) -> tuple[int | None, bool, str]:
    made = ecosystem(*DUPLICATE, broader=broader)
    verdict = agreement(made, find_silos(made, ["S1"]), [one])[0].verdicts[0]
    return verdict.rank, verdict.exactly, verdict.why


def test_the_same_kind_function_and_members() -> None:
    assert judged(expert("education", members=("Harbor", "Lantern"))) == (1, True, "")
    assert judged(expert("education", members=("Harbor", "Mill"))) == (1, True, "")


def test_a_function_one_level_above_is_nearly_the_same() -> None:
    above = {"education": ("services",), "services": ("economy",)}
    assert judged(expert("services"), **above)[:2] == (1, False)
    assert judged(expert("economy"), **above)[0] is None


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (expert("education", expects=()), "there is no kind of finding for it"),
        (expert("education", members=("Mill", "Bay")), "what is left of the documents does not name it"),
        (expert("education", expects=("S2",)), "it is named, and nothing of these kinds is found there"),
    ],
)
def test_why_something_is_missed(one: Expert, why: str) -> None:
    assert judged(one) == (None, False, why)


def test_scores_of_the_analysis_and_the_baselines() -> None:
    made = ecosystem(*DUPLICATE)
    (silos, advice) = agreement(made, find_silos(made, ["S1"]), [expert("education"), expert("games")])
    assert (silos.analysis.of, silos.analysis.found, silos.analysis.in_top) == (2, 1, 1)
    assert silos.analysis.reciprocal_rank == 0.5
    assert silos.degree.found == 1
    assert 0 <= silos.random.found <= 1
    assert (advice.analysis.of, advice.verdicts) == (0, ())
