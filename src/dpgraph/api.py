"""The Python door: a built graph in a notebook."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpgraph import assets, settings
from dpgraph.errors import NotFound, allowed
from dpgraph.settings import SEED

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from rdflib import Dataset
    from rdflib import Graph as Triples

    from dpgraph.graph.entity import Known
    from dpgraph.graph.explanation import Explanation
    from dpgraph.graph.source import Source
    from dpgraph.records import Ecosystem, Finding, Question


def load(folder: str | Path = settings.BUILD) -> Graph:
    """The graph that `dpgraph build --out FOLDER` made.

    Raises `NotFound` when there is no such folder, `GraphError` when it holds no graph or a damaged one.
    """
    from dpgraph.graph.source import Stored
    from dpgraph.graph.store import open_store

    return Graph(Stored(str(folder), open_store(Path(folder))))


def connect(url: str, *, timeout: float = 60.0) -> Graph:
    """The graph behind a SPARQL endpoint: `dpgraph serve` elsewhere, or any store that `dpgraph push` has filled.

    Nothing is copied; each question is asked there. Raises `EndpointError` when the endpoint does not answer.
    """
    from dpgraph.graph.endpoint import Endpoint

    endpoint = Endpoint(url, timeout=timeout)
    endpoint.graphs  # noqa: B018  # asked now, so that a wrong address is told here
    return Graph(endpoint)


def build(folder: str | Path | None = None, out: str | Path = settings.BUILD, jobs: int | None = 1) -> Graph:
    """Builds the graph of a folder of documents (without one, of the shipped corpus) into `out`, and loads it.

    `jobs` is the number of processes that extract, None as many as pay; a script that starts more than one needs the
    usual `if __name__ == "__main__":`. Documents that cannot be read are left out with a warning; other errors are
    those of `dpgraph build`.
    """
    import warnings

    from dpgraph.pipeline import build as run

    made = run(Path(folder) if folder is not None else None, Path(out), jobs=jobs)
    for skipped in made.skipped:
        warnings.warn(f"left out: {skipped.reason}", stacklevel=2)
    return load(made.folder)


class Graph:
    """A graph, here or behind an endpoint: SPARQL answers as DataFrames, networks, silos and opportunities."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __repr__(self) -> str:
        held = self.ecosystem
        return (
            f"<dpgraph.Graph {self._source.name}: {len(held.spoken_of())} entities, {len(held.statements)} statements>"
        )

    @cached_property
    def ecosystem(self) -> Ecosystem:
        """Entities, statements of every status, observations and concepts as plain records."""
        from dpgraph.graph.ecosystem import read_ecosystem

        return read_ecosystem(self._source.select)

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

        answer = self._source.select(self._text(query, params))
        return pd.DataFrame(list(answer.rows), columns=list(answer.columns), dtype=object).infer_objects()

    def construct(self, query: str, **params: object) -> Triples:
        """The answer to a CONSTRUCT or DESCRIBE query as an rdflib Graph; errors as for `sparql`."""
        from dpgraph.graph.views import constructed

        return constructed(self._source, self._text(query, params))

    @property
    def rdflib(self) -> Dataset:
        """The whole as an rdflib Dataset over the same store, not a copy, to read from.

        Its default graph holds what is stated; ontology, evidence and the rest are its named graphs. Pass queries as
        strings: prepared ones are evaluated by rdflib itself, some thirty times slower.
        """
        from dpgraph.graph.views import dataset

        return dataset(self._source)

    def entity(self, name: str) -> Known:
        """All that is known of an entity, with the words that say so; by any of its names, or its IRI.

        Raises `NotFound` when nothing is called so.
        """
        from dpgraph.graph.entity import get_known

        return get_known(self._source.select, name)

    def explain(self, subject: str, predicate: str, object_: str) -> Explanation:
        """Why a triple is in the graph, stated or inferred: the steps that lead to it, the statements at their start.

        Ends are names, prefixed names or IRIs, the predicate too or words ("located in"; "a" for a class). Print it.
        Raises `NotFound` when the graph does not say so, `QueryError` for an endpoint, whose store is not here.
        """
        from dpgraph.graph.explanation import explain_named
        from dpgraph.graph.source import stored

        return explain_named(stored(self._source, "explain where the graph was built."), subject, predicate, object_)

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
        kind: str = "statements",
        *,
        status: str | Collection[str] = "asserted",
        year: int | None = None,
        min_confidence: float = 0.0,
        sector: str | None = None,
        predicates: Collection[str] | None = None,
    ) -> nx.Graph:
        """A network of one kind, of statements of a status (or several), a year, some confidence, in a sector.

        Kinds: "statements" (entities, a directed edge for each statement), "ties" (organizations tied in any way),
        "collaboration", "ownership", "membership", "common parent", "common membership", "shared platform", "joint
        initiative", "joint project", "common programme", "common fund" (organizations with such ties), "resource
        functions" and "actor functions" (what serves which sector or technology). A statement without a year counts in
        every year. Attributes: `dpgraph.analysis.projections.project`. Raises `InputError` for a kind or status that
        there is not, `NotFound` for a sector that nobody is active in.
        """
        from dpgraph.analysis.projections import chosen, project

        return project(self.ecosystem, kind, chosen(status, year, min_confidence, sector, predicates))

    def metrics(self, network: nx.Graph | None = None, *, engine: str | None = None, seed: int = SEED) -> pd.DataFrame:
        """Every measure of the nodes of a network (by default, "ties") as a table; its `attrs` hold those of the whole.

        Columns, their types and meaning: `dpgraph.analysis.metrics.COLUMNS`.
        """
        from dpgraph.analysis.metrics import node_metrics

        return node_metrics(self.network("ties") if network is None else network, engine, seed)

    def brokers(self, network: nx.Graph | None = None, *, by: str = "class", seed: int = SEED) -> pd.DataFrame:
        """Who stands between organizations that are not tied, and in which roles; `by` class or community.

        Columns, their types and meaning: `dpgraph.analysis.brokers.COLUMNS`.
        """
        from dpgraph.analysis.brokers import find_brokers

        return find_brokers(self.network("ties") if network is None else network, by, seed=seed)

    def gaps(
        self,
        kind: str = "ties",
        *,
        status: str | Collection[str] = "asserted",
        year: int | None = None,
        min_confidence: float = 0.0,
        sector: str | None = None,
        top: int | None = None,
        seed: int = SEED,
    ) -> pd.DataFrame:
        """Organizations that serve a common function and have no tie of a kind; `attrs` hold the congruence of all.

        Columns, their types and meaning: `dpgraph.analysis.gaps.COLUMNS`. Errors as for `network`.
        """
        from dpgraph.analysis.gaps import find_gaps
        from dpgraph.analysis.projections import chosen

        return find_gaps(self.ecosystem, kind, chosen(status, year, min_confidence, sector), top, seed=seed)

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
