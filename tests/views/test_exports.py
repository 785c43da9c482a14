"""What is exported is read back by the tools that it is meant for, and says the same there."""

from __future__ import annotations

import io
from pathlib import Path

import igraph
import networkx as nx
import pandas as pd
import pytest
import rdflib

import dpgraph
from dpgraph.analysis.projections import project
from dpgraph.errors import InputError
from dpgraph.graph.export import export
from dpgraph.graph.store import open_store
from dpgraph.views.frames import COLUMNS, FORMS, MEANINGS, frame, write_frames
from dpgraph.views.gexf import write_gexf
from dpgraph.views.graphml import write_graphml


@pytest.fixture(scope="module")
def graph(tiny_build: Path) -> dpgraph.Graph:
    return dpgraph.load(tiny_build)


@pytest.fixture(scope="module", params=["statements", "ties", "resource functions"])
def network(graph: dpgraph.Graph, request: pytest.FixtureRequest) -> nx.Graph:
    return graph.network(request.param)


def labels(network: nx.Graph) -> dict[str, str]:
    return {node: data["label"] for node, data in network.nodes(data=True)}


def ends(network: nx.Graph) -> list[list[str]]:
    return sorted(sorted((a, b)) for a, b in network.edges())


def test_gexf_is_read_by_networkx(network: nx.Graph) -> None:
    back = nx.read_gexf(io.BytesIO(write_gexf(network)))
    assert (labels(back), ends(back)) == (labels(network), ends(network))
    assert back.is_directed() == network.is_directed()


def test_gexf_keeps_what_a_statement_says(graph: dpgraph.Graph) -> None:
    network = graph.network(status=("asserted", "ceased"))
    back = nx.read_gexf(io.BytesIO(write_gexf(network)))
    kept = sorted((d["predicate"], d["status"], d.get("year", 0), d["quote"]) for _, _, d in back.edges(data=True))
    assert kept == sorted(
        (d["predicate"], d["status"], d["year"] or 0, d["quote"]) for _, _, d in network.edges(data=True)
    )
    assert {d["label"] for _, _, d in back.edges(data=True)} == {d["predicate"] for _, _, d in network.edges(data=True)}


def test_gexf_is_the_same_on_every_day(network: nx.Graph) -> None:
    assert write_gexf(network) == write_gexf(network)
    assert b"lastmodifieddate" not in write_gexf(network)


def test_graphml_is_read_by_igraph(network: nx.Graph, tmp_path: Path) -> None:
    path = tmp_path / "network.graphml"
    path.write_bytes(write_graphml(network))
    back = igraph.Graph.Read_GraphML(str(path))
    names = dict(zip(back.vs["id"], back.vs["label"], strict=True))
    assert names == labels(network)
    assert sorted(sorted((back.vs[e.source]["id"], back.vs[e.target]["id"])) for e in back.es) == ends(network)


def test_jsonld_is_read_by_rdflib(tiny_build: Path) -> None:
    store = open_store(tiny_build)
    back = rdflib.Dataset().parse(data=export(store, "jsonld"), format="json-ld")
    lines = export(store, "nquads").splitlines()
    assert len(list(back.quads())) == len(lines)


@pytest.mark.parametrize("name", COLUMNS)
def test_frames_have_the_columns_and_types_that_are_told(graph: dpgraph.Graph, name: str) -> None:
    table: pd.DataFrame = getattr(graph, name)()
    assert len(table) > 0
    assert {column: str(kind) for column, kind in table.dtypes.items()} == dict(COLUMNS[name])


def test_frames_say_what_the_graph_says(graph: dpgraph.Graph) -> None:
    statements = graph.statements()
    assert len(statements) == len(graph.ecosystem.statements)
    papertrail = statements[(statements.object_name == "PaperTrail") & (statements.predicate == "operates")]
    assert papertrail[["subject_name", "status", "year"]].values.tolist() == [["Mill House", "ceased", 2020]]
    evidence = graph.evidence()
    assert set(evidence.of) == set(statements.id) | set(graph.observations().id)
    assert evidence.groupby("of").size().loc[statements.id].tolist() == statements.evidence.tolist()
    users = graph.observations().query("subject_name == 'LearnPort' and indicator == 'users'")
    assert users[["value", "unit", "year", "qualifier"]].values.tolist() == [[40000.0, "user", 2022, "over"]]


def test_an_unknown_table_is_told(graph: dpgraph.Graph) -> None:
    with pytest.raises(InputError, match="no table 'entity'; did you mean"):
        frame(graph.ecosystem, "entity")


@pytest.mark.parametrize("form", FORMS)
def test_tables_are_read_by_pandas_and_duckdb(graph: dpgraph.Graph, form: str, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    files = write_frames(graph.ecosystem, tmp_path, form)
    assert [f.name for f in files] == [f"{name}.{form}" for name in COLUMNS]
    for name, file in zip(COLUMNS, files, strict=True):
        here = frame(graph.ecosystem, name)
        read = pd.read_csv(file, dtype=dict(COLUMNS[name])) if form == "csv" else pd.read_parquet(file)
        pd.testing.assert_frame_equal(read.astype(dict(COLUMNS[name])), here)
        assert duckdb.sql(f"SELECT count(*) FROM '{file}'").fetchall() == [(len(here),)]
    joined = duckdb.sql(
        f"SELECT DISTINCT s.object_name FROM '{files[1]}' s JOIN '{files[3]}' e ON e.of = s.id "
        "WHERE s.status = 'asserted' AND s.predicate = 'operates' AND e.confidence > 0.7 ORDER BY 1"
    ).fetchall()
    assert joined == [("ClassRiver",), ("LearnPort",), ("TaleStream",)]


def test_the_same_graph_gives_the_same_tables(graph: dpgraph.Graph, tmp_path: Path) -> None:
    for form in FORMS:
        one, two = (write_frames(graph.ecosystem, tmp_path / n, form) for n in "ab")
        assert [f.read_bytes() for f in one] == [f.read_bytes() for f in two]


def test_a_notebook_shows_how_much_there_is(graph: dpgraph.Graph) -> None:
    shown = graph._repr_html_()
    assert shown.startswith("<table>") and "Organization" in shown and "ceased 2" in shown


@pytest.mark.parametrize("kind", ["ties", "statements"])
def test_a_notebook_shows_a_network_as_a_table(graph: dpgraph.Graph, kind: str) -> None:
    network = graph.network(kind)
    plain = project(graph.ecosystem, kind)
    assert nx.utils.graphs_equal(network, plain) and list(network.edges) == list(plain.edges)
    shown = network._repr_html_()
    assert f"kind {kind}" in shown and f"{network.number_of_nodes()} nodes" in shown and "Ferry Books" in shown
    assert nx.Graph(network.subgraph(list(network)[:2])).number_of_nodes() == 2


def test_every_column_says_what_it_holds() -> None:
    assert {name for columns in COLUMNS.values() for name in columns} == set(MEANINGS)
