"""The axioms of the ontology as rules: when the premises hold, so does the conclusion.

What is read is the part of OWL 2 RL that says something new of what documents state: class and property hierarchies,
inverse, symmetric and transitive properties, and property chains. Domains and ranges are left to the shapes: a subject
of the wrong class is a mistake to be reported, and no reason to give it one more class.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from dpgraph import iris

# Three terms as N-Triples writes them (<iri>, "literal"@en); in a pattern, variables (?x) too.
Spo: TypeAlias = tuple[str, str, str]
Binding: TypeAlias = Mapping[str, str]
# The triples that fit a pattern, some of whose terms are still variables.
Find: TypeAlias = Callable[[Spo], Iterable[Spo]]
Made: TypeAlias = list[tuple[tuple[Spo, ...], Spo]]

TYPE = f"<{iris.expand('rdf:type')}>"
_CHAIN = iris.expand("owl:propertyChainAxiom")


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """What an axiom, a triple of the ontology, allows to conclude (the links of a chain stand as one object)."""

    kind: str
    axiom: Spo
    premises: tuple[Spo, ...]
    conclusion: Spo


def compile_rules(axioms: Iterable[ox.Triple]) -> tuple[Rule, ...]:
    """The rules that these triples of an ontology amount to, sorted.

    Only axioms between named terms count; what blank nodes say (unions, restrictions) constrains and derives nothing.
    """
    triples = tuple(triple for triple in axioms if str(triple.predicate) in _SAYING)
    found = {rule for triple in triples for rule in _rules(triple)}
    return tuple(sorted(found.union(_chains(triples))))


def spo(triple: ox.Triple) -> Spo:
    """A triple as its three terms in text."""
    return str(triple.subject), str(triple.predicate), str(triple.object)


def key(pattern: Spo) -> tuple[str, str]:
    """What rules are found by: the predicate, and the object where it is given.

    >>> key(("?x", "<p>", "?y")), key(("?x", "<type>", "<C>"))
    (('<p>', ''), ('<type>', '<C>'))
    """
    return pattern[1], "" if pattern[2][0] == "?" else pattern[2]


def match(pattern: Spo, triple: Spo) -> Binding | None:
    """What the variables of a pattern stand for in a triple, or None when it does not fit.

    >>> match(("?x", "<p>", "?y"), ("<a>", "<p>", "<b>"))
    {'?x': '<a>', '?y': '<b>'}
    >>> match(("?x", "<p>", "?x"), ("<a>", "<p>", "<b>"))
    """
    bound: dict[str, str] = {}
    for wanted, term in zip(pattern, triple, strict=True):
        if term != (bound.setdefault(wanted, term) if wanted[0] == "?" else wanted):
            return None
    return bound


def fill(pattern: Spo, bound: Binding) -> Spo:
    """A pattern with its variables replaced, as far as they are bound."""
    subject, predicate, object_ = pattern
    return bound.get(subject, subject), predicate, bound.get(object_, object_)


def solve(patterns: tuple[Spo, ...], bound: Binding, find: Find) -> Iterator[Binding]:
    """Every way to bind the variables of all patterns so that triples which `find` knows come out."""
    if not patterns:
        yield bound
        return
    pattern = fill(patterns[0], bound)
    for triple in find(pattern):
        if (more := match(pattern, triple)) is not None:
            yield from solve(patterns[1:], {**bound, **more}, find)


def _rules(triple: ox.Triple) -> Iterator[Rule]:
    """The rules of an axiom that is one triple."""
    if not (_is_named(triple.subject) and _is_named(triple.object)):
        return
    axiom = spo(triple)
    kind, make = _MAKERS.get(axiom[2] if axiom[1] == TYPE else axiom[1], ("", None))
    for premises, conclusion in make(axiom[0], axiom[2]) if make else ():
        yield Rule(kind, axiom, premises, conclusion)


def _is_named(term: object) -> bool:
    return isinstance(term, ox.NamedNode) and not term.value.startswith(iris.GENID)


def _subclass(low: str, high: str) -> Made:
    return [((("?x", TYPE, low),), ("?x", TYPE, high))]


def _subproperty(low: str, high: str) -> Made:
    return [((("?x", low, "?y"),), ("?x", high, "?y"))]


def _inverse(one: str, other: str) -> Made:
    there, back = ("?x", one, "?y"), ("?y", other, "?x")
    return [((there,), back), ((back,), there)]


def _symmetric(prop: str, _: str) -> Made:
    return [((("?x", prop, "?y"),), ("?y", prop, "?x"))]


def _transitive(prop: str, _: str) -> Made:
    return [((("?x", prop, "?y"), ("?y", prop, "?z")), ("?x", prop, "?z"))]


_MAKERS: Mapping[str, tuple[str, Callable[[str, str], Made] | None]] = {
    f"<{iris.expand(curie)}>": (kind, make)
    for curie, kind, make in (
        ("rdfs:subClassOf", "subclass", _subclass),
        ("rdfs:subPropertyOf", "subproperty", _subproperty),
        ("owl:inverseOf", "inverse", _inverse),
        ("owl:SymmetricProperty", "symmetric", _symmetric),
        ("owl:TransitiveProperty", "transitive", _transitive),
    )
}


# The predicates that axioms are written with.
_SAYING = {TYPE, *(f"<{iris.expand(curie)}>" for curie in ("rdf:first", "rdf:rest")), f"<{_CHAIN}>", *_MAKERS}


def _chains(triples: tuple[ox.Triple, ...]) -> Iterator[Rule]:
    """The rules of property chains: `p owl:propertyChainAxiom ( q r )`."""
    objects: dict[str, dict[str, str]] = defaultdict(dict)
    for triple in triples:
        objects[str(triple.subject)][triple.predicate.value] = str(triple.object)
    for prop, said in objects.items():
        if _CHAIN in said:
            links = tuple(_members(said[_CHAIN], objects))
            premises = tuple((f"?x{n}", link, f"?x{n + 1}") for n, link in enumerate(links))
            yield Rule("chain", (prop, f"<{_CHAIN}>", " ".join(links)), premises, ("?x0", prop, f"?x{len(links)}"))


def _members(head: str, objects: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The members of an RDF list."""
    while first := objects.get(head, {}).get(iris.expand("rdf:first")):
        yield first
        head = objects[head][iris.expand("rdf:rest")]
