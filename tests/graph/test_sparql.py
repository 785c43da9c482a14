import json

import pyoxigraph as ox
import pytest

from dpgraph import iris
from dpgraph.errors import QueryError
from dpgraph.graph.asking import Seen, evaluate
from dpgraph.graph.sparql import Answer, run, select, serialize


def test_a_select_gives_plain_values(store: ox.Store) -> None:
    answer = select(
        store,
        'SELECT ?x (1 AS ?i) (1.5 AS ?d) (2.0 AS ?w) (true AS ?b) (1e0 AS ?f) ("a"@en AS ?t) ?n { VALUES ?x { dpg:a } }',
    )
    assert answer == Answer(
        ("x", "i", "d", "w", "b", "f", "t", "n"), ((iris.expand("dpg:a"), 1, 1.5, 2, True, 1.0, "a", None),)
    )


def test_an_ask_gives_a_truth_value(store: ox.Store) -> None:
    assert run(store, "ASK { dpr:harbor-press dpg:operates dpr:learnport }") is True
    assert run(store, "ASK { dpr:mill-house dpg:operates dpr:papertrail }") is False


def test_a_construct_gives_triples(store: ox.Store) -> None:
    triples = run(store, "CONSTRUCT { ?o a dpg:Platform } WHERE { ?s dpg:operates ?o }")
    assert triples == tuple(
        (iris.expand(name), iris.expand("rdf:type"), iris.expand("dpg:Platform"))
        for name in ("dpr:learnport", "dpr:classriver", "dpr:talestream")
    )


def test_the_default_graph_counts_nothing_twice(store: ox.Store) -> None:
    assert select(store, "SELECT (COUNT(*) AS ?n) { ?s dpg:operates ?o }").rows == ((3,),)
    assert select(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s dpg:operates ?o } }").rows == ((10,),)


def test_what_is_seen_stands_in_named_graphs_too(store: ox.Store) -> None:
    named = "stated", "ontology", "evidence", "inferred", "analysis"
    inside = " UNION ".join(f"{{ GRAPH dpx:{name} {{ ?s ?p ?o }} }}" for name in named)
    assert run(store, f"ASK {{ {inside} MINUS {{ ?s ?p ?o }} }}") is False
    assert run(store, f"ASK {{ ?s ?p ?o MINUS {{ {inside} }} }}") is False


def test_subclasses_and_concepts_are_in_reach(store: ox.Store) -> None:
    assert run(store, "ASK { dpr:harbor-press a/rdfs:subClassOf dpg:Organization }") is True
    assert run(store, "ASK { dpr:digital-education skos:broader+ dpr:digital-publishing ; a dpg:Sector }") is True


def test_a_prefix_in_the_query_wins(store: ox.Store) -> None:
    assert select(store, "PREFIX dpg: <http://example.org/> SELECT (dpg:x AS ?x) {}").rows == (
        ("http://example.org/x",),
    )


def test_results_in_the_formats_of_the_w3c(store: ox.Store) -> None:
    query = "SELECT ?o { dpr:harbor-press dpg:operates ?o }"
    assert json.loads(serialize(store, query, "json"))["head"] == {"vars": ["o"]}
    assert serialize(store, query, "csv") == b"o\r\nhttps://w3id.org/dpgraph/resource/learnport\r\n"
    assert serialize(store, query, "tsv").startswith(b"?o\n")
    assert b"uri>https://w3id.org/dpgraph/resource/learnport</uri" in serialize(store, query, "xml")
    assert json.loads(serialize(store, "ASK {}", "json"))["boolean"] is True
    assert serialize(store, "ASK {}", "csv") == b"true"


def test_graphs_in_the_formats_of_the_w3c(store: ox.Store) -> None:
    query = "CONSTRUCT WHERE { ?s dpg:operates ?o }"
    assert b"dpr:harbor-press dpg:operates dpr:learnport" in serialize(store, query, "turtle")
    assert serialize(store, query, "ntriples").startswith(b"<https://")
    assert b"<rdf:RDF" in serialize(store, query, "xml")
    assert json.loads(serialize(store, query, "json"))


