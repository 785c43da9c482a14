"""Why a triple is in the graph: the asserted statements and the axioms that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import NotFound
from dpgraph.graph.inference import SOURCES
from dpgraph.graph.meaning import meant
from dpgraph.graph.ontology import Term
from dpgraph.graph.rdf import EVIDENCE, INFERRED, ONTOLOGY, Graph
from dpgraph.graph.rules import Rule, Spo, compile_rules, fill, match, solve, spo
from dpgraph.graph.sparql import select
from dpgraph.graph.store import lies_in

# A way to conclude a triple in one step: a rule, and the triples that it needs.
Way: TypeAlias = tuple[Rule, tuple[Spo, ...]]
Ways: TypeAlias = Mapping[Spo, tuple[Way, ...]]

_UNKNOWN = 1_000_000
_PARTS = tuple(f"<{iris.expand(c)}>" for c in ("rdf:subject", "rdf:predicate", "rdf:object", "dpg:status"))
_REASONS = {
    "subclass": "every {0} is a {2}",
    "subproperty": "{0} is a kind of {2}",
    "inverse": "{0} is the inverse of {2}",
    "symmetric": "{0} holds both ways",
    "transitive": "{0} reaches through",
    "chain": "{0} follows from {2}, one after the other",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One conclusion: from these premises, by this axiom of the ontology. Triples are IRIs and literals as text."""

    conclusion: Spo
    premises: tuple[Spo, ...]
    kind: str
    axiom: Spo

    @property
    def because(self) -> str:
        """What it follows from, in words: "since ..., and dpg:partOf reaches through"."""
        why = _REASONS[self.kind].format(*map(_short, self.axiom))
        return f"since {' and '.join(map(_words, self.premises))}, and {why}"

    def __str__(self) -> str:
        """The step as a sentence."""
        return f"{_words(self.conclusion)}: {self.because}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a triple rests on: the triples that are stated, the statements that assert them, and the steps from there.

    A stated triple has no steps. `statements` are IRIs; a type, a label or a vocabulary's hierarchy has no statement.
    """

    triple: Spo
    stated: tuple[Spo, ...]
    statements: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def says(self) -> str:
        """The triple in prefixed names."""
        return _words(self.triple)

    @property
    def axioms(self) -> tuple[Spo, ...]:
        """The axioms of the ontology that the steps use, each once."""
        return tuple(dict.fromkeys(step.axiom for step in self.steps))

    def __str__(self) -> str:
        """What is stated and what follows, a line each."""
        stated = (f"{_words(triple)}: stated" for triple in self.stated)
        return "\n".join((*stated, *map(str, self.steps)))


def explain(store: ox.Store, triple: ox.Triple) -> Explanation:
    """A shortest derivation of a triple of the graph from what is stated. Raises NotFound when it is not there."""
    known = _Known(store)
    found = known.find(spo(triple))
    if not found:
        raise NotFound(f"The graph does not say {_words(spo(triple))}: it is neither stated nor inferred.")
    goal = found[0]
    chosen = _shortest(_ways(goal, known))
    stated = tuple(dict.fromkeys(_stated(goal, chosen)))
    statements = tuple(iri for triple in stated for iri in known.statements(triple))
    return Explanation(goal, stated, statements, tuple(dict.fromkeys(_steps(goal, chosen))))


def explain_named(store: ox.Store, subject: str, predicate: str, object_: str) -> Explanation:
    """As `explain`, of a triple in words: names, prefixed names or IRIs, as `meaning.meant` reads them."""
    for triple in meant(partial(select, store), subject, predicate, object_):
        with suppress(NotFound):  # a name may have several meanings, of which the graph says something of one
            return explain(store, triple)
    raise NotFound(f"The graph does not say {subject} {predicate} {object_}: it is neither stated nor inferred.")


class _Known:
    """What the graph says, stated or inferred, and the rules of its ontology."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self.rules = compile_rules(quad.triple for quad in store.quads_for_pattern(None, None, None, ONTOLOGY))

    def find(self, pattern: Spo) -> tuple[Spo, ...]:
        """The triples that fit a pattern, in a fixed order."""
        return tuple(sorted({t for graph in (*SOURCES, INFERRED) for t in self._matching(pattern, graph)}))

    def is_stated(self, triple: Spo) -> bool:
        return any(True for graph in SOURCES for _ in self._matching(triple, graph))

    def statements(self, triple: Spo) -> list[str]:
        """The IRIs of the asserted statements that say so."""
        about, *parts = zip(_PARTS, (*triple, f"<{iris.expand('dpg:asserted')}>"), strict=True)
        holders = [found[0] for found in self._matching(("?s", *about), EVIDENCE)]
        for part in parts:
            holders = [holder for holder in holders if any(self._matching((holder, *part), EVIDENCE))]
        return sorted(holder[1:-1] for holder in holders)

    def _matching(self, pattern: Spo, graph: Graph) -> Iterator[Spo]:
        subject, predicate, object_ = (None if term[0] == "?" else _term(term) for term in pattern)
        quads = self._store.quads_for_pattern(subject, predicate, object_, lies_in(graph))  # type: ignore[arg-type]
        return (spo(quad.triple) for quad in quads)


