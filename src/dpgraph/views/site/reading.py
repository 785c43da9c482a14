"""A build as the explorer's pages."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from dpgraph.analysis.opportunities import find_opportunities
from dpgraph.analysis.silos import find_silos
from dpgraph.graph.ecosystem import read_ecosystem
from dpgraph.graph.sparql import run, select
from dpgraph.graph.store import open_store
from dpgraph.views.site.explorer import Explorer
from dpgraph.views.site.holdings import Holdings, read_holdings


def explore(folder: Path, store: Any = None, other: Path | None = None) -> Explorer:
    """The explorer of a build, over its store where that is open already, and beside another build to compare with.

    Raises `NotFound` when there is no such folder, `GraphError` when it holds no graph or a damaged one.
    """
    store = store or open_store(folder)
    return Explorer(
        _holdings(folder, store), partial(run, store), _holdings(other, open_store(other)) if other else None
    )


def _holdings(folder: Path, store: Any) -> Holdings:
    ecosystem = read_ecosystem(partial(select, store))
    return read_holdings(folder, ecosystem, (*find_silos(ecosystem), *find_opportunities(ecosystem)))
