"""The stored questions: a list, and a page for each with a form, and its answer as plot, network and table."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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
from dpgraph.views.words import number, title_of

Run = Callable[[str], Answer | bool | Triples]
DEFAULT = r"VALUES\s+\?{name}\s*\{{([^{{}}]*)\}}"
LISTED, BARS, JOINED = 500, 30, 60

# Columns whose numbers are places, and not amounts to plot.
PLACES = frozenset({"start", "end", "year", "ofYear"})
OF_TYPE = {"model": "BusinessModel", "group": "Organization", "parent": "Organization"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a table."""

    text: str
    link: str
    is_number: bool


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
    try:
        text, fault = bind(question, values), ""
        shown = answer(held, to, run(text))
    except (InputError, QueryError) as error:
        text, fault, shown = question.text, str(error), {}
    fields = [_field(held, question, name, given.get(name)) for name in question.params]
    return {
        "title": question.title,
        "question": question,
        "text": text,
        "fault": fault,
        "answer": shown,
        "fields": fields,
    }


def query_page(held: Holdings, to: Addresses, text: str, run: Run) -> dict[str, Any]:
    """What the answer to a query of one's own shows."""
    try:
        fault, shown = "", answer(held, to, run(text))
    except QueryError as error:
        fault, shown = str(error), {}
    return {"title": "An answer", "question": None, "text": text, "fault": fault, "answer": shown, "fields": []}


def answer(held: Holdings, to: Addresses, found: Answer | bool | Triples) -> dict[str, Any]:
    """A result as a table, and as plot and network where it has what they need."""
    if isinstance(found, bool):
        return {"verdict": "Yes" if found else "No"}
    if not isinstance(found, Answer):
        found = Answer(("subject", "property", "value"), found)
    lines, called = Lines(held, to), {e.name: e.iri for e in held.ecosystem.entities.values()}
    rows = [[_cell(lines, called, value) for value in row] for row in found.rows[:LISTED]]
    return {
        "columns": [title_of(c.removesuffix("Name")) for c in found.columns],
        "rows": rows,
        "many": len(found.rows),
        "plot": _plot(found),
        **_network(lines, called, found),
    }


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


def _plot(found: Answer) -> str:
    """Bars of the last column of amounts, named by the texts before it; "" where there is none."""
    amounts = [
        n
        for n, column in enumerate(found.columns)
        if column not in PLACES and any(isinstance(row[n], int | float) for row in found.rows)
    ]
    texts = [n for n, _ in enumerate(found.columns) if any(isinstance(row[n], str) for row in found.rows)]
    if not amounts or not texts:
        return ""
    at = amounts[-1]
    named = [
        (", ".join(str(row[n]) for n in texts[:2] if row[n]), float(row[at] or 0))
        for row in found.rows[:BARS]
        if isinstance(row[at], int | float)
    ]
    return draw_bars(named, title_of(found.columns[at]))


def _network(lines: Lines, called: Mapping[str, str], found: Answer) -> dict[str, str]:
    """The named things of each row joined from column to column; nothing where fewer than two columns name things."""
    at = [n for n, c in enumerate(found.columns) if c.endswith("Name") or _is_things(found, n)]
    if len(at) < 2:
        return {"network": "", "network_left_out": ""}
    boxes: dict[tuple[int, str], Box] = {}
    strands: dict[tuple[str, str], Strand] = {}
    for row in found.rows[:JOINED]:
        ends = [(column, _end(lines, called, str(row[n]), column)) for column, n in enumerate(at) if row[n]]
        for column, end in ends:
            boxes.setdefault((column, end.iri), Box(end, column))
        for (_, a), (_, b) in zip(ends, ends[1:], strict=False):
            strands.setdefault((a.iri, b.iri), Strand(a.iri, b.iri, "in one row of the answer", "asserted"))
    headings = [title_of(found.columns[n].removesuffix("Name")) for n in at]
    drawn = draw_picture(list(boxes.values()), list(strands.values()), headings, "The answer as a network")
    return {"network": drawn, "network_left_out": left_out(list(boxes.values()))}


def _is_things(found: Answer, n: int) -> bool:
    values = [row[n] for row in found.rows]
    return bool(values) and all(isinstance(v, str) and v.startswith(iris.BASE + "resource/") for v in values)


def _end(lines: Lines, called: Mapping[str, str], value: str, column: int) -> End:
    """The entity of a name, kept apart from itself in other columns; a thing of no known name has the column's colour."""
    iri = called.get(value, value)
    if iri not in lines.held.ecosystem.entities:
        return End(f"{column} {value}", value, "", "", "value", "", OTHER[0], OKABE_ITO[column % len(OKABE_ITO)])
    end = lines.end(iri)
    return End(f"{column} {iri}", end.name, end.chinese, end.type, end.cls, end.link, end.shape, end.colour)
