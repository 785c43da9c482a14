from __future__ import annotations

import random
from dataclasses import replace

from dpgraph.records import Evidence, Observation, Statement
from dpgraph.statements.merging import merged_observations, merged_statements

SYMMETRIC = frozenset({"collaboratesWith"})


def said(start: int = 0, document: str = "d", method: str = "rule x", confidence: float = 0.9) -> Evidence:
    return Evidence(document, 1, start, start + 5, "words", method, confidence)


def statement(evidence: Evidence, *, status: str = "asserted", year: int | None = None, ends: str = "ab") -> Statement:
    return Statement(ends[0], "collaboratesWith", ends[1], status, year, (evidence,))


def figure(evidence: Evidence, value: float = 5.0, **changes: object) -> Observation:
    return replace(Observation("a", "users", value, "user", None, None, "asserted", (evidence,)), **changes)  # type: ignore[arg-type]


def test_evidence_accumulates_on_one_statement() -> None:
    (one,) = merged_statements([statement(said(9)), statement(said(0)), statement(said(0, "e"))], SYMMETRIC)
    assert one.evidence == (said(0), said(9), said(0, "e"))


def test_a_symmetric_statement_is_stored_one_way_round() -> None:
    (one,) = merged_statements([statement(said(0)), statement(said(9), ends="ba")], SYMMETRIC)
    assert (one.subject, one.object, len(one.evidence)) == ("a", "b", 2)


def test_others_keep_their_direction() -> None:
    assert len(merged_statements([statement(said(0)), statement(said(9), ends="ba")], frozenset())) == 2


def test_statuses_stay_apart() -> None:
    both = merged_statements([statement(said(0)), statement(said(9), status="denied")], SYMMETRIC)
    assert [s.status for s in both] == ["asserted", "denied"]


def test_the_earliest_year_stays() -> None:
    several = [statement(said(0), year=2019), statement(said(1), year=2017), statement(said(2))]
    assert merged_statements(several, SYMMETRIC)[0].year == 2017
    assert merged_statements(several[2:], SYMMETRIC)[0].year is None


def test_of_one_span_and_method_the_surest_stays() -> None:
    several = [said(0, confidence=c) for c in (0.5, 0.9, 0.7)] + [said(0, method="curated by editors", confidence=1.0)]
    (one,) = merged_statements(map(statement, several), SYMMETRIC)
    assert [(e.method, e.confidence) for e in one.evidence] == [("curated by editors", 1.0), ("rule x", 0.9)]
    assert one.confidence == 1.0


def test_the_order_of_what_comes_in_changes_nothing() -> None:
    chance = random.Random(3)
    several = [
        statement(
            said(i, method=f"rule {i % 3}"),
            ends=chance.choice(["ab", "ba", "ac"]),
            year=chance.choice([None, 2017, 2018]),
        )
        for i in range(30)
    ]
    wanted = merged_statements(several, SYMMETRIC)
    for _ in range(20):
        chance.shuffle(several)
        assert merged_statements(several, SYMMETRIC) == wanted


def test_merging_twice_changes_nothing() -> None:
    once = merged_statements([statement(said(i), ends=ends) for i, ends in enumerate(["ab", "ba", "ac"])], SYMMETRIC)
    assert merged_statements(once, SYMMETRIC) == once


def test_one_figure_found_twice_is_one_observation() -> None:
    (one,) = merged_observations([figure(said(0)), figure(said(9))])
    assert one.evidence == (said(0), said(9))


def test_figures_that_differ_stay_apart() -> None:
    several = [figure(said(0)), figure(said(0), 6.0), figure(said(0), year=2017), figure(said(0), qualifier="over")]
    assert len(merged_observations([*several, figure(said(0), status="planned"), figure(said(0), subject=None)])) == 6


def test_nothing_merges_to_nothing() -> None:
    assert merged_statements([], SYMMETRIC) == ()
    assert merged_observations([]) == ()
