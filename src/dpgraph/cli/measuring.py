"""metrics, brokers and gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
    import pandas as pd

Kind = Annotated[
    str, typer.Option("--kind", metavar="KIND", help="The kind of network: ties, collaboration, shared-platform ...")
]
# What a terminal has room for; csv and json have every column.
METRICS = (
    "label",
    "degree",
    "betweenness",
    "closeness",
    "constraint",
    "effective_size",
    "core",
    "community",
    "cut_node",
)
BROKERS = ("label", "group", "total", "coordinator", "itinerant", "gatekeeper", "representative", "liaison", "roles")
GAPS = ("label_a", "label_b", "need", "functions", "standing", "overlap", "common_partners", "brokers")


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(
        epilog="Examples: dpgraph metrics --kind collaboration --by constraint --top 10  |  dpgraph metrics --whole"
    )(metrics)
    app.command(epilog="Example: dpgraph brokers --by community --top 10 --format json")(brokers)
    app.command(epilog="Example: dpgraph gaps --sector 'digital education' --top 10 --format csv")(gaps)


def metrics(
    kind: Kind = "ties",
    sector: SectorName = None,
    status: StatusNames = None,
    year: StatementYear = None,
    min_confidence: LeastConfidence = 0.0,
    by: Annotated[
        str, typer.Option("--by", metavar="COLUMN", help="What to sort by, the highest first.")
    ] = "betweenness",
    whole: Annotated[bool, typer.Option("--whole", help="The measures of the network as a whole instead.")] = False,
    top: TopMost = None,
    seed: Chance = DEFAULT_SEED,
    graph: GraphFolder = DEFAULT_GRAPH,
    form: RowForm = Form.table,
) -> None:
    """Measure a network: centrality, structural holes, communities, weak points; node by node, or as a whole."""
    from dpgraph.api import load
    from dpgraph.errors import InputError, allowed

    loaded = load(graph)
    network = loaded.network(kind, status=status or "asserted", year=year, min_confidence=min_confidence, sector=sector)
    found = loaded.metrics(network, seed=seed)
    if by not in found:
        raise InputError(f'no column "{by}": {allowed(by, found.columns)}')
    if whole:
        _print_whole(found, form)
    else:
        _print_table(found.sort_values([by, "id"], ascending=[False, True], kind="stable")[:top], METRICS, form)


def brokers(
    kind: Kind = "ties",
    sector: SectorName = None,
    status: StatusNames = None,
    year: StatementYear = None,
    min_confidence: LeastConfidence = 0.0,
    by: Annotated[str, typer.Option("--by", metavar="GROUPS", help="class or community.")] = "class",
    top: TopMost = None,
    seed: Chance = DEFAULT_SEED,
    graph: GraphFolder = DEFAULT_GRAPH,
    form: RowForm = Form.table,
) -> None:
    """List who stands between organizations that are not tied, and in which roles."""
    from dpgraph.api import load

    loaded = load(graph)
    network = loaded.network(kind, status=status or "asserted", year=year, min_confidence=min_confidence, sector=sector)
    _print_table(loaded.brokers(network, by=by, seed=seed)[:top], BROKERS, form)


def gaps(
    kind: Kind = "ties",
    sector: SectorName = None,
    status: StatusNames = None,
    year: StatementYear = None,
    min_confidence: LeastConfidence = 0.0,
    whole: Annotated[
        bool, typer.Option("--whole", help="How far ties meet the needs, instead of which do not.")
    ] = False,
    top: TopMost = None,
    seed: Chance = DEFAULT_SEED,
    graph: GraphFolder = DEFAULT_GRAPH,
    form: RowForm = Form.table,
) -> None:
    """List organizations that serve the same function and have no documented tie."""
    from dpgraph.api import load

    found = load(graph).gaps(
        kind, status=status or "asserted", year=year, min_confidence=min_confidence, sector=sector, top=top, seed=seed
    )
    if whole:
        _print_whole(found, form)
    else:
        _print_table(found, GAPS, form)


def _print_table(frame: pd.DataFrame, few: tuple[str, ...], form: Form) -> None:
    from dpgraph.cli.printing import print_rows

    shown = frame[list(few)] if form is Form.table else frame
    rows = [[_known(value) for value in row] for row in shown.astype(object).to_numpy().tolist()]
    print_rows(tuple(shown.columns), [_short(row) for row in rows] if form is Form.table else rows, form)


def _print_whole(frame: pd.DataFrame, form: Form) -> None:
    from dpgraph.cli.printing import print_rows

    rows = [[str(name), _known(value)] for name, value in frame.attrs.items()]
    print_rows(("measure", "value"), [_short(row) for row in rows] if form is Form.table else rows, form)


def _known(value: object) -> object:
    """The value; nothing for NaN."""
    return None if isinstance(value, float) and value != value else value


def _short(row: list[object]) -> list[object]:
    """Numbers as a terminal shows them: four digits."""
    return [float(f"{value:.4g}") if isinstance(value, float) else value for value in row]
