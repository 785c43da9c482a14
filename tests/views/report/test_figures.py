"""Which figures are set side by side, and which are not."""

from __future__ import annotations

import pytest
from ecosystems import ecosystem, iri

from dpgraph.records import Ecosystem, Entity, Evidence, Observation
from dpgraph.views.report.figures import MONEY, SUBJECTS, YEARS, find_series

Figure = tuple[str | None, str, float, str, int | None, str]


def figure(subject: str | None, indicator: str, value: float, unit: str, year: int | None, status: str) -> Observation:
    evidence = Evidence("d", 1, 0, 1, "x", "curated by editors", 0.9)
    return Observation(iri(subject) if subject else None, indicator, value, unit, year, None, status, (evidence,))


def holding(*figures: Figure) -> Ecosystem:
    made = ecosystem(("Pool Fund", "funds", "prose sector"), broader={"prose": ("arts",), "verse": ("arts",)})
    named = {iri(f[0]): Entity(iri(f[0]), f[0], "Sector", "Sector") for f in figures if f[0]}
    observations = tuple(figure(*f) for f in figures)
    return Ecosystem(
        {**named, **made.entities}, made.statements, observations, made.broader, made.sections
    )  # the types that the statements tell stay


def output(**values: float) -> list[Figure]:
    return [(name, "output value", value, "CNY", 2017, "asserted") for name, value in values.items()]


def test_one_indicator_of_three_entities_in_one_year_the_largest_first() -> None:
    (series,) = find_series(holding(*output(verse=1.0, prose=3.0, arts=4.0)))
    assert (series.kind, series.indicator, series.unit, series.year) == (SUBJECTS, "output value", "CNY", 2017)
    assert [o.value for o in series.points] == [4.0, 3.0, 1.0]
    assert series.within == ((iri("arts"), (iri("prose"), iri("verse"))),)


@pytest.mark.parametrize(
    "other",
    [
        ("verse", "output value", 1.0, "CNY", 2018, "asserted"),
        ("verse", "output value", 1.0, "USD", 2017, "asserted"),
        ("verse", "output value", 1.0, "CNY", 2017, "planned"),
        ("verse", "sales", 1.0, "CNY", 2017, "asserted"),
        (None, "output value", 1.0, "CNY", 2017, "asserted"),
        ("prose", "output value", 1.0, "CNY", 2017, "asserted"),
    ],
    ids=["another year", "another unit", "not asserted", "another indicator", "of nobody", "of the same one"],
)
def test_unlike_figures_are_not_compared(other: Figure) -> None:
    assert find_series(holding(*output(prose=3.0, arts=4.0), other)) == ()


def test_counts_of_no_year_and_amounts_of_nothing_in_particular_are_not_compared() -> None:
    journals: list[Figure] = [
        (name, "journals", 3.0, "journal", None, "asserted") for name in ("arts", "prose", "verse")
    ]
    vague: list[Figure] = [(name, "amount", 3.0, "CNY", 2017, "asserted") for name in ("arts", "prose", "verse")]
    assert find_series(holding(*journals, *vague)) == ()
    dated = [(s, i, v, u, 2017, status) for s, i, v, u, _, status in journals]
    assert len(find_series(holding(*dated))) == 1


def test_years_of_one_entity_in_their_order() -> None:
    told: list[Figure] = [("arts", "readers", float(y), "reader", y, "asserted") for y in (2019, 2017, 2018)]
    (series,) = find_series(holding(*told))
    assert (series.kind, series.about, [o.year for o in series.points]) == (YEARS, iri("arts"), [2017, 2018, 2019])
    assert find_series(holding(*told[:2])) == ()


def test_money_of_funds_of_every_status_but_denied_and_ceased() -> None:
    told: list[Figure] = [
        ("Pool Fund", "fund", 5.0, "CNY", None, "recommended"),
        ("Pool Fund", "fund", 7.0, "CNY", None, "asserted"),
        ("Pool Fund", "projects", 8.0, "project", None, "asserted"),
        ("Old Fund", "fund", 9.0, "CNY", None, "ceased"),
        ("verse", "fund", 9.0, "CNY", None, "asserted"),
    ]
    assert find_series(holding(*told)) == ()  # one fund is no comparison
    made = holding(*told, ("New Fund", "fund", 1.0, "CNY", None, "planned"))
    made.entities[iri("New Fund")] = Entity(iri("New Fund"), "New Fund", "Fund", "Fund")  # type: ignore[index]
    (series,) = find_series(made)
    assert (series.kind, [(o.value, o.status) for o in series.points]) == (
        MONEY,
        [(7.0, "asserted"), (5.0, "recommended"), (1.0, "planned")],
    )
