"""The same graph asked from afar: through our own server, and through a store of another vendor."""

import json
import math
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from tests.server.conftest import Served, serving
from tests.server.virtuoso import PASSWORD, USER

import dpgraph
from dpgraph import iris
from dpgraph.api import Graph
from dpgraph.errors import EndpointError, InputError, QueryError
from dpgraph.graph.endpoint import AGENT, Endpoint, declared
from dpgraph.graph.pushing import Login, push
from dpgraph.graph.store import open_store, stored_quads

QUESTIONS = sorted(dpgraph.Graph(None).questions)  # type: ignore[arg-type]  # a graph without a source has them too


@pytest.fixture(scope="session")
def here(folder: Path) -> Graph:
    return dpgraph.load(folder)


@pytest.fixture(scope="session")
def ours(served: Served) -> Graph:
    return dpgraph.connect(served.sparql)


@pytest.fixture(scope="session")
def theirs(virtuoso: str) -> Graph:
    return dpgraph.connect(f"{virtuoso}/sparql")


def rows(graph: Graph, question: str) -> list[str]:
    """The rows in an order of our own, numbers to nine digits: stores sort names and round averages in their own ways."""
    values = graph.sparql(question).astype(object).to_numpy().tolist()
    return sorted(repr([_rounded(value) for value in row]) for row in values)


def _rounded(value: object) -> object:
    if isinstance(value, float) and math.isnan(value):
        return None
    return float(f"{value:.9g}") if isinstance(value, int | float) and not isinstance(value, bool) else value


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_at_our_own(here: Graph, ours: Graph, question: str) -> None:
    assert ours.sparql(question).equals(here.sparql(question))


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_at_another_vendors(here: Graph, theirs: Graph, question: str) -> None:
    assert rows(theirs, question) == rows(here, question)


@pytest.mark.parametrize("where", ["ours", "theirs"])
def test_the_whole_analysis(here: Graph, where: str, request: pytest.FixtureRequest) -> None:
    there: Graph = request.getfixturevalue(where)
    assert there.ecosystem == here.ecosystem
    assert there.silos() == here.silos() and there.opportunities() == here.opportunities()


@pytest.mark.parametrize("where", ["ours", "theirs"])
def test_one_entity(here: Graph, where: str, request: pytest.FixtureRequest) -> None:
    there: Graph = request.getfixturevalue(where)
    known, same = here.entity("Harbor Press"), there.entity("港口出版社")
    assert (known.name, set(known.names), set(known.statements)) == (same.name, set(same.names), set(same.statements))


@pytest.mark.parametrize("where", ["ours", "theirs"])
def test_other_forms(where: str, request: pytest.FixtureRequest) -> None:
    there: Graph = request.getfixturevalue(where)
    source = there._source
    assert source.run("ASK { dpr:harbor-press dpg:operates dpr:learnport }") is True
    assert source.run("ASK { dpr:learnport dpg:operates dpr:harbor-press }") is False
    triples = there.construct("CONSTRUCT WHERE { dpr:harbor-press dpg:operates ?o }")
    assert [str(o) for o in triples.objects()] == [iris.expand("dpr:learnport")]
    assert b"dpr:learnport" in source.serialize("DESCRIBE dpr:learnport", "turtle")
    csv = source.serialize("SELECT ?o { dpr:harbor-press dpg:operates ?o }", "csv")
    assert csv.replace(b"\r\n", b"\n") == b"o\nhttps://w3id.org/dpgraph/resource/learnport\n"


def test_nothing_is_cut_off(folder: Path, theirs: Graph) -> None:
    """More rows than the store gives at once, with and without an order of the query's own."""
    held = {str(q.triple) for q in stored_quads(open_store(folder))}
    everything = theirs._source.select("SELECT ?s ?p ?o { ?s ?p ?o }")
    assert 1000 < len(everything.rows) <= len(held)
    assert theirs._source.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == ((len(everything.rows),),)
    ordered = theirs._source.select("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY DESC(STR(?o)) ?s ?p")
    assert len(ordered.rows) == len(everything.rows)
    assert len(theirs._source.select("SELECT ?s { ?s ?p ?o } LIMIT 1000").rows) == 1000


def test_the_graphs_that_are_named(ours: Graph, theirs: Graph) -> None:
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s dpg:operates ?o } } ORDER BY ?g"
    assert theirs.sparql(named).equals(ours.sparql(named))
    only = "SELECT (COUNT(*) AS ?n) FROM dpx:evidence { ?s dpg:operates ?o }"
    assert theirs.sparql(only).equals(ours.sparql(only))


@pytest.mark.parametrize("where", ["ours", "theirs"])
def test_the_endpoints_own_words(where: str, request: pytest.FixtureRequest) -> None:
    there: Graph = request.getfixturevalue(where)
    with pytest.raises(QueryError, match=r"/sparql answers: .*(broken|syntax error)") as error:
        there.sparql("SELECT * { ?s ?p }")
    assert len(str(error.value).splitlines()) == 1 and len(str(error.value)) < 400


def test_what_needs_the_store_itself(ours: Graph) -> None:
    with pytest.raises(QueryError, match="is an endpoint, whose store is not here: explain where the graph was built"):
        ours.explain("LearnPort", "operatedBy", "Harbor Press")


