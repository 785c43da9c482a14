from functools import partial

import pyoxigraph as ox
import pytest

from dpgraph import iris
from dpgraph.errors import NotFound, QueryError
from dpgraph.graph.endpoint import Endpoint
from dpgraph.graph.entity import Known, get_known
from dpgraph.graph.source import Stored
from dpgraph.graph.sparql import select
from dpgraph.graph.views import constructed, dataset


@pytest.fixture(scope="module")
def press(store: ox.Store) -> Known:
    return get_known(partial(select, store), "Harbor Press")


def test_everything_with_its_words(press: Known) -> None:
    assert (press.name, press.iri) == ("Harbor Press", iris.expand("dpr:harbor-press"))
    assert "Publisher" in press.classes and ("港口出版社", "zh") in press.names
    operates = next(s for s in press.statements if (s.relation, s.object) == ("operates", "LearnPort"))
    assert (operates.status, operates.subject, operates.confidence) == ("asserted", "Harbor Press", 1)
    quote = operates.evidence[0]
    assert quote.text == "Harbor Press operates the LearnPort platform"
    assert (quote.section, quote.end - quote.start, quote.method) == (
        "Who runs what",
        len(quote.text),
        "curated by editors",
    )
    assert all(s.evidence for s in press.statements)


@pytest.mark.parametrize(
    "name", ["harbor press", "港口出版社", "dpr:harbor-press", "https://w3id.org/dpgraph/resource/harbor-press"]
)
def test_any_of_its_names(store: ox.Store, press: Known, name: str) -> None:
    assert get_known(partial(select, store), name) == press


def test_a_concept_with_its_notes(store: ox.Store) -> None:
    sector = get_known(partial(select, store), "digital education")
    assert "Sector" in sector.classes and sector.notes and sector.statements


def test_a_figure(store: ox.Store) -> None:
    known = [get_known(partial(select, store), name) for name in ("LearnPort", "TaleStream")]
    figures = [figure for one in known for figure in one.figures]
    assert figures and all(f.unit and f.evidence for f in figures)


def test_nobody_of_that_name(store: ox.Store) -> None:
    with pytest.raises(NotFound, match='Nothing in the graph is called "Nobody"'):
        get_known(partial(select, store), "Nobody")


def test_told_and_shown(press: Known) -> None:
    assert str(press).startswith("Harbor Press (") and "Harbor Press operates LearnPort (asserted)" in str(press)
    page = press._repr_html_()
    assert page.startswith("<h3>Harbor Press</h3>") and "<li>" in page
    nasty = Known("urn:x", "<script>", ("a<b",), (("<i>", "en"),), ("&",), (), (), (), ())
    assert "<script>" not in nasty._repr_html_() and "&lt;i&gt;" in nasty._repr_html_()


def test_as_rdflib_sees_it(store: ox.Store) -> None:
    import rdflib

    source = Stored("tiny", store)
    operates = rdflib.URIRef(iris.expand("dpg:operates"))
    graph = constructed(source, "CONSTRUCT WHERE { ?s dpg:operates ?o }")
    assert isinstance(graph, rdflib.Graph) and "dpr:harbor-press dpg:operates dpr:learnport" in graph.serialize()
    whole = dataset(source)
    assert set(whole.subject_objects(operates)) == set(graph.subject_objects(operates))
    assert rdflib.URIRef(iris.expand("dpx:evidence")) in {g.identifier for g in whole.graphs()}
    assert len(list(whole.query("SELECT ?s { ?s dpg:operates ?o }"))) == len(graph)
    with pytest.raises(RuntimeError):
        whole.add((operates, operates, operates))
    with pytest.raises(QueryError, match="holds none"):
        constructed(source, "SELECT * { ?s ?p ?o }")
    with pytest.raises(QueryError, match="is an endpoint"):
        dataset(Endpoint("http://127.0.0.1:1/"))
