"""report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, EndpointAddress, GraphFolder


def add_to(app: typer.Typer) -> None:
    """Adds this verb."""
    app.command(epilog="Examples: dpgraph report --out report.pdf  |  dpgraph report -o report.html --lang zh")(report)


def report(
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="FILE", help="The file; .html, .pdf or .md tells its form.")
    ],
    lang: Annotated[str, typer.Option("--lang", metavar="LANGUAGE", help="en (English) or zh (Chinese).")] = "en",
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help="A title of your own.")] = "",
    graph: GraphFolder = DEFAULT_GRAPH,
    endpoint: EndpointAddress = None,
) -> None:
    """Write a report for a meeting: two to six pages with a picture, plots, findings, their sentences and caveats."""
    from dpgraph.api import connect, load

    loaded = connect(endpoint) if endpoint else load(graph)
    print(loaded.report(out, lang, title))