# A server that fails in the ways servers do.


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler, int], None]) -> Iterator[tuple[str, list[str]]]:
    agents: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            agents.append(self.headers["user-agent"])
            answer(self, len(agents))

        def log_message(self, *words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", agents
    finally:
        server.shutdown()
        server.server_close()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes, kind: str = "text/plain", **headers: str) -> None:
    handler.send_response(status)
    for key, value in {"content-type": kind, "content-length": str(len(body)), **headers}.items():
        handler.send_header(key, value)
    handler.end_headers()
    handler.wfile.write(body)


def yes(handler: BaseHTTPRequestHandler) -> None:
    reply(handler, 200, json.dumps({"head": {}, "boolean": False}).encode(), "application/sparql-results+json")


def test_a_busy_endpoint_is_asked_again() -> None:
    with answering(lambda h, n: yes(h) if n > 2 else reply(h, 503, b"later")) as (url, agents):
        assert Endpoint(url, pause=0.01).graphs == ()
    assert agents == [AGENT] * 3


def test_an_endpoint_that_stays_busy() -> None:
    message = r"busy \(HTTP 503: come back\), after 2 tries"
    page = b"<html><p>come back</p></html>"
    with answering(lambda h, n: reply(h, 503, page)) as (url, agents), pytest.raises(EndpointError, match=message):
        Endpoint(url, pause=0.01, tries=2).run("ASK {}")
    assert len(agents) == 2


@pytest.mark.parametrize(
    ("status", "body", "kind", "error", "message"),
    [
        (400, b"bad near {", "text/plain", QueryError, "answers: bad near {"),
        (500, b"broken\ninside", "text/plain", EndpointError, "answers: broken inside"),
        (403, b"not you", "text/plain", EndpointError, r"answers \(HTTP 403\): not you"),
        (404, b"gone", "text/plain", EndpointError, "answers: gone"),
        (200, b"<html>hello</html>", "text/html", EndpointError, "no SPARQL result in JSON"),
        (200, b'{"head": {}}', "application/sparql-results+json", EndpointError, "no SPARQL result in JSON"),
    ],
)
def test_what_fails_is_not_asked_again(
    status: int, body: bytes, kind: str, error: type[Exception], message: str
) -> None:
    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        yes(handler) if number == 1 else reply(handler, status, body, kind)

    with answering(answer) as (url, agents), pytest.raises(error, match=message):
        Endpoint(url, pause=0.01).run("SELECT * {}")
    assert len(agents) == 2


def test_an_endpoint_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(EndpointError, match=r"no answer within 1 seconds, after 1 tries"):
            Endpoint(url, timeout=1, tries=1).run("ASK {}")
    with pytest.raises(EndpointError, match=r"out of reach \(Connection refused\), after 2 tries"):
        Endpoint(url, tries=2, pause=0.01).run("ASK {}")


def test_prefixes_are_declared_once() -> None:
    text = "PREFIX dpg: <http://example.org/> ASK { dpr:x dpg:y <http://example.org/skos:z> }"
    assert declared(text).count("PREFIX dpg:") == 1 and "PREFIX dpr: <https://w3id.org/dpgraph/resource/>" in declared(
        text
    )


# push


def test_push_by_the_graph_store_protocol(folder: Path, virtuoso: str, theirs: Graph) -> None:
    before = theirs.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    many = push(open_store(folder), f"{virtuoso}/sparql-graph-crud-auth", "graph-store", Login(USER, PASSWORD))
    assert many == len(list(stored_quads(open_store(folder))))
    assert theirs.sparql("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").equals(before)


def test_push_to_our_own(folder: Path, tmp_path: Path, here: Graph) -> None:
    import shutil

    from dpgraph.graph.store import FLOOR, write_graph

    shutil.copytree(folder, tmp_path / "other")
    write_graph(tmp_path / "other" / FLOOR, list(stored_quads(open_store(folder)))[:10])
    with serving(tmp_path / "other", "--writable", "--token", "secret") as served:
        with pytest.raises(EndpointError, match=r"HTTP 401.*--token"):
            push(open_store(folder), served.sparql)
        push(open_store(folder), served.sparql, login=Login(token="secret"))
        there = dpgraph.connect(served.sparql)
        assert there.ecosystem == here.ecosystem
        counted = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
        assert there.sparql(counted).equals(here.sparql(counted))  # nothing more, and nothing else inferred


def test_a_way_there_is_not(folder: Path) -> None:
    with pytest.raises(InputError, match="Allowed: graph-store, update"):
        push(open_store(folder), "http://127.0.0.1:1/", "carrier pigeon")


# the command line


def test_query_and_push_on_the_command_line(folder: Path, virtuoso: str, tmp_path: Path) -> None:
    def call(*words: str) -> str:
        command = [sys.executable, "-m", "dpgraph", *words]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    file = tmp_path / "answer.tsv"
    asked = call("query", "sector-tree", "--endpoint", f"{virtuoso}/sparql", "-o", str(file))
    assert json.loads(asked) == {"file": str(file), "bytes": file.stat().st_size}
    assert file.read_text("utf-8").startswith("?")
    address = f"{virtuoso}/sparql-auth"
    told = call("push", address, "--user", USER, "--password", PASSWORD, "--graph", str(folder))
    assert told.startswith(f"{address}: ") and "triples" in told
