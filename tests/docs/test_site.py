"""The documentation is built without a complaint, holds every page, and asks nothing of another host."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from nbformat import NotebookNode

import dpgraph
from dpgraph import settings
from tests.docs.site import CHECKOUT, PLACE, build_site, nav, stage

LOADED = re.compile(
    r"""<(?:script|img|iframe|link|source|video|audio|embed|object)\b[^>]*?\b(?:src|href|data)="?([^"\s>]+)""",
    re.DOTALL,
)
STYLED = re.compile(r"""(?:url\(|@import )["']?(https?:)?//""")


@pytest.fixture(scope="module")
def site(shipped_build: Path, ran: Callable[[Path], NotebookNode], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    stage(folder, nav(), shipped_build, ran)
    assert build_site(folder) == 0
    return folder / "site"


def page(site: Path, name: str) -> str:
    path = Path(name).with_suffix(".html")
    return (site / (path.with_name("index.html") if path.stem == "README" else path)).read_text(encoding="utf-8")


def test_every_page_is_there_and_links_lead_somewhere(site: Path) -> None:
    for name in nav():
        text = page(site, name)
        assert "<h1" in text
        assert "<!-- table:" not in text, name
    for file in {*site.rglob("*.html")} - {site / "404.html"}:  # which is served at any address
        links = re.findall(r"""<a [^>]*href="?([^"#\s>:]+)[#"\s>]""", file.read_text(encoding="utf-8"))
        assert not [link for link in links if not (file.parent / link).exists()], file.name


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        assert not [found for found in LOADED.findall(text) if re.match("(?:https?:)?//", found)], file.name
    assert not [file.name for file in site.rglob("*.css") if STYLED.search(file.read_text(encoding="utf-8"))]


def test_notebooks_are_shown_with_their_outputs(site: Path) -> None:
    assert "15 challenges without an instrument" in unescape(page(site, "notebooks/1-tour.ipynb"))
    assert 'title="Network"' in page(site, "notebooks/3-networks.ipynb")
    assert (site / "notebooks" / "2-sparql_files").is_dir()


def test_the_reference_holds_all_that_is_exported(site: Path) -> None:
    text = page(site, "docs/reference/python.md")
    for name in set(dpgraph.__all__) - {"__version__"}:
        assert f'id="dpgraph.{name}"' in text, name
    methods = [name for name in vars(dpgraph.Graph) if not name.startswith("_")]
    assert methods
    for name in methods:
        assert f'id="dpgraph.Graph.{name}"' in text, name


def test_every_page_of_the_project_is_in_the_navigation() -> None:
    told = {path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "docs").rglob("*.md")}
    assert told <= set(nav())


def test_the_site_and_the_graph_are_not_built_in_one_folder() -> None:
    assert CHECKOUT / settings.BUILD not in PLACE.parents
