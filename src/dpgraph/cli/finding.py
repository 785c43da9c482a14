"""silos, opportunities and compare."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from dpgraph.cli.options import (
    DEFAULT_GRAPH,
    DEFAULT_SEED,
    Chance,
    Form,
    GraphFolder,
    LeastConfidence,
    RowForm,
    SectorName,
    StatementYear,
    StatusNames,
    TopMost,
)

if TYPE_CHECKING:
    from dpgraph.records import Finding
    from dpgraph.views.listing import Findings

T = TypeVar("T")
Kinds = Annotated[
    list[str] | None, typer.Option("--kind", metavar="KIND", help="Only this kind (S1, O4 ...); may be repeated.")
]
Names = Annotated[list[str] | None, typer.Option(metavar="NAME", help="One of the two to compare; give it twice.")]


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(epilog="Example: dpgraph silos --kind S1 --sector 'digital education' --top 5 --format json")(silos)
    app.command(epilog="Example: dpgraph opportunities --kind O4 --min-confidence 0.8 --format csv")(opportunities)
    app.command(
        epilog="Examples: dpgraph compare other-graph  |  dpgraph compare --year 2017 --year 2018  |  "
        "dpgraph compare --sector 'digital education' --sector 'knowledge services'"
    )(compare)


def silos(
    kind: Kinds = None,
    sector: SectorName = None,
    status: StatusNames = None,
    year: StatementYear = None,
    min_confidence: LeastConfidence = 0.0,
    top: TopMost = None,
    seed: Chance = DEFAULT_SEED,
    graph: GraphFolder = DEFAULT_GRAPH,
    form: RowForm = Form.table,
) -> None:
    """List the silos: what is kept apart where a shared function or a policy would make one expect a tie."""
    from dpgraph.api import load

    asked = {"sector": sector, "status": status or "asserted", "year": year}
    found = load(graph).silos(kind, **asked, min_confidence=min_confidence, seed=seed)  # type: ignore[arg-type]  # each of its own type
    _print_findings(found[:top], form)


def opportunities(
    kind: Kinds = None,
    sector: SectorName = None,
    status: StatusNames = None,
    year: StatementYear = None,
    min_confidence: LeastConfidence = 0.0,
    top: TopMost = None,
    seed: Chance = DEFAULT_SEED,
    graph: GraphFolder = DEFAULT_GRAPH,
    form: RowForm = Form.table,
) -> None:
    """List the opportunities: who could join what with whom, who could broker it, and which policy backs it."""
    from dpgraph.api import load

    asked = {"sector": sector, "status": status or "asserted", "year": year}
    found = load(graph).opportunities(top, kind, **asked, min_confidence=min_confidence, seed=seed)  # type: ignore[arg-type]  # as above
    _print_findings(found, form)


def compare(
    other: Annotated[Path | None, typer.Argument(help="Another folder that `dpgraph build --out` wrote.")] = None,
    sector: Names = None,
    region: Names = None,
    year: Annotated[list[int] | None, typer.Option(metavar="YEAR", help="A year to compare; give two.")] = None,
    kind: Kinds = None,
    status: StatusNames = None,
    min_confidence: LeastConfidence = 0.0,
    top: Annotated[
        int, typer.Option("--top", metavar="K", min=1, help="So many findings of one side alone are named.")
    ] = 10,
    graph: GraphFolder = DEFAULT_GRAPH,
    form: RowForm = Form.table,
) -> None:
    """Compare two builds, or two sectors, regions or years of one: the same measures side by side."""
    from dpgraph.api import load
    from dpgraph.cli.printing import print_rows

    found = load(graph).compare(
        load(other) if other else None,
        sectors=_two(sector, "--sector"),
        regions=_two(region, "--region"),
        years=_two(year, "--year"),
        kinds=kind,
        status=status or "asserted",
        min_confidence=min_confidence,
    )
    values = found.astype(object).where(found.notna(), None).values.tolist()
    rows = [(name, *row) for name, row in zip(found.index, values, strict=True)]
    print_rows(("measure", "a", "b", "difference"), rows, form)
    for side in ("only_a", "only_b") if form is Form.table else ():
        print(f"{side.replace('_', ' ')}: {len(found.attrs[side])} findings")
        for title in found.attrs[side][:top]:
            print(f"  - {title}")


def _two(given: list[T] | None, option: str) -> tuple[T, T] | None:
    if not given:
        return None
    if len(given) != 2:
        raise typer.BadParameter(f"{option} is given {len(given)} times; two are compared")
    return given[0], given[1]


def _print_findings(found: Findings, form: Form) -> None:
    from dpgraph.views.tables import findings_csv, findings_json

    if form is Form.json:
        print(findings_json(found.ecosystem, found), end="")
    elif form is Form.csv:
        print(findings_csv(found.ecosystem, found), end="")
    else:
        _print_told(found)


def _print_told(found: Findings) -> None:
    from dpgraph.cli.printing import console

    out = console()
    for number, f in enumerate(found, 1):
        between = f", 95 % {f.interval[0]:.2f} to {f.interval[1]:.2f}" if f.interval else ""
        out.print(f"{number}. {f.title}  [score {f.score:.2f}{between}, {f.state}, {f.id}]", style="bold", markup=False)
        for line in _lines(f):
            out.print(f"   {line}", markup=False)
        out.print()
    out.print("none found" if not found else "The whole argument of one: dpgraph explain ID", markup=False)


def _lines(f: Finding) -> list[str]:
    parts = ", ".join(f"{name} {value:.3g}" for name, value in f.figures.items())
    changed = ", ".join(f"{name} {a:.2f} → {b:.2f}" for name, (a, b) in f.counterfactual.items())
    return [
        line
        for line in (
            f.reason,
            f"Numbers: {parts}.",
            f"What would change: {changed}." if changed else "",
            f"To be kept in mind: {' '.join(f.caveats)}" if f.caveats else "",
            f"What would settle it: {f.settle}" if f.settle else "",
            *(f"“{s.quote}” — {s.document}, {s.section} ({s.status})" for s in f.evidence[:3]),
        )
        if line
    ]
