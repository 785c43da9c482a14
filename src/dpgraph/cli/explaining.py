"""explain."""

from __future__ import annotations

from typing import Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, Form, GraphFolder, RowForm


def add_to(app: typer.Typer) -> None:
    """Adds this verb."""
    app.command(epilog="Examples: dpgraph explain 'Harbor Press'  |  dpgraph explain dps:0123456789abcdef")(explain)


def explain(
    ident: Annotated[
        str,
        typer.Argument(
            metavar="STATEMENT_ID",
            help="16 hexadecimal digits, a prefixed name or an IRI; or an entity's name, for ids.",
        ),
    ],
    graph: GraphFolder = DEFAULT_GRAPH,
    form: RowForm = Form.table,
) -> None:
    """Say why a statement or figure is in the graph: its sentences, where they stand, and what found it there."""
    from dpgraph.api import load
    from dpgraph.cli.printing import print_rows
    from dpgraph.views.explanation import evidence_rows, explanation_json, read_spans, said_of, told
    from dpgraph.views.explanation import explain as run

    ecosystem = load(graph).ecosystem
    if rows := said_of(ecosystem, ident):
        print_rows(("id", "says", "status", "confidence"), rows, form)
        return
    explained = run(ecosystem, ident, read_spans(graph))
    if form is Form.json:
        print(explanation_json(explained), end="")
    elif form is Form.csv:
        print_rows(*evidence_rows(explained), form)
    else:
        print("\n".join(told(explained)))
