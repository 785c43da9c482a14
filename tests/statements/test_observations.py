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
        ("R250 million", [(250_000_000, "ZAR", None)]),
        ("RM 30", [(30, "MYR", None)]),
        ("4 million tenge", [(4_000_000, "KZT", None)]),
        ("12 R&D teams", [(12, None, None)]),
        ("half a million readers", [(500_000, None, None)]),
        ("a hundred reels", [(100, None, None)]),
        ("a quarter of the reels", [(25, "%", None)]),
        ("more than four fifths of it", [(80, "%", "over")]),
        ("one in ten readers", [(10, "%", None)]),
        ("grew by a fifth", [(20, "%", None)]),
        ("half the reels", [(50, "%", None)]),
        ("the first half of the year", []),
        ("a quarter of the year", []),
    ],
)
def test_numbers_as_texts_write_them(text: str, values: list[tuple[float, str | None, str | None]]) -> None:
    assert [(q.value, q.unit, q.qualifier) for q in quantities(text)] == values


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("EUR 40–45 million", [(40_000_000, "EUR"), (45_000_000, "EUR")]),
        ("between 8 and 9 million yuan", [(8_000_000, "CNY"), (9_000_000, "CNY")]),
        ("from 900 to 1,200 euros", [(900, "EUR"), (1200, "EUR")]),
        ("60 to 65 per cent", [(60, "%"), (65, "%")]),
        ("grew 51% to 40.5 million", [(51, "%"), (40_500_000, None)]),
        ("from 71% in 2015 to 48%", [(71, "%"), (2015, None), (48, "%")]),
    ],
)
def test_the_ends_of_a_range_share_unit_and_magnitude(text: str, values: list[tuple[float, str | None]]) -> None:
    assert [(q.value, q.unit) for q in quantities(text)] == values


@pytest.mark.parametrize(
    ("money", "document", "code"),
    [
        ("300 pesos", "A reader in Bogotá pays 300 pesos.", "COP"),
        ("300 pesos", "The fair of Buenos Aires cost 300 pesos.", "ARS"),
        ("300 Egyptian pounds", "A London house paid 300 Egyptian pounds.", "EGP"),
        ("300 pounds", "It cost 300 pounds.", "GBP"),
        ("300 dollars", "The Toronto app costs 300 dollars.", "CAD"),
        ("$300", "The Toronto app costs $300.", "USD"),
        ("300 kroner", "The Danish app costs 300 kroner.", "DKK"),
        ("¥300", "The Tokyo app costs ¥300.", "JPY"),
    ],
)
def test_a_shared_name_means_the_currency_of_the_country_spoken_of(money: str, document: str, code: str) -> None:
    assert [q.unit for q in quantities(money, document)] == [code]


@pytest.mark.parametrize("text", ["3.", "2.3 Overseas readers"])
def test_the_number_of_a_section_is_no_number(text: str) -> None:
    assert not list(quantities(text))


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


def test_a_percentage_of_something_is_its_share(register: Register) -> None:
    (figure,) = found("At Harbor Press, 38% of all research articles are free.", register)
    assert (figure.indicator, figure.value, figure.unit) == ("share of research articles", 38, "%")


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("The app had 5,000 readers, up from 3,000.", [(5000, "reader"), (3000, "reader")]),
        ("Of the 8 million yuan in the fund, 2 million are reserved.", [(8e6, "CNY"), (2e6, "CNY")]),
        ("The number of its readers rose to 9,000.", [(9000, "reader")]),
        ("Digital readers stood at 9,000.", [(9000, "reader")]),
        ("The house sold 46 of its journals.", [(46, "journal")]),
        ("It has a staff of 26.", [(26, "person")]),
        ("It licensed 112 domestic and 15 foreign games.", [(112, "game"), (15, "game")]),
        ("It plans three to five bases.", [(3, "base"), (5, "base")]),
        ("It has 12 million page views.", [(12e6, "page view")]),
        ("The two signed a three-year licence.", [(3, "year")]),
        ("It holds 200 titles in 9 languages, of which 80 are free.", [(200, "title"), (9, "language"), (80, "title")]),
    ],
)
def test_what_a_number_counts(text: str, units: list[tuple[float, str]], register: Register) -> None:
    assert [(f.value, f.unit) for f in found(text, register)] == units


@pytest.mark.parametrize(
    "text",
    [
        "The two companies signed.",
        "It opened two years ago.",
        "The house, founded in 1868, sells books.",
        "One of the novels is out.",
        "Readers under 25 left.",
        "It is read by a man of few words.",
    ],
)
def test_what_points_back_or_says_when_is_no_figure(text: str, register: Register) -> None:
    assert not found(text, register)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Sales were 5 million euros for 2023, 1.2% less than in 2022.", [2023, 2023]),
        ("Sales reached $1.2 million in 2023, compared with $0.9 million in fiscal 2022.", [2023, 2022]),
        ("Sales of 8 million euros in 2023 compare with 7 million euros a year earlier.", [2023, 2023]),
        ("Sales came to 8 million euros in 2023, against 7 million euros a year earlier.", [2023, 2022]),
        ("Sales for 2023-24 stood at 8 million euros.", [2024]),
        ("It was founded in 2011. It has 300 readers.", [None]),
        ("The app had 900 readers, against 800 in the same period of 2022.", [2023, 2022]),
        ("In 2023 it had 900 readers and in 2022 it had 800. It earned 5 euros.", [2023, 2022, 2023]),
    ],
)
def test_the_year_of_a_figure(text: str, years: list[int | None], register: Register) -> None:
    assert [f.year for f in found(text, register)] == years


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Harbor Press earned 5 million euros.", "Harbor Press"),
        ("LearnPort, an app with 3,000 readers, belongs to Harbor Press.", "LearnPort"),
        ("Harbor Press saw the revenue of LearnPort grow by 5%.", "LearnPort"),
        ("Harbor Press owns LearnPort. It has 300 employees.", "Harbor Press"),
        ("Harbor Press bought LearnPort for 5 million euros.", "LearnPort"),
        ("It costs 5 euros.", None),
    ],
)
def test_what_a_figure_is_about(text: str, subject: str | None, register: Register) -> None:
    assert [f.subject for f in found(text, register)] == [subject]


def test_a_year_is_inherited_from_the_heading(register: Register) -> None:
    assert [f.year for f in found("Sales reached 5 million yuan.", register, "Overview of 2017")] == [2017]


def test_reasons_and_years_are_not_counted(register: Register) -> None:
    assert not found("There are three reasons. The fair was held in 2019.", register)


def test_quotes_are_the_sentence(register: Register) -> None:
    text = "Harbor Press grew. It sold 300 books."
    assert [f.evidence.quote for f in found(text, register)] == ["It sold 300 books."]
    assert all(text[f.evidence.start : f.evidence.end] == f.evidence.quote for f in found(text, register))
