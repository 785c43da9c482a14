"""queries, query and export."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, Form, GraphFolder, RowForm


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(epilog="Example: dpgraph queries --format json")(queries)
    app.command(
        epilog="Examples: dpgraph query platforms-by-sector --param sector='digital education'  |  "
        "dpgraph query my.rq --format csv  |  echo 'SELECT * { ?s ?p ?o } LIMIT 3' | dpgraph query -"
    )(query)
    app.command(epilog="Example: dpgraph export --format trig -o graph.trig")(export)


def queries(form: RowForm = Form.table) -> None:
    """List the stored questions."""
    from dpgraph import assets
    from dpgraph.cli.printing import print_rows
    from dpgraph.graph.questions import read_questions

    found = read_questions(assets.folder("queries") / "questions").values()
    rows = [(q.name, q.question, ", ".join(f"{name} ({kind})" for name, kind in q.params.items())) for q in found]
    print_rows(("name", "question", "parameters"), rows, form)


def query(
    name: Annotated[str, typer.Argument(help="A stored question, a .rq file, or - for standard input.")],
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="KEY=VALUE", help="A parameter of the question.")
    ] = None,
    graph: GraphFolder = DEFAULT_GRAPH,
    form: RowForm = Form.table,
) -> None:
    """Ask the graph: a stored question, your own SPARQL file, or standard input."""
    from dpgraph.cli.printing import print_rows
    from dpgraph.graph.sparql import Answer, run, serialize
    from dpgraph.graph.store import open_store

    text = _query_text(name, param or [])
    store = open_store(graph)
    if form is not Form.table:
        sys.stdout.buffer.write(serialize(store, text, form.value))
        return
    answer = run(store, text)
    if isinstance(answer, Answer):
        print_rows(answer.columns, answer.rows, form)
    elif isinstance(answer, bool):
        print("yes" if answer else "no")
    else:
        sys.stdout.buffer.write(serialize(store, text, "turtle"))


def _query_text(name: str, params: list[str]) -> str:
    from dpgraph import assets
    from dpgraph.errors import InputError, NotFound, allowed
    from dpgraph.graph.questions import bind, read_question, read_questions

    values = dict(_pair(p) for p in params)
    path = Path(name)
    if name == "-" or (path.suffix == ".rq" and not path.is_file()) or path.is_file():
        if name != "-":
            return bind(read_question(path), values)
        if values:
            raise InputError("--param belongs to a stored question; write the values into the query on standard input")
        return sys.stdin.read()
    stored = read_questions(assets.folder("queries") / "questions")
    if name not in stored:
        raise NotFound(f"no question {name!r}; {allowed(name, stored)}, a .rq file, or -")
    return bind(stored[name], values)


def _pair(text: str) -> tuple[str, str]:
    from dpgraph.errors import InputError

    key, equals, value = text.partition("=")
    if not equals or not key:
        raise InputError(f"--param {text!r}; allowed: KEY=VALUE, as in --param sector='digital education'")
    return key, value


def export(
    form: Annotated[str, typer.Option("--format", help="trig, nquads, turtle, jsonld or graphml.")] = "trig",
    graph: GraphFolder = DEFAULT_GRAPH,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file; without it, standard output.")
    ] = None,
) -> None:
    """Write the graph in a format that other tools read."""
    from dpgraph.documents.files import write_atomically

    data = _exported(form, graph)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        write_atomically(output, data)
        print(json.dumps({"file": str(output), "bytes": len(data)}))


def _exported(form: str, graph: Path) -> bytes:
    from dpgraph.errors import InputError, allowed
    from dpgraph.graph.export import FORMATS
    from dpgraph.graph.export import export as run
    from dpgraph.graph.store import open_store

    if form == "graphml":
        from dpgraph.api import load
        from dpgraph.views.graphml import write_graphml

        return write_graphml(load(graph).network())
    if form not in FORMATS:
        raise InputError(f"unknown format {form!r}; {allowed(form, (*FORMATS, 'graphml'))}")
    return run(open_store(graph), form)
