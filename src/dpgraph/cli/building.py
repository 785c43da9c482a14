"""build and check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, Form, GraphFolder, RowForm, corpus_here

if TYPE_CHECKING:
    from dpgraph.pipeline import Build
    from dpgraph.records import Violation
    from dpgraph.views.summary import Highlight, Summary


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(
        epilog="Examples: dpgraph build  |  dpgraph build my-documents --out my-graph  |  "
        "dpgraph build --without 'my-report#Conclusions'"
    )(build)
    app.command(epilog="Example: dpgraph check --graph my-graph")(check)


def build(
    folder: Annotated[
        Path | None,
        typer.Argument(
            help="A project, or any folder of .txt, .md, .html, .pdf, .docx or .epub files; without it, the project "
            "around the current folder, or the shipped corpus.",
            callback=corpus_here,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where the graph goes; by default where the project says, or build."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, help="Processes that extract and draw; by default as many as pay."),
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="DOCUMENT#SECTION", help="Leave out what stands there and nowhere else; repeatable."
        ),
    ] = None,
) -> None:
    """Build the graph of a folder of documents, and say what is in it."""
    from dpgraph.api import load
    from dpgraph.cli.printing import progress
    from dpgraph.pipeline import build as run
    from dpgraph.views.summary import summarise

    with progress() as show:
        made = run(folder, out or _place(folder), show, jobs, without or ())
    graph = load(made.folder)
    _print_summary(summarise(graph.ecosystem, (*graph.silos(), *graph.opportunities())), made)
    if made.skipped or made.violations:
        raise typer.Exit(1)


def _place(folder: Path | None) -> Path:
    """Where the graph of a folder goes."""
    from dpgraph.documents.project import FILE, read_project

    return read_project(folder).out if folder and (folder / FILE).is_file() else DEFAULT_GRAPH


def check(graph: GraphFolder = DEFAULT_GRAPH, form: RowForm = Form.table) -> None:
    """Check a graph: SHACL shapes, violation queries, every quote, and a project's rules by their sentences."""
    from dpgraph import assets
    from dpgraph.cli.printing import print_rows
    from dpgraph.graph.check import check_graph
    from dpgraph.graph.store import open_store
    from dpgraph.settings import FLOORS

    store = open_store(graph)
    texts = {p.stem: p.read_text(encoding="utf-8") for p in sorted((graph / FLOORS[0]).glob("*.txt"))}
    violations = check_graph(store, assets.folder("ontology"), assets.folder("queries"), texts) + _failing_rules(graph)
    if violations or form is not Form.table:
        print_rows(("check", "message", "place"), [(v.check, v.message, v.place) for v in violations], form)
    else:
        print(f"{graph}: no violations; every quote stands at its offsets in {len(texts)} documents")
    if violations:
        raise typer.Exit(1)


def _failing_rules(graph: Path) -> tuple[Violation, ...]:
    """What the rules of the project that a graph lies in fail at."""
    from dpgraph.documents.project import find_project
    from dpgraph.pipeline import failing_rules

    project = find_project(graph)
    return failing_rules(project.folder) if project else ()


def _print_summary(summary: Summary, made: Build) -> None:
    from dpgraph.views.words import counted

    print(f"{made.folder}: {'built' if made.is_new else 'nothing has changed since it was built'}")
    entities, statements = sum(summary.types.values()), sum(summary.relations.values())
    print(
        f"{counted(summary.documents, 'document')}, {counted(entities, 'entity', 'entities')}, "
        f"{counted(statements, 'statement')}, {counted(summary.observations, 'observation')}"
    )
    kinds = {"entities": summary.classes, "statements": summary.relations, "status": summary.statuses}
    for title, counts in kinds.items():
        print(f"\n{title:11}" + ", ".join(f"{name} {count}" for name, count in counts.items()))
    many = len(made.violations)
    verdict = f"{many} violations; see: dpgraph check --graph {made.folder}" if many else "conforms"
    print(f"\nSHACL and violation queries: {verdict}")
    _print_highlights("Strongest silos", summary.silos)
    _print_highlights("Strongest opportunities", summary.opportunities)
    print(f"\nInteractive network: {made.page}\nNext: {_next(summary, made.folder)}")
    for skipped in made.skipped:
        print(f"left out: {skipped.reason}", file=sys.stderr)


def _next(summary: Summary, folder: Path) -> str:
    """The commands that one would want after a build."""
    where = "" if folder == DEFAULT_GRAPH else f" --graph {folder}"
    whole = [f"dpgraph explain {h.id}{where} (the whole argument)" for h in summary.silos[:1]]
    return ", ".join((*whole, f"dpgraph serve{where} (the explorer)"))


def _print_highlights(title: str, highlights: tuple[Highlight, ...]) -> None:
    print(f"\n{title}")
    for number, h in enumerate(highlights, 1):
        print(f"{number}. {h.title}  [score {h.score:.2f}, {h.state}, {h.id}]\n   {h.reason}")
        if h.sentence:
            print(f"   “{h.sentence.quote}”\n   — {h.sentence.document}, {h.sentence.section}")
    if not highlights:
        print("none found")
