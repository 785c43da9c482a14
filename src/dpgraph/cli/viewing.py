"""view."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, GraphFolder, LeastConfidence, SectorName, StatementYear, StatusNames


def add_to(app: typer.Typer) -> None:
    """Adds this verb."""
    app.command(epilog="Examples: dpgraph view --out network.html  |  dpgraph view --kind ties --out ties.html")(view)


def view(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The page.")] = Path("network.html"),
    kind: Annotated[
        str | None,
        typer.Option("--kind", metavar="KIND", help="A kind of network, such as ties; without it, all statements."),
    ] = None,
    sector: SectorName = None,
    status: StatusNames = None,
    year: StatementYear = None,
    min_confidence: LeastConfidence = 0.0,
    graph: GraphFolder = DEFAULT_GRAPH,
) -> None:
    """Draw a network as one page that needs no other file: filters, and the sentences behind every tie."""
    from dpgraph.api import load
    from dpgraph.terms import STATUSES

    loaded = load(graph)
    network = loaded.network(
        kind or "statements",
        status=status or (("asserted",) if kind else STATUSES),
        year=year,
        min_confidence=min_confidence,
        sector=sector,
    )
    loaded.view(network).write(out)
    print(f"{out}: {network.number_of_nodes()} entities, {network.number_of_edges()} ties; open it in a browser")
