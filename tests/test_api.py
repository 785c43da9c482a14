from __future__ import annotations

import re
import shutil
from pathlib import Path

import networkx as nx
import pytest

import dpgraph
from dpgraph import assets
from dpgraph.errors import GraphError, InputError, NotFound, QueryError
from dpgraph.iris import expand


@pytest.fixture(scope="module")
def graph(tiny_build: Path) -> dpgraph.Graph:
    return dpgraph.load(tiny_build)


def test_it_says_what_it_holds(graph: dpgraph.Graph, tiny_build: Path) -> None:
    statements = len(graph.ecosystem.statements)
    assert re.fullmatch(rf"<dpgraph.Graph {tiny_build}: \d+ entities, {statements} statements>", repr(graph))


def test_a_query_is_answered_with_a_table(graph: dpgraph.Graph) -> None:
    answer = graph.sparql(
        "SELECT ?owner ?thing { ?owner dpg:operates ?thing VALUES ?thing { dpr:learnport dpr:classriver } } ORDER BY ?owner"
    )
    assert list(answer.columns) == ["owner", "thing"]
    assert {expand("dpr:harbor-press"), expand("dpr:lantern-media-group")} <= set(answer["owner"])


def test_values_have_plain_types(graph: dpgraph.Graph) -> None:
    answer = graph.sparql(
        "SELECT ?value ?year ?unit ?none { ?o dpg:value ?value ; dpg:year ?year ; dpg:unit ?unit ; dpg:indicator 'users' ; dpg:about dpr:learnport }"
    )
    assert answer.to_dict("records") == [{"value": 40000, "year": 2022, "unit": "user", "none": None}]


def test_no_rows_are_an_empty_table_with_its_columns(graph: dpgraph.Graph) -> None:
    answer = graph.sparql("SELECT ?a ?b { ?a dpg:nothing ?b }")
    assert (list(answer.columns), len(answer)) == (["a", "b"], 0)


def test_a_stored_question_takes_parameters(graph: dpgraph.Graph) -> None:
    everywhere = graph.sparql("platforms-by-sector")
    assert len(everywhere) > 0
    assert len(graph.sparql("platforms-by-sector", sector="digital education")) > 0
    assert len(graph.sparql("platforms-by-sector", sector="augmented reality")) == 0


@pytest.mark.parametrize(
    ("query", "params", "error", "reason"),
    [
        (
            "platforms-by-secter",
            {},
            NotFound,
            "no question 'platforms-by-secter'; did you mean \"platforms-by-sector\"",
        ),
        ("platforms-by-sector", {"sectr": "x"}, InputError, 'no parameter "sectr"; did you mean "sector"'),
        ("new-in-year", {"year": "soon"}, InputError, '"soon" is not a value for the parameter "year"'),
        ("SELECT ?s { ?s ?p }", {}, QueryError, "The query is broken at line 1"),
        ("SELECT ?s { ?s ?p ?o }", {"year": 1}, NotFound, "parameters year belong to stored questions"),
        ("ASK { ?s ?p ?o }", {}, QueryError, "not a SELECT"),
    ],
)
def test_what_cannot_be_asked_is_told(
    graph: dpgraph.Graph, query: str, params: dict[str, str], error: type[Exception], reason: str
) -> None:
    with pytest.raises(error, match=reason):
        graph.sparql(query, **params)


def test_the_network_holds_what_is_asserted(graph: dpgraph.Graph) -> None:
    network = graph.network()
    assert isinstance(network, nx.MultiDiGraph)
    assert network.has_edge(expand("dpr:harbor-press"), expand("dpr:learnport"))
    assert not network.has_edge(expand("dpr:mill-house"), expand("dpr:papertrail"))


def test_the_network_can_be_chosen(graph: dpgraph.Graph) -> None:
    ceased = graph.network(status="ceased", predicates=["operates"])
    assert {d["predicate"] for _, _, d in ceased.edges(data=True)} == {"operates"}
    assert ceased.has_edge(expand("dpr:mill-house"), expand("dpr:papertrail"))


def test_actors_are_organizations_with_their_ties(graph: dpgraph.Graph) -> None:
    actors = graph.actors()
    assert actors.has_edge(expand("dpr:mill-house"), expand("dpr:lantern-media-group"))
    assert expand("dpr:learnport") not in actors


def test_networks_are_measured(graph: dpgraph.Graph) -> None:
    ties = graph.network("ties")
    assert set(graph.metrics(ties)["id"]) == set(ties)
    assert graph.metrics().attrs["kind"] == "ties"
    assert set(graph.brokers(graph.network("collaboration"))["id"]) <= set(ties)
    gaps = graph.gaps(sector="digital education")
    assert ["Harbor Press", "Lantern Media Group"] in gaps[["label_a", "label_b"]].to_numpy().tolist()
    assert len(graph.gaps(top=1)) == 1
    assert graph.likely_ties().attrs["katz"] == "not computable"


def test_silos_and_opportunities_have_evidence(graph: dpgraph.Graph) -> None:
    silos, opportunities = graph.silos(), graph.opportunities()
    assert silos
    assert opportunities
    assert all(s.kind.startswith("S") for s in silos)
    assert all(f.evidence for f in (*silos, *opportunities))
    assert graph.opportunities(top=1) == opportunities[:1]


def test_findings_come_strongest_first(graph: dpgraph.Graph) -> None:
    for findings in (graph.silos(), graph.opportunities()):
        for kind in {f.kind for f in findings}:
            scores = [f.score for f in findings if (f.kind, f.state) == (kind, "supported")]
            assert scores == sorted(scores, reverse=True)


def test_build_makes_and_loads(tiny_build: Path, tmp_path: Path) -> None:
    out = shutil.copytree(tiny_build, tmp_path / "graph")
    assert len(dpgraph.build(assets.tiny(), out).ecosystem.entities) > 10


def test_build_warns_of_what_is_left_out(corpus: Path, tmp_path: Path) -> None:
    (corpus / "documents" / "empty.txt").touch()
    with pytest.warns(UserWarning, match=r"left out: .*empty\.txt: the file is empty"):
        dpgraph.build(corpus, tmp_path / "graph")


@pytest.mark.parametrize(
    ("name", "error", "reason"),
    [
        ("nowhere", NotFound, "No graph at .*nowhere: there is no such folder"),
        ("empty", GraphError, "not a finished build"),
        ("file", NotFound, "No graph at"),
    ],
)
def test_what_is_no_graph_is_refused(tmp_path: Path, name: str, error: type[Exception], reason: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(error, match=reason):
        dpgraph.load(tmp_path / name)


def test_importing_it_loads_no_large_library() -> None:
    import subprocess
    import sys

    code = "import dpgraph.cli, sys; print([m for m in ('spacy', 'rdflib', 'pandas', 'networkx', 'pyvis', 'rich') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