def _ways(goal: Spo, known: _Known) -> Ways:
    """Every way to conclude the goal, its premises, theirs and so on; what is stated needs none."""
    ways: dict[Spo, tuple[Way, ...]] = {}
    todo = [goal]
    while todo:
        triple = todo.pop()
        if triple not in ways and not known.is_stated(triple):
            ways[triple] = tuple(_concluding(triple, known))
            todo += (premise for _, premises in ways[triple] for premise in premises)
    return ways


def _concluding(triple: Spo, known: _Known) -> Iterator[Way]:
    for rule in known.rules:
        if (bound := match(rule.conclusion, triple)) is not None:
            for whole in solve(rule.premises, bound, known.find):
                yield rule, tuple(fill(premise, whole) for premise in rule.premises)


def _shortest(ways: Ways) -> Mapping[Spo, Way]:
    """For each triple, the way with the fewest steps and stated triples all told (a tie goes to the first)."""
    costs = dict.fromkeys(ways, _UNKNOWN)
    chosen: dict[Spo, Way] = {}
    before = None
    while before != (before := dict(costs)):
        for triple, way in ((conclusion, way) for conclusion, known in ways.items() for way in known):
            cost = 1 + sum(costs.get(premise, 1) for premise in way[1])
            if cost < costs[triple]:
                costs[triple], chosen[triple] = cost, way
    return chosen


def _steps(triple: Spo, chosen: Mapping[Spo, Way]) -> Iterator[Step]:
    """The steps to a triple, premises first."""
    if triple in chosen:
        rule, premises = chosen[triple]
        for premise in premises:
            yield from _steps(premise, chosen)
        yield Step(triple, premises, rule.kind, rule.axiom)


def _stated(triple: Spo, chosen: Mapping[Spo, Way]) -> Iterator[Spo]:
    """The stated triples that a triple rests on; a stated one rests on itself."""
    if triple not in chosen:
        yield triple
    else:
        for premise in chosen[triple][1]:
            yield from _stated(premise, chosen)


def _term(text: str) -> Term:
    quad = next(iter(ox.parse(f"<urn:s> <urn:p> {text} .", format=ox.RdfFormat.N_TRIPLES)))
    term: Term = quad.object
    return term


def _words(triple: Spo) -> str:
    """A triple in prefixed names."""
    return " ".join(map(_short, triple))


def _short(text: str) -> str:
    """A term, or the links of a chain, with IRIs as prefixed names."""
    return re.sub(r"<([^<>]*)>", lambda found: iris.contract(found[1]), text)
