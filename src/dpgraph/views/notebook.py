"""What a notebook shows of a graph."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from dpgraph.records import Ecosystem
from dpgraph.views.summary import summarise


def graph_html(name: str, ecosystem: Ecosystem) -> str:
    """A table of how many entities, statements and figures there are, by kind."""
    counts = summarise(ecosystem, ())
    rows: Mapping[str, Mapping[str, int]] = {
        "entities": counts.types,
        "statements": counts.relations,
        "status": counts.statuses,
        "observations": {"figures": counts.observations},
        "documents": {"read": counts.documents},
    }
    lines = "".join(f"<tr><th>{title}</th><td>{_counted(of)}</td></tr>" for title, of in rows.items())
    return f"<table><caption>dpgraph.Graph {escape(name)}</caption>{lines}</table>"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{escape(kind)} {count:,}" for kind, count in counts.items())
