"""The Python door: a built graph in a notebook."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpgraph import assets, settings
from dpgraph.errors import NotFound, allowed

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from pyoxigraph import Store

    from dpgraph.records import Ecosystem, Finding, Question


def load(folder: str | Path = settings.BUILD) -> Graph:
    """The graph that `dpgraph build --out FOLDER` made.

    Raises `NotFound` when there is no such folder, `GraphError` when it holds no graph or a damaged one.
    """
    from dpgraph.graph.store import open_store

    return Graph(Path(folder), open_store(Path(folder)))


def build(folder: str | Path | None = None, out: str | Path = settings.BUILD) -> Graph:
    """Builds the graph of a folder of documents (without one, of the shipped corpus) into `out`, and loads it.

    Documents that cannot be read are left out with a warning; other errors are those of `dpgraph build`.
    """
    import warnings

    from dpgraph.pipeline import build as run

    made = run(Path(folder) if folder is not None else None, Path(out))
    for skipped in made.skipped:
        warnings.warn(f"left out: {skipped.reason}", stacklevel=2)
    return load(made.folder)


class Graph:
    """A built graph: SPARQL answers as DataFrames, networkx networks, silos and opportunities."""

    def __init__(self, folder: Path, store: Store) -> None:
        self.folder = folder
        self._store = store

    def __repr__(self) -> str:
        held = self.ecosystem
        return f"<dpgraph.Graph {self.folder}: {len(held.spoken_of())} entities, {len(held.statements)} statements>"

    @cached_property
    def ecosystem(self) -> Ecosystem:
        """Entities, statements of every status, observations and concepts as plain records."""
        from dpgraph.graph.ecosystem import read_ecosystem

        return read_ecosystem(self._store)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The stored questions by name."""
        from dpgraph.graph.questions import read_questions

        return read_questions(assets.folder("queries") / "questions")

    def sparql(self, query: str, **params: object) -> pd.DataFrame:
        """The answer to a SELECT query, or to a stored question by its name, as a DataFrame.

        Columns are the query's variables; values are str (IRIs in full), int, float, bool, or None for nothing.
        Raises `QueryError` for a broken query, `InputError` for a parameter of the wrong kind, `NotFound` for a name
        that is neither a question nor a query.
        """
        import pandas as pd

        from dpgraph.graph.sparql import select

        answer = select(self._store, self._text(query, params))
        return pd.DataFrame(list(answer.rows), columns=list(answer.columns), dtype=object).infer_objects()

    def _text(self, query: str, params: dict[str, Any]) -> str:
        from dpgraph.graph.questions import bind

        if query in self.questions:
            return bind(self.questions[query], params)
        if " " not in query.strip():
            raise NotFound(f"no question {query!r}; {allowed(query, self.questions)}")
        if params:
            raise NotFound(
                f"parameters {', '.join(params)} belong to stored questions; write the values into your own query"
            )
        return query

    def network(
        self,
        statuses: Collection[str] = ("asserted",),
        predicates: Collection[str] | None = None,
        min_confidence: float = 0.0,
    ) -> nx.MultiDiGraph:
        """Entities and the statements between them: one edge a statement, with status, year, confidence and quote."""
        from dpgraph.analysis.network import build_network

        return build_network(self.ecosystem, statuses, predicates, min_confidence)

    def actors(self) -> nx.Graph:
        """Organizations and the documented ties between them, typed: collaboration, ownership, joint project ..."""
        from dpgraph.analysis.ties import actor_network

        return actor_network(self.ecosystem)

    def silos(self) -> tuple[Finding, ...]:
        """The resource silos, strongest first."""
        from dpgraph.analysis.silos import find_silos

        return find_silos(self.ecosystem)

    def opportunities(self, top: int | None = None) -> tuple[Finding, ...]:
        """The integration opportunities, strongest first; the first `top` of them, or all."""
        from dpgraph.analysis.opportunities import find_opportunities

        return find_opportunities(self.ecosystem)[:top]
