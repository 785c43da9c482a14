import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import pytest

from dpgraph import assets, iris
from dpgraph.errors import InputError, QueryError
from dpgraph.graph.check import check_graph, check_queries, check_quotes, check_shapes
from dpgraph.graph.rdf import EVIDENCE, INFERRED, STATED
from dpgraph.graph.store import FLOOR, open_store, stored_quads, write_graph
from dpgraph.records import Knowledge, Violation

Change: TypeAlias = Callable[[list[ox.Quad]], list[ox.Quad]]


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(iris.expand(curie))


def changed(quads: list[ox.Quad], change: Change, folder: Path) -> ox.Store:
    write_graph(folder / FLOOR, change(quads))
    return open_store(folder)


def without(curie: str) -> Change:
    return lambda quads: [q for q in quads if q.predicate != node(curie) or q.graph_name == node("dpx:ontology")]


def test_the_tiny_ecosystem_is_good(store: ox.Store, knowledge: Knowledge) -> None:
    texts = {d.id: d.text for d in knowledge.documents}
    assert check_graph(store, assets.folder("ontology"), assets.folder("queries"), texts) == ()


def test_a_plain_triple_without_a_statement(quads: list[ox.Quad], tmp_path: Path) -> None:
    made_up = ox.Quad(node("dpr:mill-house"), node("dpg:operates"), node("dpr:learnport"), STATED)
    found = check_queries(changed(quads, lambda q: [*q, made_up], tmp_path), assets.folder("queries"))
    message = (
        "A plain triple stands in the graph, but no asserted statement says so: "
        "dpr:mill-house, dpg:operates, dpr:learnport"
    )
    assert found == (Violation("triple-without-statement", message, "dpr:mill-house"),)


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("statement-without-triple", without("dpg:operates")),
        ("statement-without-evidence", without("dpg:hasEvidence")),
        ("entity-without-label", without("skos:prefLabel")),
    ],
)
def test_what_is_missing_is_found(quads: list[ox.Quad], tmp_path: Path, check: str, change: Change) -> None:
    found = check_queries(changed(quads, change, tmp_path), assets.folder("queries"))
    assert {v.check for v in found} == {check}


def twin(quads: list[ox.Quad]) -> list[ox.Quad]:
    """The same quads, with a second node for one statement."""
    first = next(q.subject for q in quads if q.predicate == node("dpg:status"))
    again = [q for q in quads if q.subject == first]
    return [*quads, *(ox.Quad(node("dps:twin"), q.predicate, q.object, q.graph_name) for q in again)]


def displaced(quads: list[ox.Quad]) -> list[ox.Quad]:
    """The same quads, with a statement derived from a section that does not hold its evidence."""
    first = next(q.subject for q in quads if q.predicate == node("dpg:status"))
    held = {q.object for q in quads if q.subject == first}
    section = next(q.subject for q in quads if q.object == node("dpg:Section") and q.subject not in held)
    return [*quads, ox.Quad(first, node("prov:wasDerivedFrom"), section, EVIDENCE)]


def same_order(quads: list[ox.Quad]) -> list[ox.Quad]:
    """The same quads, with every section in the first place."""
    one = ox.Literal("1", datatype=node("xsd:nonNegativeInteger"))
    return [
        ox.Quad(q.subject, q.predicate, one, q.graph_name) if q.predicate == node("dpg:order") else q for q in quads
    ]


def restated(quads: list[ox.Quad]) -> list[ox.Quad]:
    """The same quads, with a stated triple among the inferred ones."""
    return [*quads, ox.Quad(node("dpr:harbor-press"), node("dpg:operates"), node("dpr:learnport"), INFERRED)]


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("same-statement-twice", twin),
        ("derived-from-elsewhere", displaced),
        ("sections-in-one-place", same_order),
        ("stated-and-inferred", restated),
    ],
)
def test_what_is_too_much_is_found(quads: list[ox.Quad], tmp_path: Path, check: str, change: Change) -> None:
    found = check_queries(changed(quads, change, tmp_path), assets.folder("queries"))
    assert {v.check for v in found} == {check}


