from __future__ import annotations

from pathlib import Path

import pytest

from dpgraph.documents.corpus import Row
from dpgraph.errors import InputError
from dpgraph.mentions.resolution import Decided, Merge, Named, decided, resolved


def named(name: str, *forms: str, type_: str = "Organization", uses: int = 1, registered: bool = False) -> Named:
    return Named(name, type_, frozenset(forms), uses, registered)


def said(*rows: tuple[str, str, str]) -> Decided:
    return decided(
        Row(Path("merges.csv"), at, {"name": name, "other": other, "decision": decision})
        for at, (name, other, decision) in enumerate(rows, 2)
    )


def merged(known: list[Named], *rows: tuple[str, str, str]) -> dict[str, str]:
    return resolved(known, said(*rows))[0]


def proposed(known: list[Named], *rows: tuple[str, str, str]) -> list[tuple[str, str]]:
    return [(m.name, m.other) for m in resolved(known, said(*rows))[1] if not m.decision]


LONG, SHORT = named("Rivertown Culture Office"), named("Culture Office")


def test_the_same_words_and_type_are_one_entity_under_the_name_most_used() -> None:
    assert merged([named("Harbor-Press"), named("The Harbor Press", uses=3)]) == {"Harbor-Press": "The Harbor Press"}


def test_a_registered_name_is_the_one_that_stays() -> None:
    assert merged([named("Harbor-Press", uses=9), named("Harbor Press", registered=True)]) == {
        "Harbor-Press": "Harbor Press"
    }


def test_two_types_are_never_merged_by_rule_but_shown_with_a_warning() -> None:
    names, merges = resolved([named("Harbor-Press"), named("The Harbor Press", type_="Platform")], Decided())
    assert names == {}
    assert [m.reason for m in merges] == ["warning: Platform and Organization; the same words"]


def test_a_term_and_a_name_are_never_one() -> None:
    assert resolved([named("digital reading", type_="Sector"), named("Digital Reading")], Decided()) == ({}, ())


def test_an_acronym_that_another_document_introduces_is_merged_if_just_one_does() -> None:
    office, other = named("National Reading Office", "NRO"), named("Northern Rail Office", "NRO")
    assert merged([office, named("NRO")]) == {"NRO": "National Reading Office"}
    assert merged([office, other, named("NRO")]) == {}
    assert merged([named("National Reading Office", "NRO", type_="Place"), named("NRO")]) == {}


def test_what_is_only_alike_is_asked() -> None:
    assert (
        merged([LONG, SHORT, named("Rivertown", type_="Place")]),
        proposed([LONG, SHORT, named("Rivertown", type_="Place")]),
    ) == (
        {},
        [("Rivertown Culture Office", "Culture Office")],
    )


def test_a_name_that_a_document_calls_another_entity_by_is_asked() -> None:
    [merge] = resolved([named("Lantern Digital Media", "Digital Media"), named("Digital Media")], Decided())[1]
    assert merge == Merge("Lantern Digital Media", "Digital Media", "", 0.98, 'both are called "Digital Media"')


def test_an_accepted_merge_is_applied_and_listed() -> None:
    names, merges = resolved([LONG, SHORT], said((LONG.name, SHORT.name, "accept")))
    assert names == {SHORT.name: LONG.name}
    assert [(m.name, m.other, m.decision) for m in merges] == [(LONG.name, SHORT.name, "accept")]


def test_a_person_may_merge_two_types() -> None:
    assert merged([named("Harbor"), named("Harbor App", type_="Platform")], ("Harbor", "Harbor App", "accept")) == {
        "Harbor App": "Harbor"
    }


def test_a_rejected_pair_is_neither_merged_nor_asked_about() -> None:
    pair = [named("Harbor-Press"), named("The Harbor Press")]
    assert merged(pair, ("The Harbor Press", "Harbor-Press", "reject")) == {}
    assert proposed(pair, ("Harbor-Press", "The Harbor Press", "reject")) == []


def test_merges_lead_to_the_name_that_stays_in_the_end() -> None:
    known = [named("A One"), named("B Two"), named("C Three")]
    assert merged(known, ("B Two", "C Three", "accept"), ("A One", "B Two", "accept")) == {
        "C Three": "A One",
        "B Two": "A One",
    }


def test_a_person_may_turn_a_merge_by_rule_around() -> None:
    pair = [named("Harbor-Press"), named("The Harbor Press", uses=9)]
    assert merged(pair, ("Harbor-Press", "The Harbor Press", "accept")) == {"The Harbor Press": "Harbor-Press"}


def test_a_decision_about_names_that_no_document_has_waits() -> None:
    assert merged([LONG], ("Gone", LONG.name, "accept"), (LONG.name, "Away", "accept")) == {}


def test_an_open_row_decides_nothing() -> None:
    assert merged([LONG, SHORT], (LONG.name, SHORT.name, "")) == {}


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("A", "B", "yes")], "merges.csv:2: unknown decision 'yes'; Allowed: accept, reject, or nothing"),
        ([("A", "C", "accept"), ("B", "C", "accept")], "merges.csv:3: 'C' goes into 'A' above; allowed: one name"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(rows: list[tuple[str, str, str]], message: str) -> None:
    with pytest.raises(InputError) as error:
        said(*rows)
    assert str(error.value) == message


def test_names_that_go_into_each_other_are_refused() -> None:
    with pytest.raises(InputError, match=r"merges.csv:\d: '[AB] \w+' goes into itself"):
        merged([named("A One"), named("B Two")], ("A One", "B Two", "accept"), ("B Two", "A One", "accept"))


def test_two_registered_names_stay_two() -> None:
    pair = [named("Harbor-Press", registered=True), named("The Harbor Press", registered=True)]
    assert resolved(pair, Decided()) == ({}, ())
    with pytest.raises(InputError, match=r"merges\.csv:2: both names are registered"):
        merged(pair, ("Harbor-Press", "The Harbor Press", "accept"))
