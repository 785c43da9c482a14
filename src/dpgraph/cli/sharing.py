"""push and enrich: the graph and other stores."""

from __future__ import annotations

from typing import Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, GraphFolder


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(
        epilog="Examples: dpgraph push http://localhost:3030/dpgraph/update  |  "
        "dpgraph push http://localhost:8890/sparql-graph-crud-auth --way graph-store --user dba"
    )(push)


def push(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the store takes updates, or its graph store.")],
    way: Annotated[
        str, typer.Option(help="update (SPARQL 1.1 Update) or graph-store (Graph Store Protocol).")
    ] = "update",
    user: Annotated[str, typer.Option(help="Who writes.")] = "",
    password: Annotated[str, typer.Option(help="The password.", envvar="DPGRAPH_PASSWORD")] = "",
    token: Annotated[str, typer.Option(help="A bearer token.", envvar="DPGRAPH_TOKEN")] = "",
    graph: GraphFolder = DEFAULT_GRAPH,
) -> None:
    """Load the graph into another store: Fuseki, Virtuoso, GraphDB, Neptune, QLever ..."""
    from dpgraph.cli.printing import progress
    from dpgraph.graph.pushing import Login
    from dpgraph.graph.pushing import push as run
    from dpgraph.graph.store import open_store

    store = open_store(graph)
    with progress() as show:
        many = run(store, url, way, Login(user, password, token), show)
    print(f"{url}: {many:,} triples of {graph}")
