"""SHACL shapes, evaluated over triples in memory: the part of SHACL that our shapes use, fast enough for every build.

pyshacl says the same of the same triples (the tests compare) in some fifty times the time; shapes that use more of
SHACL than this are left to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeAlias

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.graph.triples import Term, Triples

Run: TypeAlias = Callable[[str, Term], Iterable[Mapping[str, Term | None]]]
# The values at fault among those of a node; None stands for the node without a value.
Test: TypeAlias = Callable[[Triples, Term, Sequence[Term]], Iterable[Term | None]]

_SH = iris.PREFIXES["sh"]
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
_SAID = frozenset({*_TARGETS, "path", "message", "property", "sparql", "qualifiedMinCount"})


class UnknownShape(Exception):
    """A shape uses a part of SHACL that is not evaluated here."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape or, with a `path`, a property shape."""

    node: Term
    message: str
    path: ox.NamedNode | None
    targets: tuple[tuple[str, Term], ...]
    tests: tuple[Test, ...]
    parts: tuple[Shape, ...]
    queries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Breach:
    """A shape that a node breaks, in words: the shape and the value at fault (None where there is none), and why."""

    shape: str | None
    focus: str
    value: str | None
    message: str


def compile_shapes(triples: Iterable[ox.Triple]) -> tuple[Shape, ...]:
    """The shapes with a target among triples; `UnknownShape` for one beyond what is evaluated here."""
    found = Triples(triples)
    targeted = dict.fromkeys(s for name in _TARGETS for s, _ in found.pairs(_sh(name)))
    return tuple(_shape(found, node) for node in targeted)


def breaches(shapes: Iterable[Shape], data: Triples, run: Run) -> Iterator[Breach]:
    """Every breach of a shape in the data; `run` answers the SELECT query of a SPARQL constraint about a node."""
    for shape in shapes:
        for focus in _focused(shape, data):
            yield from _broken(shape, focus, data)
            for message, query in shape.queries:
                yield from _found_by(shape, message, query, focus, run)


def extended(shapes: Iterable[ox.Triple], data: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The triples of shapes, and shapes for the properties that an extension of the ontology has added to the data.

    Such a property may stand in statements, needs one for each plain triple, and has ends of its domain and range.
    """
    known = Triples(t for t in data if t.predicate in _EXTENDING)
    added = [p for p, kind in known.pairs(_term("rdf:type")) if kind == _OBJECT_PROPERTY and _is_added(p, known)]
    given = tuple(shapes)
    if not added:
        yield from given
        return
    old = next(t.object for t in given if t.subject == _PREDICATES and t.predicate == _sh("in"))
    yield from (t for t in given if t.object != old)
    yield from _listed(_PREDICATES, "in", [*Triples(given).members(old), *added])
    for prop in added:
        yield ox.Triple(_STATED, _sh("targetNode"), prop)
        yield from _end(prop, "Subject", known.objects(prop, _term("rdfs:domain")), known)
        yield from _end(prop, "Object", known.objects(prop, _term("rdfs:range")), known)


def _term(curie: str) -> ox.NamedNode:
    return ox.NamedNode(iris.expand(curie))


_DATA = "https://w3id.org/dpgraph/shapes/data#"
_PREDICATES, _STATED = ox.NamedNode(f"{_DATA}StatementPredicate"), ox.NamedNode(f"{_DATA}StatedTriple")
_OBJECT_PROPERTY = _term("owl:ObjectProperty")
_EXTENDING = frozenset(
    map(_term, ("rdf:type", "rdf:first", "rdf:rest", "rdfs:domain", "rdfs:range", "rdfs:isDefinedBy", "owl:unionOf"))
)


def _is_added(prop: Term, known: Triples) -> bool:
    """Whether a property of our namespace is defined elsewhere than in the shipped ontology."""
    homes = map(_text, known.objects(prop, _term("rdfs:isDefinedBy")))
    return _text(prop).startswith(iris.PREFIXES["dpg"]) and not set(iris.SHIPPED).intersection(homes)


def _end(prop: Term, side: str, ends: Sequence[Term], known: Triples) -> Iterator[ox.Triple]:
    """The shape of one end of a property: of one of these classes, those of a union one by one."""
    unions = [m for end in ends for head in known.objects(end, _term("owl:unionOf")) for m in known.members(head)]
    classes = [c for c in (*ends, *unions) if isinstance(c, ox.NamedNode)]
    name = _text(prop).removeprefix(iris.PREFIXES["dpg"])
    shape = ox.NamedNode(f"{_DATA}{name[:1].upper()}{name[1:]}{side}")
    allowed = " or ".join(iris.contract(_text(c)) for c in classes)
    yield ox.Triple(shape, _sh(f"target{side}sOf"), prop)
    yield ox.Triple(shape, _sh("message"), ox.Literal(f"The {side.lower()} of dpg:{name} must be a {allowed}."))
    members = [ox.BlankNode(f"{name}{side}{number}") for number in range(len(classes))]
    yield from _listed(shape, "or", members)
    yield from (ox.Triple(m, _sh("class"), c) for m, c in zip(members, classes, strict=True))


def _listed(shape: ox.NamedNode, name: str, members: Sequence[Term]) -> Iterator[ox.Triple]:
    """A shape's constraint whose value is a list."""
    nodes = [ox.BlankNode(f"{name}of{shape.value.rpartition('#')[2]}{number}") for number in range(len(members))]
    yield ox.Triple(shape, _sh(name), nodes[0])
    rests: list[ox.NamedNode | ox.BlankNode] = [*nodes[1:], _term("rdf:nil")]
    for node, member, rest in zip(nodes, members, rests, strict=True):
        yield ox.Triple(node, _term("rdf:first"), member)
        yield ox.Triple(node, _term("rdf:rest"), rest)


def _focused(shape: Shape, data: Triples) -> Iterable[Term]:
    """The nodes that a shape is about, each once."""
    ways: Mapping[str, Callable[[Term], Iterable[Term]]] = {
        "targetClass": data.instances,
        "targetNode": lambda node: (node,),
        "targetSubjectsOf": lambda predicate: (s for s, _ in data.pairs(predicate)),
        "targetObjectsOf": lambda predicate: (o for _, o in data.pairs(predicate)),
    }
    return dict.fromkeys(node for name, value in shape.targets for node in ways[name](value))


def _broken(shape: Shape, focus: Term, data: Triples) -> list[Breach]:
    values: Sequence[Term] = data.objects(focus, shape.path) if shape.path else (focus,)
    found: list[Breach] = []
    for test in shape.tests:
        found += [_breach(shape, focus, value, shape.message) for value in test(data, focus, values)]
    for part in shape.parts:
        for value in values:
            found += _broken(part, value, data)
    return found


def _found_by(shape: Shape, message: str, query: str, focus: Term, run: Run) -> Iterator[Breach]:
    """What the query of a SPARQL constraint finds; the message's names in braces are filled with what is bound."""
    for row in run(query, focus):
        bound = {"this": focus, **{variable: value for variable, value in row.items() if value is not None}}
        told = re.sub(r"\{[?$](\w+)\}", partial(_filled, bound), message)
        yield _breach(shape, focus, row.get("value"), told)


def _breach(shape: Shape, focus: Term, value: Term | None, message: str) -> Breach:
    name = shape.node.value if isinstance(shape.node, ox.NamedNode) else None
    return Breach(name, _text(focus), None if value is None else _text(value), message)


def _filled(bound: Mapping[str, Term], place: re.Match[str]) -> str:
    return _text(bound[place[1]]) if place[1] in bound else place[0]


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)