def test_inferred_triples_break_nothing(store: ox.Store) -> None:
    assert next(stored_quads(store, INFERRED), None) is not None
    assert check_queries(store, assets.folder("queries")) == ()


def test_a_shape_is_broken_in_a_plain_sentence_with_its_place(quads: list[ox.Quad], tmp_path: Path) -> None:
    def doubt(quads: list[ox.Quad]) -> list[ox.Quad]:
        evidence = next(q for q in quads if q.predicate == node("oa:exact") and "LearnPort platform" in str(q.object))
        half = ox.Literal("7", datatype=node("xsd:decimal"))
        return [
            ox.Quad(q.subject, q.predicate, half, q.graph_name)
            if (q.subject, q.predicate) == (evidence.subject, node("dpg:confidence"))
            else q
            for q in quads
        ]

    found = check_shapes(changed(quads, doubt, tmp_path), assets.folder("ontology"))
    assert [v.place for v in found] and {v.place.partition(",")[0] for v in found} == {"rivertown"}
    assert found[0].message.startswith("Exactly one confidence is needed, an xsd:decimal from 0 to 1: dpe:")


def test_an_object_of_the_wrong_class(quads: list[ox.Quad], knowledge: Knowledge, tmp_path: Path) -> None:
    def moved(quads: list[ox.Quad]) -> list[ox.Quad]:
        return [
            ox.Quad(q.subject, q.predicate, node("dpg:City"), q.graph_name)
            if (q.subject, q.predicate) == (node("dpr:learnport"), node("rdf:type"))
            else q
            for q in quads
        ]

    found = check_shapes(changed(quads, moved, tmp_path), assets.folder("ontology"))
    places = {v.message: v.place for v in found}
    text = next(d.text for d in knowledge.documents if d.id == "rivertown")
    start = text.index("Harbor Press operates the LearnPort platform")
    assert places["The object of dpg:operates must be a platform: dpr:learnport"] == (
        f"rivertown, characters {start} to {start + 44}"
    )


def test_a_quote_that_does_not_stand_there(store: ox.Store, knowledge: Knowledge) -> None:
    texts = {d.id: d.text for d in knowledge.documents}
    start = texts["rivertown"].index("Mill House abandoned")
    texts["rivertown"] = texts["rivertown"].replace("Mill House abandoned", "Mill Hause abandoned")
    found = check_quotes(store, texts)
    assert [v.message for v in found] == [
        "The quote does not stand there: Mill House abandoned its PaperTrail app in 2020"
    ]
    assert found[0].place == f"rivertown, characters {start} to {start + 47}"


def test_a_text_that_is_missing(store: ox.Store) -> None:
    found = check_quotes(store, {})
    assert found and {v.message.partition(":")[0] for v in found} == {
        "The text of the document is missing, so the quote cannot be checked"
    }


def test_the_order_is_fixed(quads: list[ox.Quad], tmp_path: Path) -> None:
    store = changed(
        quads, lambda q: [x for x in q if x.graph_name != EVIDENCE or x.predicate != node("oa:end")], tmp_path
    )
    folders = assets.folder("ontology"), assets.folder("queries")
    found = check_graph(store, *folders)
    assert found and found == check_graph(store, *folders)
    assert list(found) == sorted(found, key=lambda v: (v.check, v.place, v.message))


def test_shapes_that_cannot_be_read(store: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"shapes/data\.ttl: the shapes cannot be read"):
        check_shapes(store, tmp_path)


def test_a_broken_violation_query(store: ox.Store, tmp_path: Path) -> None:
    shutil.copytree(assets.folder("queries") / "violations", tmp_path / "violations")
    (tmp_path / "violations" / "own.rq").write_text("SELECT ?x { ?x", encoding="utf-8")
    with pytest.raises(QueryError, match="own: The query is broken at line 1"):
        check_queries(store, tmp_path)
