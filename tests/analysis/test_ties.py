"""Ties: every kind, and the three things that the documents may say of a pair."""

from __future__ import annotations

import pytest
from ecosystems import ecosystem, iri

from dpgraph.analysis.ties import COORDINATION, actor_network, build_ties

A, B, C = iri("A"), iri("B"), iri("C")

KINDS = {
    "collaboration": [("A", "collaboratesWith", "B")],
    "ownership": [("A", "subsidiaryOf", "X"), ("X", "subsidiaryOf", "B")],
    "membership": [("A", "partOf", "B")],
    "common parent": [("A", "subsidiaryOf", "X"), ("B", "subsidiaryOf", "Y"), ("Y", "subsidiaryOf", "X")],
    "common membership": [("A", "partOf", "X"), ("B", "subsidiaryOf", "X")],
    "shared platform": [("A", "operates", "P"), ("B", "operates", "P")],
    "joint initiative": [("A", "manages", "River Project"), ("B", "participatesIn", "River Project")],
    "common fund": [("Story Fund", "funds", "A"), ("Story Fund", "funds", "B")],
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_tie(kind: str) -> None:
    made = ecosystem(*KINDS[kind])
    found = build_ties(made).between(B, A)
    assert [t.kind for t in found] == [kind]
    assert {s.subject for s in found[0].statements} <= {s.subject for s in made.statements}
    assert build_ties(made).standing(A, B) == "documented"
    assert kind in actor_network(made).edges[A, B]["kinds"]


def test_managing_one_fund_is_a_tie() -> None:
    assert build_ties(ecosystem(("A", "manages", "Story Fund"), ("B", "manages", "Story Fund"))).between(A, B)


def test_winners_of_one_award_are_not_tied() -> None:
    made = ecosystem(("A", "participatesIn", "Quill Award"), ("B", "participatesIn", "Quill Award"))
    assert build_ties(made).standing(A, B) == "silent"


def test_documented_denied_and_silent_are_three_things() -> None:
    ties = build_ties(ecosystem(("A", "collaboratesWith", "B"), ("C", "collaboratesWith", "A", "denied")))
    assert [ties.standing(A, B), ties.standing(A, C), ties.standing(B, C)] == ["documented", "denied", "silent"]
    assert [s.status for s in ties.denied(A, C)] == ["denied"]


def test_a_tie_that_one_text_states_and_another_denies_is_documented_and_shows_both() -> None:
    ties = build_ties(ecosystem(("A", "collaboratesWith", "B"), ("B", "collaboratesWith", "A", "denied")))
    assert ties.standing(A, B) == "documented"
    assert ties.denied(A, B)


def test_both_directions_of_a_collaboration_are_one_tie_with_two_statements() -> None:
    ties = build_ties(ecosystem(("A", "collaboratesWith", "B"), ("B", "collaboratesWith", "A")))
    assert [len(t.statements) for t in ties.between(A, B)] == [2]


@pytest.mark.parametrize("status", ["planned", "recommended", "mandated", "ceased"])
def test_only_asserted_statements_tie(status: str) -> None:
    ties = build_ties(ecosystem(("A", "collaboratesWith", "B", status)))
    assert ties.standing(A, B) == "silent"
    assert bool(ties.ended(A, B)) == (status == "ceased")


def test_a_parent_and_its_subsidiary_have_no_further_tie_by_the_parent_above_both() -> None:
    ties = build_ties(ecosystem(("A", "subsidiaryOf", "B"), ("B", "subsidiaryOf", "C")))
    assert [t.kind for t in ties.between(A, B)] == ["ownership"]


def test_standing_under_one_government_is_no_coordination() -> None:
    ties = build_ties(ecosystem(("A", "partOf", "City"), ("B", "partOf", "City")))
    assert ties.standing(A, B) == "documented"
    assert ties.standing(A, B, COORDINATION) == "silent"


def test_a_circle_of_owners_ends() -> None:
    ties = build_ties(ecosystem(("A", "subsidiaryOf", "B"), ("B", "subsidiaryOf", "A"), ("A", "partOf", "A")))
    assert {t.kind for t in ties.between(A, B)} == {"ownership"}
    assert ties.partners(A) == {B}


def test_partners() -> None:
    made = ecosystem(("A", "collaboratesWith", "B"), ("A", "operates", "P"), ("C", "operates", "P"))
    assert build_ties(made).partners(A) == {B, C}
    assert sorted(actor_network(made).edges) == [(A, B), (A, C)]


def test_actors_without_a_tie_are_not_in_the_network() -> None:
    assert len(actor_network(ecosystem(("A", "operates", "P")))) == 0
