"""Inference: the same entailments as owlrl, never mixed with what is stated, true to every change, and explained."""

from __future__ import annotations

import random
from collections.abc import Iterable

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import Graph

from dpgraph import assets, iris
from dpgraph.errors import NotFound
from dpgraph.graph.explanation import explain
from dpgraph.graph.inference import SOURCES, Closure, inferred_quads
from dpgraph.graph.ontology import ontology_triples
from dpgraph.graph.rdf import EVIDENCE, INFERRED, ONTOLOGY, STATED
from dpgraph.graph.rules import Spo, compile_rules, spo

EX = "https://example.org/"
HEAD = f"@prefix : <{EX}> . @prefix owl: <{iris.PREFIXES['owl']}> . @prefix rdfs: <{iris.PREFIXES['rdfs']}> .\n"


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(EX + curie[1:] if curie.startswith(":") else iris.expand(curie))


def triples(turtle: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(HEAD + turtle, format=ox.RdfFormat.TURTLE)]


def inferred(turtle: str) -> set[tuple[str, ...]]:
    """What follows, in short names."""
    stated = triples(turtle)
    return {tuple(t[1:-1].removeprefix(EX) for t in s) for s in Closure(compile_rules(stated), stated).inferred()}


@pytest.mark.parametrize(
    ("turtle", "conclusion"),
    [
        (":Press rdfs:subClassOf :House . :a a :Press .", ("a", iris.expand("rdf:type"), "House")),
        (":p rdfs:subPropertyOf :q . :a :p :b .", ("a", "q", "b")),
        (":p owl:inverseOf :q . :a :p :b .", ("b", "q", "a")),
        (":p owl:inverseOf :q . :a :q :b .", ("b", "p", "a")),
        (":p a owl:SymmetricProperty . :a :p :b .", ("b", "p", "a")),
        (":p a owl:TransitiveProperty . :a :p :b . :b :p :c . :c :p :d .", ("a", "p", "d")),
        (":p owl:propertyChainAxiom ( :p :q ) . :a :p :b . :b :q :c . :c :q :d .", ("a", "p", "c")),
        (":p owl:propertyChainAxiom ( :q :r :s ) . :a :q :b . :b :r :c . :c :s :d .", ("a", "p", "d")),
    ],
)
def test_each_axiom_says_something(turtle: str, conclusion: tuple[str, ...]) -> None:
    assert conclusion in inferred(turtle)


@pytest.mark.parametrize(
    "turtle",
    [
        ":p rdfs:domain :C ; rdfs:range :D . :a :p :b .",
        ":C rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :D :E ) ] . :a a :C .",
        ':p owl:inverseOf :q . :a :p "nothing can be said of words" .',
        ":C rdfs:subClassOf :C . :a a :C .",
        f":C rdfs:subClassOf <{iris.GENID}x> . :a a :C .",
        ":p a owl:TransitiveProperty . :a :p :b . :c :p :d .",
    ],
)
def test_and_no_more(turtle: str) -> None:
    assert inferred(turtle) == set()


def test_a_circle_ends() -> None:
    assert inferred(":p a owl:TransitiveProperty . :a :p :b . :b :p :a .") == {("a", "p", "a"), ("b", "p", "b")}


# ---------------------------------------------------------------- compared with owlrl


