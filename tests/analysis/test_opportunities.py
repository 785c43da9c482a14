"""Opportunities, with known answers; what is advised is shown and never counted."""

from __future__ import annotations

from dataclasses import replace
from math import log

import pytest
from ecosystems import DUPLICATE, FUNDS, Line, ecosystem, iri

from dpgraph.analysis.opportunities import find_opportunities
from dpgraph.analysis.silos import find_silos
from dpgraph.analysis.support import find_support
from dpgraph.errors import InputError
from dpgraph.records import Finding

GOVERNED: tuple[Line, ...] = (("Culture Office", "governs", "publishing"), ("Tech Office", "governs", "publishing"))


CLOSING = ("O1", "O2", "O3")


def the_opportunity(*lines: Line) -> Finding:
    (found,) = find_opportunities(ecosystem(*lines), kinds=CLOSING)
    return found


def test_duplicate_platforms_could_be_joined() -> None:
    found = the_opportunity(*DUPLICATE)
    (silo,) = find_silos(ecosystem(*DUPLICATE), kinds=["S1"])
    assert (found.kind, found.state) == ("O1", "supported")
    assert found.id == silo.id.replace("S1", "O1")
    assert found.missing == silo.missing
    assert found.figures["need"] == silo.score
    assert found.score == pytest.approx(0.6 * silo.score, abs=1e-6)
    assert "No policy read here promotes it." in found.reason


def test_funds_could_be_one() -> None:
    found = the_opportunity(*FUNDS)
    assert found.kind == "O2"
    assert found.title.startswith("One joint fund or instrument for publishing sector")


def test_bodies_that_govern_one_sector_could_coordinate() -> None:
    found = the_opportunity(*GOVERNED)
    assert (found.kind, found.missing) == ("O3", ((iri("Culture Office"), iri("Tech Office")),))
    assert find_opportunities(ecosystem(*GOVERNED, ("Tech Office", "collaboratesWith", "Culture Office"))) == ()


def test_a_policy_that_promotes_the_function_supports_it() -> None:
    found = the_opportunity(*DUPLICATE, ("Reading Plan", "promotes", "education"))
    assert found.policies == (iri("Reading Plan"),)
    assert found.figures["policy"] == 1
    assert found.score == pytest.approx(the_opportunity(*DUPLICATE).score + 0.2, abs=1e-6)
    assert "Reading Plan promotes education" in [s.quote for s in found.evidence]


def test_a_policy_for_a_broader_function_supports_it_less() -> None:
    lines = [*DUPLICATE, ("Reading Plan", "promotes", "publishing")]
    (found,) = find_opportunities(ecosystem(*lines, broader={"education": ("publishing",)}), kinds=["O1"])
    narrow, broad = 1.0, 1 - log(2) / log(3)
    assert found.figures["policy"] == pytest.approx(2 * broad / (narrow + broad), abs=1e-6)


def test_a_policy_that_only_might_come_does_not_count() -> None:
    assert the_opportunity(*DUPLICATE, ("Reading Plan", "promotes", "education", "planned")).figures["policy"] == 0


@pytest.mark.parametrize(
    "advice",
    [
        [("Harbor", "collaboratesWith", "Lantern", "recommended")],
        [("Join up", "proposes", "education", "recommended")],
        [("Join up", "addresses", "silos"), ("silos", "affects", "LearnPort")],
        [("Join up", "addresses", "silos"), ("silos", "affects", "education")],
    ],
)
def test_advice_is_shown_and_changes_no_number(advice: list[Line]) -> None:
    made = ecosystem(*DUPLICATE, *advice)
    made = replace(
        made, entities={**made.entities, iri("silos"): replace(made.entities[iri("Harbor")], type="Challenge")}
    )
    (advised,) = find_opportunities(made, kinds=CLOSING)
    plain = the_opportunity(*DUPLICATE)
    obstacles = ("silos",) if advice[-1][1] == "affects" else ()
    assert [iri(o) for o in obstacles] == list(advised.members.get("obstacles", ()))
    members = {role: found for role, found in advised.members.items() if role != "obstacles"}
    assert replace(advised, policies=(), members=members, against=()) == plain
    assert [s.quote for s in find_support(made, [advised])[advised.id]] == [" ".join(advice[0][:3])]
    assert all(s.status == "asserted" for s in advised.evidence)


def test_what_each_side_brings() -> None:
    found = the_opportunity(
        *DUPLICATE,
        ("Harbor", "usesTechnology", "augmented reality"),
        ("ClassRiver", "usesBusinessModel", "subscription"),
    )
    assert found.members["brings dpr:harbor"] == (iri("augmented reality"),)
    assert found.members["brings dpr:lantern"] == (iri("subscription"),)
    assert "Harbor would bring augmented reality." in found.reason
    assert found.figures["complement"] == pytest.approx(2 / 3, abs=1e-6)


def test_who_is_tied_to_both_sides_could_broker() -> None:
    lines = [
        ("Rivertown University", "collaboratesWith", "Harbor"),
        ("Lantern", "collaboratesWith", "Rivertown University"),
    ]
    found = the_opportunity(*DUPLICATE, *lines)
    assert found.members["broker"] == (iri("Rivertown University"),)
    assert found.figures["brokered"] == 1


def test_nothing_comes_of_nothing() -> None:
    assert find_opportunities(ecosystem()) == ()
    assert find_opportunities(ecosystem(*DUPLICATE[:2], DUPLICATE[3])) == ()


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match='no opportunity kind "S1"'):
        find_opportunities(ecosystem(), kinds=["S1"])
