"""How long inference takes: ours, SPARQL updates to a fixpoint, `reasonable` and owlrl, on made-up industries.

    python benchmarks/reasoning.py [--quads 10000 100000] [--owlrl-up-to 10000]

Prints a table, and whether ours and the SPARQL updates infer the same. The other two derive more (domains, ranges, what
holds of everything), which is part of what they take their time for. `reasonable` is no dependency of dpgraph: without
`pip install reasonable`, its line is left out.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias, TypeVar

import pyoxigraph as ox
from industry import made_up

from dpgraph import assets
from dpgraph.graph.explanation import explain
from dpgraph.graph.inference import SOURCES, Closure, inferred_quads
from dpgraph.graph.rdf import INFERRED, ONTOLOGY, knowledge_quads
from dpgraph.graph.rules import Rule, compile_rules, spo
from dpgraph.graph.store import laid_out

Row: TypeAlias = tuple[str, float, str]
T = TypeVar("T")

NEXT, DELTA, NEW = (ox.NamedNode(f"urn:benchmark:{name}") for name in ("next", "delta", "new"))


def main() -> None:
    """Prints a table for each size."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--quads", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--owlrl-up-to", type=int, default=10_000, help="owlrl takes minutes beyond some size")
    given = options.parse_args()
    for size in given.quads:
        quads = knowledge_quads(made_up(size), assets.folder("ontology"))
        stated = [quad.triple for quad in quads if quad.graph_name in SOURCES]
        print(f"\n{len(quads):,} quads, {len(stated):,} triples to infer from")
        for name, seconds, note in rows(quads, stated, size <= given.owlrl_up_to):
            print(f"  {name:42} {seconds:9.4f} s   {note}")


def rows(quads: list[ox.Quad], stated: list[ox.Triple], with_owlrl: bool) -> Iterator[Row]:
    """What was measured, how long it took, and what came out."""
    seconds, found = timed(lambda: inferred_quads(quads))
    yield "dpgraph, quads in and quads out", seconds, f"{len(found):,} inferred"
    rules = compile_rules(quad.triple for quad in quads if quad.graph_name == ONTOLOGY)
    seconds, same = timed(lambda: by_updates(rules, stated))
    agree = set(map(plain, (quad.triple for quad in found))) == set(map(plain, same))
    note = f"{len(same):,} inferred, {'the same' if agree else 'NOT THE SAME'}"
    yield "SPARQL updates to a fixpoint, pyoxigraph", seconds, note
    yield from by_reasonable(stated)
    if with_owlrl:
        yield from by_owlrl(stated)
    yield from changes(rules, stated)
    yield explained(quads, found)


def changes(rules: tuple[Rule, ...], stated: list[ox.Triple]) -> Iterator[Row]:
    """A hundred relations withdrawn and stated again, beside deriving everything anew."""
    seconds, closure = timed(lambda: Closure(rules, stated))
    yield "dpgraph, closure from nothing", seconds, "what an update spares"
    some = random.Random(1).sample([t for t in map(spo, stated) if "/resource/" in t[0] and "/ontology#" in t[1]], 100)
    yield "dpgraph, 100 relations withdrawn", timed(lambda: closure.withdraw(some))[0], "the rest stays derived"
    yield "dpgraph, 100 relations stated again", timed(lambda: closure.state(some))[0], ""


def explained(quads: list[ox.Quad], found: list[ox.Quad]) -> Row:
    """The time to explain one inferred triple, on average over a hundred."""
    store = ox.Store()
    store.bulk_extend(laid_out([*quads, *found]))
    some = random.Random(2).sample([quad.triple for quad in found if quad.graph_name == INFERRED], 100)
    seconds, _ = timed(lambda: [explain(store, triple) for triple in some])
    return "dpgraph, one explanation", seconds / len(some), "mean of 100"


def by_updates(rules: tuple[Rule, ...], stated: list[ox.Triple]) -> list[ox.Triple]:
    """What follows by SPARQL updates: each round derives from what the round before has added."""
    places = {(p[1], p[2] if p[2][0] != "?" else "") for rule in rules for p in (*rule.premises, rule.conclusion)}
    store = ox.Store()
    bearing = [t for t in stated if {(str(t.predicate), ""), (str(t.predicate), str(t.object))} & places]
    graphs = (ox.DefaultGraph(), DELTA)
    store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object, graph) for t in bearing for graph in graphs)
    updates = [text for rule in rules for text in written(rule)]
    while any(True for _ in store.quads_for_pattern(None, None, None, DELTA)):
        for text in updates:
            store.update(text)
        store.update(f"DROP SILENT GRAPH {DELTA} ; ADD SILENT {NEXT} TO DEFAULT ; ADD SILENT {NEXT} TO {NEW}")
        store.update(f"MOVE SILENT {NEXT} TO {DELTA}")
    return [quad.triple for quad in store.quads_for_pattern(None, None, None, NEW)]


def written(rule: Rule) -> Iterator[str]:
    """A rule as updates, one for each premise that may be new."""
    conclusion = " ".join(rule.conclusion)
    for place in range(len(rule.premises)):
        new, *others = (rule.premises[place], *rule.premises[:place], *rule.premises[place + 1 :])
        body = " . ".join([f"GRAPH {DELTA} {{ {' '.join(new)} }}", *map(" ".join, others)])
        unless = f"FILTER NOT EXISTS {{ {conclusion} }}"
        yield f"INSERT {{ GRAPH {NEXT} {{ {conclusion} }} }} WHERE {{ {body} {unless} }}"


def by_reasonable(stated: list[ox.Triple]) -> Iterator[Row]:
    """The time of `reasonable`, OWL 2 RL in Rust."""
    try:
        from reasonable import PyReasoner
    except ImportError:
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "stated.n3"
        file.write_bytes(ox.serialize(stated, format=ox.RdfFormat.N_TRIPLES) or b"")

        def reason() -> int:
            reasoner = PyReasoner()
            reasoner.load_file(str(file))
            return len(reasoner.reason())

        seconds, many = timed(reason)
    yield "reasonable, OWL 2 RL, from a file", seconds, f"{many:,} triples in all"


def by_owlrl(stated: list[ox.Triple]) -> Iterator[Row]:
    """The time of owlrl, in Python over rdflib: RDFS, and OWL 2 RL."""
    import owlrl
    from rdflib import Graph

    for name in ("RDFS_Semantics", "OWLRL_Semantics"):
        graph = Graph().parse(data=ox.serialize(stated, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
        seconds, _ = timed(lambda g=graph, n=name: owlrl.DeductiveClosure(getattr(owlrl, n)).expand(g))  # type: ignore[misc]
        yield f"owlrl, {name.removesuffix('_Semantics')}", seconds, f"{len(graph):,} triples in all"


def plain(triple: ox.Triple) -> tuple[str, str, str]:
    """A triple without datatypes: a store gives every whole number back as xsd:integer."""
    return triple.subject.value, triple.predicate.value, triple.object.value  # type: ignore[union-attr]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """How many seconds something takes, and what it gives."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


if __name__ == "__main__":
    main()