def _text(term: Term) -> str:
    return "" if isinstance(term, ox.Triple) else term.value


def _shape(found: Triples, node: Term) -> Shape:
    said = {_text(p)[len(_SH) :]: found.objects(node, p) for p in found.predicates(node) if _text(p).startswith(_SH)}
    if unknown := said.keys() - _SAID - _TESTS.keys():
        raise UnknownShape(min(unknown))
    path = said.get("path", [None])[0]
    if path is not None and not isinstance(path, ox.NamedNode):
        raise UnknownShape("a path of several steps")
    return Shape(
        node,
        _first(said, "message"),
        path,
        targets=tuple((name, value) for name in _TARGETS for value in said.get(name, ())),
        tests=tuple(_TESTS[name](found, value, said) for name in said if name in _TESTS for value in said[name]),
        parts=tuple(_shape(found, part) for part in said.get("property", ())),
        queries=tuple(_query(found, part) for part in said.get("sparql", ())),
    )


Said: TypeAlias = Mapping[str, Sequence[Term]]


def _first(said: Said, name: str) -> str:
    return _text(said[name][0]) if said.get(name) else ""


def _query(found: Triples, node: Term) -> tuple[str, str]:
    """The message and the text of a SPARQL constraint; its prefixes are those that every query here has."""
    return tuple(_text(found.objects(node, _sh(name))[0]) for name in ("message", "select"))  # type: ignore[return-value]


def _each(fits: Callable[[Term], bool]) -> Test:
    """A test of every value by itself."""
    return lambda data, focus, values: [v for v in values if not fits(v)]


def _conforms(shape: Shape, node: Term, data: Triples) -> bool:
    return not _broken(shape, node, data)


def _class(found: Triples, value: Term, said: Said) -> Test:
    return lambda data, focus, values: [v for v in values if not data.is_a(v, value)]


def _min_count(found: Triples, value: Term, said: Said) -> Test:
    least = int(_text(value))
    return lambda data, focus, values: (None,) if len(values) < least else ()


def _max_count(found: Triples, value: Term, said: Said) -> Test:
    most = int(_text(value))
    return lambda data, focus, values: (None,) if len(values) > most else ()


def _datatype(found: Triples, value: Term, said: Said) -> Test:
    return _each(lambda v: isinstance(v, ox.Literal) and v.datatype == value and _is_written(v))


def _is_written(literal: ox.Literal) -> bool:
    """Whether a literal is written as its datatype asks."""
    check = _WRITTEN.get(literal.datatype.value)
    return check is None or check(literal.value)


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(re.sub(r"(Z|[+-]\d\d:\d\d)$", "", text)))
    except ValueError:
        return False


