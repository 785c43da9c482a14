"""Known answers: questions with values bound, and those that the tiny ecosystem says nothing about."""

import pyoxigraph as ox
import pytest

from dpgraph import assets
from dpgraph.graph.questions import bind, read_questions
from dpgraph.graph.sparql import Value, select

QUESTIONS = read_questions(assets.folder("queries") / "questions")
Rows = list[tuple[Value, ...]]


def ask(store: ox.Store, name: str, columns: int = 99, **values: object) -> Rows:
    answer = select(store, bind(QUESTIONS[name], values))
    return [row[:columns] for row in answer.rows]


def test_a_broader_sector_has_the_platforms_of_the_narrower(tiny: ox.Store) -> None:
    rows = ask(tiny, "platforms-by-sector", sector="education")
    assert [row[1] for row in rows] == ["ClassRiver", "LearnPort"]
    assert ask(tiny, "platforms-by-sector", sector="online games") == []


@pytest.mark.parametrize("name", ["Harbor Press", "dpr:harbor-press", "https://w3id.org/dpgraph/resource/harbor-press"])
def test_one_organization(tiny: ox.Store, name: str) -> None:
    rows = ask(tiny, "what-an-organization-does", organization=name)
    assert rows == [
        ("Harbor Press", "collaborates with", "Rivertown University"),
        ("Harbor Press", "operates", "LearnPort"),
    ]


def test_what_is_located_in_a_district_is_located_in_its_city(tiny: ox.Store) -> None:
    assert ask(tiny, "where-things-are", place="Rivertown") == [("Rivertown", "Ferry Books", "follows")]
    assert ask(tiny, "where-things-are", place="Riverside") == [("Riverside", "Ferry Books", "stated")]


def test_a_group_reaches_through_its_subsidiaries(tiny: ox.Store) -> None:
    assert ask(tiny, "group-platforms", group="Lantern Media Group") == [
        ("Lantern Media Group", "Ferry Books", "TaleStream"),
        ("Lantern Media Group", "Lantern Media Group", "ClassRiver"),
    ]


def test_where_it_says_so(tiny: ox.Store) -> None:
    rows = ask(tiny, "where-does-it-say-so", subject="Harbor Press", object="LearnPort")
    assert [row[4:7] for row in rows] == [
        ("Harbor Press operates the LearnPort platform", "Digital publishing in Rivertown", "Who runs what")
    ]


def test_both_ends_of_a_collaboration(tiny: ox.Store) -> None:
    assert ask(tiny, "collaborations", 3, organization="Rivertown University") == [
        ("Rivertown University", "Ferry Books", "asserted"),
        ("Rivertown University", "Harbor Press", "asserted"),
        ("Rivertown University", "Mill House", "denied"),
    ]


def test_a_year_and_an_indicator(tiny: ox.Store) -> None:
    assert ask(tiny, "new-in-year", 2, year=2020) == [(2020, "Mill House")]
    assert ask(tiny, "figures-ranked", 3, indicator="users", year=2022) == [("users", "user", 40000)]
    assert ask(tiny, "figures-ranked", indicator="users", year=2021) == []


def test_one_status(tiny: ox.Store) -> None:
    assert ask(tiny, "statements-of-status", 3, status="ceased") == [
        ("Mill House", "operates", "PaperTrail"),
        ("Mill House", "publishes", "River Crafts"),
    ]


def test_a_name_in_another_language(tiny: ox.Store) -> None:
    assert [row[1] for row in ask(tiny, "find-entity", words="港口")] == ["Harbor Press"]


def test_a_document_and_one_that_is_not_there(tiny: ox.Store) -> None:
    assert len(ask(tiny, "what-a-document-says", document="rivertown")) == 17
    assert ask(tiny, "what-a-document-says", document="elsewhere") == []


def test_challenges_and_what_addresses_them(bay: ox.Store) -> None:
    assert ask(bay, "challenges") == [("shortage of editors", "Bay Books", "train editors")]
    assert ask(bay, "recommendations", 3) == [("train editors", "proposes", "Bay Prize")]


def test_several_bodies_govern_one_sector(bay: ox.Store) -> None:
    assert ask(bay, "who-governs") == [
        ("digital publishing", 2, "Bay Council"),
        ("digital publishing", 2, "Bay Library"),
    ]


def test_members_at_whatever_depth(bay: ox.Store) -> None:
    assert ask(bay, "subsidiaries", parent="Bay Group") == [
        ("Bay Group", "Bay Books", None),
        ("Bay Group", "Bay Kids", "Bay Books"),
    ]


def test_what_one_text_asserts_and_another_ends(bay: ox.Store) -> None:
    assert ask(bay, "contradictions") == [("Bay Books", "operates", "Bay Reader", "words 04", "ceased", "words 05")]


def test_what_two_documents_state(bay: ox.Store) -> None:
    assert ask(bay, "stated-several-times") == [("Bay Council", "governs", "digital publishing", "asserted", 2, 2)]


def test_what_is_less_sure(bay: ox.Store) -> None:
    assert ask(bay, "low-confidence")[0] == ("Bay Books", "operates", "Bay Reader", "ceased", 0.6)
    assert len(ask(bay, "low-confidence", below=0.9)) == 2


def test_what_is_promoted_and_not_served(bay: ox.Store, tiny: ox.Store) -> None:
    assert ask(bay, "promoted-but-unserved") == [("audiobooks", "Bay Strategy")]
    assert ask(tiny, "promoted-but-unserved") == [("online games", "Reading City Plan")]


def test_models_and_initiatives(bay: ox.Store) -> None:
    assert ask(bay, "business-models") == [("subscription", "Bay Reader", "asserted")]
    assert ask(bay, "initiatives") == [
        ("Bay Prize", "manages", "Bay Council"),
        ("Bay Prize", "participates in", "Bay Reader"),
    ]
