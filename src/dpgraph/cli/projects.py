"""new, add, remove, status and diff: a project of one's own."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dpgraph.cli.options import Form, ProjectFolder, RowForm

if TYPE_CHECKING:
    from dpgraph.documents.adding import Added
    from dpgraph.documents.project import Project


def add_to(app: typer.Typer) -> None:
    """Adds these verbs."""
    app.command(epilog="Example: dpgraph new my-sector && cd my-sector && dpgraph build")(new)
    app.command(epilog="Examples: dpgraph add report.pdf news/*.html  |  dpgraph add https://example.org/report")(add)
    app.command(epilog="Examples: dpgraph remove report  |  dpgraph remove report.pdf --with-rows")(remove)
    app.command(epilog="Example: dpgraph status --format json")(status)
    app.command(epilog="Example: dpgraph diff build-of-may build --format csv")(diff)


def new(folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that is new or empty.")]) -> None:
    """Make a project: a folder for documents, curated statements, names and questions, with a small example."""
    from dpgraph import assets
    from dpgraph.documents.project import new_project

    project = new_project(folder, assets.template())
    files = sorted(p.relative_to(project.folder).as_posix() for p in project.folder.rglob("*") if p.is_file())
    print("\n".join([f"{folder}: a new project with", *(f"  {name}" for name in files)]))
    print(f"Next: cd {folder} && dpgraph build")


def add(
    documents: Annotated[list[str], typer.Argument(metavar="FILE|URL...", help="Files, or http and https addresses.")],
    project: ProjectFolder = None,
) -> None:
    """Put documents into the project: copied or fetched, read once to see that they can be, and registered."""
    from dpgraph.cli.printing import progress
    from dpgraph.documents.adding import add_document
    from dpgraph.documents.project import get_project
    from dpgraph.errors import InputError

    home, refused = get_project(project or Path()), list[str]()
    with progress() as show:
        for number, given in enumerate(documents):
            show("documents", number, len(documents))
            try:
                print(_told(add_document(home.folder, given)))
            except InputError as error:
                refused.append(str(error))
    for reason in refused:
        print(f"left out: {reason}", file=sys.stderr)
    if len(refused) < len(documents):
        print("Next: dpgraph build")
    if refused:
        raise typer.Exit(1 if len(refused) < len(documents) else 2)


def _told(added: Added) -> str:
    return f"{added.id}: {added.title}" if added.is_new else f"{added.id}: there already, as {added.path}"


def remove(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its id, as status lists it, or its file.")],
    with_rows: Annotated[
        bool, typer.Option("--with-rows", help="Take out the curated rows that quote it as well.")
    ] = False,
    project: ProjectFolder = None,
) -> None:
    """Take a document out of the project; what only it says is gone after the next build."""
    from dpgraph.documents.adding import remove_document
    from dpgraph.documents.project import get_project
    from dpgraph.views.words import counted

    removed = remove_document(get_project(project or Path()).folder, document, with_rows=with_rows)
    rows = f", and {counted(removed.rows, 'curated row')}" if removed.rows else ""
    print(f"{removed.id}: removed{rows}")
    print("Next: dpgraph build")


def status(project: ProjectFolder = None, form: RowForm = Form.table) -> None:
    """Say what has been added, changed, removed or left out since the last build."""
    from dpgraph.cli.printing import print_rows
    from dpgraph.documents.corpus import read_corpus
    from dpgraph.documents.project import get_project
    from dpgraph.documents.standing import standing
    from dpgraph.pipeline import last_build
    from dpgraph.views.words import counted

    home = get_project(project or Path())
    corpus, last = read_corpus(home.folder), last_build(home.out)
    rows = standing(corpus, home.out, last.skipped if last else ())
    shown = rows if form is not Form.table else [r for r in rows if r.state != "unchanged"]
    if shown or form is not Form.table:
        print_rows(("document", "file", "state", "reason"), [(r.id, r.path, r.state, r.reason) for r in shown], form)
    if form is Form.table:
        same = sum(r.state == "unchanged" for r in rows)
        print(f"{counted(len(rows), 'document')}, {same} unchanged since the last build. {_verdict(home)}")


def _verdict(project: Project) -> str:
    from dpgraph.pipeline import is_current, last_build

    if last_build(project.out) is None:
        return "There is no build yet; next: dpgraph build"
    return "The build is up to date." if is_current(project.folder, project.out) else "Next: dpgraph build"


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The folder of the earlier build.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The folder of the later one.")],
    form: RowForm = Form.table,
) -> None:
    """Say what appeared, vanished or changed its status from one build to another."""
    from dpgraph.cli.printing import print_rows
    from dpgraph.views.difference import COLUMNS, differences

    found = differences(old, new)
    rows = [(c.change, c.kind, c.what, c.before, c.after) for c in found]
    if rows or form is not Form.table:
        print_rows(COLUMNS, rows, form)
    if form is Form.table:
        counts = ", ".join(f"{number} {change}" for change, number in sorted(Counter(r[0] for r in rows).items()))
        print(counts or "no differences")
