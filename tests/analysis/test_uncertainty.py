"""Uncertainty: intervals, stability, p-values; the same seed gives the same numbers."""

from __future__ import annotations

import os
from dataclasses import replace
from multiprocessing import parent_process

import pytest
from ecosystems import DUPLICATE, Line, ecosystem, iri, muddle

from dpgraph.analysis.functions import Known
from dpgraph.analysis.scene import Scene, set_scene, unquoted, wanted_of
from dpgraph.analysis.selecting import in_region, selected, with_evidence
from dpgraph.analysis.silos import find_silos, silos_in
from dpgraph.analysis.uncertainty import assess, every_finding, same
from dpgraph.errors import GraphError, InputError
from dpgraph.records import Ecosystem, Finding

UNSURE: tuple[Line, ...] = tuple((*line, "asserted", 0.8) for line in DUPLICATE)

# A duplicate function whose owners complement each other, with a common partner and a programme.
BROKERED: tuple[Line, ...] = (
    *DUPLICATE,
    ("Harbor", "publishes", "Review"),
    ("Lantern", "usesTechnology", "AI"),
    ("Harbor", "collaboratesWith", "Hub"),
    ("Lantern", "collaboratesWith", "Hub"),
    ("Hub", "participatesIn", "Pilot Project"),
    ("Pilot Project", "activeIn", "education"),
)


def duplicate(found: tuple[Finding, ...]) -> Finding:
    (silo,) = [f for f in found if f.kind == "S1"]
    return silo


def in_two_documents(made: Ecosystem) -> Ecosystem:
    """The first statement stands in a second document too, all others in the first alone."""
    first, *rest = made.statements
    return replace(
        made, statements=(replace(first, evidence=(*first.evidence, replace(first.evidence[0], document="e"))), *rest)
    )


def test_the_same_seed_gives_the_same_numbers_and_another_nearly_the_same() -> None:
    made = ecosystem(*UNSURE)
    assert assess(made, draws=20) == assess(made, draws=20)
    shares = [duplicate(assess(made, silos_in, draws=400, seed=seed)).figures["kept"] for seed in (1, 2)]
    assert shares == pytest.approx([0.8**4] * 2, abs=0.06)


def test_a_statement_is_kept_with_the_probability_of_its_confidence() -> None:
    silo = duplicate(assess(ecosystem(*UNSURE), draws=40))
    assert silo.interval is not None
    low, high = silo.interval
    assert (low, high) == (0.0, silo.score)
    sure = duplicate(assess(ecosystem(*((*line, "asserted", 1.0) for line in DUPLICATE)), draws=10))
    assert sure.interval == (sure.score, sure.score)
    assert (sure.figures["kept"], sure.figures["draws"]) == (1, 10)


def test_what_stands_in_one_document_is_gone_without_it() -> None:
    silo = duplicate(assess(in_two_documents(ecosystem(*DUPLICATE)), draws=1))
    assert (silo.figures["documents_tried"], silo.figures["documents_needed"]) == (2, 1)


def test_a_draw_scores_what_is_wanted_as_all_do() -> None:
    scene = set_scene(ecosystem(*BROKERED))
    every = every_finding(scene)
    kinds = {f.kind for f in every}
    assert {"S1", "O1", "O4", "O5", "O6"} <= kinds
    for kind in kinds:
        wanted = [f for f in every if f.kind == kind]
        drawn = {f.id: f.score for f in every_finding(unquoted(scene, wanted_of(wanted)))}
        assert {f.id: drawn[f.id] for f in wanted} == {f.id: f.score for f in wanted}


@pytest.mark.parametrize("seed", range(0, 40, 2))
def test_what_is_left_without_a_document_is_what_would_be_found_without_it(seed: int) -> None:
    made = muddle(seed, 60 + 10 * seed)
    found = every_finding(set_scene(made))
    assert len({f.kind for f in found}) > 4
    holdings: Known = {}
    for document in "abcde":
        without = set_scene(with_evidence(made, lambda e, d=document: e.document != d))
        all_of_it = {same(f): f.score for f in every_finding(without)}
        left = {same(f): f.score for f in every_finding(unquoted(without, wanted_of(found), holdings, scored=False))}
        drawn = {same(f): f.score for f in every_finding(unquoted(without, wanted_of(found), holdings))}
        for key in map(same, found):
            assert drawn.get(key, 0.0) == all_of_it.get(key, 0.0), key
            assert bool(left.get(key)) == bool(all_of_it.get(key)), key


