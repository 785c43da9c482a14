"""The shapes evaluated here, and pyshacl as the judge of them."""

from __future__ import annotations

import random
import re
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest

from dpgraph import assets, iris
from dpgraph.graph import check
from dpgraph.graph.rdf import EVIDENCE, ONTOLOGY, STATED
from dpgraph.graph.shapes import Breach, UnknownShape, breaches, compile_shapes, extended
from dpgraph.graph.store import laid_out
from dpgraph.graph.triples import Triples

FOLDER = assets.folder("ontology")
SHAPES = check._shapes(FOLDER / check.SHAPES)
BAD = sorted(FOLDER.glob("examples/bad-*.ttl"))


def turtle(*files: Path) -> list[ox.Triple]:
    return [q.triple for f in files for q in ox.parse(path=f, format=ox.RdfFormat.TURTLE)]


CORE = [*turtle(FOLDER / "dpg.ttl"), *turtle(FOLDER / "findings.ttl")]
GOOD = turtle(FOLDER / "examples" / "good.ttl")


def both(data: list[ox.Triple]) -> tuple[set[tuple[str | None, str, str, str]], set[tuple[str | None, str, str, str]]]:
    """What is found here, and what pyshacl finds, in the same triples."""
    store = ox.Store()
    store.extend(laid_out(ox.Quad(t.subject, t.predicate, t.object, STATED) for t in data))
    here = breaches(compile_shapes(SHAPES), Triples(data), partial(check._solutions, store))
    return {plain(b) for b in here}, {plain(b) for b in check._by_pyshacl(SHAPES, data)}


def plain(breach: Breach) -> tuple[str | None, str, str, str]:
    """A breach with all that is filled in; blank nodes have other names in every library."""
    focus = breach.focus if ":" in breach.focus else "blank"
    value = focus if breach.value == breach.focus else str(breach.value)
    return breach.shape, focus, value, breach.message.replace("{$this}", focus).replace("{?value}", value)


def test_a_good_graph_breaks_nothing() -> None:
    assert both([*CORE, *GOOD]) == (set(), set())


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_a_bad_example_is_judged_alike(path: Path) -> None:
    here, there = both([*CORE, *GOOD, *turtle(path)])
    assert here == there
    announced = re.search(r"this breaks data:(\w+) once", path.read_text(encoding="utf-8"))
    assert announced and [str(shape).rpartition("#")[2] for shape, *_ in here] == [announced[1]]


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_graph_is_judged_alike(seed: int, quads: list[ox.Quad]) -> None:
    """Triples of the tiny ecosystem left out, doubled with the object of another, or of another datatype."""
    chance = random.Random(seed)
    data = list(check._data(quads))
    axioms = {q.triple for q in quads if q.graph_name == ONTOLOGY}
    kept = [t for t in data if t in axioms or chance.random() > 0.02]
    offsets = {ox.NamedNode(iris.expand(curie)) for curie in ("oa:start", "oa:end")}  # pyshacl cannot count with words
    stated = [t for t in kept if t not in axioms and t.predicate not in offsets]
    for _ in range(25):
        one, other = chance.sample(stated, 2)
        kept.append(ox.Triple(one.subject, one.predicate, other.object))
    for wrong in ("x", "-3", "2021-13", "1.5", ""):
        datatype = ox.NamedNode(
            iris.expand(f"xsd:{chance.choice(['decimal', 'nonNegativeInteger', 'gYear', 'string'])}")
        )
        one = chance.choice(stated)
        kept.append(ox.Triple(one.subject, one.predicate, ox.Literal(wrong, datatype=datatype)))
    here, there = both(kept)
    assert here
    assert here == there


def test_a_part_of_shacl_that_is_not_known_is_said() -> None:
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> . <a:s> sh:targetClass <a:c> ; sh:closed true ."
    with pytest.raises(UnknownShape, match="closed"):
        compile_shapes(q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE))


def test_without_an_extension_the_shapes_are_as_they_were(quads: list[ox.Quad]) -> None:
    assert tuple(extended(SHAPES, check._data(quads))) == SHAPES


def test_evidence_and_statements_are_what_is_checked(quads: list[ox.Quad]) -> None:
    data = set(check._data(quads))
    assert {q.triple for q in quads if q.graph_name in (STATED, EVIDENCE)} <= data
