"""Figures that can be compared: one indicator in one unit, over entities or over years; and money of funds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean
from typing import Any

from dpgraph.analysis.functions import function_tree, narrower
from dpgraph.analysis.stated import index_statements
from dpgraph.records import Ecosystem, Observation

ENOUGH, MOST_POINTS = 3, 8
SUBJECTS, YEARS, MONEY = "compared", "years", "money"
NOT_SO = frozenset({"denied", "ceased"})
# An amount of what? Such figures are not of one kind.
VAGUE = frozenset({"amount"})
Key = Callable[[Observation], Any]


@dataclass(frozen=True, slots=True)
class Series:
    """Figures side by side. `kind` is compared (entities in one year), years (of one entity) or money (of funds).

    `about` is the entity of a series by year; `within` pairs a whole with the entities of the series that are parts of
    it, so that nobody adds them up.
    """

    kind: str
    indicator: str
    unit: str
    year: int | None
    about: str | None
    points: tuple[Observation, ...]
    within: tuple[tuple[str, tuple[str, ...]], ...] = ()


def find_series(ecosystem: Ecosystem) -> tuple[Series, ...]:
    """Every series, money of funds first, then those with most figures, the surer ones before others.

    Money: what any fund, or whoever is said to fund something, is said to have or pay, in one currency, of whatever
    status but denied and ceased. Compared: asserted figures of at least three entities for one year (or, if they are
    money or percentages, for no stated year). Years: asserted figures of one entity for at least three years. Of
    several figures of one entity in one place the surest counts.
    """
    told = [o for o in ecosystem.observations if o.subject in ecosystem.entities and o.status not in NOT_SO]
    asserted = [o for o in told if o.status == "asserted" and o.indicator not in VAGUE]
    found = [*_compared(ecosystem, asserted), *_by_year(asserted)]
    return (*_money(ecosystem, told), *sorted(found, key=_rank))


def _rank(series: Series) -> tuple[Any, ...]:
    """The series with most figures first, then the surest."""
    sure = fmean(o.confidence for o in series.points)
    return (-len(series.points), -sure, series.kind, series.indicator, series.year or 0)


def _compared(ecosystem: Ecosystem, figures: Iterable[Observation]) -> Iterator[Series]:
    for (indicator, unit, year), group in _grouped(figures, lambda o: (o.indicator, o.unit, o.year)):
        points = _largest(_surest(group, lambda o: o.subject))
        if len(points) >= ENOUGH and (year or is_money(unit) or unit == "%"):
            within = _within(ecosystem, [o.subject for o in points if o.subject])
            yield Series(SUBJECTS, indicator, unit, year, None, points, within if unit != "%" else ())


def _by_year(figures: Iterable[Observation]) -> Iterator[Series]:
    dated = [o for o in figures if o.year]
    for (subject, indicator, unit), group in _grouped(dated, lambda o: (o.subject, o.indicator, o.unit)):
        points = sorted(_surest(group, lambda o: o.year), key=lambda o: o.year or 0)
        if len(points) >= ENOUGH:
            yield Series(YEARS, indicator, unit, None, subject, tuple(points[-MOST_POINTS:]))


def _money(ecosystem: Ecosystem, figures: Iterable[Observation]) -> Iterator[Series]:
    paying = {s.subject for s in ecosystem.statements if s.predicate == "funds" and s.status not in NOT_SO}
    funds = [o for o in figures if is_money(o.unit) and (_is_fund(ecosystem, o.subject) or o.subject in paying)]
    for (unit,), group in _grouped(funds, lambda o: (o.unit,)):
        points = _largest(_surest(group, lambda o: (o.subject, o.value, o.year)))
        if len({o.subject for o in points}) > 1:
            yield Series(MONEY, "", unit, None, None, points)


def is_money(unit: str) -> bool:
    """Whether a unit is a currency: three capital letters.

    >>> is_money("CNY"), is_money("terminal")
    (True, False)
    """
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def _is_fund(ecosystem: Ecosystem, iri: str | None) -> bool:
    return iri is not None and ecosystem.entities[iri].type == "Fund"


def _grouped(figures: Iterable[Observation], key: Key) -> list[tuple[Any, list[Observation]]]:
    groups: defaultdict[Any, list[Observation]] = defaultdict(list)
    for o in figures:
        groups[key(o)].append(o)
    return sorted(groups.items(), key=lambda item: [str(part) for part in item[0]])


def _surest(group: Sequence[Observation], key: Key) -> list[Observation]:
    """The surest figure for each key."""
    best = sorted(group, key=lambda o: (str(key(o)), -o.confidence, o.evidence, o.value))
    return [next(same) for _, same in groupby(best, key)]


def _largest(points: Iterable[Observation]) -> tuple[Observation, ...]:
    return tuple(sorted(points, key=lambda o: (-o.value, o.subject or "", o.status))[:MOST_POINTS])


def _within(ecosystem: Ecosystem, subjects: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    tree = function_tree(ecosystem, index_statements(ecosystem))
    found = ((whole, tuple(part for part in subjects if narrower(tree, part, whole))) for whole in subjects)
    return tuple((whole, parts) for whole, parts in found if parts)
