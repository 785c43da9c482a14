"""The stored questions: a list, and a page for each with a form, and its answer as plot, network and table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from dpgraph import iris
from dpgraph.errors import InputError, QueryError
from dpgraph.graph.questions import bind
from dpgraph.graph.sparql import Answer, Triples, Value
from dpgraph.records import Question
from dpgraph.terms import STATUSES, TYPES
from dpgraph.views.palette import OKABE_ITO, OTHER
from dpgraph.views.site.addresses import Addresses, document_path, entity_path
from dpgraph.views.site.holdings import Holdings
from dpgraph.views.site.lines import End, Lines
from dpgraph.views.site.picture import Box, Strand, draw_picture, left_out
from dpgraph.views.site.plots import draw_bars
from dpgraph.views.words import counted, number, title_of

Run = Callable[[str], Answer | bool | Triples]
DEFAULT = r"VALUES\s+\?{name}\s*\{{([^{{}}]*)\}}"
LISTED, BARS, JOINED = 500, 30, 60

# Columns whose numbers are no amounts to plot.
NO_AMOUNTS = frozenset({"start", "end", "year", "ofYear", "confidence"})
OF_TYPE = {"model": "BusinessModel", "group": "Organization", "parent": "Organization"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table."""

    text: str
    link: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer: a verdict, or rows (`many` in all) with the plot and the network that they make, "" where none."""

    verdict: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    many: int = 0
    plot: str = ""
    plotted: str = ""
    network: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a question in its form."""

    name: str
    label: str
    kind: str
    value: str
    choices: tuple[str, ...]


def list_page(questions: Mapping[str, Question], to: Addresses) -> dict[str, Any]:
    """What the list of questions shows: by their first tag."""
    groups: dict[str, list[tuple[Question, str]]] = {}
    for q in questions.values():
        groups.setdefault(q.tags[0] if q.tags else "others", []).append((q, to.page(f"questions/{q.name}")))
    return {"title": "Questions", "groups": sorted(groups.items()), "many": len(questions)}


def question_page(
    held: Holdings, to: Addresses, question: Question, run: Run, given: Mapping[str, str]
) -> dict[str, Any]:
    """What the page of a question shows; a value that is not of its kind is told, and nothing is asked."""
    values = {name: value.strip() for name, value in given.items() if name in question.params and value.strip()}
    fields = [_field(held, question, name, given.get(name)) for name in question.params]
    shown: dict[str, Any] = {"title": question.title, "question": question, "fields": fields}
    try:
        text = bind(question, values)
    except InputError as error:
        return {**shown, "text": question.text, "fault": str(error), "answer": Shown()}
    return {**query_page(held, to, text, run), **shown}


def query_page(held: Holdings, to: Addresses, text: str, run: Run) -> dict[str, Any]:
    """What the answer to a query of one's own shows."""
    shown: dict[str, Any] = {"title": "An answer", "question": None, "text": text, "fields": []}
    try:
        return {**shown, "fault": "", "answer": answer(held, to, run(text))}
    except QueryError as error:
        return {**shown, "fault": str(error), "answer": Shown()}


def answer(held: Holdings, to: Addresses, found: Answer | bool | Triples) -> Shown:
    """A result as a table, and as plot and network where it has what they need."""
    if isinstance(found, bool):
        return Shown(verdict="Yes" if found else "No")
    if not isinstance(found, Answer):
        found = Answer(("subject", "property", "value"), found)
    lines, called = Lines(held, to), {e.name: e.iri for e in held.ecosystem.entities.values()}
    columns = tuple(title_of(c.removesuffix("Name")) for c in found.columns)
    rows = tuple(tuple(_cell(lines, called, value) for value in row) for row in found.rows[:LISTED])
    return Shown("", columns, rows, len(found.rows), *_plot(found), *_network(lines, called, found))


def default_of(question: Question, name: str) -> str:
    """What a parameter is bound to in the stored text; "" when it is free.

    >>> default_of(Question("x", "", "", "VALUES ?year { 2017 } VALUES ?who { UNDEF }"), "year")
    '2017'
    """
    found = re.search(DEFAULT.format(name=name), question.text)
    value = found[1].strip() if found else ""
    return "" if value == "UNDEF" else value.partition("^^")[0].strip('"')


def _field(held: Holdings, question: Question, name: str, given: str | None) -> Field:
    kind = question.params[name]
    value = default_of(question, name) if given is None else given
    prefix, _, tail = value.partition(":")
    if given is None and prefix == "dpr":
        value = held.entity(iris.expand(value)).name
    elif prefix in iris.PREFIXES and tail:
        value = tail
    return Field(name, title_of(name), kind, value, _choices(held, kind, name))


def _choices(held: Holdings, kind: str, name: str) -> tuple[str, ...]:
    if kind == "status":
        return STATUSES
    if kind == "document":
        return tuple(held.texts)
    if kind == "year":
        return tuple(str(y) for y in sorted({s.year for s in held.statements if s.year}))
    wanted = OF_TYPE.get(name, name[:1].upper() + name[1:])
    named = (e.name for e in held.shown if e.type == wanted or wanted not in TYPES)
    return tuple(sorted(named, key=str.lower)) if kind == "iri" else ()