def supported(stated: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The axioms that become rules, with the lists of chains, and nothing else of the ontology."""
    kept = {rule.axiom[:2] for rule in compile_rules(stated)}
    lists = {iris.expand("rdf:first"), iris.expand("rdf:rest")}
    return [t for t in stated if spo(t)[:2] in kept or t.predicate.value in lists]


def by_owlrl(stated: Iterable[ox.Triple], subjects: set[str]) -> set[Spo]:
    """What owlrl derives of these subjects, without what it says of everything (owl:Thing, owl:sameAs)."""
    graph = Graph().parse(data=ox.serialize(stated, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    before = set(graph)
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False).expand(graph)
    lines = [" ".join(term.n3() for term in triple) for triple in set(graph) - before if triple[0].n3() in subjects]
    derived = {spo(quad.triple) for line in lines for quad in ox.parse(f"{line} .", format=ox.RdfFormat.N_TRIPLES)}
    noise = {f"<{iris.expand(c)}>" for c in ("owl:Thing", "owl:sameAs", "rdfs:Resource")}
    return {t for t in derived if not noise & set(t)}


def test_the_tiny_ecosystem_entails_what_owlrl_says(quads: list[ox.Quad]) -> None:
    stated = [q.triple for q in quads if q.graph_name == STATED]
    axioms = supported(ontology_triples(assets.folder("ontology")))
    subjects = {
        end for t in map(spo, stated) for end in (t[0], t[2]) if end.startswith("<") and iris.ONTOLOGY not in end
    }
    ours = {t for t in Closure(compile_rules(axioms), [*axioms, *stated]).inferred() if t[0] in subjects}
    assert ours == by_owlrl([*axioms, *stated], subjects)
    assert len(ours) > 50


AXIOMS = (
    ":{a} rdfs:subPropertyOf :{b} .", ":{a} owl:inverseOf :{b} .", ":{a} a owl:SymmetricProperty .",
    ":{a} a owl:TransitiveProperty .", ":{a} owl:propertyChainAxiom ( :{b} :{c} ) .",
    ":{A} rdfs:subClassOf :{B} .",
)  # fmt: skip


def world(seed: int) -> str:
    """A small random ontology with random triples."""
    choose = random.Random(seed)
    names = lambda: {**{n: choose.choice("pqrs") for n in "abc"}, **{n: choose.choice("CDE") for n in "AB"}}  # noqa: E731
    axioms = [choose.choice(AXIOMS).format(**names()) for _ in range(choose.randint(2, 6))]
    data = [f":{choose.choice('uvwxyz')} :{choose.choice('pqrs')} :{choose.choice('uvwxyz')} ." for _ in range(9)]
    return "\n".join([*axioms, *data, ":u a :C . :v a :D ."])


@pytest.mark.parametrize("seed", range(12))
def test_random_worlds_entail_what_owlrl_says(seed: int) -> None:
    stated = triples(world(seed))
    subjects = {f"<{EX}{letter}>" for letter in "uvwxyz"}
    ours = {t for t in Closure(compile_rules(stated), stated).inferred() if t[0] in subjects}
    assert ours == by_owlrl(stated, subjects)


# ---------------------------------------------------------------- coming and going


@pytest.mark.parametrize("seed", range(12, 24))
def test_a_change_leaves_the_same_as_starting_anew(seed: int) -> None:
    stated = triples(world(seed))
    rules, data = compile_rules(stated), sorted(map(spo, stated))
    gone = set(random.Random(seed).sample(data, 4))
    closure = Closure(rules)
    closure.state(data)
    before = closure.inferred()
    closure.withdraw(gone)
    anew = Closure(rules)
    anew.state(set(data) - gone)
    assert closure.inferred() == anew.inferred()
    closure.state(gone)
    assert closure.inferred() == before


def test_what_is_stated_is_no_longer_inferred() -> None:
    stated = triples(":p a owl:SymmetricProperty . :a :p :b .")
    closure = Closure(compile_rules(stated), stated)
    (back,) = closure.inferred()
    closure.state([back])
    assert closure.inferred() == set()
    closure.withdraw([back])
    assert closure.inferred() == {back}


def test_taking_back_what_was_never_stated_changes_nothing() -> None:
    stated = triples(":p a owl:SymmetricProperty . :a :p :b .")
    closure = Closure(compile_rules(stated), stated)
    before = closure.inferred()
    closure.withdraw(before)
    assert closure.inferred() == before


# ---------------------------------------------------------------- in the graph


def test_inferred_and_stated_never_mix(quads: list[ox.Quad]) -> None:
    graphs = {graph: {q.triple for q in quads if q.graph_name == graph} for graph in (*SOURCES, INFERRED)}
    assert len(graphs[INFERRED]) > 500
    assert not graphs[INFERRED] & (graphs[STATED] | graphs[ONTOLOGY] | graphs[EVIDENCE])


def test_the_same_graph_entails_the_same_in_the_same_order(quads: list[ox.Quad]) -> None:
    stated = [q for q in quads if q.graph_name != INFERRED]
    turned = random.Random(7).sample(stated, len(stated))
    assert inferred_quads(stated) == inferred_quads(turned) == [q for q in quads if q.graph_name == INFERRED]


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        ("dpr:learnport", "dpg:operatedBy", "dpr:harbor-press"),
        ("dpr:rivertown-university", "dpg:collaboratesWith", "dpr:harbor-press"),
        ("dpr:ferry-books", "dpg:partOf", "dpr:lantern-media-group"),
        ("dpr:ferry-books", "dpg:locatedIn", "dpr:green-delta"),
        ("dpr:ferry-books", "rdf:type", "schema:Organization"),
        ("dpr:digital-education", "skos:broaderTransitive", "dpr:publishing"),
    ],
)
def test_what_the_tiny_ecosystem_entails(quads: list[ox.Quad], subject: str, predicate: str, object_: str) -> None:
    assert ox.Quad(node(subject), node(predicate), node(object_), INFERRED) in quads


def test_being_active_is_not_passed_on_to_broader_sectors(quads: list[ox.Quad]) -> None:
    assert not [q for q in quads if q.graph_name == INFERRED and q.predicate == node("dpg:activeIn")]


# ---------------------------------------------------------------- explained


def test_an_inferred_triple_is_explained(store: ox.Store) -> None:
    found = explain(store, ox.Triple(node("dpr:ferry-books"), node("dpg:locatedIn"), node("dpr:green-delta")))
    assert str(found) == (
        "dpr:ferry-books dpg:locatedIn dpr:riverside: stated\n"
        "dpr:riverside dpg:partOf dpr:rivertown: stated\n"
        "dpr:rivertown dpg:partOf dpr:green-delta: stated\n"
    ) + "\n".join(map(str, found.steps))
    assert [step.kind for step in found.steps] in (["chain", "chain"], ["transitive", "chain"])
    assert len(found.statements) == 3 and all(s.startswith(iris.PREFIXES["dps"]) for s in found.statements)


def test_the_shortest_way_is_taken(store: ox.Store) -> None:
    found = explain(store, ox.Triple(node("dpr:learnport"), node("rdf:type"), node("dpg:Platform")))
    assert str(found).splitlines() == [
        "dpr:learnport rdf:type dpg:LearningPlatform: stated",
        "dpr:learnport rdf:type dpg:Platform: since dpr:learnport rdf:type dpg:LearningPlatform, "
        "and every dpg:LearningPlatform is a dpg:Platform",
    ]
    assert found.statements == ()
    assert [axiom[0] for axiom in found.axioms] == [f"<{iris.expand('dpg:LearningPlatform')}>"]


def test_a_stated_triple_rests_on_its_statement(store: ox.Store) -> None:
    found = explain(store, ox.Triple(node("dpr:harbor-press"), node("dpg:operates"), node("dpr:learnport")))
    assert (found.steps, len(found.stated), len(found.statements)) == ((), 1, 1)


def test_everything_inferred_can_be_explained(store: ox.Store, quads: list[ox.Quad]) -> None:
    for quad in [q for q in quads if q.graph_name == INFERRED][::25]:
        found = explain(store, quad.triple)
        assert found.steps[-1].conclusion == found.triple
        assert found.stated


def test_what_is_not_there_is_not_explained(store: ox.Store) -> None:
    with pytest.raises(NotFound, match="The graph does not say dpr:mill-house dpg:operates dpr:learnport"):
        explain(store, ox.Triple(node("dpr:mill-house"), node("dpg:operates"), node("dpr:learnport")))