def test_a_format_that_holds_no_such_result(store: ox.Store) -> None:
    with pytest.raises(QueryError, match='A CONSTRUCT or DESCRIBE gives a graph, and "csv" holds none; Allowed: json'):
        serialize(store, "CONSTRUCT WHERE { ?s dpg:operates ?o }", "csv")
    with pytest.raises(QueryError, match='A SELECT or ASK gives rows or a truth value, and "turtle" holds none'):
        serialize(store, "ASK {}", "turtle")


def test_the_graphs_that_a_query_is_asked_of(store: ox.Store) -> None:
    everything, named = "SELECT (COUNT(*) AS ?n) { ?s dpg:operates ?o }", "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    stated, curated = iris.expand("dpx:stated"), iris.expand("dpx:curated")

    def ask(text: str, seen: Seen) -> list[str]:
        return evaluate(store, text, lambda result: [str(row[0]) for row in result], seen)

    assert ask(everything, Seen(default=(stated,)))[0].startswith('"3"')
    assert ask(everything, Seen(named=(curated,)))[0].startswith('"0"')
    assert sorted(ask(named, Seen(named=(curated, stated)))) == [f"<{curated}>", f"<{stated}>"]
    assert ask(named, Seen(default=(stated,))) == []


def test_a_query_names_its_graphs_itself(store: ox.Store) -> None:
    assert select(store, "SELECT (COUNT(*) AS ?n) FROM dpx:evidence { ?s dpg:operates ?o }").rows == ((0,),)
    assert select(store, 'SELECT (COUNT(*) AS ?n) { ?s dpg:operates ?o, ?from FILTER(STR(?o) != " FROM ") }').rows == (
        (3,),
    )


def test_an_unknown_format(store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r'no result format "cvs"; did you mean "csv"\? Allowed: csv, json, ntriples'):
        serialize(store, "ASK {}", "cvs")


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * {\n  ?s ?p }", "line 2, column 10, at its end"),
        ("SELECT * { ?s ?p ?o", "at its end"),
        ("SELECT * { ?s foo:bar ?o }", "a prefix is not declared.*dpg, dpm"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", "contains a variable that is unbound"),
        ("", "line 1, column 1: it does not begin with SELECT, ASK, CONSTRUCT, DESCRIBE"),
        ("# all\nPREFIX : <http://example.org/> SELEC * {}", "line 2, column 32: it does not begin with"),
        ("INSERT DATA { dpr:a dpg:b dpr:c }", "line 1, column 1: it does not begin with"),
        ("SELECT ?a ?a {}", "Duplicated variable name in SELECT"),
        ("SELECT (<http://example.org/f>(1) AS ?x) {}", "function <http://example.org/f> is not supported"),
    ],
)
def test_a_broken_query_is_one_line(store: ox.Store, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as error:
        run(store, query)
    assert "\n" not in str(error.value) and len(str(error.value)) < 250


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { service silent ?u { ?s ?p ?o } }",
        "PREFIX : <http://example.org/> SELECT * { SERVICE:foo { ?s ?p ?o } }",
        "SELECT * { ?s ?p 3SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p dpr:a\\' SERVICE <http://example.org/> { ?s ?p dpr:b\\' } }",
        'SELECT * { ?s ?p "\\"" SERVICE <http://example.org/> { ?s ?p "" } }',
        "SELECT * { ?s ?p '''a''b''' SERVICE <http://example.org/> { ?s ?p '' } }",
        "SELECT * { ?s ?p ?o # '\n SERVICE <http://example.org/> { ?s ?p '' } }",
    ],
)
def test_no_query_leaves_the_machine(store: ox.Store, query: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE \(line \d, column \d+\) is refused"):
        run(store, query)


@pytest.mark.parametrize(
    "query",
    [
        'ASK { ?service ?p "SERVICE" , \'SERVICE\' , """a "service" """ } # SERVICE',
        "ASK { dpr:knowledge-services ?p <http://example.org/SERVICE> }",
    ],
)
def test_the_word_alone_is_no_call(store: ox.Store, query: str) -> None:
    assert run(store, query) is False


def test_a_table_is_asked_for(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="not a SELECT"):
        select(store, "ASK {}")
