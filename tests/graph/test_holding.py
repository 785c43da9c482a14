from functools import partial

import pyoxigraph as ox

from dpgraph.graph.ecosystem import read_ecosystem
from dpgraph.graph.holding import SAID, held, hold
from dpgraph.graph.rdf import INFERRED
from dpgraph.graph.sparql import select

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def test_what_is_held_answers_as_the_store_on_disk(quads: list[ox.Quad], store: ox.Store) -> None:
    graph = hold(quads)
    assert read_ecosystem(graph.select) == read_ecosystem(partial(select, store))
    assert graph.select(COUNT) == select(store, COUNT)


def test_what_was_inferred_stays_outside_for_the_checks(quads: list[ox.Quad]) -> None:
    said = sum(q.graph_name in SAID for q in quads)
    assert select(hold(quads).store, COUNT).rows == ((said,),)


def test_a_store_is_read_into_memory(quads: list[ox.Quad], store: ox.Store) -> None:
    found = held(store)
    assert set(found.quads) == {q for q in quads if q.graph_name in (*SAID, INFERRED)}
    assert held(found) is found
