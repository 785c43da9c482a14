"""Options that several verbs share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dpgraph.settings import BUILD, SEED

DEFAULT_GRAPH = BUILD


def graph_here(given: Path) -> Path:
    """The folder that was named; when none was, that of the project around, if this is one."""
    from dpgraph.documents.project import find_project

    project = find_project(Path()) if given == DEFAULT_GRAPH else None
    return project.out if project else given


def corpus_here(given: Path | None) -> Path | None:
    """The folder that was named; when none was, the project around; None when this is none."""
    from dpgraph.documents.project import find_project

    project = find_project(Path()) if given is None else None
    return project.folder if project else given


GraphFolder = Annotated[
    Path,
    typer.Option("--graph", metavar="DIR", help="The folder that `dpgraph build --out` wrote.", callback=graph_here),
]
ProjectFolder = Annotated[
    Path | None,
    typer.Option("--project", metavar="FOLDER", help="A project; without it, the one around the current folder."),
]


EndpointAddress = Annotated[
    str | None, typer.Option("--endpoint", metavar="URL", help="A SPARQL endpoint to ask, in the place of --graph.")
]

SectorName = Annotated[
    str | None, typer.Option("--sector", metavar="NAME", help="Only what serves this sector or a narrower one.")
]
StatusNames = Annotated[
    list[str] | None,
    typer.Option(
        "--status", metavar="STATUS", help="Statements of this status; may be repeated.  \\[default: asserted]"
    ),
]
StatementYear = Annotated[
    int | None, typer.Option("--year", metavar="YEAR", help="Only statements about this year, or about none.")
]
LeastConfidence = Annotated[
    float, typer.Option("--min-confidence", metavar="C", min=0.0, max=1.0, help="Only statements at least this sure.")
]
TopMost = Annotated[int | None, typer.Option("--top", metavar="K", min=1, help="Only the first K.")]
Chance = Annotated[int, typer.Option("--seed", metavar="N", help="The seed of all that is drawn by chance.")]
DEFAULT_SEED = SEED


class Form(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


RowForm = Annotated[Form, typer.Option("--format", help="How to print rows.")]


class ResultForm(StrEnum):
    """How the answer to a query is written."""

    table = "table"
    csv = "csv"
    tsv = "tsv"
    json = "json"
    xml = "xml"
    turtle = "turtle"
    ntriples = "ntriples"
