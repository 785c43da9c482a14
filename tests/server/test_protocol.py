"""Every way to send a query, every format of the answer, every error: over HTTP, as any client would."""

import csv
import io
import json
import re
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from tests.server.conftest import Served

from dpgraph import iris

SELECT = "SELECT ?o WHERE { dpr:harbor-press dpg:operates ?o }"
ASK = "ASK { dpr:harbor-press dpg:operates dpr:learnport }"
CONSTRUCT = "CONSTRUCT WHERE { dpr:harbor-press dpg:operates ?o }"
LEARNPORT = iris.expand("dpr:learnport")
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
MANY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_query_by_get(served: Served) -> None:
    reply = served.get("/sparql", query=SELECT)
    assert (reply.status, reply.type) == (200, "application/sparql-results+json")
    assert json.loads(reply.body)["results"]["bindings"] == [{"o": {"type": "uri", "value": LEARNPORT}}]


@pytest.mark.parametrize("kind", [FORM, QUERY, "application/sparql-query; charset=utf-8"])
def test_a_query_by_post(served: Served, kind: str) -> None:
    reply = served.post(kind, urlencode({"query": SELECT}) if kind == FORM else SELECT)
    assert reply.status == 200 and LEARNPORT in reply.text


def test_letters_of_every_script(served: Served) -> None:
    query = 'SELECT (CONCAT("重庆", "é\\"<&>") AS ?x) {}'
    replies = [
        served.get("/sparql", query=query),
        served.post(FORM, urlencode({"query": query})),
        served.post(QUERY, query),
    ]
    for reply in replies:
        assert json.loads(reply.body)["results"]["bindings"][0]["x"]["value"] == '重庆é"<&>'


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("*/*", "application/sparql-results+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml"),
        ("text/csv;q=0.4, application/sparql-results+xml;q=0.8", "application/sparql-results+xml"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("image/png, text/csv;q=0.01", "text/csv; charset=utf-8"),
    ],
)
def test_the_format_that_is_wanted_most(served: Served, accept: str, media: str) -> None:
    reply = served.get("/sparql", accept, query=SELECT)
    assert (reply.status, reply.type) == (200, media)
    assert LEARNPORT in reply.text and reply.headers["vary"] == "accept"


def test_rows_read_back(served: Served) -> None:
    rows = list(csv.reader(io.StringIO(served.get("/sparql", "text/csv", query=SELECT).text)))
    assert rows == [["o"], [LEARNPORT]]
    assert served.get("/sparql", "text/tab-separated-values", query=SELECT).text == f"?o\n<{LEARNPORT}>\n"


@pytest.mark.parametrize("accept", ["application/json", "application/sparql-results+xml"])
def test_a_truth_value(served: Served, accept: str) -> None:
    reply = served.get("/sparql", accept, query=ASK)
    assert isinstance(ox.parse_query_results(reply.body, format=_results(reply.type)), ox.QueryBoolean)


def _results(media: str) -> ox.QueryResultsFormat:
    found = ox.QueryResultsFormat.from_media_type(media)
    assert found
    return found


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("*/*", "text/turtle; charset=utf-8"),
        ("application/rdf+xml;q=0.2, application/ld+json;q=0.3", "application/ld+json"),
    ],
)
def test_a_graph(served: Served, accept: str, media: str) -> None:
    reply = served.get("/sparql", accept, query=CONSTRUCT)
    assert (reply.status, reply.type) == (200, media)
    form = ox.RdfFormat.from_media_type(media)
    (quad,) = ox.parse(reply.body, format=form)
    assert quad.object == ox.NamedNode(LEARNPORT)


def test_describe_is_a_graph(served: Served) -> None:
    assert b"LearnPort" in served.get("/sparql", "text/turtle", query="DESCRIBE dpr:learnport").body


def test_the_graphs_that_the_request_names(served: Served) -> None:
    counted = "SELECT (COUNT(*) AS ?n) { ?s dpg:operates ?o }"
    named = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    curated, evidence, stated = (iris.expand(f"dpx:{name}") for name in ("curated", "evidence", "stated"))

    def rows(query: str, **graphs: list[str]) -> list[str]:
        params = {key.replace("_", "-"): value for key, value in graphs.items()}
        return served.get("/sparql", "text/csv", query=query, **params).text.splitlines()[1:]

    everything = rows(counted)
    assert (
        rows(counted, default_graph_uri=[stated]) == rows(counted, default_graph_uri=[stated, evidence]) == everything
    )
    assert rows(counted, default_graph_uri=[evidence]) == ["0"]
    assert rows(counted, named_graph_uri=[curated]) == ["0"]
    assert rows(named, named_graph_uri=[curated, evidence]) == [curated, evidence]
    assert rows(named, default_graph_uri=[stated]) == []
    assert len(rows(named)) > 4


