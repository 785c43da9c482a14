"""push and enrich: the graph and other stores."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, GraphFolder

REVIEW = Path("links.csv")


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(
        epilog="Examples: dpgraph push http://localhost:3030/dpgraph/update  |  "
        "dpgraph push http://localhost:8890/sparql-graph-crud-auth --way graph-store --user dba"
    )(push)
    app.command(epilog="Examples: dpgraph enrich  |  dpgraph enrich --source dbpedia -o dbpedia.csv")(enrich)


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


def enrich(
    source: Annotated[str, typer.Option(help="The query under queries/remote: wikidata or dbpedia.")] = "wikidata",
    endpoint: Annotated[
        str | None, typer.Option("--endpoint", metavar="URL", help="Where to ask; by default the query's own endpoint.")
    ] = None,
    graph: GraphFolder = DEFAULT_GRAPH,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The review file.")] = REVIEW,
) -> None:
    """Look for our entities in Wikidata or DBpedia, and write candidate links for a person to decide."""
    from dpgraph.api import load
    from dpgraph.cli.printing import progress
    from dpgraph.documents.files import write_atomically
    from dpgraph.graph import enriching
    from dpgraph.graph.endpoint import Endpoint

    query, before = enriching.remote_query(source), enriching.read_links(output)
    ecosystem = load(graph).ecosystem
    with progress() as show:
        found = enriching.find_links(
            ecosystem, Endpoint(endpoint or query.endpoint).ask_plainly, query, lambda a, b: show("names", a, b)
        )
    links = enriching.reviewed(found, before)
    write_atomically(output, enriching.links_csv(links))
    open_ = sum(not link.decision for link in links)
    print(f"{output}: {len(links)} candidates, {open_} to decide (write accept or reject in the column decision)")
