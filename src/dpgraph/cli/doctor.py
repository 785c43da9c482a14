"""doctor: what is installed, what is missing, and the line that mends it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import typer

from dpgraph.cli.options import DEFAULT_GRAPH, Form, RowForm, graph_here

# What is looked at, how it is (ok, missing, old, wrong), what was found, and the line that mends it.
Row = tuple[str, str, str, str]
_EXTRA_OF = "extra == "


def add_to(app: typer.Typer) -> None:
    """Adds this verb."""
    app.command(epilog="Examples: dpgraph doctor  |  dpgraph doctor --format json")(doctor)


def doctor(form: RowForm = Form.table) -> None:
    """Say what is installed, what is missing, and the line that mends it."""
    from dpgraph.cli.printing import print_rows

    rows = [row for look in (_python, _packages, _model, _shipped, _project, _build) for row in _safe(look)]
    print_rows(("what", "state", "found", "mend it with"), rows, form)
    wrong = [row for row in rows if row[1] not in {"ok", "optional", "none"}]
    if form is Form.table:
        print(f"{len(wrong)} to mend" if wrong else "All that is needed is there.")
    if wrong:
        raise typer.Exit(1)


def _safe(look: Callable[[], Iterator[Row]]) -> Iterator[Row]:
    """A look that survives what it finds: a broken part is a row, not the end of the others."""
    try:
        yield from look()
    except Exception as error:  # noqa: BLE001  # a doctor has to say what else is wrong
        yield look.__name__.strip("_"), "wrong", " ".join(str(error).split()), ""


def _python() -> Iterator[Row]:
    version = ".".join(map(str, sys.version_info[:3]))
    fits = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield "Python", "ok" if fits else "wrong", version, "" if fits else "install Python 3.11, 3.12 or 3.13"


def _packages() -> Iterator[Row]:
    """Dpgraph itself, and every package that it needs or can use."""
    from importlib.metadata import requires, version

    from packaging.requirements import Requirement

    yield "dpgraph", "ok", version("dpgraph"), ""
    for need in sorted(map(Requirement, requires("dpgraph") or ()), key=lambda r: (str(r.marker or ""), r.name)):
        extra = str(need.marker).partition(_EXTRA_OF)[2].strip("\"'") if _EXTRA_OF in str(need.marker) else ""
        if extra or need.marker is None or need.marker.evaluate():
            yield _package(need.name, str(need.specifier), need.specifier.contains, extra)


def _package(name: str, wanted: str, fits: Callable[[str], bool], extra: str) -> Row:
    from importlib.metadata import PackageNotFoundError, version

    line = f'pip install "dpgraph[{extra}]"' if extra else f'pip install "{name}{wanted}"'
    try:
        found = version(name)
    except PackageNotFoundError:
        return name, "optional" if extra else "missing", f"not installed; for {extra} files" if extra else "", line
    return (name, "ok", found, "") if fits(found) else (name, "old", f"{found}, not {wanted}", line)


def _model() -> Iterator[Row]:
    from dpgraph.mentions.model import load_model, model_version

    load_model()
    yield "language model", "ok", model_version(), ""


def _shipped() -> Iterator[Row]:
    from dpgraph import assets

    for name, pattern in (("ontology", "*.ttl"), ("corpus", "*.csv"), ("queries", "questions/*.rq")):
        there = any(assets.folder(name).glob(pattern))
        line = "" if there else "pip install --force-reinstall dpgraph"
        yield f"shipped {name}", "ok" if there else "missing", str(assets.folder(name)), line


def _project() -> Iterator[Row]:
    from dpgraph.documents.corpus import read_corpus
    from dpgraph.documents.project import find_project

    project = find_project(Path())
    if project is None:
        yield "project", "none", "no dpgraph.toml here or above", "dpgraph new FOLDER"
    else:
        many = len(read_corpus(project.folder).sources)
        yield "project", "ok", f"{project.folder}: {many} document{'' if many == 1 else 's'}", ""


def _build() -> Iterator[Row]:
    from dpgraph.errors import DpgraphError
    from dpgraph.graph.store import open_store

    out = graph_here(DEFAULT_GRAPH)
    if not out.exists():
        yield "build", "none", f"no folder {out}", "dpgraph build"
        return
    try:
        yield "build", "ok", f"{out}: {len(open_store(out)):,} quads", ""
    except DpgraphError as error:
        yield "build", "wrong", str(error), f"dpgraph build --out {out}"
