"""A network to look at: in a notebook in place, else in a browser."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

import networkx as nx

from dpgraph.analysis.stated import order
from dpgraph.documents.files import write_atomically
from dpgraph.records import Ecosystem, Finding, Statement
from dpgraph.views.page import draw_page

HIGH = 720


@dataclass(frozen=True, slots=True)
class View:
    """A page of its own, as text: it needs no other file and no network."""

    html: str

    def write(self, file: str | Path) -> Path:
        """Writes the page into a file, which opens in any browser; `InputError` when it cannot be written."""
        write_atomically(Path(file), self.html.encode())
        return Path(file)

    def show(self, file: str | Path | None = None) -> View:
        """Opens the page in a browser, from a file (a temporary one, unless named); in a notebook it shows in place."""
        if file is not None or "ipykernel" not in sys.modules:
            webbrowser.open(self.write(file or Path(tempfile.mkdtemp()) / "network.html").resolve().as_uri())
        return self

    def _repr_html_(self) -> str:
        """The page in a frame of its own, which reaches nothing of the notebook around it."""
        return (
            f'<iframe srcdoc="{escape(self.html)}" title="Network" sandbox="allow-scripts allow-downloads" '
            f'width="100%" height="{HIGH}" style="border:1px solid #8884"></iframe>'
        )


def view_network(
    ecosystem: Ecosystem, findings: tuple[Finding, ...], network: nx.Graph | None = None, title: str = "Network"
) -> View:
    """The view of a network (from `project` or `build_network`), or of everything that is stated without one.

    It shows the statements that make the edges, and the findings between the entities that are there.
    """
    if network is None:
        return View(draw_page(ecosystem, findings, title))
    kept = tuple(dict.fromkeys(statements_in(ecosystem, network)))
    here = {end for s in kept for end in (s.subject, s.object)}
    inside = tuple(
        f for f in findings if here.issuperset(end for ends in f.missing for end in ends) and _about(f) & here
    )
    return View(draw_page(replace(ecosystem, statements=kept), inside, title))


def statements_in(ecosystem: Ecosystem, network: nx.Graph) -> Iterator[Statement]:
    """The statements that the edges of a network rest on, whatever its kind."""
    by_key = {order(s): s for s in ecosystem.statements}
    for a, b, edge in network.edges(data=True):
        if "predicate" in edge:
            key = a, edge["predicate"], b, edge["status"]
            yield from (by_key[key],) if key in by_key else ()
        elif "ties" in edge:
            yield from (s for tie in edge["ties"] for s in tie.statements)
        else:
            yield from _between(ecosystem, {a, b, *edge.get("resources", ())})


def _between(ecosystem: Ecosystem, ends: set[Any]) -> Iterator[Statement]:
    return (s for s in ecosystem.statements if s.subject in ends and s.object in ends and s.status == "asserted")


def _about(finding: Finding) -> set[str]:
    return {iri for members in finding.members.values() for iri in members}
