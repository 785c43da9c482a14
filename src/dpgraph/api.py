"""The Python door: a built graph in a notebook."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpgraph import settings
from dpgraph.errors import InputError, NotFound, allowed
from dpgraph.settings import SEED

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    from rdflib import Dataset
    from rdflib import Graph as Triples

    from dpgraph.analysis.comparing import Comparison
    from dpgraph.graph.entity import Known
    from dpgraph.graph.explanation import Explanation
    from dpgraph.graph.source import Source
    from dpgraph.records import Ecosystem, Finding, Question
    from dpgraph.views.listing import Findings
    from dpgraph.views.view import View


def load(folder: str | Path = settings.BUILD) -> Graph:
    """The graph that `dpgraph build --out FOLDER` made.

    Raises `NotFound` when there is no such folder, `GraphError` when it holds no graph or a damaged one.

    Examples:
        >>> len(load(rivertown).statements())
        39
    """
    from dpgraph.graph.source import Stored
    from dpgraph.graph.store import open_store

    return Graph(Stored(str(folder), open_store(Path(folder))), Path(folder))


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

    `jobs` is the number of processes that extract and draw, None as many as pay; a script that starts more than one
    needs the usual `if __name__ == "__main__":`. Documents that cannot be read are left out with a warning;
    other errors are those of `dpgraph build`.
    """
    import warnings

    from dpgraph.pipeline import build as run

    made = run(Path(folder) if folder is not None else None, Path(out), jobs=jobs)
    for skipped in made.skipped:
        warnings.warn(f"left out: {skipped.reason}", stacklevel=2)
    return load(made.folder)


