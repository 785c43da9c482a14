"""Silos, with known answers."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from ecosystems import DUPLICATE, FUNDS, Line, ecosystem, iri

from dpgraph.analysis.silos import find_silos
from dpgraph.errors import InputError
from dpgraph.records import Finding

HARBOR, LANTERN = iri("Harbor"), iri("Lantern")


def the_silo(*lines: Line, kind: str = "S1") -> Finding:
    (found,) = find_silos(ecosystem(*lines), kinds=[kind])
    return found


def test_one_function_two_owners_no_tie() -> None:
    silo = the_silo(*DUPLICATE)
    assert (silo.kind, silo.state) == ("S1", "supported")
    assert dict(silo.members) == {
        "function": (iri("education"),),
        "owners": (HARBOR, LANTERN),
        "resources": (iri("ClassRiver"), iri("LearnPort")),
    }
    assert silo.missing == ((HARBOR, LANTERN),)
    assert silo.ties == ()
    assert {s.quote for s in silo.evidence} == {" ".join(line[:3]) for line in DUPLICATE}
    assert silo.reason == (
        "Harbor and Lantern serve education with resources of their own (ClassRiver and LearnPort). "
        "No document read here states a tie between Harbor and Lantern."
    )
    assert silo.figures["hhi"] == silo.figures["fragmentation"] == silo.figures["size"] == 0.5
    assert silo.figures["share_missing"] == silo.figures["specificity"] == 1
    assert silo.score == pytest.approx((0.5 * 0.5 * 1 * 1 * 1 * 1 * 0.9) ** (1 / 7), abs=1e-6)


@pytest.mark.parametrize(
    "tie",
    [
        [("Lantern", "collaboratesWith", "Harbor")],
        [("Harbor", "subsidiaryOf", "Lantern")],
        [("Harbor", "subsidiaryOf", "Holding"), ("Lantern", "subsidiaryOf", "Holding")],
        [("Lantern", "operates", "LearnPort")],
        [("Lantern", "participatesIn", "River Project"), ("Harbor", "participatesIn", "River Project")],
    ],
)
def test_a_documented_tie_makes_it_no_silo(tie: list[Line]) -> None:
    assert find_silos(ecosystem(*DUPLICATE, *tie), kinds=["S1"]) == ()


@pytest.mark.parametrize("status", ["recommended", "planned", "mandated"])
def test_an_advised_tie_changes_nothing_and_is_no_evidence(status: str) -> None:
    advised = the_silo(*DUPLICATE, ("Harbor", "collaboratesWith", "Lantern", status))
    assert advised == the_silo(*DUPLICATE)


def test_a_denied_tie_is_evidence_for_the_silo() -> None:
    silo = the_silo(*DUPLICATE, ("Lantern", "collaboratesWith", "Harbor", "denied"))
    assert silo.figures["denied_pairs"] == 1
    assert [s.quote for s in silo.evidence if s.status == "denied"] == ["Lantern collaboratesWith Harbor"]
    assert "expressly denied" in silo.reason


def test_a_tie_that_is_over_speaks_against_it() -> None:
    silo = the_silo(*DUPLICATE, ("Harbor", "collaboratesWith", "Lantern", "ceased"))
    assert [s.status for s in silo.against] == ["ceased"]


@pytest.mark.parametrize("status", ["planned", "recommended", "mandated", "denied", "ceased"])
def test_a_resource_that_is_not_there_yet_or_any_more_is_none(status: str) -> None:
    lines: list[Line] = [
        *DUPLICATE[:2],
        ("Lantern", "operates", "ClassRiver", status),
        ("ClassRiver", "activeIn", "education", status),
    ]
    assert find_silos(ecosystem(*lines), kinds=["S1"]) == ()


def test_of_three_owners_two_are_tied() -> None:
    silo = the_silo(
        *DUPLICATE,
        ("Mill", "publishes", "Gazette"),
        ("Gazette", "activeIn", "education"),
        ("Mill", "collaboratesWith", "Harbor"),
    )
    assert silo.figures["share_missing"] == pytest.approx(2 / 3, abs=1e-6)
    assert silo.ties == ((HARBOR, iri("Mill"), "collaboration"),)
    assert [s.quote for s in silo.against] == ["Mill collaboratesWith Harbor"]


def test_an_owner_without_sure_evidence_makes_it_weak() -> None:
    silo = the_silo(*DUPLICATE[:3], ("ClassRiver", "activeIn", "education", "asserted", 0.6))
    assert silo.state == "weak"


def test_a_participant_beside_one_owner_makes_it_weak() -> None:
    silo = the_silo(*DUPLICATE[:2], ("Mill", "activeIn", "education"))
    assert (silo.state, silo.members["participants"]) == ("weak", (iri("Mill"),))
    assert silo.missing == ((HARBOR, iri("Mill")),)
    assert silo.score < the_silo(*DUPLICATE).score


def test_participants_alone_are_none() -> None:
    assert find_silos(ecosystem(("Mill", "activeIn", "education"), ("Harbor", "activeIn", "education")), ["S1"]) == ()


def test_unknown_owners_are_not_computable() -> None:
    silo = the_silo(*DUPLICATE[:2], DUPLICATE[3])
    assert (silo.state, silo.score, silo.missing) == ("not computable", 0.0, ())
    assert silo.members["unowned"] == (iri("ClassRiver"),)
    assert "says who operates or publishes ClassRiver" in silo.settle


def test_a_broad_function_scores_less_than_a_narrow_one() -> None:
    levels = dict.fromkeys(("algebra", "reading", "music"), ("education",))
    narrow = [(a, p, "algebra" if b == "education" else b) for a, p, b in DUPLICATE]
    (low,) = find_silos(ecosystem(*narrow, broader=levels), ["S1"])
    (high,) = find_silos(ecosystem(*DUPLICATE, broader=levels), ["S1"])
    assert low.members["function"] == (iri("algebra"),)
    assert high.score < low.score


def test_funds_of_different_managers_for_one_purpose() -> None:
    silo = the_silo(*FUNDS, kind="S2")
    assert silo.members["funds"] == (iri("Press Fund"), iri("Story Fund"))
    assert silo.missing == ((iri("Culture Office"), iri("Tech Office")),)
    assert silo.state == "supported"
    assert "Press Fund (managed by Tech Office) and Story Fund (managed by Culture Office) each pay" in silo.reason


@pytest.mark.parametrize(
    "joint",
    [
        [("Culture Office", "collaboratesWith", "Tech Office")],
        [("Culture Office", "manages", "Press Fund")],
        [("Culture Office", "manages", "River Project"), ("Tech Office", "manages", "River Project")],
        [("Story Fund", "funds", "Pool Fund"), ("Press Fund", "funds", "Pool Fund")],
        [("Story Fund", "funds", "Press Fund")],
    ],
)
def test_a_joint_instrument_makes_it_none(joint: list[Line]) -> None:
    assert find_silos(ecosystem(*FUNDS, *joint), kinds=["S2"]) == ()


def test_one_government_above_is_no_joint_instrument() -> None:
    assert the_silo(*FUNDS, ("Culture Office", "partOf", "City"), ("Tech Office", "partOf", "City"), kind="S2")


def test_one_manager_of_two_funds_is_none() -> None:
    lines = [("Culture Office" if a == "Tech Office" else a, p, b) for a, p, b in FUNDS]
    assert find_silos(ecosystem(*lines)) == ()


def test_funds_for_one_organization_are_for_one_purpose() -> None:
    lines = [(a, p, "Harbor" if p == "funds" else b) for a, p, b in FUNDS]
    assert the_silo(*lines, kind="S2").members["function"] == (iri("Harbor"),)


def test_a_body_that_pays_itself_is_a_funding_channel() -> None:
    assert the_silo(*FUNDS[:2], ("Tech Office", "funds", "publishing sector"), kind="S2").figures["owners"] == 2


def test_funds_of_unknown_managers_are_not_computable() -> None:
    silo = the_silo(*FUNDS[:2], FUNDS[3], kind="S2")
    assert silo.state == "not computable"
    assert "who manages Press Fund" in silo.settle


def test_the_order_of_the_input_does_not_matter() -> None:
    made = ecosystem(*DUPLICATE, *FUNDS, ("Mill", "publishes", "Gazette"), ("Gazette", "activeIn", "education"))
    expected = find_silos(made)
    for seed in range(5):
        shuffled = random.Random(seed)
        statements = shuffled.sample(made.statements, len(made.statements))
        entities = dict(shuffled.sample(sorted(made.entities.items()), len(made.entities)))
        assert find_silos(replace(made, statements=tuple(statements), entities=entities)) == expected


def test_scores_and_shares_stay_between_0_and_1() -> None:
    drawn = random.Random(7)
    names = [f"Org {n}" for n in range(12)]
    lines: list[Line] = []
    for n in range(40):
        lines += [(drawn.choice(names), "operates", f"P{n}"), (f"P{n}", "activeIn", f"s{drawn.randrange(6)}")]
        lines += [(drawn.choice(names), "collaboratesWith", drawn.choice(names))]
    made = ecosystem(*dict.fromkeys(lines), broader={"s1": ("s0",), "s2": ("s0",), "s3": ("s2", "s1")})
    found = find_silos(made, ["S1"])
    assert found
    for silo in found:
        assert 0 <= silo.score <= 1
        assert all(0 <= silo.figures[f] <= 1 for f in ("share_missing", "hhi", "fragmentation", "specificity", "size"))
        assert not {(a, b) for a, b, _ in silo.ties} & set(silo.missing)
    assert [(s.state, -s.score) for s in found] == sorted((s.state, -s.score) for s in found)


def test_names_of_any_script() -> None:
    silo = the_silo(
        ("重庆出版集团", "operates", "课堂"),
        ("课堂", "activeIn", "数字教育"),
        ("Éditions <Ω>", "operates", "Ⅻ"),
        ("Ⅻ", "activeIn", "数字教育"),
    )
    assert "重庆出版集团" in silo.reason
    assert silo.title == "数字教育: 2 owners side by side"


@pytest.mark.parametrize("lines", [(), DUPLICATE[:2], DUPLICATE[1:2]])
def test_too_little_for_a_silo(lines: tuple[Line, ...]) -> None:
    assert find_silos(ecosystem(*lines)) == ()


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InputError, match='no silo kind "S9"'):
        find_silos(ecosystem(), kinds=["S9"])
