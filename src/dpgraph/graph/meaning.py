"""The triples that a person may mean by three words: names, prefixed names or IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import InputError, NotFound, allowed
from dpgraph.graph.ecosystem import Ask
from dpgraph.graph.entity import called

_TYPE = iris.expand("rdf:type")
_PROPERTIES = (
    "SELECT DISTINCT ?p WHERE { VALUES ?kind { owl:ObjectProperty owl:DatatypeProperty } ?p a ?kind } ORDER BY ?p"
)


def meant(ask: Ask, subject: str, predicate: str, object_: str) -> Iterator[ox.Triple]:
    """The triples that these words may mean, the likeliest first; each has yet to be looked for.

    Ends are any name of an entity ("Harbor Press"), a prefixed name (dpr:harbor-press) or an IRI; the object may be a
    literal as N-Triples writes it ("Harbor"@en), or after "a" the name of a class. Properties are named by words
    ("located in"), by a prefixed name or by an IRI. Raises NotFound for a property that is not known, InputError for
    what can be no IRI.
    """
    named = _property(ask, predicate)
    for first in called(ask, subject):
        for last in _objects(ask, named, object_):
            yield ox.Triple(_node(first), _node(named), last)


def _property(ask: Ask, words: str) -> str:
    if words == "a":
        return _TYPE
    if (iri := iris.read(words)) is not None:
        return iri
    first, *others = words.split() or [""]
    ours = (str(row[0]) for row in ask(_PROPERTIES).rows if str(row[0]).startswith(iris.PREFIXES["dpg"]))
    known = {iri.removeprefix(iris.PREFIXES["dpg"]): iri for iri in ours}
    name = first + "".join(word.capitalize() for word in others)
    if name not in known:
        raise NotFound(f'There is no property "{words}"; {allowed(name, known)}')
    return known[name]


def _objects(ask: Ask, predicate: str, words: str) -> Iterator[ox.NamedNode | ox.Literal]:
    if words.startswith('"'):
        yield _literal(words)
        return
    if predicate == _TYPE and iris.read(words) is None:
        yield _node(iris.expand(f"dpg:{''.join(word[:1].upper() + word[1:] for word in words.split())}"))
    yield from map(_node, called(ask, words))


def _literal(text: str) -> ox.Literal:
    found = re.fullmatch(r'"([^"\\]*)"(?:@([A-Za-z-]+)|\^\^(\S+))?', text)
    if not found:
        raise InputError(f'{text} is no literal. Allowed: "words", "words"@en, "2017"^^xsd:gYear')
    kind = iris.read(found[3].strip("<>")) if found[3] else None
    return ox.Literal(found[1], language=found[2], datatype=_node(kind) if kind else None)


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise InputError(f'"{iri}" is not an IRI: {error}.') from error
