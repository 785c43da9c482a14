"""silos and opportunities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, Form, GraphFolder, RowForm

if TYPE_CHECKING:
    from dpgraph.records import Ecosystem, Finding

Top = Annotated[int | None, typer.Option("--top", metavar="K", min=1, help="Only the K strongest.")]


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(epilog="Example: dpgraph silos --top 5 --format json")(silos)
    app.command(epilog="Example: dpgraph opportunities --top 5 --format csv")(opportunities)


def silos(top: Top = None, graph: GraphFolder = DEFAULT_GRAPH, form: RowForm = Form.table) -> None:
    """List the resource silos: one function, several owners, no documented tie."""
    from dpgraph.api import load

    loaded = load(graph)
    _print_findings(loaded.ecosystem, loaded.silos()[:top], form)


def opportunities(top: Top = None, graph: GraphFolder = DEFAULT_GRAPH, form: RowForm = Form.table) -> None:
    """List the integration opportunities: who could join what with whom, and which policy backs it."""
    from dpgraph.api import load

    loaded = load(graph)
    _print_findings(loaded.ecosystem, loaded.opportunities(top), form)


def _print_findings(ecosystem: Ecosystem, findings: tuple[Finding, ...], form: Form) -> None:
    from dpgraph.views.tables import findings_csv, findings_json

    if form is Form.json:
        print(findings_json(ecosystem, findings), end="")
    elif form is Form.csv:
        print(findings_csv(ecosystem, findings), end="")
    else:
        _print_told(findings)


def _print_told(findings: tuple[Finding, ...]) -> None:
    from dpgraph.cli.printing import console

    out = console()
    for number, f in enumerate(findings, 1):
        parts = ", ".join(f"{name} {value:.2f}" for name, value in f.figures.items())
        out.print(f"{number}. {f.title}  [score {f.score:.2f}, {f.state}, {f.id}]", style="bold", markup=False)
        for line in (
            f.reason,
            f"Parts of the score: {parts}.",
            f"What would settle it: {f.settle}" if f.settle else "",
        ):
            if line:
                out.print(f"   {line}", markup=False)
        for sentence in f.evidence[:3]:
            out.print(
                f"   “{sentence.quote}” — {sentence.document}, {sentence.section} ({sentence.status})", markup=False
            )
        out.print()
    if not findings:
        out.print("none found")
