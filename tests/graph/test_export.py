import json

import pyoxigraph as ox
import pytest

from dpgraph.errors import InputError
from dpgraph.graph.export import FORMATS, export
from dpgraph.graph.rdf import DATASET

READ = {"jsonld": ox.RdfFormat.JSON_LD, "nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}


@pytest.mark.parametrize("form", sorted(READ))
def test_nothing_is_lost(store: ox.Store, quads: list[ox.Quad], form: str) -> None:
    assert set(ox.parse(export(store, form), format=READ[form])) == set(quads)


def test_turtle_holds_what_a_query_sees(store: ox.Store, quads: list[ox.Quad]) -> None:
    triples = {q.triple for q in ox.parse(export(store, "turtle"), format=ox.RdfFormat.TURTLE)}
    assert triples == {q.triple for q in quads if q.graph_name in DATASET}


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_graph_gives_the_same_bytes(store: ox.Store, form: str) -> None:
    assert export(store, form) == export(store, form)


def test_turtle_and_trig_are_readable(store: ox.Store) -> None:
    text = export(store, "trig").decode()
    assert "\ndpr:harbor-press a dpg:Publisher ;\n" in text
    assert "dpg:operates dpr:learnport" in text
    assert "\ndpx:evidence {" in text


def test_jsonld_has_short_names(store: ox.Store) -> None:
    document = json.loads(export(store, "jsonld"))
    press = next(n for n in document["@graph"] if n["@id"] == "dpr:harbor-press")
    assert press["@type"] == "dpg:Publisher"
    assert press["dpg:operates"] == {"@id": "dpr:learnport"}
    assert {"@language": "zh", "@value": "港口出版社"} in press["skos:prefLabel"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_other_readers_agree(store: ox.Store, quads: list[ox.Quad]) -> None:
    import rdflib

    dataset = rdflib.Dataset()
    dataset.parse(data=export(store, "jsonld"), format="json-ld")
    assert sum(1 for _ in dataset.quads()) == len(quads)


def test_an_unknown_format(store: ox.Store) -> None:
    with pytest.raises(InputError, match=r'no export format "ttl".*Allowed: jsonld, nquads, trig, turtle'):
        export(store, "ttl")