def test_a_form_names_graphs_too(served: Served) -> None:
    body = urlencode({"query": "SELECT ?s { ?s dpg:operates ?o }", "default-graph-uri": iris.expand("dpx:evidence")})
    assert served.post(FORM, body, "text/csv").text.split() == ["s"]
    reply = served.post(QUERY, "SELECT ?s { ?s dpg:operates ?o }", "text/csv", f"/sparql?{body.partition('&')[2]}")
    assert reply.text.split() == ["s"]


@pytest.mark.parametrize(
    ("status", "path", "message"),
    [
        (400, "/sparql?" + urlencode({"query": "SELECT * { ?s ?p }"}), "The query is broken at line 1, column 19"),
        (
            400,
            "/sparql?" + urlencode({"query": "INSERT DATA { dpr:a dpg:b dpr:c }"}),
            "does not begin with SELECT, ASK",
        ),
        (400, "/sparql?" + urlencode([("query", ASK), ("query", ASK)]), "There are 2 queries and updates"),
        (400, "/sparql?" + urlencode([("query", ASK), ("update", ASK)]), "Allowed: exactly one"),
        (400, "/sparql?format=json", "There are 0 queries and updates"),
        (400, "/sparql?query=%ff", "The parameters cannot be read"),
        (400, "/sparql?" + urlencode({"query": ASK, "default-graph-uri": "no iri"}), "The query cannot be answered"),
        (400, "/sparql?" + urlencode({"query": "ASK { SERVICE <http://127.0.0.1:1/> {} }"}), "SERVICE .* is refused"),
        (403, "/sparql?" + urlencode({"update": "CLEAR ALL"}), "read-only"),
        (404, "/resource/nobody", "Nothing is said of https://w3id.org/dpgraph/resource/nobody here"),
        (404, "/resource/nobody.ttl", "Nothing is said"),
        (404, "/nowhere", "Not Found"),
        (404, "/static/../app.py", "Not Found"),
    ],
)
def test_an_error_says_what_is_wrong(served: Served, status: int, path: str, message: str) -> None:
    reply = served.get(path)
    assert reply.status == status and reply.type.startswith("text/plain")
    assert len(reply.text.splitlines()) == 1 and len(reply.text) < 400
    assert re.search(message, reply.text), reply.text


def test_other_bodies_and_methods(served: Served) -> None:
    assert served.post("text/turtle", "x").status == 415
    assert "Allowed: application/x-www-form-urlencoded, application/sparql-query" in served.post("a/b", "x").text
    assert served.ask("POST", "/sparql", b"\xff", content_type=QUERY).status == 400
    reply = served.ask("DELETE", "/sparql")
    assert reply.status == 405 and reply.headers["allow"] == "GET, HEAD, POST"
    assert served.ask("HEAD", "/sparql?" + urlencode({"query": ASK})).body == b""
    assert served.ask("HEAD", "/").body == b""


@pytest.mark.parametrize("query", [SELECT, CONSTRUCT])
def test_a_format_there_is_not(served: Served, query: str) -> None:
    reply = served.get("/sparql", "image/png", query=query)
    assert reply.status == 406
    assert ("text/csv" if query == SELECT else "text/turtle") in reply.text


def test_a_query_that_runs_away_is_stopped(narrow: Served) -> None:
    reply = narrow.get("/sparql", query="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    assert reply.status == 408
    assert reply.text == "The query was stopped after 2 seconds, which is all that a query is allowed here.\n"
    assert narrow.get("/sparql", query=ASK).status == 200


def test_a_result_that_grows_too_large(narrow: Served) -> None:
    reply = narrow.get("/sparql", query=MANY)
    assert reply.status == 413
    assert reply.text == "The result is larger than 1,000,000 bytes, the most that is allowed here. Add a LIMIT.\n"


def test_a_request_that_is_too_large(narrow: Served) -> None:
    reply = narrow.post(QUERY, "#" * 1_000_001)
    assert reply.status == 413 and "The request is larger than 1,000,000 bytes" in reply.text


def test_more_at_once_than_is_allowed(narrow: Served) -> None:
    from concurrent.futures import ThreadPoolExecutor

    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with ThreadPoolExecutor(6) as threads:
        replies = list(threads.map(lambda _: narrow.get("/sparql", query=slow), range(6)))
    refused = [r for r in replies if r.status == 503]
    assert len(refused) >= 4 and {r.status for r in replies} <= {503, 408}
    assert (
        refused[0].text.startswith("Too many queries at once: 1 run and 1 wait") and refused[0].headers["retry-after"]
    )
    assert narrow.get("/sparql", query=ASK).status == 200


def test_a_name_that_points_here_from_elsewhere(served: Served) -> None:
    assert served.ask("GET", "/", host="evil.example").status == 421
    assert served.ask("GET", "/", host="localhost:1234").status == 200
