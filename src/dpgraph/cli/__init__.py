"""The command line: each verb parses, calls one function, and prints."""

from __future__ import annotations

import sys

import typer

from dpgraph.cli import building, finding, querying, reading
from dpgraph.errors import DpgraphError

app = typer.Typer(
    name="dpgraph",
    help="A knowledge graph of the digital publishing ecosystem: "
    "who runs what, on whose evidence, and who could join forces.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all went well; 1 done, but something was left out or found wrong; 2 not done.",
)
for verbs in (building, reading, querying, finding):
    verbs.add_to(app)


def main() -> None:
    """Runs the command line; an error that dpgraph foresees is one line and exit code 2."""
    try:
        app()
    except DpgraphError as error:
        print(f"dpgraph: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except BrokenPipeError:
        sys.stderr.close()
        raise SystemExit(0) from None
