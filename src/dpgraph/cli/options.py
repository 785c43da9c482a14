"""Options that several verbs share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dpgraph.settings import BUILD

GraphFolder = Annotated[
    Path, typer.Option("--graph", metavar="DIR", help="The folder that `dpgraph build --out` wrote.")
]
DEFAULT_GRAPH = BUILD


EndpointAddress = Annotated[
    str | None, typer.Option("--endpoint", metavar="URL", help="A SPARQL endpoint to ask, in the place of --graph.")
]


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
