"""The view of a network: only its statements, the same page everywhere, in place in a notebook."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from dpgraph.api import Graph, load
from dpgraph.records import Ecosystem
from dpgraph.views import view as module
from dpgraph.views.view import View, statements_in


@pytest.fixture(scope="module")
def graph(tiny_build: Path) -> Graph:
    return load(tiny_build)


def names_in(view: View) -> set[str]:
    return set(
        re.findall(r'"aliases": \[[^]]*\], "cls": "\w+", "figures": \[[^]]*\], "iri": "[^"]*/([\w-]+)"', view.html)
    )


def test_it_shows_the_network_and_nothing_else(graph: Graph) -> None:
    everything, ties = graph.view(), graph.view(graph.network("ties"))
    assert {"harbor-press", "digital-education"} <= names_in(everything)
    assert "harbor-press" in names_in(ties) and "digital-education" not in names_in(ties)
    assert graph.view(graph.network("ties")) == ties


@pytest.mark.parametrize("kind", ["statements", "ties", "shared platform", "resource functions", "actor functions"])
def test_every_kind_of_network_rests_on_statements(graph: Graph, kind: str) -> None:
    network = graph.network(kind)
    found = list(statements_in(graph.ecosystem, network))
    assert bool(found) == bool(network.number_of_edges())
    assert {s.status for s in found} <= {"asserted"}
    if kind == "statements":
        assert len(found) == network.number_of_edges()


def test_it_is_written_and_opened(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(module.webbrowser, "open", opened.append)
    view = graph.view(graph.network("ties"))
    assert view.show(tmp_path / "ties.html") is view
    assert opened == [(tmp_path / "ties.html").as_uri()]
    assert (tmp_path / "ties.html").read_text(encoding="utf-8") == view.html
    monkeypatch.setitem(sys.modules, "ipykernel", ModuleType("ipykernel"))
    assert view.show() is view and len(opened) == 1


def test_in_a_notebook_it_is_a_frame_that_reaches_nothing() -> None:
    frame = View('<script>"x"</script>')._repr_html_()
    assert 'srcdoc="&lt;script&gt;&quot;x&quot;&lt;/script&gt;"' in frame
    assert 'sandbox="allow-scripts allow-downloads"' in frame


def test_an_empty_network_has_a_view(graph: Graph) -> None:
    assert names_in(graph.view(graph.network("ties", min_confidence=1.0, year=1900))) <= names_in(graph.view())
    assert isinstance(graph.ecosystem, Ecosystem)
