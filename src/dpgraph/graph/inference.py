"""What follows from the stated graph by the axioms of its ontology, and what no longer does when it changes.

A work list over plain tuples: each new triple meets, once, the rules in which it can be a premise. It is the fastest of
the ways that `benchmarks/reasoning.py` measures, and it alone can take back what a withdrawn triple led to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from dpgraph.graph.rdf import EVIDENCE, INFERRED, ONTOLOGY, STATED
from dpgraph.graph.rules import TYPE, Rule, Spo, compile_rules, fill, key, match, solve, spo

# What inference starts from; the named graphs of documents repeat what stands in the default graph.
SOURCES = (STATED, ONTOLOGY, EVIDENCE)


def inferred_quads(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """What follows from what these quads state, in dpx:inferred: sorted, each once, and nothing that is stated."""
    stated = [quad for quad in quads if quad.graph_name in SOURCES]
    rules = compile_rules(quad.triple for quad in stated if quad.graph_name == ONTOLOGY)
    closure = Closure(rules, (quad.triple for quad in stated))
    lines = "\n".join(f"{s} {p} {o} ." for s, p, o in sorted(closure.inferred()))
    triples = (quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
    return [ox.Quad(triple.subject, triple.predicate, triple.object, INFERRED) for triple in triples]


class Closure:
    """Stated triples and all that follows from them, kept true as triples come and go.

    >>> part = "<https://example.org/partOf>"
    >>> transitive = Rule("transitive", (part, TYPE, ""), (("?x", part, "?y"), ("?y", part, "?z")), ("?x", part, "?z"))
    >>> closure = Closure([transitive])
    >>> closure.state([("<a>", part, "<b>"), ("<b>", part, "<c>")])
    >>> sorted(closure.inferred())
    [('<a>', '<https://example.org/partOf>', '<c>')]
    """

    def __init__(self, rules: Sequence[Rule], stated: Iterable[ox.Triple] = ()) -> None:
        """Derives all that follows from `stated` by `rules`."""
        self._premises: dict[tuple[str, str], list[tuple[Rule, Spo, tuple[Spo, ...]]]] = defaultdict(list)
        self._conclusions: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        self._joined = {premise[1] for rule in rules if len(rule.premises) > 1 for premise in rule.premises}
        self._ends: dict[Spo, set[Spo]] = defaultdict(set)
        self._stated: set[Spo] = set()
        self._known: set[Spo] = set()
        for rule in rules:
            self._learn(rule)
        self.state(self.bearing(stated))

    def inferred(self) -> set[Spo]:
        """What follows and is not stated."""
        return self._known - self._stated

    def state(self, triples: Iterable[Spo]) -> None:
        """Takes triples as stated, and derives what they lead to."""
        new = set(triples)
        self._stated |= new
        self._spread(new)

    def withdraw(self, triples: Iterable[Spo]) -> None:
        """Takes triples back, and with them what cannot be derived without them.

        All that they led to is doubted first; what still follows from the rest then comes back.
        """
        gone = self._stated.intersection(triples)
        self._stated -= gone
        doubted = self._led_to(gone)
        for triple in doubted:
            self._forget(triple)
        self._spread({triple for triple in doubted if self._follows(triple)})

    def restate(self, triples: Iterable[ox.Triple]) -> None:
        """Takes these triples as stated, and no others."""
        wanted = set(self.bearing(triples))
        self.withdraw(self._stated - wanted)
        self.state(wanted - self._stated)

    def bearing(self, triples: Iterable[ox.Triple]) -> Iterator[Spo]:
        """Those of the triples that a rule can use or conclude; of a large graph this is a small part."""
        places = {*self._premises, *self._conclusions}
        predicates, types = {predicate for predicate, end in places if not end}, {end for _, end in places if end}
        for triple in triples:
            predicate = str(triple.predicate)
            if predicate in predicates or (predicate == TYPE and str(triple.object) in types):
                yield spo(triple)

    def _learn(self, rule: Rule) -> None:
        self._conclusions[key(rule.conclusion)].append(rule)
        for place, premise in enumerate(rule.premises):
            others = rule.premises[:place][::-1] + rule.premises[place + 1 :]  # the nearest link of a chain first
            self._premises[key(premise)].append((rule, premise, others))

    def _spread(self, triples: Iterable[Spo]) -> None:
        todo = [triple for triple in triples if triple not in self._known]
        self._known.update(todo)
        while todo:
            triple = todo.pop()
            self._index(triple)
            new = self._consequences(triple) - self._known
            self._known |= new
            todo += new

    def _consequences(self, triple: Spo) -> set[Spo]:
        """What a triple leads to, alone or with others that are known."""
        found = {
            fill(rule.conclusion, bound)
            for place in (key(triple), (triple[1], ""))
            for rule, premise, others in self._premises.get(place, ())
            if (first := match(premise, triple)) is not None
            for bound in solve(others, first, self._find)
        }
        return {triple for triple in found if triple[0][0] != '"'}  # nothing can be said of a literal

    def _led_to(self, triples: Iterable[Spo]) -> set[Spo]:
        """These triples, and all that was derived with the help of one and is not stated."""
        todo, found = list(triples), set()
        while todo:
            if (triple := todo.pop()) not in found:
                found.add(triple)
                todo += self._consequences(triple) - self._stated
        return found

    def _follows(self, triple: Spo) -> bool:
        """Whether a rule concludes the triple from what is known."""
        rules = (rule for place in (key(triple), (triple[1], "")) for rule in self._conclusions.get(place, ()))
        bound = ((rule, match(rule.conclusion, triple)) for rule in rules)
        return any(True for rule, b in bound if b is not None for _ in solve(rule.premises, b, self._find))

    def _find(self, pattern: Spo) -> Iterable[Spo]:
        """The known triples that fit a pattern of which one end is given, or both."""
        subject, predicate, object_ = pattern
        if subject[0] != "?" and object_[0] != "?":
            return (pattern,) if pattern in self._known else ()
        return self._ends.get((predicate, subject, "") if object_[0] == "?" else (predicate, "", object_), ())

    def _index(self, triple: Spo) -> None:
        """Lets a triple be found by either end, if rules join triples of its predicate."""
        subject, predicate, object_ = triple
        if predicate in self._joined:
            self._ends[predicate, subject, ""].add(triple)
            self._ends[predicate, "", object_].add(triple)

    def _forget(self, triple: Spo) -> None:
        subject, predicate, object_ = triple
        self._known.discard(triple)
        for end in ((predicate, subject, ""), (predicate, "", object_)):
            self._ends[end].discard(triple)