def _written_as(pattern: str) -> Callable[[str], bool]:
    return lambda text: re.fullmatch(pattern, text) is not None


_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_WRITTEN: Mapping[str, Callable[[str], bool]] = {
    iris.expand("xsd:nonNegativeInteger"): _written_as(r"\+?\d+"),
    iris.expand("xsd:integer"): _written_as(r"[+-]?\d+"),
    iris.expand("xsd:decimal"): _written_as(r"[+-]?(?:\d+\.?\d*|\.\d+)"),
    iris.expand("xsd:gYear"): _written_as(rf"-?\d{{4,}}{_ZONE}"),
    iris.expand("xsd:gYearMonth"): _written_as(rf"-?\d{{4,}}-(?:0[1-9]|1[0-2]){_ZONE}"),
    iris.expand("xsd:date"): _is_date,
}


def _node_kind(found: Triples, value: Term, said: Said) -> Test:
    if value != _sh("IRI"):
        raise UnknownShape(_text(value))
    return _each(lambda v: isinstance(v, ox.NamedNode))


def _pattern(found: Triples, value: Term, said: Said) -> Test:
    wanted = re.compile(_text(value))
    return _each(lambda v: not isinstance(v, ox.BlankNode) and wanted.search(_text(v)) is not None)


def _min_length(found: Triples, value: Term, said: Said) -> Test:
    least = int(_text(value))
    return _each(lambda v: not isinstance(v, ox.BlankNode) and len(_text(v)) >= least)


def _in(found: Triples, value: Term, said: Said) -> Test:
    members = frozenset(found.members(value))
    return _each(lambda v: v in members)


def _language_in(found: Triples, value: Term, said: Said) -> Test:
    tags = tuple(_text(m).lower() for m in found.members(value))
    return _each(lambda v: isinstance(v, ox.Literal) and _is_tagged((v.language or "").lower(), tags))


def _is_tagged(language: str, tags: Iterable[str]) -> bool:
    return any(language == tag or language.startswith(f"{tag}-") for tag in tags)


def _unique_lang(found: Triples, value: Term, said: Said) -> Test:
    def test(data: Triples, focus: Term, values: Sequence[Term]) -> Iterable[None]:
        tags = Counter(v.language for v in values if isinstance(v, ox.Literal) and v.language)
        return (None for count in tags.values() if count > 1)

    return test


def _disjoint(found: Triples, value: Term, said: Said) -> Test:
    return lambda data, focus, values: [v for v in values if v in data.objects(focus, value)]


def _less(allows_equal: bool) -> Callable[[Triples, Term, Said], Test]:
    def compiled(found: Triples, value: Term, said: Said) -> Test:
        def test(data: Triples, focus: Term, values: Sequence[Term]) -> Iterable[Term]:
            others = data.objects(focus, value)
            return (v for v in values for other in others if not _is_less(v, other, allows_equal))

        return test

    return compiled


def _is_less(one: Term, other: Term, allows_equal: bool) -> bool:
    try:
        low, high = float(_text(one)), float(_text(other))
    except ValueError:
        return False
    return low < high or (allows_equal and low == high)


def _bound(fits: Callable[[float, float], bool]) -> Callable[[Triples, Term, Said], Test]:
    def compiled(found: Triples, value: Term, said: Said) -> Test:
        return _each(lambda v: _is_number(v) and fits(float(_text(v)), float(_text(value))))

    return compiled


def _is_number(term: Term) -> bool:
    return isinstance(term, ox.Literal) and re.fullmatch(r"[+-]?\d*\.?\d+", term.value) is not None


def _or(found: Triples, value: Term, said: Said) -> Test:
    shapes = [_shape(found, m) for m in found.members(value)]
    return lambda data, focus, values: [v for v in values if not any(_conforms(s, v, data) for s in shapes)]


def _not(found: Triples, value: Term, said: Said) -> Test:
    shape = _shape(found, value)
    return lambda data, focus, values: [v for v in values if _conforms(shape, v, data)]


def _qualified(found: Triples, value: Term, said: Said) -> Test:
    shape, least = _shape(found, value), int(_first(said, "qualifiedMinCount") or 0)
    return lambda data, focus, values: (None,) if sum(_conforms(shape, v, data) for v in values) < least else ()


_TESTS: Mapping[str, Callable[[Triples, Term, Said], Test]] = {
    "class": _class,
    "datatype": _datatype,
    "disjoint": _disjoint,
    "in": _in,
    "languageIn": _language_in,
    "lessThan": _less(allows_equal=False),
    "lessThanOrEquals": _less(allows_equal=True),
    "maxCount": _max_count,
    "maxInclusive": _bound(lambda v, bound: v <= bound),
    "minCount": _min_count,
    "minInclusive": _bound(lambda v, bound: v >= bound),
    "minLength": _min_length,
    "nodeKind": _node_kind,
    "not": _not,
    "or": _or,
    "pattern": _pattern,
    "qualifiedValueShape": _qualified,
    "uniqueLang": _unique_lang,
}
