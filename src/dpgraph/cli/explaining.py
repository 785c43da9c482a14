"""explain."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, Form, GraphFolder, RowForm

FINDING = re.compile(r"[SO]\d(-[0-9a-f]{8})?")


def add_to(app: typer.Typer) -> None:
    """Adds this verb."""
    app.command(
        epilog="Examples: dpgraph explain S1  |  dpgraph explain S1-901413b5 --graphml silo.graphml  |  "
        "dpgraph explain 'Harbor Press'  |  dpgraph explain dps:0123456789abcdef  |  "
        "dpgraph explain 'Ferry Books' 'located in' 'Green Delta'"
    )(explain)


def explain(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="ID | SUBJECT PREDICATE OBJECT",
            help="Of a silo or opportunity (S1-901413b5; S1 is the best of its kind), of a statement or figure (16 "
            "hexadecimal digits, a prefixed name or an IRI); an entity's name, for ids; or a triple in three words "
            "(names, prefixed names or IRIs), stated or inferred.",
        ),
    ],
    graph: GraphFolder = DEFAULT_GRAPH,
    form: RowForm = Form.table,
    graphml: Annotated[
        Path | None, typer.Option("--graphml", metavar="FILE", help="Write the network of a finding there.")
    ] = None,
) -> None:
    """Say why something is in the graph: its sentences, what found them there, and the steps to what was inferred."""
    if graphml and not (len(what) == 1 and FINDING.fullmatch(what[0])):
        raise typer.BadParameter("--graphml is for findings, such as S1-901413b5")
    if len(what) == 3:
        _explain_triple(what, graph, form)
    elif len(what) == 1 and FINDING.fullmatch(what[0]):
        _explain_finding(what[0], graph, form, graphml)
    elif len(what) == 1:
        _explain_statement(what[0], graph, form)
    else:
        raise typer.BadParameter(f"{len(what)} words; allowed: one id or name, or subject, predicate and object")


def _explain_statement(ident: str, graph: Path, form: Form) -> None:
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


def _explain_triple(words: list[str], graph: Path, form: Form) -> None:
    from dpgraph.api import load
    from dpgraph.cli.printing import print_rows
    from dpgraph.views.derivation import derivation_json, derivation_rows, told_derivation
    from dpgraph.views.explanation import explain as run
    from dpgraph.views.explanation import read_spans

    loaded = load(graph)
    found = loaded.explain(*words)
    spans = read_spans(graph)
    statements = [run(loaded.ecosystem, iri, spans) for iri in found.statements]
    if form is Form.json:
        print(derivation_json(found, statements), end="")
    elif form is Form.csv:
        print_rows(*derivation_rows(found), form)
    else:
        print("\n".join(told_derivation(found, statements)))


def _explain_finding(ident: str, folder: Path, form: Form, graphml: Path | None) -> None:
    from dpgraph.api import load
    from dpgraph.documents.files import write_atomically
    from dpgraph.views.argument import subgraph
    from dpgraph.views.graphml import write_graphml
    from dpgraph.views.tables import findings_csv, findings_json

    graph = load(folder)
    finding = graph.finding(ident)
    if form is Form.json:
        print(findings_json(graph.ecosystem, [finding]), end="")
    elif form is Form.csv:
        print(findings_csv(graph.ecosystem, [finding]), end="")
    else:
        print(graph.argument(ident))
    if graphml:
        write_atomically(graphml, write_graphml(subgraph(graph.ecosystem, finding)))
