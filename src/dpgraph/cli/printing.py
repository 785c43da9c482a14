"""Rows on a terminal or in a pipe."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from dpgraph.cli.options import Form

if TYPE_CHECKING:
    from rich.console import Console


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], form: Form, title: str = "") -> None:
    """Rows as a table, CSV with a header line, or a JSON list of objects."""
    if form is Form.json:
        print(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=2))
    elif form is Form.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    else:
        _print_table(columns, [list(row) for row in rows], title)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], title: str) -> None:
    from rich import box
    from rich.table import Table

    table = Table(title=title or None, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for i, column in enumerate(columns):
        numeric = bool(rows) and all(isinstance(row[i], (int, float)) for row in rows)
        table.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    console().print(table)
    if not rows:
        print("(no rows)")


def _cell(value: object) -> str:
    from rich.markup import escape

    from dpgraph.iris import contract

    if isinstance(value, float):
        return f"{value:,.12g}"
    return escape(contract(str(value)) if isinstance(value, str) else "" if value is None else str(value))


def console() -> Console:
    """A console as wide as the terminal; in a pipe wide enough not to cut."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 160, highlight=False)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error; plain silence when that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description:12}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        tasks: dict[str, object] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done + 1)  # type: ignore[arg-type]  # rich's TaskID is an int of its own

        yield show
