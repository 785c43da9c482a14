"""merges: names that are or may be one entity."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, Form, GraphFolder, RowForm, corpus_here

Name = Annotated[str, typer.Argument(help="The name that stays.")]
Other = Annotated[str, typer.Argument(help="The name that goes into it, or does not.")]
CorpusFolder = Annotated[
    Path | None,
    typer.Option(
        "--corpus",
        metavar="FOLDER",
        help="The folder that was built; without it, the project around, or the shipped corpus.",
        callback=corpus_here,
    ),
]


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    verbs = typer.Typer(
        help="List names that are or may be one entity; accept or reject a merge.",
        epilog="Examples: dpgraph merges  |  dpgraph merges accept 'Harbor Press' 'Harbor'",
    )
    verbs.callback(invoke_without_command=True)(merges)
    verbs.command(epilog="Example: dpgraph merges accept 'Harbor Press' 'Harbor' --corpus my-documents")(accept)
    verbs.command(epilog="Example: dpgraph merges reject 'Harbor Press' 'Harbor Books'")(reject)
    app.add_typer(verbs, name="merges")


def merges(context: typer.Context, graph: GraphFolder = DEFAULT_GRAPH, form: RowForm = Form.table) -> None:
    """List names that were merged, by rule or by you, and those you are asked about (no decision)."""
    if context.invoked_subcommand:
        return
    from dpgraph.cli.printing import print_rows
    from dpgraph.mentions.resolution import COLUMNS
    from dpgraph.mentions.review import read_review
    from dpgraph.settings import FLOORS

    found = read_review(graph / FLOORS[1])
    print_rows(COLUMNS, [(m.name, m.other, m.decision, m.score, m.reason) for m in found], form)


def accept(name: Name, other: Other, corpus: CorpusFolder = None, graph: GraphFolder = DEFAULT_GRAPH) -> None:
    """From the next build on, OTHER is NAME."""
    _decide(name, other, "accept", corpus, graph)


def reject(name: Name, other: Other, corpus: CorpusFolder = None, graph: GraphFolder = DEFAULT_GRAPH) -> None:
    """From the next build on, the two are two, and nobody is asked about them again."""
    _decide(name, other, "reject", corpus, graph)


def _decide(name: str, other: str, decision: str, corpus: Path | None, graph: Path) -> None:
    from dpgraph import assets
    from dpgraph.mentions.review import decide, read_review
    from dpgraph.pipeline import entity_names
    from dpgraph.settings import FLOORS

    folder = corpus or assets.folder("corpus")
    file = decide(folder, name, other, decision, read_review(graph / FLOORS[1]), entity_names(graph))
    print(f"{file}: {decision}ed; build again to see it: dpgraph build{f' {corpus}' if corpus else ''} --out {graph}")
