"""A build as the explorer's pages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from dpgraph.analysis.making import ranked
from dpgraph.analysis.uncertainty import assess
from dpgraph.graph.describing import describe
from dpgraph.graph.ecosystem import read_ecosystem
from dpgraph.graph.sparql import run, select
from dpgraph.graph.store import open_store
from dpgraph.records import Finding
from dpgraph.settings import FLOORS
from dpgraph.views.site.explorer import Explorer
from dpgraph.views.site.holdings import Holdings, read_holdings
from dpgraph.views.tables import findings_of


def explore(folder: Path, store: Any = None, other: Path | None = None, is_changed: bool = False) -> Explorer:
    """The explorer of a build, over its store where that is open already, and beside another build to compare with.

    The findings are those that the build wrote, made anew where the store `is_changed` since. Raises `NotFound` when
    there is no such folder, `GraphError` when it holds no graph or a damaged one.
    """
    store = store or open_store(folder)
    beside = _holdings(other, open_store(other)) if other else None
    held = _holdings(folder, store, is_changed)
    return Explorer(held, partial(run, store), beside, (folder,), partial(describe, store))


def _holdings(folder: Path, store: Any, is_changed: bool = False) -> Holdings:
    ecosystem = read_ecosystem(partial(select, store))
    found = () if is_changed else _written(folder / FLOORS[4])
    return read_holdings(folder, ecosystem, _ordered(found or assess(ecosystem)))


def _written(folder: Path) -> tuple[Finding, ...]:
    """The findings that a build wrote, none where there is a graph alone."""
    files = [folder / f"{name}.json" for name in ("silos", "opportunities")]
    return tuple(f for file in files if file.is_file() for f in findings_of(file.read_text(encoding="utf-8")))


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Silos, then opportunities, each with the best of every kind in turn."""
    found = tuple(findings)
    return tuple(f for letter in "SO" for f in ranked([f for f in found if f.kind.startswith(letter)]))
