"""Figures: value, unit, year, bound."""

from __future__ import annotations

import pytest

from dpgraph.mentions.reading import read
from dpgraph.mentions.register import Register
from dpgraph.records import Document, Section
from dpgraph.statements.observations import Figure, figures
from dpgraph.statements.quantities import quantities


def found(text: str, register: Register, title: str = "") -> list[Figure]:
    whole = f"{title}\n\n{text}" if title else text
    document = Document(
        "example", "example.txt", whole, (Section(0, title, 2 if title else 0, 0, len(whole)),), ((0, 0, len(whole)),)
    )
    return [f for reading in read([document], register) for f in figures(reading)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("17.958 billion yuan", [(17_958_000_000, "CNY", None)]),
        ("RMB 1 trillion", [(1_000_000_000_000, "CNY", None)]),
        ("$4.5 million", [(4_500_000, "USD", None)]),
        ("€300,000", [(300_000, "EUR", None)]),
        ("200 wan yuan", [(2_000_000, "CNY", None)]),
        ("nearly 13.2%", [(13.2, "%", "nearly")]),
        ("up to 40 percent", [(40, "%", "up to")]),
        ("more than 3,000", [(3000, None, "over")]),
        ("twenty-one", [(21, None, None)]),
        ("two and a half million euros", [(2_500_000, "EUR", None)]),
        ("THB 540 million", [(540_000_000, "THB", None)]),
        ("they try 10", [(10, None, None)]),
        ("a pen 3", [(3, None, None)]),
    ],
)
def test_numbers_as_texts_write_them(text: str, values: list[tuple[float, str | None, str | None]]) -> None:
    assert [(q.value, q.unit, q.qualifier) for q in quantities(text)] == values


@pytest.mark.parametrize("text", ["No. 78", "a 5G network", "(1) First", "June 22", "3D display", "the 19th congress"])
def test_labels_are_no_numbers(text: str) -> None:
    assert not list(quantities(text))


@pytest.mark.parametrize(
    ("text", "value", "unit", "year", "qualifier"),
    [
        ("In 2022, LearnPort had over 40,000 users.", 40_000, "user", 2022, "over"),
        ("ClassRiver earned 12 million euros in 2021.", 12_000_000, "EUR", 2021, None),
        ("Sales reached 5.6 million yuan in 2017, an increase of 81% from 2016.", 81, "%", 2017, None),
        ("The group lists fifteen newspapers.", 15, "newspaper", None, None),
    ],
)
def test_a_figure(
    text: str, value: float, unit: str, year: int | None, qualifier: str | None, register: Register
) -> None:
    assert (value, unit, year, qualifier) in {(f.value, f.unit, f.year, f.qualifier) for f in found(text, register)}


def test_a_year_is_inherited_from_the_heading(register: Register) -> None:
    assert [f.year for f in found("Sales reached 5 million yuan.", register, "Overview of 2017")] == [2017]


def test_reasons_and_years_are_not_counted(register: Register) -> None:
    assert not found("There are three reasons. The fair was held in 2019.", register)


def test_quotes_are_the_sentence(register: Register) -> None:
    text = "Harbor Press grew. It sold 300 books."
    assert [f.evidence.quote for f in found(text, register)] == ["It sold 300 books."]
    assert all(text[f.evidence.start : f.evidence.end] == f.evidence.quote for f in found(text, register))