def _cell(lines: Lines, called: Mapping[str, str], value: Value) -> Cell:
    if isinstance(value, bool) or value is None:
        return Cell({True: "yes", False: "no", None: ""}[value], "", False)
    if isinstance(value, int | float):
        is_year = isinstance(value, int) and 1000 <= value < 3000
        return Cell(str(value) if is_year else number(value), "", True)
    if value in called:
        return Cell(value, lines.end(called[value]).link, False)
    return Cell(_name(lines, value), _link(lines, value), False)


def _name(lines: Lines, value: str) -> str:
    return lines.end(value).name if value in lines.held.ecosystem.entities else iris.contract(value)


def _link(lines: Lines, value: str) -> str:
    if path := entity_path(value):
        return lines.end(value).link if value in lines.held.ecosystem.entities else lines.to.page(path)
    document = value.removeprefix(iris.PREFIXES["dpd"])
    return lines.to.page(document_path(document)) if document in lines.held.texts else ""


def _plot(found: Answer) -> tuple[str, str]:
    """Bars of the last column of amounts, named by the other texts, and what they are; "" where there is none.

    Where the amounts have units, those of the most frequent unit; where the texts name several alike, with the year.
    """
    columns = found.columns
    amounts = [n for n, c in enumerate(columns) if c not in NO_AMOUNTS and _holds(found, n, (int, float))]
    texts = [n for n, c in enumerate(columns) if c not in {"unit", "quote"} and _holds(found, n, (str,))][:3]
    if not amounts or not texts:
        return "", ""
    at, rows, unit = amounts[-1], found.rows, ""
    if "unit" in columns:
        of = columns.index("unit")
        unit = str(Counter(row[of] for row in rows).most_common(1)[0][0])
        rows = tuple(row for row in rows if row[of] == unit)
    drawn = [row for row in rows if isinstance(row[at], int | float)][:BARS]
    names = [_named(row, texts) for row in drawn]
    if len(set(names)) < len(names):
        years = [n for n, c in enumerate(columns) if c in {"year", "ofYear"}]
        names = [_named(row, [*years, *texts]) for row in drawn]
    label = f"{title_of(columns[at])} ({unit})" if unit else title_of(columns[at])
    plotted = f"{label}, {len(drawn)} of {counted(len(found.rows), 'row')}" if len(drawn) < len(found.rows) else label
    return draw_bars([(name, float(str(row[at]))) for name, row in zip(names, drawn, strict=True)], label), plotted


def _named(row: Sequence[Value], at: Sequence[int]) -> str:
    return ", ".join(str(row[n]) for n in at if row[n])


def _holds(found: Answer, n: int, kinds: tuple[type, ...]) -> bool:
    return any(isinstance(row[n], kinds) for row in found.rows)


def _network(lines: Lines, called: Mapping[str, str], found: Answer) -> tuple[str, str]:
    """The named things of each row joined from column to column; nothing where fewer than two columns name things."""
    at = [n for n, c in enumerate(found.columns) if c.endswith("Name") or _is_things(found, n)]
    if len(at) < 2:
        return "", ""
    boxes: dict[tuple[int, str], Box] = {}
    strands: dict[tuple[str, str], Strand] = {}
    drawn_rows: set[tuple[Value, ...]] = set()
    for row in found.rows[:JOINED]:
        things = tuple(row[n] for n in at)
        if things[::-1] in drawn_rows and things not in drawn_rows:
            continue  # the same the other way round
        drawn_rows.add(things)
        ends = [(column, _end(lines, called, str(row[n]), column)) for column, n in enumerate(at) if row[n]]
        for column, end in ends:
            boxes.setdefault((column, end.iri), Box(end, column))
        for (_, a), (_, b) in pairwise(ends):
            strands.setdefault((a.iri, b.iri), Strand(a.iri, b.iri, "in one row of the answer", "asserted"))
    headings = [title_of(found.columns[n].removesuffix("Name")) for n in at]
    drawn = draw_picture(list(boxes.values()), list(strands.values()), headings, "The answer as a network")
    return drawn, left_out(list(boxes.values()))


def _is_things(found: Answer, n: int) -> bool:
    values = [row[n] for row in found.rows]
    return bool(values) and all(isinstance(v, str) and v.startswith(iris.BASE + "resource/") for v in values)


def _end(lines: Lines, called: Mapping[str, str], value: str, column: int) -> End:
    """The entity of a name, kept apart from itself in other columns; other values have the colour of the column."""
    iri = called.get(value, value)
    if iri not in lines.held.ecosystem.entities:
        return End(f"{column} {value}", value, "", "", "value", "", OTHER[0], OKABE_ITO[column % len(OKABE_ITO)])
    end = lines.end(iri)
    return End(f"{column} {iri}", end.name, end.chinese, end.type, end.cls, end.link, end.shape, end.colour)
