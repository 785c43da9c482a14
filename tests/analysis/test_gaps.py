"""S3 to S6: each fires on what it is about, and not where a document says otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ecosystems import DUPLICATE, Line, ecosystem, iri

from dpgraph.analysis.silos import find_silos
from dpgraph.records import Ecosystem, Finding, Observation

GOVERNED: tuple[Line, ...] = (("Culture Office", "governs", "publishing"), ("Tech Office", "governs", "publishing"))
SHORTAGE: tuple[Line, ...] = (
    ("shortage", "affects", "publishing sector"),
    ("Reading Plan", "promotes", "publishing sector"),
)


def found(kind: str, *lines: Line, **types: str) -> tuple[Finding, ...]:
    return find_silos(typed(ecosystem(*lines), **types), [kind])


def typed(made: Ecosystem, **types: str) -> Ecosystem:
    """The ecosystem with some entities of another type."""
    retyped = {
        iri(n): replace(made.entities[iri(n)], type=t, cls=t) for n, t in types.items() if iri(n) in made.entities
    }
    return replace(made, entities={**made.entities, **retyped})


def titles(findings: tuple[Finding, ...]) -> list[str]:
    return [f.title for f in findings]


def test_two_bodies_in_charge_of_one_sector() -> None:
    (split,) = found("S3", *GOVERNED)
    assert (split.state, split.members["bodies"]) == ("supported", (iri("Culture Office"), iri("Tech Office")))
    assert split.silent == split.missing == ((iri("Culture Office"), iri("Tech Office")),)


@pytest.mark.parametrize(
    "tie",
    [
        [("Culture Office", "collaboratesWith", "Tech Office")],
        [("Culture Office", "manages", "Reading Project"), ("Tech Office", "manages", "Reading Project")],
        [("Culture Office", "subsidiaryOf", "Tech Office")],
    ],
)
def test_bodies_that_coordinate_are_no_split(tie: list[Line]) -> None:
    assert found("S3", *GOVERNED, *tie) == ()
    assert found("S3", GOVERNED[0]) == ()


def test_denied_and_silent_pairs_are_told_apart() -> None:
    lines = [
        *GOVERNED,
        ("Press Office", "governs", "publishing"),
        ("Tech Office", "collaboratesWith", "Press Office", "denied"),
    ]
    (split,) = found("S3", *lines)
    assert split.denied == ((iri("Press Office"), iri("Tech Office")),)
    assert len(split.silent) == 2


def test_what_was_given_up_is_stranded() -> None:
    (stranded,) = found("S4", ("Harbor", "operates", "LearnPort", "ceased"))
    assert (stranded.state, stranded.members["resources"]) == ("supported", (iri("LearnPort"),))
    assert [s.status for s in stranded.evidence] == ["ceased"]


def test_what_another_took_over_is_not_stranded() -> None:
    over: Line = ("Harbor", "operates", "LearnPort", "ceased")
    lines: list[Line] = [over, ("Lantern", "operates", "LearnPort"), ("LearnPort", "activeIn", "education")]
    assert found("S4", *lines) == ()


def test_two_sentences_that_contradict_each_other_are_weak() -> None:
    lines: list[Line] = [
        ("Harbor", "operates", "LearnPort", "ceased"),
        ("Harbor", "operates", "LearnPort"),
        ("LearnPort", "activeIn", "a"),
    ]
    (stranded,) = found("S4", *lines)
    assert stranded.state == "weak"
    assert [s.status for s in stranded.against] == ["asserted"]


def test_a_fund_that_is_said_not_to_pay() -> None:
    denied: Line = ("Press Fund", "funds", "publishing sector", "denied")
    (idle,) = found("S4", denied)
    assert idle.members["funds"] == (iri("Press Fund"),)
    assert found("S4", denied, ("Press Fund", "funds", "games sector")) == ()


def test_resources_nothing_is_said_of_are_weak_and_told_by_owner() -> None:
    lines: list[Line] = [("Harbor", "operates", "Quiet"), ("Harbor", "operates", "Still"), *DUPLICATE[:2]]
    (silent,) = found("S4", *lines)
    assert (silent.state, silent.members["resources"]) == ("weak", (iri("Quiet"), iri("Still")))
    assert silent.figures["owned"] == 3


@pytest.mark.parametrize(
    "said", [("Quiet", "activeIn", "reading"), ("Lantern", "operates", "Quiet"), ("Reading Fund", "funds", "Quiet")]
)
def test_a_function_a_partner_or_money_is_enough(said: Line) -> None:
    assert found("S4", ("Harbor", "operates", "Quiet"), said, Quiet="Platform") == ()


def test_a_figure_or_a_served_whole_is_enough() -> None:
    lines: list[Line] = [
        ("Harbor", "operates", "Quiet"),
        ("Harbor", "operates", "Matrix"),
        ("Quiet", "partOf", "Matrix"),
    ]
    made = typed(ecosystem(*lines, ("Matrix", "activeIn", "news")), Quiet="Platform", Matrix="Platform")
    assert find_silos(made, ["S4"]) == ()
    alone = ecosystem(lines[0])
    figure = Observation(iri("Quiet"), "users", 5.0, "user", None, None, "asserted", alone.statements[0].evidence)
    assert find_silos(replace(alone, observations=(figure,)), ["S4"]) == ()


def test_a_challenge_that_no_instrument_addresses() -> None:
    gaps = found("S5", *SHORTAGE, ("Press Fund", "funds", "publishing sector"))
    assert [(g.title, g.state) for g in gaps if "challenge" in g.members] == [
        ("publishing sector: 1 challenge without an instrument", "supported")
    ]


def test_a_recommendation_is_no_instrument_and_a_policy_is() -> None:
    advised = found("S5", *SHORTAGE, ("Train", "addresses", "shortage"))
    assert "publishing sector: 1 challenge without an instrument" in titles(advised)
    addressed = found("S5", *SHORTAGE, ("Reading Plan", "addresses", "shortage"))
    assert "publishing sector: 1 challenge without an instrument" not in titles(addressed)
    planned = found("S5", *SHORTAGE, ("Reading Plan", "addresses", "shortage", "planned"))
    assert "publishing sector: 1 challenge without an instrument" in titles(planned)


def test_silence_is_telling_only_where_documents_name_instruments_nearby() -> None:
    (gap,) = found("S5", SHORTAGE[0])
    assert gap.state == "weak"
    assert "may just not be about it" in gap.caveats[0]


def test_a_promoted_sector_without_any_resource() -> None:
    (gap,) = [g for g in found("S5", SHORTAGE[1]) if "policies" in g.members]
    assert gap.title == "Reading Plan: 1 promoted function without platform, project or fund"
    assert (gap.state, gap.members["function"]) == ("weak", (iri("publishing sector"),))


@pytest.mark.parametrize(
    "served",
    [
        [("Harbor", "operates", "LearnPort"), ("LearnPort", "activeIn", "publishing sector")],
        [("Press Fund", "funds", "publishing sector")],
    ],
)
def test_a_served_sector_is_no_gap(served: list[Line]) -> None:
    assert not any("promoted" in t for t in titles(found("S5", SHORTAGE[1], *served)))


def test_a_resource_that_is_only_planned_serves_nothing() -> None:
    planned: list[Line] = [
        ("Harbor", "operates", "LearnPort", "planned"),
        ("LearnPort", "activeIn", "publishing sector", "planned"),
    ]
    assert any("promoted" in t for t in titles(found("S5", SHORTAGE[1], *planned)))


def test_promoted_functions_stand_together_beneath_the_one_that_is_served() -> None:
    lines: list[Line] = [("Reading Plan", "promotes", "opera sector"), ("Reading Plan", "promotes", "dance sector")]
    above = {"dance sector": ("arts sector",), "opera sector": ("arts sector",), "arts sector": ("all sector",)}
    served: list[Line] = [("Harbor", "operates", "LearnPort"), ("LearnPort", "activeIn", "arts sector")]
    made = ecosystem(*lines, *served, broader=above | {f"s{n} sector": ("all sector",) for n in range(9)})
    (gap,) = [g for g in find_silos(made, ["S5"]) if "policies" in g.members]
    assert gap.members["branch"] == (iri("arts sector"),)
    assert gap.members["function"] == (iri("dance sector"), iri("opera sector"))
    assert gap.state == "supported"


def test_challenges_of_one_sector_stand_together() -> None:
    gaps = found("S5", *SHORTAGE, ("slow networks", "affects", "publishing sector"), ("old law", "affects", "Harbor"))
    together = {g.title: g.members["challenge"] for g in gaps if "challenge" in g.members}
    assert together == {
        "publishing sector: 2 challenges without an instrument": (iri("shortage"), iri("slow networks")),
        "Harbor: 1 challenge without an instrument": (iri("old law"),),
    }


def test_a_policy_that_nobody_carries_out_and_that_reaches_nobody() -> None:
    (gap,) = [g for g in found("S5", ("Council", "issues", "Reading Plan")) if "policy" in g.members]
    assert gap.title == "Reading Plan: no implementer and no beneficiary"
    assert gap.state == "weak"


def test_a_policy_that_is_out_of_date_is_supported_by_the_sentence_that_says_so() -> None:
    lines: list[Line] = [
        ("Reading Plan", "promotes", "publishing sector"),
        ("Reading Plan", "promotes", "publishing sector", "ceased"),
    ]
    (gap,) = [g for g in found("S5", *lines) if "policy" in g.members]
    assert gap.state == "supported"
    assert "ceased" in [s.status for s in gap.evidence]


def test_a_policy_that_reaches_somebody_is_no_gap() -> None:
    lines: list[Line] = [("Council", "issues", "Reading Plan"), ("Reading Plan", "promotes", "education")]
    assert [g for g in found("S5", *lines, *DUPLICATE) if "policy" in g.members] == []


def test_an_actor_without_any_tie_whose_peers_have_some() -> None:
    lines: list[Line] = [*DUPLICATE, ("Lantern", "collaboratesWith", "Mill")]
    (alone,) = found("S6", *lines)
    assert (alone.members["owners"], alone.state) == ((iri("Harbor"),), "supported")
    assert alone.missing == ((iri("Harbor"), iri("Lantern")),)


def test_an_actor_whose_peers_have_no_tie_either_is_weak() -> None:
    assert {a.state for a in found("S6", *DUPLICATE)} == {"weak"}


def test_an_actor_with_a_tie_or_without_a_peer_is_not_isolated() -> None:
    assert found("S6", *DUPLICATE, ("Harbor", "collaboratesWith", "Lantern")) == ()
    assert found("S6", *DUPLICATE[:2]) == ()


def test_one_pair_is_told_where_what_it_shares_is_narrowest_and_most_direct() -> None:
    """A broad function repeats nothing of a narrow one: it is named there as shared besides."""
    lines: list[Line] = [
        *DUPLICATE,
        ("Harbor", "operates", "Radio"),
        ("Radio", "activeIn", "media"),
        ("ClassRiver", "activeIn", "video"),
    ]
    made = ecosystem(*lines, broader={"video": ("media",), "audio": ("media",)})
    (silo,) = find_silos(made, ["S1"])
    assert silo.members["function"] == (iri("education"),)
    assert silo.members["also"] == (iri("media"),)


def test_a_shared_technology_is_weaker_than_a_shared_purpose() -> None:
    lines: list[Line] = [
        ("Harbor", "operates", "LearnPort"),
        ("LearnPort", "usesTechnology", "AR"),
        ("Lantern", "operates", "ClassRiver"),
        ("ClassRiver", "usesTechnology", "AR"),
    ]
    (silo,) = found("S1", *lines)
    assert silo.state == "weak"
    assert any("technology" in c for c in silo.caveats)


def test_two_that_meet_only_under_a_broad_heading_are_weak() -> None:
    levels = {"algebra": ("school",), "school": ("services",), "shop": ("trade",), "trade": ("services",)}
    lines: list[Line] = [(a, p, {"LearnPort": "algebra", "ClassRiver": "shop"}.get(a, b)) for a, p, b in DUPLICATE]
    (silo,) = find_silos(ecosystem(*lines, broader=levels), ["S1"])
    assert (silo.members["function"], silo.state) == ((iri("services"),), "weak")
