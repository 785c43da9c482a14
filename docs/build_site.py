"""Builds the documentation: python docs/build_site.py [FOLDER]; open FOLDER/site/index.html.

The pages keep the places that they have in the checkout, so a link that works there works in the site.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml
from nbformat import NotebookNode

CHECKOUT = Path(__file__).parents[1]
sys.path[:0] = [str(CHECKOUT / "docs")]  # run as a script or imported by a test, its neighbours are these

from dataset import dataset, description  # noqa: E402
from rendering import page_of, run  # noqa: E402
from tables import TABLES  # noqa: E402

import dpgraph  # noqa: E402

# Not in the folder of the graph: a build refuses one that holds what no build has made.
PLACE = CHECKOUT / "dist" / "documentation"
MADE = {**TABLES, "description": description}
TABLE = re.compile(r"^<!-- table: (\w+) -->$", re.MULTILINE)
LINK = re.compile(r"(?<=\]\()([^)#\s:]+)(?=[)#])")


def main() -> None:
    """Stages, runs and builds; ends with the exit code of Zensical."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE
    work = folder.with_name(f"{folder.name}.work")
    dpgraph.build(out=work / "build")
    stage(folder, nav(), work / "build", lambda notebook: run(notebook, work))
    raise SystemExit(build_site(folder))


def build_site(folder: Path) -> int:
    """Builds what is staged in a folder into FOLDER/site; the exit code is not 0 when a link leads nowhere."""
    return subprocess.run([sys.executable, "-m", "zensical", "build", "--clean", "--strict"], cwd=folder).returncode


def nav() -> list[str]:
    """The pages of the site in their order, as paths in the checkout."""
    return list(_leaves(yaml.safe_load((CHECKOUT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]))


def _leaves(entry: object) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    inner = entry.values() if isinstance(entry, dict) else entry
    return [path for value in inner for path in _leaves(value)]  # type: ignore[attr-defined]


def stage(folder: Path, pages: list[str], build: Path, ran: Callable[[Path], NotebookNode]) -> None:
    """Puts into a folder all that Zensical reads: its settings, the code, the pages and the files that they show.

    `build` is a build of the shipped corpus, `ran` gives a notebook with its outputs.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "pages").mkdir(parents=True)
    (folder / "src").symlink_to(CHECKOUT / "src")
    settings = (CHECKOUT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(settings.replace(".ipynb", ".md"), encoding="utf-8")
    shutil.copytree(CHECKOUT / "docs" / "assets", folder / "pages" / "docs" / "assets")
    (folder / "pages" / "docs" / "dataset.ttl").write_bytes(dataset(build))
    for name in pages:
        page = (folder / "pages" / name).with_suffix(".md")
        page.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".ipynb"):
            text = page_of(ran(CHECKOUT / name), page)
        else:
            text = (CHECKOUT / name).read_text(encoding="utf-8")
        page.write_text(filled(text, build), encoding="utf-8")
        for shown in shown_by(CHECKOUT / name) - {(CHECKOUT / p).resolve() for p in pages}:
            copy = folder / "pages" / shown.relative_to(CHECKOUT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(shown, copy)


def filled(text: str, build: Path) -> str:
    """A page as the site shows it: with its tables, and with links to the pages that the notebooks become."""
    linked = LINK.sub(lambda found: found[1].replace(".ipynb", ".md"), text)
    return TABLE.sub(lambda found: MADE[found[1]](build), linked)


def shown_by(page: Path) -> set[Path]:
    """The files of the checkout that a page leads to."""
    targets = LINK.findall(page.read_text(encoding="utf-8")) if page.suffix == ".md" else []
    return {found for target in targets if (found := (page.parent / target).resolve()).is_file()}


if __name__ == "__main__":
    main()
