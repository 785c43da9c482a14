import pyoxigraph as ox
import pytest

from dpgraph import iris
from dpgraph.errors import QueryError
from dpgraph.graph.inference import SOURCES, inferred_quads
from dpgraph.graph.rdf import DATASET, INFERRED, STATED
from dpgraph.graph.sparql import run
from dpgraph.graph.store import laid_out, stored_quads
from dpgraph.graph.updating import Updating, update

PRESS, OPERATES = (ox.NamedNode(iris.expand(c)) for c in ("dpr:harbor-press", "dpg:operates"))


@pytest.fixture
def changing(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(laid_out(quads))
    return store


def in_line(store: ox.Store) -> bool:
    """Whether the default graph is what its named graphs say."""
    seen = {quad.triple for quad in stored_quads(store, *DATASET)}
    plain = {quad.triple for quad in stored_quads(store) if quad.graph_name in DATASET}
    default = {q.triple for q in map(_counted, store.quads_for_pattern(None, None, None, ox.DefaultGraph()))}
    return {_counted(ox.Quad(*t)).triple for t in map(tuple, seen)} == default and seen == plain


def _counted(quad: ox.Quad) -> ox.Quad:
    return (
        ox.Quad(quad.subject, quad.predicate, ox.Literal(quad.object.value))
        if isinstance(quad.object, ox.Literal)
        else ox.Quad(quad.subject, quad.predicate, quad.object)
    )


@pytest.mark.parametrize(
    ("text", "there", "gone"),
    [
        ("INSERT DATA { dpr:a dpg:operates dpr:b }", "dpr:a dpg:operates dpr:b", ""),
        ("INSERT DATA { GRAPH dpx:stated { dpr:a dpg:operates dpr:b } } ;", "dpr:a dpg:operates dpr:b", ""),
        ("INSERT DATA { dpr:a dpg:b dpr:c . GRAPH dpx:curated { dpr:a dpg:b dpr:d } } # done", "dpr:a dpg:b dpr:c", ""),
        ("DELETE DATA { dpr:harbor-press dpg:operates dpr:learnport }", "", "dpr:harbor-press dpg:operates ?o"),
        ("DELETE WHERE { GRAPH dpx:stated { ?s dpg:operates ?o } }", "", "?s dpg:operates ?o"),
        ("DELETE { ?s dpg:operates ?o } INSERT { ?o dpg:operates ?s } WHERE { ?s dpg:operates ?o } ; ", "dpr:learnport dpg:operates dpr:harbor-press", "dpr:harbor-press dpg:operates ?o"),
        ("DROP GRAPH dpx:evidence", "", "?s a dpg:Statement"),
        ("CLEAR ALL", "", "?s ?p ?o"),
    ],
)  # fmt: skip
def test_what_a_query_sees_follows_the_update(changing: ox.Store, text: str, there: str, gone: str) -> None:
    update(changing, text)
    if there:
        assert run(changing, f"ASK {{ {there} . GRAPH dpx:stated {{ {there} }} }}") is True
    if gone:
        assert run(changing, f"ASK {{ {gone} }}") is False
    assert in_line(changing)


def test_what_is_added_is_exported(changing: ox.Store) -> None:
    update(changing, "INSERT DATA { dpr:harbor-press dpg:operates dpr:b }")
    assert ox.Quad(PRESS, OPERATES, ox.NamedNode(iris.expand("dpr:b")), STATED) in set(stored_quads(changing))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("INSERT DATA { dpr:a dpg:b }", "The update is broken"),
        ("SELECT * {}", "The update is broken"),
        ("LOAD <http://127.0.0.1:1/x>", r"LOAD \(line 1, column 1\) is refused"),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE .* is refused"),
    ],
)
def test_a_broken_update_changes_nothing(changing: ox.Store, text: str, message: str) -> None:
    before = len(changing)
    with pytest.raises(QueryError, match=message):
        update(changing, text)
    assert len(changing) == before


