"""Triples in memory, found by what one asks of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TypeAlias

import pyoxigraph as ox

from dpgraph import iris

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_TYPE, _FIRST, _REST, _SUBCLASS = (
    ox.NamedNode(iris.expand(curie)) for curie in ("rdf:type", "rdf:first", "rdf:rest", "rdfs:subClassOf")
)


class Triples:
    """Triples, each once, found by subject and predicate or by predicate alone."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._of: dict[Term, dict[Term, list[Term]]] = {}
        self._pairs: dict[Term, list[tuple[Term, Term]]] = defaultdict(list)
        for triple in dict.fromkeys(triples):
            subject, predicate, object_ = triple
            self._of.setdefault(subject, {}).setdefault(predicate, []).append(object_)
            self._pairs[predicate].append((subject, object_))

    def objects(self, subject: Term, predicate: Term) -> list[Term]:
        """What a subject has under a predicate."""
        return self._of.get(subject, {}).get(predicate, [])

    def predicates(self, subject: Term) -> list[Term]:
        """The predicates of a subject."""
        return list(self._of.get(subject, ()))

    def pairs(self, predicate: Term) -> list[tuple[Term, Term]]:
        """The subjects and objects of a predicate."""
        return self._pairs.get(predicate, [])

    def members(self, head: Term) -> Iterator[Term]:
        """The members of an RDF list."""
        while first := self.objects(head, _FIRST):
            yield first[0]
            head = self.objects(head, _REST)[0]

    def is_a(self, node: Term, cls: Term) -> bool:
        """Whether a node has a class, or one below it."""
        return any(t == cls or cls in self._above(t) for t in self.objects(node, _TYPE))

    def instances(self, cls: Term) -> Iterator[Term]:
        """The nodes that have a class, or one below it."""
        for low, nodes in self._of_type.items():
            if low == cls or cls in self._above(low):
                yield from nodes

    @cached_property
    def _of_type(self) -> dict[Term, list[Term]]:
        found: dict[Term, list[Term]] = defaultdict(list)
        for node, cls in self.pairs(_TYPE):
            found[cls].append(node)
        return found

    def _above(self, cls: Term) -> frozenset[Term]:
        """The classes above a class."""
        if cls not in self._supers:
            found, todo = set[Term](), [cls]
            while todo:
                new = [high for high in self.objects(todo.pop(), _SUBCLASS) if high not in found]
                found.update(new)
                todo += new
            self._supers[cls] = frozenset(found)
        return self._supers[cls]

    @cached_property
    def _supers(self) -> dict[Term, frozenset[Term]]:
        return {}
