"""The parts of pages that are made from the project itself, so that they are never out of date.

Each takes the folder of a build of the shipped corpus, whether it needs it or not.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from pathlib import Path

import dpgraph
from dpgraph import assets
from dpgraph.analysis import brokers, gaps, likely, metrics
from dpgraph.graph.questions import read_questions
from dpgraph.records import Question
from dpgraph.views import frames

EXAMPLES = re.compile(r"^Examples?: (dpgraph .*)$", re.MULTILINE)


def commands(_: Path) -> str:
    """Every command with its arguments and options, as the command line itself tells them."""
    words = [sys.executable, "-m", "typer", "dpgraph.cli", "utils", "docs", "--name", "dpgraph"]
    told = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return EXAMPLES.sub(_examples, told.partition("\n")[2])


def _examples(found: re.Match[str]) -> str:
    lines = "\n".join(f"$ {line.strip()}" for line in found[1].replace("\\_", "_").split("  |  "))
    return f"```console\n{lines}\n```"


def questions(_: Path) -> str:
    """The stored questions by group: name, question in words, parameters, columns."""
    asked = sorted(read_questions(assets.folder("queries") / "questions").values(), key=lambda q: (q.tags[0], q.name))
    groups = ((tag, list(members)) for tag, members in groupby(asked, key=lambda q: q.tags[0]))
    return "\n".join(f"## {tag.replace('-', ' ').capitalize()}\n\n{_rows(members)}\n" for tag, members in groups)


def _rows(asked: Iterable[Question]) -> str:
    rows = [(f"`{q.name}`", q.question, _names(q.params), _names(q.returns)) for q in asked]
    return table(("name", "question", "parameters", "columns"), rows)


def _names(kinds: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in kinds)


def sources(_: Path) -> str:
    """The sources of the shipped corpus, with what was taken from each."""
    folder = assets.folder("corpus")
    rows = []
    for source in read_rows(folder / "sources.csv"):
        name = source["id"]
        words = len((folder / "documents" / f"{name}.md").read_text(encoding="utf-8").split())
        kept = [len(read_rows(folder / kind / f"{name}.csv")) for kind in ("curated", "observations")]
        cited = (
            f"[{source['title']}]({source['reference']})" if source["reference"].startswith("http") else source["title"]
        )
        where = "" if source["reference"].startswith("http") else source["reference"]
        rows.append((f"`{name}`", cited, source["publisher"], source["date"], where, f"{words:,}", *map(str, kept)))
    columns = (
        "document",
        "source",
        "publisher",
        "date",
        "reference",
        "words retold",
        "curated statements",
        "curated figures",
    )
    return table(columns, rows)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file; none when there is no such file."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) if path.exists() else []


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def taken(build: Path) -> str:
    """What the build of the shipped corpus holds of each document: statements by how they were found, and figures."""
    held = dpgraph.load(build).ecosystem
    rows = []
    for name in sorted({e.document for s in held.statements for e in s.evidence}):
        said = [{_hand(e.method) for e in s.evidence if e.document == name} for s in held.statements]
        many = [sum(kinds == wanted for kinds in said) for wanted in ({True}, {True, False}, {False})]
        entities = sum(any(document == name for document, _ in e.mentions) for e in held.entities.values())
        figures = sum(any(e.document == name for e in o.evidence) for o in held.observations)
        rows.append((f"`{name}`", *map(str, (entities, sum(many), *many, figures))))
    return table(("document", "entities", "statements", "curated only", "both", "extracted only", "figures"), rows)


def _hand(method: str) -> bool:
    return method.startswith("curated")


def statuses(build: Path) -> str:
    """The statements of the shipped corpus by status."""
    many = Counter(statement.status for statement in dpgraph.load(build).ecosystem.statements)
    return table(("status", "statements"), [(status, str(count)) for status, count in many.most_common()])


def columns(_: Path) -> str:
    """The columns of every DataFrame that the Python interface gives, with their types."""
    plain = {
        name: {column: (kind, frames.MEANINGS[column]) for column, kind in of.items()}
        for name, of in frames.COLUMNS.items()
    }
    return "\n\n".join(
        f"### {name}\n\n"
        + table(("column", "type", "meaning"), ((f"`{c}`", f"`{kind}`", said) for c, (kind, said) in of.items()))
        for name, of in {**plain, **MEASURED}.items()
    )


MEASURED = {
    "metrics": metrics.COLUMNS,
    "brokers": brokers.COLUMNS,
    "gaps": gaps.COLUMNS,
    "likely_ties": likely.COLUMNS,
}
TABLES: dict[str, Callable[[Path], str]] = {
    make.__name__: make for make in (commands, questions, sources, taken, statuses, columns)
}