class Graph:
    """A graph, here or behind an endpoint: SPARQL answers as DataFrames, networks, silos and opportunities.

    In the examples, `g` is the invented town of Rivertown.

    Examples:
        >>> len(g.ecosystem.statements)
        39
    """

    def __init__(self, source: Source, *places: Path) -> None:
        self._source = source
        self._places = places
        self._findings: dict[object, tuple[Finding, ...]] = {}

    def __repr__(self) -> str:
        held = self.ecosystem
        return (
            f"<dpgraph.Graph {self._source.name}: {len(held.spoken_of())} entities, {len(held.statements)} statements>"
        )

    def _repr_html_(self) -> str:
        """What a notebook shows: how much there is of what."""
        from dpgraph.views.notebook import graph_html

        return graph_html(self._source.name, self.ecosystem)

    @cached_property
    def ecosystem(self) -> Ecosystem:
        """Entities, statements of every status, observations and concepts as plain records."""
        from dpgraph.graph.ecosystem import read_ecosystem

        return read_ecosystem(self._source.select)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The stored questions by name: the shipped ones, and those of the project that the graph lies in.

        Examples:
            >>> g.questions["platforms-by-sector"].params
            {'sector': 'iri'}
        """
        from dpgraph.graph.questions import known_questions

        return known_questions(*self._places)

    def sparql(self, query: str, **params: object) -> pd.DataFrame:
        """The answer to a SELECT query, or to a stored question by its name, as a DataFrame.

        Columns are the query's variables; values are str (IRIs in full), int, float, bool, or None for nothing.
        Raises `QueryError` for a broken query, `InputError` for a parameter of the wrong kind, `NotFound` for a name
        that is neither a question nor a query.

        Examples:
            >>> g.sparql("platforms-by-sector", sector="digital education").platformName.tolist()
            ['ClassRiver', 'LearnPort']
        """
        import pandas as pd

        answer = self._source.select(self._text(query, params))
        return pd.DataFrame(list(answer.rows), columns=list(answer.columns), dtype=object).infer_objects()

    def entities(self) -> pd.DataFrame:
        """What the documents speak of, one row each: IRI, name, type, class, other names, and where it is mentioned.

        Columns and their types: `dpgraph.views.frames.COLUMNS`.

        Examples:
            >>> g.entities().query("type == 'Platform'").name.tolist()
            ['ClassRiver', 'LearnPort', 'PaperTrail', 'TaleStream']
        """
        return self._frame("entities")

    def statements(self) -> pd.DataFrame:
        """Every statement of every status, one row each, with the names of its ends and its surest sentence.

        Columns and their types: `dpgraph.views.frames.COLUMNS`. Filter by `status`: what is planned or denied is here.

        Examples:
            >>> g.statements().status.value_counts()["planned"]
            2
        """
        return self._frame("statements")

    def observations(self) -> pd.DataFrame:
        """Every figure, one row each: of whom, what is counted, how much; columns as for `statements`.

        Examples:
            >>> g.observations().unit.unique().tolist()
            ['EUR', '%', 'user']
        """
        return self._frame("observations")

    def evidence(self) -> pd.DataFrame:
        """Every sentence that a statement or figure rests on: `of` is its `id`, offsets are of the cleaned text.

        Examples:
            >>> g.evidence().quote[0]
            'ClassRiver, an app for digital education'
        """
        return self._frame("evidence")

    def _frame(self, name: str) -> pd.DataFrame:
        from dpgraph.views.frames import frame

        return frame(self.ecosystem, name)

    def construct(self, query: str, **params: object) -> Triples:
        """The answer to a CONSTRUCT or DESCRIBE query as an rdflib Graph; errors as for `sparql`.

        Examples:
            >>> len(g.construct("CONSTRUCT { ?a dpg:operates ?b } WHERE { ?a dpg:operates ?b }"))
            3
        """
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

        Examples:
            >>> g.entity("LearnPort").classes
            ('LearningPlatform', 'Platform')
        """
        from dpgraph.graph.entity import get_known

        return get_known(self._source.select, name)

    def explain(self, subject: str, predicate: str, object_: str) -> Explanation:
        """Why a triple is in the graph, stated or inferred: the steps that lead to it, the statements at their start.

        Ends are names, prefixed names or IRIs, the predicate too or words ("located in"; "a" for a class). Print it.
        Raises `NotFound` when the graph does not say so, `QueryError` for an endpoint, whose store is not here.

        Examples:
            >>> len(g.explain("Ferry Books", "located in", "Green Delta").steps)
            2
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

        Examples:
            >>> print(g.network("ties"))
            Network with 5 nodes and 5 edges
            >>> print(g.network("ties", status="recommended"))
            Network with 2 nodes and 1 edges
        """
        from dpgraph.analysis.projections import chosen, project
        from dpgraph.views.notebook import shown

        return shown(project(self.ecosystem, kind, chosen(status, year, min_confidence, sector, predicates)))

    def metrics(self, network: nx.Graph | None = None, *, engine: str | None = None, seed: int = SEED) -> pd.DataFrame:
        """Every measure of the nodes of a network (by default, "ties") as a table; its `attrs` hold those of the whole.

        Columns, their types and meaning: `dpgraph.analysis.metrics.COLUMNS`.

        Examples:
            >>> g.metrics().set_index("label").degree.to_dict()["Ferry Books"]
            3
            >>> g.metrics().attrs["components"]
            1
        """
        from dpgraph.analysis.metrics import node_metrics

        return node_metrics(self.network("ties") if network is None else network, engine, seed)

    def brokers(self, network: nx.Graph | None = None, *, by: str = "class", seed: int = SEED) -> pd.DataFrame:
        """Who stands between organizations that are not tied, and in which roles; `by` class or community.

        Columns, their types and meaning: `dpgraph.analysis.brokers.COLUMNS`.

        Examples:
            >>> g.brokers()[["label", "total"]].values.tolist()
            [['Ferry Books', 4], ['Rivertown University', 2]]
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
        top: int | None = 10_000,
        seed: int = SEED,
    ) -> pd.DataFrame:
        """Organizations that serve a common function and have no tie of a kind; `attrs` hold the congruence of all.

        Columns, their types and meaning: `dpgraph.analysis.gaps.COLUMNS`. Errors as for `network`.

        Examples:
            >>> g.gaps()[["label_a", "label_b", "functions"]].values.tolist()
            [['Harbor Press', 'Lantern Media Group', 'digital education']]
        """
        from dpgraph.analysis.gaps import find_gaps
        from dpgraph.analysis.projections import chosen

        return find_gaps(self.ecosystem, kind, chosen(status, year, min_confidence, sector), top, seed=seed)

    def view(self, network: nx.Graph | None = None, title: str = "Network") -> View:
        """A network (or everything that is stated) as a page of its own: `show` it, or `write` it into a file.

        Drawn by pyvis, laid out beforehand, with filters, the findings, and the sentences behind every tie; it needs no
        connection. In a notebook it shows in place.

        Examples:
            >>> g.view(g.network("ties"), title="Ties").html[:15]
            '<!doctype html>'
        """
        from dpgraph.views.view import view_network

        return view_network(self.ecosystem, (*self.silos(), *self.opportunities()), network, title)

    def likely_ties(self, network: nx.Graph | None = None, *, top: int = 100, seed: int = SEED) -> pd.DataFrame:
        """Pairs without a tie whose tie would surprise least; `attrs` say whether any score beats degree and chance.

        What organizations serve counts as their attributes. Columns: `dpgraph.analysis.likely.COLUMNS`.

        Examples:
            >>> g.likely_ties(top=1)[["label_a", "label_b"]].values.tolist()
            [['Ferry Books', 'Harbor Press']]
        """
        from dpgraph.analysis.likely import likely_ties
        from dpgraph.analysis.projections import portfolio

        return likely_ties(self.network("ties") if network is None else network, portfolio(self.ecosystem), top, seed)

    def actors(self) -> nx.Graph:
        """Organizations and the documented ties between them, typed: collaboration, ownership, joint project ...

        Examples:
            >>> g.actors().number_of_nodes()
            5
        """
        from dpgraph.analysis.ties import actor_network

        return actor_network(self.ecosystem)

    def silos(
        self,
        kinds: Collection[str] | None = None,
        *,
        sector: str | None = None,
        status: str | Collection[str] = "asserted",
        year: int | None = None,
        min_confidence: float = 0.0,
        seed: int = settings.SEED,
    ) -> Findings:
        """The silos (S1 to S6), those that are supported first, then the best of each kind in turn.

        Where nothing is asked for they are those of the build, else they are found anew: of some kinds, in a sector or
        a narrower one, from statements of a status (or several), of a year (or none), of at least some confidence.
        Raises `InputError` for a kind or status that there is not, `NotFound` for an unknown sector.

        Examples:
            >>> [silo.title for silo in g.silos(["S1"], sector="digital education")]
            ['digital education: 2 owners side by side']
        """
        from dpgraph.analysis.silos import SILOS

        return self._found(SILOS, kinds, sector, Asked(status, year, min_confidence, seed))

    def opportunities(
        self,
        top: int | None = None,
        kinds: Collection[str] | None = None,
        *,
        sector: str | None = None,
        status: str | Collection[str] = "asserted",
        year: int | None = None,
        min_confidence: float = 0.0,
        seed: int = settings.SEED,
    ) -> Findings:
        """The opportunities (O1 to O7), in the order of `silos`; the first `top` of them, or all. Errors as there.

        Examples:
            >>> [found.title for found in g.opportunities(1)]
            ['Reading City Plan: 2 actors could take it up']
        """
        from dpgraph.analysis.opportunities import KINDS

        return self._found(KINDS, kinds, sector, Asked(status, year, min_confidence, seed))[:top]

    def finding(self, ident: str) -> Finding:
        """The silo or opportunity with an id, or the best of a kind ("S1"); raises `NotFound`.

        Examples:
            >>> g.finding("S1").caveats[0]
            'Of 1 pair the documents say nothing: silence is no proof that there is no tie.'
        """
        found: Findings
        for found in (self.silos(), self.opportunities()):
            for finding in found:
                if ident in (finding.id, finding.kind):
                    return finding
        raise NotFound(f"no finding {ident!r}; ids are listed by: dpgraph silos, dpgraph opportunities")

    def argument(self, ident: str) -> str:
        """The whole argument of a silo or opportunity, with the SPARQL that shows it; errors as for `finding`.

        Examples:
            >>> "Lantern Media Group operates ClassRiver" in g.argument("S1")
            True
        """
        from dpgraph.views.argument import argued

        finding = self.finding(ident)
        return "\n".join(argued(self.ecosystem, finding, self.questions.get(finding.question)))

    def compare(
        self,
        other: Graph | None = None,
        *,
        sectors: tuple[str, str] | None = None,
        regions: tuple[str, str] | None = None,
        years: tuple[int, int] | None = None,
        kinds: Collection[str] | None = None,
        status: str | Collection[str] = "asserted",
        min_confidence: float = 0.0,
    ) -> pd.DataFrame:
        """The same measures of two builds, or of two sectors, regions or years of this one, side by side.

        Of the statements, those of a `status` (or several) and of at least `min_confidence` count; of the findings,
        those of `kinds`. One row a measure, with the columns `a`, `b` and `difference` (b - a); NaN where a measure
        cannot be computed. `attrs` hold the findings that only one side has, as `only_a` and `only_b` (lists of
        titles). Raises `InputError` unless exactly one thing is asked for and for an unknown kind or status,
        `NotFound` for an unknown name.

        Examples:
            >>> g.compare(sectors=("digital education", "digital publishing")).loc["owners"].tolist()
            [2.0, 3.0, 1.0]
        """
        from dpgraph.views.tables import compared_frame

        wanted = Asked(status, None, min_confidence, SEED)
        return compared_frame(self._compared(other, sectors, regions, years, kinds, wanted))

    def report(self, path: str | Path, lang: str = "en", title: str = "") -> Path:
        """Writes a report for a meeting, two to six pages; its form is told by the ending: .html, .pdf or .md.

        What was read, the ecosystem in one picture, figures as plots, silos and opportunities with their sentences and
        caveats, method, limits and sources; in English ("en") or Chinese ("zh"). The same graph gives the same bytes.
        Returns the path. Raises `InputError` for another ending or language, and where matplotlib (.html, .pdf) or
        WeasyPrint, its font or Pango (.pdf) are missing: `pip install 'dpgraph[report]'`.
        """
        from dpgraph.graph.ecosystem import read_documents
        from dpgraph.views.report.words import read_words
        from dpgraph.views.report.writing import form_of, write_report

        form_of(Path(path)), read_words(lang)  # told before the long work, not after it
        findings, documents = (*self.silos(), *self.opportunities()), read_documents(self._source.select)
        write_report(Path(path), self.ecosystem, findings, documents, lang, title)
        return Path(path)

    def _compared(
        self,
        other: Graph | None,
        sectors: tuple[str, str] | None,
        regions: tuple[str, str] | None,
        years: tuple[int, int] | None,
        kinds: Collection[str] | None,
        asked: Asked,
    ) -> Comparison:
        from dpgraph.analysis.comparing import KINDS, Side, compare
        from dpgraph.analysis.selecting import checked_statuses, get_named, in_region, selected
        from dpgraph.analysis.silos import checked

        counted = checked_statuses((asked.status,) if isinstance(asked.status, str) else asked.status)
        wanted = checked(KINDS if kinds is None else kinds, KINDS, "finding")
        whole = selected(self.ecosystem, None, asked.min_confidence)
        if sum(two is not None for two in (other, sectors, regions, years)) != 1:
            raise InputError("compare with one other build, or two sectors, two regions or two years of this one")
        if sectors:
            a, b = (Side(whole, get_named(whole, name, "Sector", "Technology"), counted) for name in sectors)
        elif regions:
            a, b = (Side(in_region(whole, get_named(whole, name, "Place")), None, counted) for name in regions)
        elif years:
            a, b = (Side(selected(whole, year), None, counted) for year in years)
        else:
            second = selected(other.ecosystem, None, asked.min_confidence) if other else whole
            a, b = Side(whole, None, counted), Side(second, None, counted)
        return compare(a, b, wanted)

    def _found(
        self, known: Collection[str], kinds: Collection[str] | None, sector: str | None, asked: Asked
    ) -> Findings:
        from dpgraph.analysis.comparing import in_sector
        from dpgraph.analysis.making import ranked
        from dpgraph.analysis.scene import set_scene
        from dpgraph.analysis.selecting import get_named
        from dpgraph.analysis.silos import checked
        from dpgraph.views.listing import Findings

        wanted = checked(known if kinds is None else kinds, known, "silo" if "S1" in known else "opportunity")
        found = [f for f in self._assessed(asked) if f.kind in wanted]
        if sector is not None:
            iri, scene = get_named(self.ecosystem, sector, "Sector", "Technology"), set_scene(self.ecosystem)
            found = [f for f in found if in_sector(scene, f, iri)]
        return Findings(self.ecosystem, ranked(found))

    def _assessed(self, asked: Asked) -> tuple[Finding, ...]:
        """All findings of what is asked for: read from the build where that is the plain whole, else made, and kept."""
        from dpgraph.analysis.selecting import checked_statuses, selected
        from dpgraph.analysis.uncertainty import assess

        statuses = checked_statuses((asked.status,) if isinstance(asked.status, str) else asked.status)
        key = (statuses, asked.year, asked.min_confidence, asked.seed)
        if key not in self._findings:
            stored = self._stored if key == (("asserted",), None, 0.0, settings.SEED) else None
            some = selected(self.ecosystem, asked.year, asked.min_confidence)
            self._findings[key] = stored or assess(some, counted=statuses, seed=asked.seed)
        return self._findings[key]

    @cached_property
    def _stored(self) -> tuple[Finding, ...] | None:
        """The findings that the build wrote; None behind an endpoint."""
        from dpgraph.views.tables import findings_of

        files = [Path(self._source.name) / settings.FLOORS[4] / f"{name}.json" for name in ("silos", "opportunities")]
        if not all(file.is_file() for file in files):
            return None
        return tuple(f for file in files for f in findings_of(file.read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Asked:
    """Which statements findings are made of, and the seed of what is drawn by chance."""

    status: str | Collection[str]
    year: int | None
    min_confidence: float
    seed: int
