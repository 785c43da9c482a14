"""serve."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, GraphFolder


def add_to(app: typer.Typer) -> None:
    """Adds this verb."""
    app.command(epilog="Examples: dpgraph serve  |  dpgraph serve --graph my-graph --port 8080 --time-limit 10")(serve)


def serve(
    graph: GraphFolder = DEFAULT_GRAPH,
    host: Annotated[
        str, typer.Option(help="The address to listen on; the default is this machine alone.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 takes a free one.", min=0, max=65535)] = 7878,
    seconds: Annotated[float, typer.Option("--time-limit", metavar="SECONDS", help="How long a query may run.")] = 30.0,
    megabytes: Annotated[int, typer.Option("--result-limit", metavar="MB", help="How large a result may be.")] = 100,
    memory: Annotated[
        int, typer.Option("--memory-limit", metavar="MB", help="How much memory a query may take.")
    ] = 4000,
    workers: Annotated[int, typer.Option(help="How many queries run at once.")] = 2,
    writable: Annotated[bool, typer.Option("--writable", help="Serve updates, to who sends the token.")] = False,
    token: Annotated[str, typer.Option(help="What an update has to show.", envvar="DPGRAPH_TOKEN")] = "",
    waiting: Annotated[int, typer.Option("--queue", help="How many queries may wait; more are refused.")] = 32,
    beside: Annotated[
        Path | None, typer.Option("--beside", metavar="DIR", help="Another build, to compare with on the page Compare.")
    ] = None,
    allow_service: Annotated[
        bool, typer.Option("--allow-service", help="Let queries ask other endpoints by SERVICE.")
    ] = False,
) -> None:
    """Serve the graph: the explorer at /, a page for everything, a SPARQL endpoint at /sparql, its editor at /query."""
    from dpgraph.errors import InputError
    from dpgraph.server.app import Site
    from dpgraph.server.limits import Limits
    from dpgraph.server.running import serve as run

    if writable and not token:
        raise InputError("--writable needs --token (or DPGRAPH_TOKEN): who may change the graph shows it")
    limits = Limits(seconds, megabytes * 1_000_000, memory * 1_000_000, workers, waiting)
    run(Site(graph, limits, token if writable else "", allow_service, beside), host, port, _say)


def _say(address: str) -> None:
    print(f"{address} the explorer, {address}sparql the endpoint; stop with Ctrl-C", flush=True)
