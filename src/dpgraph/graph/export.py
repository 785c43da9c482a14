"""The graph as one file that other tools read: the same graph always gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import InputError, allowed
from dpgraph.graph.rdf import DATASET, STATED
from dpgraph.graph.store import stored_quads

FORMATS = ("jsonld", "nquads", "trig", "turtle")

_TYPE = ox.NamedNode(iris.expand("rdf:type"))


def export(store: ox.Store, form: str) -> bytes:
    """The graph as trig, nquads or jsonld (every named graph), or as turtle (what a query sees without GRAPH).

    Sorted by graph, subject and predicate, with the prefixes of dpgraph. Raises InputError for another format.
    """
    if form not in FORMATS:
        raise InputError(f'There is no export format "{form}"; {allowed(form, FORMATS)}.')
    writers = {"jsonld": _jsonld, "nquads": _nquads, "trig": _trig, "turtle": _turtle}
    return writers[form](store)


def _nquads(store: ox.Store) -> bytes:
    lines = _serialized(stored_quads(store), ox.RdfFormat.N_QUADS).splitlines(keepends=True)
    return b"".join(sorted(lines))


def _trig(store: ox.Store) -> bytes:
    return _spaced(_serialized(_ordered(stored_quads(store)), ox.RdfFormat.TRIG))


def _turtle(store: ox.Store) -> bytes:
    return turtle({quad.triple for quad in stored_quads(store, *DATASET)})


def turtle(triples: Iterable[ox.Triple]) -> bytes:
    """Triples as Turtle: sorted, with the prefixes of dpgraph and an empty line after each subject."""
    return _spaced(_serialized(sorted(triples, key=_place), ox.RdfFormat.TURTLE))


def _jsonld(store: ox.Store) -> bytes:
    expanded = json.loads(_serialized(_ordered(stored_quads(store)), ox.RdfFormat.JSON_LD))
    document = {"@context": iris.PREFIXES, "@graph": [_compact(node) for node in expanded]}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _ordered(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Sorted, the default graph first."""
    return sorted(quads, key=lambda quad: (quad.graph_name != STATED, str(quad.graph_name), *_place(quad.triple)))


def _place(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """What triples are sorted by: the class of a thing comes first."""
    return str(triple.subject), triple.predicate != _TYPE, str(triple.predicate), str(triple.object)


def _serialized(rdf: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    return ox.serialize(rdf, format=form, prefixes=iris.PREFIXES) or b""


def _spaced(text: bytes) -> bytes:
    """Turtle or TriG with an empty line after each subject."""
    return text.replace(b" .\n", b" .\n\n")


def _compact(node: Mapping[str, Any]) -> dict[str, Any]:
    """A JSON-LD node with prefixed names, and single values out of their lists."""
    return {"@type" if key == _TYPE.value else _name(key): _values(key, value) for key, value in node.items()}


def _values(key: str, value: Any) -> Any:
    if key == "@graph":
        return [_compact(node) for node in value]
    if isinstance(value, str):
        return _name(value)
    values = [_name(v["@id"]) if key == _TYPE.value else _value(v) for v in value]
    return values[0] if len(values) == 1 else values


def _value(value: Mapping[str, str]) -> str | dict[str, str]:
    if "@value" not in value:
        return {"@id": _name(value["@id"])}
    plain = {key: v if key == "@value" else _name(v) for key, v in value.items()}
    return plain["@value"] if len(plain) == 1 else plain


def _name(text: str) -> str:
    return text if text.startswith(("@", "_:")) else iris.contract(text)
