"""Of candidates that overlap the best stays; in a longer name another may be nested."""

from __future__ import annotations

from dpgraph.mentions.candidates import Candidate, chosen, nested


def candidate(start: int, end: int, score: float, kind: str = "Organization") -> Candidate:
    return Candidate(start, end, kind, kind, "test", score)


def test_the_surer_of_two_that_overlap_stays() -> None:
    weak, sure = candidate(0, 3, 0.5), candidate(2, 4, 0.7)
    assert chosen([weak, sure]) == [sure]


def test_of_equally_sure_ones_the_longer_stays() -> None:
    short, long = candidate(1, 2, 0.5), candidate(0, 3, 0.5)
    assert chosen([short, long]) == [long]


def test_a_sure_name_swallows_what_lies_inside_even_if_it_loses_itself() -> None:
    inner, sure, surest = candidate(4, 5, 0.7), candidate(1, 5, 0.8), candidate(0, 2, 0.9)
    assert chosen([inner, sure, surest]) == [surest]


def test_names_stay_in_the_order_of_the_text_whatever_order_they_come_in() -> None:
    names = [candidate(4, 6, 0.9), candidate(0, 2, 0.5), candidate(2, 4, 0.7)]
    assert chosen(names) == chosen(names[::-1]) == sorted(names, key=lambda c: c.start)


def test_a_policy_holds_the_ministry_and_the_sector_in_its_title() -> None:
    title = candidate(0, 9, 0.9, "Policy")
    inside = [candidate(2, 5, 0.8), candidate(7, 9, 0.7, "Sector"), candidate(5, 6, 0.9, "Person")]
    assert nested(inside, [title]) == inside[:2]


def test_only_what_is_fairly_sure_is_nested() -> None:
    assert nested([candidate(2, 5, 0.5)], [candidate(0, 9, 0.9, "Policy")]) == []


def test_a_platform_holds_nothing() -> None:
    assert nested([candidate(0, 1, 0.9, "Place")], [candidate(0, 3, 0.9, "Platform")]) == []
