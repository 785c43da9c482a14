"""The command line: each verb parses, calls one function, and prints."""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from dpgraph.cli import (
    benchmarking,
    building,
    doctor,
    explaining,
    finding,
    measuring,
    merging,
    projects,
    querying,
    reading,
    reporting,
    serving,
    sharing,
    viewing,
)
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
for verbs in (
    building, projects, reading, merging, querying, explaining, finding, measuring, serving, sharing, viewing,
    reporting, doctor, benchmarking,
):  # fmt: skip
    verbs.add_to(app)


def main() -> None:
    """Runs the command line; whatever can be foreseen to go wrong is one line and exit code 2."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # end quietly when the reader has seen enough: dpgraph ... | head
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # leave, but clean up first
    try:
        code = app(prog_name="dpgraph", standalone_mode=False)
        sys.stdout.flush()
    except DpgraphError as error:
        _stop(str(error))
    except TyperException as error:
        said = error.format_message()  # nothing, when the help has been shown instead
        _stop(f"{said.rstrip('.')}; see dpgraph --help" if said else "")
    except OSError as error:
        _stop(f"{error.filename or 'standard output'}: {error.strerror}")
    raise SystemExit(code)


def _stop(line: str) -> NoReturn:
    """Says why nothing is done, and drops what standard output would still try to write."""
    if line:
        print(f"dpgraph: {line}", file=sys.stderr)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(2)
