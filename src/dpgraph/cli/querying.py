"""queries, query and export."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, EndpointAddress, Form, GraphFolder, ResultForm, RowForm

if TYPE_CHECKING:
    from dpgraph.graph.source import Source


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(epilog="Example: dpgraph queries --format json")(queries)
    app.command(
        epilog="Examples: dpgraph query platforms-by-sector --param sector='digital education'  |  "
        "dpgraph query my.rq -o answer.csv  |  echo 'SELECT * { ?s ?p ?o } LIMIT 3' | dpgraph query -"
    )(query)
    app.command(
        epilog="Examples: dpgraph export --format gexf -o graph.gexf  |  dpgraph export tables my-tables  |  "
        "dpgraph export site my-site"
    )(export)


def queries(form: RowForm = Form.table) -> None:
    """List the stored questions: the shipped ones, and those of the project around."""
    from dpgraph.cli.printing import print_rows
    from dpgraph.graph.questions import known_questions

    found = known_questions(Path()).values()
    rows = [(q.name, q.question, ", ".join(f"{name} ({kind})" for name, kind in q.params.items())) for q in found]
    print_rows(("name", "question", "parameters"), rows, form)


def _questions() -> list[str]:
    """The names of the stored questions, which the shell completes."""
    from dpgraph.graph.questions import known_questions

    return list(known_questions(Path()))


def query(
    name: Annotated[
        str,
        typer.Argument(help="A stored question, a .rq file, or - for standard input.", autocompletion=_questions),
    ],
    param: Annotated[
        list[str] | None, typer.Option("--param", metavar="KEY=VALUE", help="A parameter of the question.")
    ] = None,
    graph: GraphFolder = DEFAULT_GRAPH,
    endpoint: EndpointAddress = None,
    form: Annotated[
        ResultForm | None,
        typer.Option("--format", help="How to write the answer; by default as the name of FILE ends, else a table."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file; without it, standard output.")
    ] = None,
) -> None:
    """Ask the graph: a stored question, your own SPARQL file, or standard input. Prefixes need not be declared."""
    from dpgraph.documents.files import write_atomically

    text = _query_text(name, param or [], graph)
    wanted = form or _form_of(output)
    if wanted is ResultForm.table:
        _print_answer(_source(graph, endpoint), text)
        return
    data = _source(graph, endpoint).serialize(text, wanted.value)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        write_atomically(output, data)
        print(json.dumps({"file": str(output), "bytes": len(data)}))


def _source(graph: Path, endpoint: str | None) -> Source:
    """The store of a build, or an endpoint."""
    if endpoint:
        from dpgraph.graph.endpoint import Endpoint

        return Endpoint(endpoint)
    from dpgraph.graph.source import Stored
    from dpgraph.graph.store import open_store

    return Stored(str(graph), open_store(graph))


def _form_of(output: Path | None) -> ResultForm:
    """The format that the name of a file asks for."""
    from dpgraph.errors import InputError

    if output is None:
        return ResultForm.table
    forms = {"ttl": "turtle", "srx": "xml", "rdf": "xml", "srj": "json", "jsonld": "json", "nt": "ntriples"}
    ending = output.suffix.lstrip(".")
    try:
        return ResultForm(forms.get(ending, ending))
    except ValueError:
        raise InputError(f"{output}: no format has this ending; name one with --format") from None


def _print_answer(source: Source, text: str) -> None:
    from dpgraph.cli.printing import print_rows
    from dpgraph.graph.asking import form_of
    from dpgraph.graph.sparql import Answer

    if form_of(text) in {"CONSTRUCT", "DESCRIBE"}:
        sys.stdout.buffer.write(source.serialize(text, "turtle"))
        return
    answer = source.run(text)
    if isinstance(answer, Answer):
        print_rows(answer.columns, answer.rows, Form.table)
    else:
        print("yes" if answer else "no")


def _query_text(name: str, params: list[str], graph: Path) -> str:
    from dpgraph.errors import InputError, NotFound, allowed
    from dpgraph.graph.questions import bind, known_questions, read_question

    values = dict(_pair(p) for p in params)
    path = Path(name)
    if name == "-" or (path.suffix == ".rq" and not path.is_file()) or path.is_file():
        if name != "-":
            return bind(read_question(path), values)
        if values:
            raise InputError("--param belongs to a stored question; write the values into the query on standard input")
        return sys.stdin.read()
    stored = known_questions(graph, Path())
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
    what: Annotated[
        str, typer.Argument(help="graph: one file; tables: a folder of CSV or Parquet files; site: the explorer.")
    ] = "graph",
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where tables or the site go.", show_default=False)
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="Of the graph: trig (the default), nquads, turtle, jsonld, graphml, gexf; of tables: csv, parquet.",
        ),
    ] = None,
    graph: GraphFolder = DEFAULT_GRAPH,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="A file; without it, standard output.")
    ] = None,
    beside: Annotated[
        Path | None, typer.Option("--beside", metavar="DIR", help="Another build, for the site's page Compare.")
    ] = None,
) -> None:
    """Write the graph in a format that other tools read, its tables, or the explorer as a folder of pages."""
    from dpgraph.documents.files import write_atomically
    from dpgraph.errors import InputError, allowed

    if what == "site":
        _export_site(folder, graph, beside)
        return
    if what == "tables":
        _export_tables(folder, graph, form or "csv")
        return
    if what != "graph" or folder:
        raise InputError(
            f"what to export: {allowed(what, ('graph', 'site', 'tables'))}; DIR belongs to site and tables"
        )
    data = _exported(form or "trig", graph)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        write_atomically(output, data)
        print(json.dumps({"file": str(output), "bytes": len(data)}))


def _export_tables(folder: Path | None, graph: Path, form: str) -> None:
    from dpgraph.api import load
    from dpgraph.errors import InputError
    from dpgraph.views.frames import write_frames

    if folder is None:
        raise InputError("export tables needs a folder: dpgraph export tables DIR")
    for path in write_frames(load(graph).ecosystem, folder, form):
        print(path)


def _export_site(folder: Path | None, graph: Path, beside: Path | None) -> None:
    from dpgraph.cli.printing import progress
    from dpgraph.errors import InputError
    from dpgraph.views.site.exporting import write_site
    from dpgraph.views.site.reading import explore

    if folder is None:
        raise InputError("export site needs a folder: dpgraph export site DIR")
    explorer = explore(graph, other=beside)
    with progress() as show:
        pages = write_site(explorer, folder, lambda done, total: show("pages", done, total))
    print(f"{folder / 'index.html'}: {pages} pages; open it in a browser")


def _exported(form: str, graph: Path) -> bytes:
    from dpgraph.errors import InputError, allowed
    from dpgraph.graph.export import FORMATS
    from dpgraph.graph.export import export as run
    from dpgraph.graph.store import open_store

    if form in {"graphml", "gexf"}:
        from dpgraph.api import load
        from dpgraph.views.gexf import write_gexf
        from dpgraph.views.graphml import write_graphml

        return (write_gexf if form == "gexf" else write_graphml)(load(graph).network())
    if form not in FORMATS:
        raise InputError(f"unknown format {form!r}; {allowed(form, (*FORMATS, 'gexf', 'graphml'))}")
    return run(open_store(graph), form)
