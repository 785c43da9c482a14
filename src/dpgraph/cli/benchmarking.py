"""benchmark masked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpgraph.cli.options import Form, RowForm

benchmark = typer.Typer(
    help="Put the analysis to the test.", epilog="Example: dpgraph benchmark masked", no_args_is_help=True
)


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    benchmark.command(epilog="Examples: dpgraph benchmark masked  |  dpgraph benchmark masked --strict --format csv")(
        masked
    )
    app.add_typer(benchmark, name="benchmark")


def masked(
    folder: Annotated[
        Path | None, typer.Argument(help="A corpus folder with experts.csv and masks.csv; by default the shipped one.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where the masked graph stays; by default nowhere.")
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Mask every section that an expert is quoted from, not only those of masks.csv."),
    ] = False,
    form: RowForm = Form.table,
) -> None:
    """Diagnose without the experts' own words, and say how much of what they name is found, and at which rank."""
    from dpgraph.cli.printing import print_rows, progress
    from dpgraph.pipeline import diagnose_masked
    from dpgraph.views.agreement import COLUMNS, agreement_json, agreement_rows, told_agreement

    with progress() as show:
        found = diagnose_masked(folder, out, show, strict)
    if form is Form.json:
        print(agreement_json(found), end="")
    elif form is Form.csv:
        print_rows(COLUMNS, agreement_rows(found), form)
    else:
        print("\n".join(told_agreement(found)))
