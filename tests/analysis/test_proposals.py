"""O4 to O7: each fires on what it is about, and not where a document says otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ecosystems import DUPLICATE, Line, ecosystem, iri

from dpgraph.analysis.opportunities import find_opportunities
from dpgraph.records import Ecosystem, Finding

# One publishes and has no technology, the other has technology and publishes nothing.
PARTNERS: tuple[Line, ...] = (
    *DUPLICATE,
    ("Harbor", "publishes", "Gazette"),
    ("ClassRiver", "usesTechnology", "augmented reality"),
)
BROKERED: tuple[Line, ...] = (
    *DUPLICATE,
    ("Mill", "collaboratesWith", "Harbor"),
    ("Mill", "collaboratesWith", "Lantern"),
)


def found(kind: str, made: Ecosystem) -> tuple[Finding, ...]:
    return find_opportunities(made, [kind])


def test_content_and_technology_for_one_function() -> None:
    (match,) = found("O4", ecosystem(*PARTNERS))
    assert match.missing == ((iri("Harbor"), iri("Lantern")),)
    assert match.state == "supported"
    assert "Harbor has content, Lantern has technology." in match.reason
    assert match.counterfactual["congruence"] == (0.0, 1.0)
    assert match.members["brings dpr:lantern"] == (iri("augmented reality"),)


def test_no_partners_where_both_have_the_same_or_are_tied() -> None:
    both = ecosystem(*PARTNERS, ("LearnPort", "usesTechnology", "augmented reality"), ("Lantern", "publishes", "Times"))
    assert found("O4", both) == ()
    assert found("O4", ecosystem(*PARTNERS, ("Harbor", "collaboratesWith", "Lantern"))) == ()
    assert found("O4", ecosystem(*DUPLICATE)) == ()


def test_reach_is_read_off_figures_about_people() -> None:
    from dpgraph.records import Observation

    made = ecosystem(*DUPLICATE)
    figure = Observation(
        iri("LearnPort"), "registered users", 9.0, "user", None, None, "asserted", made.statements[0].evidence
    )
    lantern = replace(made.entities[iri("Lantern")], cls="University")
    made = replace(made, observations=(figure,), entities={**made.entities, iri("Lantern"): lantern})
    (match,) = found("O4", made)
    assert "Harbor has reach, Lantern has expertise." in match.reason


def test_a_broker_is_tied_to_both_sides() -> None:
    (broker,) = found("O5", ecosystem(*BROKERED))
    assert broker.members["broker"] == (iri("Mill"),)
    assert broker.missing == ((iri("Harbor"), iri("Lantern")),)
    assert broker.state == "supported"


def test_no_broker_between_two_that_are_tied_or_share_nothing() -> None:
    assert found("O5", ecosystem(*BROKERED, ("Harbor", "collaboratesWith", "Lantern"))) == ()
    assert found("O5", ecosystem(*BROKERED[:2], *BROKERED[4:])) == ()


def test_who_governs_a_function_could_convene_and_is_weak() -> None:
    (convener,) = found("O5", ecosystem(*DUPLICATE, ("Council", "governs", "education")))
    assert (convener.members["broker"], convener.state) == ((iri("Council"),), "weak")


def test_who_serves_what_a_fund_is_for_and_does_not_receive() -> None:
    lines: list[Line] = [*DUPLICATE, ("Reading Fund", "funds", "education"), ("Reading Fund", "funds", "LearnPort")]
    made = ecosystem(*lines)
    education = replace(made.entities[iri("education")], type="Sector")
    (uptake,) = found("O6", replace(made, entities={**made.entities, iri("education"): education}))
    assert uptake.missing == ((iri("Lantern"), iri("Reading Fund")),)
    assert uptake.members["participants"] == (iri("Harbor"),)
    assert uptake.counterfactual == {"coverage": (0.5, 1.0)}
    assert "conditions of admission" in uptake.caveats[0]


def test_everybody_takes_part_or_the_promise_is_only_planned() -> None:
    promised: Line = ("Reading Plan", "promotes", "education", "planned")
    assert found("O6", ecosystem(*DUPLICATE, promised)) == ()
    joined: list[Line] = [
        ("Harbor", "participatesIn", "Reading Project"),
        ("Lantern", "participatesIn", "Reading Project"),
    ]
    assert found("O6", ecosystem(*DUPLICATE, ("Reading Project", "promotes", "education"), *joined)) == ()


def test_what_a_programme_is_for_may_be_what_its_participants_share() -> None:
    lines: list[Line] = [*DUPLICATE, ("Mill", "publishes", "Gazette"), ("Gazette", "activeIn", "education"),
                         ("Harbor", "participatesIn", "Reading Project"), ("Lantern", "participatesIn", "Reading Project")]  # fmt: skip
    (uptake,) = found("O6", ecosystem(*lines))
    assert (uptake.missing, uptake.state) == (((iri("Mill"), iri("Reading Project")),), "weak")


def test_a_sector_that_goes_with_what_an_actor_does() -> None:
    lines = [line for n in range(4) for line in (
        (f"Org {n}", "operates", f"P{n}"), (f"P{n}", "activeIn", "books"), (f"P{n}", "activeIn", "courses"))]  # fmt: skip
    (activity, *_) = found("O7", ecosystem(*lines, ("Mill", "publishes", "Gazette"), ("Gazette", "activeIn", "books")))
    assert (activity.members["owners"], activity.members["function"]) == ((iri("Mill"),), (iri("courses"),))
    assert activity.figures["density"] == 1.0
    assert activity.state == "weak"
    assert "underpowered" in activity.caveats[0]


def test_a_sector_that_only_one_actor_serves_is_related_to_nothing() -> None:
    lines: list[Line] = [
        ("Harbor", "activeIn", "books"),
        ("Harbor", "activeIn", "courses"),
        ("Mill", "activeIn", "books"),
    ]
    assert found("O7", ecosystem(*lines)) == ()


@pytest.mark.parametrize("status", ["recommended", "planned", "mandated"])
def test_advice_on_the_very_tie_changes_no_proposal(status: str) -> None:
    """Whatever is advised, planned or ordered, no number of any opportunity moves."""
    plain, advice = ecosystem(*PARTNERS, *BROKERED), ("Harbor", "collaboratesWith", "Lantern", status)
    advised = ecosystem(*PARTNERS, *BROKERED, advice)
    before, after = (find_opportunities(made) for made in (plain, advised))
    assert [(f.id, f.score, f.figures) for f in before] == [(f.id, f.score, f.figures) for f in after]


def test_what_a_document_names_as_an_obstacle() -> None:
    made = ecosystem(*DUPLICATE, ("shortage", "affects", "LearnPort"))
    (joint,) = found("O1", made)
    assert joint.members["obstacles"] == (iri("shortage"),)
    assert "shortage affects LearnPort" in [s.quote for s in joint.against]


def test_the_score_is_made_of_the_parts_that_it_shows() -> None:
    for f in find_opportunities(ecosystem(*PARTNERS, ("Reading Plan", "promotes", "education"))):
        parts = (
            0.6 * f.figures["need"]
            + 0.2 * f.figures["policy"]
            + 0.1 * (f.figures["complement"] + f.figures["brokered"])
        )
        assert f.score == pytest.approx(parts, abs=1e-5)