# ---------------------------------------------------------------- what follows

UPDATES = {
    "one": "INSERT DATA { dpr:pier-press a dpg:Publisher ; dpg:operates dpr:pier-app ; dpg:locatedIn dpr:riverside }",
    "stating what followed": "INSERT DATA { dpr:learnport dpg:operatedBy dpr:harbor-press }",
    "taking it back": "DELETE DATA { dpr:learnport dpg:operatedBy dpr:harbor-press } ;",
    "a link": "DELETE DATA { dpr:riverside dpg:partOf dpr:rivertown }",
    "what only follows": "DELETE DATA { dpr:ferry-books dpg:locatedIn dpr:green-delta }",
    "into the inferred": "INSERT DATA { GRAPH dpx:inferred { dpr:a dpg:operates dpr:b } }",
    "from the inferred": "DELETE WHERE { GRAPH dpx:inferred { ?s dpg:operatedBy ?o } }",
    "a named one": "DELETE DATA { GRAPH dpx:stated { dpr:riverside dpg:partOf dpr:rivertown } }",
    "an axiom": "INSERT DATA { GRAPH dpx:ontology { dpg:publishes rdfs:subPropertyOf dpg:operates } }",
    "a pattern": "DELETE { ?s dpg:collaboratesWith ?o } INSERT { ?s dpg:partOf ?o } WHERE { ?s dpg:collaboratesWith ?o }",
    "both": "PREFIX : <https://w3id.org/dpgraph/resource/> DELETE DATA { :rivertown dpg:partOf :green-delta } ; "
    "INSERT DATA { :rivertown dpg:partOf :other . GRAPH dpx:curated { :a dpg:partOf :b } GRAPH dpx:evidence { :a dpg:partOf :c } }",
    "elsewhere": "CLEAR SILENT GRAPH <https://w3id.org/dpgraph/graph/document/riverside>",
    "a blank node": "INSERT DATA { _:x a dpg:Publisher ; dpg:partOf dpr:rivertown }",
}  # fmt: skip


def inferred(store: ox.Store) -> set[ox.Triple]:
    return {quad.triple for quad in stored_quads(store, INFERRED)}


def following(store: ox.Store) -> set[ox.Triple]:
    """What follows from what the store states, derived from nothing."""
    return {quad.triple for quad in inferred_quads(stored_quads(store, *SOURCES))}


@pytest.mark.parametrize("names", [list(UPDATES), [*reversed(UPDATES), "a pattern", "one"]], ids=["forth", "back"])
def test_the_inferred_graph_holds_what_follows(changing: ox.Store, names: list[str]) -> None:
    updating = Updating(changing)
    for name in names:
        updating.update(UPDATES[name])
        assert inferred(changing) == following(changing), name
    assert in_line(changing)


def test_what_was_inferred_can_be_stated(changing: ox.Store) -> None:
    back = ox.Triple(ox.NamedNode(iris.expand("dpr:learnport")), ox.NamedNode(iris.expand("dpg:operatedBy")), PRESS)
    updating = Updating(changing)
    updating.update(UPDATES["one"])
    assert back in inferred(changing)
    updating.update(UPDATES["stating what followed"])
    assert back not in inferred(changing) and run(changing, "ASK { dpr:learnport dpg:operatedBy dpr:harbor-press }")
    updating.update(UPDATES["taking it back"])
    assert back in inferred(changing)


def test_an_error_leaves_the_rest_in_order(changing: ox.Store) -> None:
    updating = Updating(changing)
    updating.update(UPDATES["one"])
    with pytest.raises(QueryError):
        updating.update("INSERT DATA { dpr:a dpg:partOf dpr:b } ; INSERT DATA { dpr:a dpg:partOf }")
    updating.update("INSERT DATA { dpr:b dpg:partOf dpr:rivertown }")
    assert inferred(changing) == following(changing) and in_line(changing)
