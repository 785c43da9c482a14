"""The clients that people use, unchanged."""

import shutil
import subprocess

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from tests.server.conftest import Served

from dpgraph import iris

SELECT = f"PREFIX dpg: <{iris.PREFIXES['dpg']}> SELECT ?s ?o WHERE {{ ?s dpg:operates ?o }} ORDER BY ?s ?o"
CONSTRUCT = SELECT.partition("SELECT")[0] + "CONSTRUCT WHERE { ?s dpg:operates ?o }"


@pytest.mark.parametrize("method", [GET, POST])
@pytest.mark.parametrize("way", [URLENCODED, POSTDIRECTLY])
@pytest.mark.parametrize("form", [JSON, XML, CSV])
def test_sparqlwrapper(served: Served, method: str, way: str, form: str) -> None:
    client = SPARQLWrapper(served.sparql, returnFormat=form)
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setQuery(SELECT)
    found = client.queryAndConvert()
    said = found.toxml() if form == XML else found.decode() if form == CSV else str(found)
    assert iris.expand("dpr:learnport") in said


def test_sparqlwrapper_graphs_and_errors(served: Served) -> None:
    client = SPARQLWrapper(served.sparql)
    client.setQuery(CONSTRUCT)
    client.setReturnFormat(TURTLE)
    assert (rdflib.URIRef(iris.expand("dpr:harbor-press")), None, None) in rdflib.Graph().parse(
        client.queryAndConvert()
    )
    client = SPARQLWrapper(served.sparql, returnFormat=JSON)
    client.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed, match="The query is broken"):
        client.query()


def test_rdflib_store(served: Served) -> None:
    graph = rdflib.Graph(SPARQLStore(served.sparql))
    press, operates = rdflib.URIRef(iris.expand("dpr:harbor-press")), rdflib.URIRef(iris.expand("dpg:operates"))
    assert list(graph.objects(press, operates)) == [rdflib.URIRef(iris.expand("dpr:learnport"))]
    assert (press, operates, None) in graph
    assert len(list(graph.query(SELECT))) == len(list(graph.triples((None, operates, None)))) > 1


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl(served: Served) -> None:
    def curl(*options: str) -> str:
        return subprocess.run(
            ["curl", "-sf", *options, served.sparql], capture_output=True, text=True, check=True
        ).stdout

    query = f"query={SELECT}"
    assert curl("--data-urlencode", query, "-H", "Accept: text/csv").startswith("s,o")
    assert curl("-G", "--data-urlencode", query, "-H", "Accept: text/csv").startswith("s,o")
    assert curl("-H", "Content-Type: application/sparql-query", "--data-binary", SELECT).startswith('{"head"')
