"""A triple is named as people name things."""

from functools import partial

import pyoxigraph as ox
import pytest

from dpgraph import iris
from dpgraph.errors import InputError, NotFound
from dpgraph.graph.explanation import explain_named
from dpgraph.graph.meaning import meant
from dpgraph.graph.sparql import select


@pytest.mark.parametrize(
    ("words", "says", "inferred"),
    [
        (("Ferry Books", "located in", "Green Delta"), "dpr:ferry-books dpg:locatedIn dpr:green-delta", True),
        (("港口出版社", "operates", "learnport"), "dpr:harbor-press dpg:operates dpr:learnport", False),
        (("dpr:learnport", "operatedBy", "Harbor Press"), "dpr:learnport dpg:operatedBy dpr:harbor-press", True),
        (("LearnPort", "a", "Platform"), "dpr:learnport rdf:type dpg:Platform", True),
        (("LearnPort", "a", "learning platform"), "dpr:learnport rdf:type dpg:LearningPlatform", False),
        (("LearnPort", "skos:prefLabel", '"LearnPort"@en'), 'dpr:learnport skos:prefLabel "LearnPort"@en', False),
    ],
)  # fmt: skip
def test_words_become_a_triple(store: ox.Store, words: tuple[str, str, str], says: str, inferred: bool) -> None:
    found = explain_named(store, *words)
    assert (found.says, bool(found.steps)) == (says, inferred)


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (("LearnPort", "operated", "Harbor Press"), NotFound, 'no property "operated"; did you mean "operatedBy"'),
        (("LearnPort", "operates", "Harbor Press"), NotFound, "The graph does not say LearnPort operates Harbor Press"),
        (("LearnPort", "", "Harbor Press"), NotFound, 'no property ""'),
        (("LearnPort", "rdfs:label", '"a'), InputError, "is no literal. Allowed: "),
        (("http://a b", "operates", "LearnPort"), InputError, "is not an IRI"),
    ],
)
def test_what_is_meant_by_nothing(
    store: ox.Store, words: tuple[str, str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        explain_named(store, *words)


def test_a_literal_with_a_datatype(store: ox.Store) -> None:
    (triple,) = meant(partial(select, store), "dpr:learnport", "dpg:year", '"2017"^^xsd:gYear')
    assert triple.object == ox.Literal("2017", datatype=ox.NamedNode(iris.expand("xsd:gYear")))
