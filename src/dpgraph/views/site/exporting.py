"""The explorer as a folder of files that open from disk."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from dpgraph.documents.files import replaced_folder
from dpgraph.errors import InputError
from dpgraph.views.site.addresses import Addresses, file_name, from_file
from dpgraph.views.site.explorer import DATA, Explorer
from dpgraph.views.site.rendering import STATIC

MARK = "dpgraph-site.txt"
SAID = "Written by dpgraph export site; a later export replaces this folder. Open index.html.\n"

# What the pages of files use of the static files: all but the query editor, which needs an endpoint.
SERVED_ONLY = ("yasgui", "editor")


def write_site(
    explorer: Explorer, folder: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> int:
    """Writes every page, its data and its styles into a folder, and returns how many pages there are.

    The folder is replaced as a whole when all is written. Raises `InputError` when it holds what no export has written,
    `GraphError` when it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: not a folder; allowed: a new folder, an empty one, or an earlier export")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise InputError(
            f"{folder}: holds what no export has written; allowed: a new folder, an empty one, or an earlier export"
        )
    paths = list(explorer.paths())
    with replaced_folder(folder) as fresh:
        for done, path in enumerate(paths):
            progress(done, len(paths))
            _write(fresh / file_name(path), explorer.page(path, from_file(path)))
        for path, text in explorer.descriptions():
            (fresh / file_name(path)).with_suffix(".ttl").write_bytes(text)
        for name in DATA:
            _write(fresh / "data" / f"{name}.js", explorer.data(name, Addresses("", ".html")))
        for file in sorted(STATIC.iterdir()):
            if not file.name.startswith(SERVED_ONLY):
                (fresh / "static").mkdir(exist_ok=True)
                shutil.copyfile(file, fresh / "static" / file.name)
        _write(fresh / MARK, SAID)
    return len(paths)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