def test_several_processes_draw_the_same() -> None:
    made = in_two_documents(ecosystem(*UNSURE))
    assert assess(made, draws=7, jobs=2) == assess(made, draws=7, jobs=1)


def dying(scene: Scene) -> tuple[Finding, ...]:
    """Finds something here, and ends any process beside this one."""
    if parent_process() is not None:
        os._exit(1)
    return every_finding(scene)


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(GraphError, match="a process beside this one ended"):
        assess(ecosystem(*UNSURE), find=dying, draws=1, jobs=2)


def test_without_draws_there_is_no_interval() -> None:
    silo = duplicate(assess(ecosystem(*DUPLICATE), draws=0))
    assert silo.interval is None
    assert "draws" not in silo.figures


def test_two_owners_cannot_be_tested_against_chance() -> None:
    silo = duplicate(assess(ecosystem(*DUPLICATE), draws=0))
    assert silo.figures["p ties"] == 1
    assert any("underpowered" in c for c in silo.caveats)


def test_many_untied_owners_among_tied_ones_are_fewer_ties_than_by_chance() -> None:
    """Ten owners of one function without a tie, and ten of another who are all tied to one another."""
    lines: list[Line] = []
    for n in range(10):
        lines += [(f"A{n}", "operates", f"P{n}"), (f"P{n}", "activeIn", "books")]
        lines += [(f"B{n}", "operates", f"Q{n}"), (f"Q{n}", "activeIn", "games")]
        lines += [(f"B{n}", "collaboratesWith", f"B{m}") for m in range(n)]
    (silo,) = assess(ecosystem(*lines), lambda scene: silos_in(scene, ["S1"]), draws=0)
    assert silo.members["function"] == (iri("books"),)
    assert silo.figures["p ties"] <= 0.01
    assert any(c.startswith("Fewer ties than by chance") for c in silo.caveats)


def test_a_finding_is_the_same_when_an_owner_more_is_known() -> None:
    more: list[Line] = [*DUPLICATE, ("Mill", "publishes", "Gazette"), ("Gazette", "activeIn", "education")]
    few, many = (duplicate(find_silos(ecosystem(*lines))) for lines in (DUPLICATE, more))
    assert few.id != many.id
    assert same(few) == same(many)


def test_other_statuses_count_when_one_asks_for_them() -> None:
    planned = ecosystem(*((*line, "planned") for line in DUPLICATE))
    assert silos_in(set_scene(planned), ["S1"]) == ()
    assert len(silos_in(set_scene(planned, ("asserted", "planned")), ["S1"])) == 1


def test_a_year_keeps_what_has_no_year() -> None:
    made = ecosystem(*DUPLICATE)
    dated = replace(made, statements=(replace(made.statements[0], year=2017), *made.statements[1:]))
    assert len(find_silos(selected(dated, year=2017), ["S1"])) == 1
    assert [f.state for f in find_silos(selected(dated, year=2018), ["S1"])] == ["not computable"]
    assert find_silos(selected(made, min_confidence=0.95)) == ()
    with pytest.raises(InputError, match="goes from 0 to 1"):
        selected(made, min_confidence=7)


def test_a_region_holds_what_lies_in_its_parts() -> None:
    lines: list[Line] = [
        ("Harbor", "locatedIn", "Riverside"),
        ("Riverside", "partOf", "Rivertown"),
        ("Lantern", "locatedIn", "Elsewhere"),
    ]
    made = in_region(ecosystem(*DUPLICATE, *lines), iri("Rivertown"))
    assert {s.subject for s in made.statements if s.predicate == "operates"} == {iri("Harbor")}


def test_of_a_large_ecosystem_fewer_draws_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = ecosystem(*UNSURE)
    assert duplicate(assess(made)).figures["draws"] == 50
    monkeypatch.setattr("dpgraph.analysis.uncertainty.LARGE", len(made.statements) / 2)
    assert duplicate(assess(made)).figures["draws"] == 25
    monkeypatch.setattr("dpgraph.analysis.uncertainty.LARGE", 0)
    assert duplicate(assess(made)).figures["draws"] == 5
