"""SPARQL text in, plain values or W3C formats out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO, TypeAlias

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import QueryError, allowed
from dpgraph.graph.asking import Result, Seen, evaluate

Value: TypeAlias = str | int | float | bool | None
Triples: TypeAlias = tuple[tuple[Value, Value, Value], ...]

ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}

_INTEGERS = frozenset(
    iris.expand(f"xsd:{name}")
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "gYear")
)
_FLOATS = frozenset(iris.expand(f"xsd:{name}") for name in ("double", "float"))
_DECIMAL = iris.expand("xsd:decimal")
_BOOLEAN = iris.expand("xsd:boolean")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a SELECT: column names, and rows of plain values (IRIs in full, None where nothing is bound)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def run(store: ox.Store, text: str, seen: Seen | None = None) -> Answer | bool | Triples:
    """Run a query: an Answer for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

    The default graph is what is stated, the evidence, the ontology and what was inferred and found, and GRAPH reaches
    the others, unless `seen` says otherwise. The prefixes of dpgraph need not be declared. Raises QueryError when the
    text is not a query that can be answered here, GraphError when the store cannot be read.
    """
    return evaluate(store, text, plain_result, seen)


def select(store: ox.Store, text: str, seen: Seen | None = None) -> Answer:
    """The answer to a SELECT; QueryError for any other form of query."""
    answer = run(store, text, seen)
    if not isinstance(answer, Answer):
        raise QueryError("The query is not a SELECT, and a table was asked for.")
    return answer


def serialize(store: ox.Store, text: str, form: str) -> bytes:
    """The result in a W3C format.

    There are json, xml, csv and tsv for SELECT and ASK; turtle, ntriples, json (JSON-LD) and xml (RDF/XML) for
    CONSTRUCT and DESCRIBE. Raises QueryError for a format that the kind of query has not, and whatever `run` raises.
    """
    if form not in {**ROWS, **GRAPHS}:
        raise QueryError(f'There is no result format "{form}"; {allowed(form, {**ROWS, **GRAPHS})}.')
    return evaluate(store, text, lambda result: serialized(result, form))


def serialized(result: Result, form: str, output: IO[bytes] | None = None) -> bytes:
    """A result in a format, written to `output` where one is given; QueryError when it has no such format."""
    if isinstance(result, ox.QueryTriples):
        return serialized_graph(result, form, output)
    _require(form, ROWS, "A SELECT or ASK gives rows or a truth value")
    return result.serialize(output, format=ROWS[form]) or b""


def serialized_graph(triples: Iterable[ox.Triple], form: str, output: IO[bytes] | None = None) -> bytes:
    """Triples in a format; as `serialized`."""
    _require(form, GRAPHS, "A CONSTRUCT or DESCRIBE gives a graph")
    return ox.serialize(triples, output, format=GRAPHS[form], prefixes=iris.PREFIXES) or b""


def _require(form: str, forms: Mapping[str, object], kind: str) -> None:
    if form not in forms:
        raise QueryError(f'{kind}, and "{form}" holds none; {allowed(form, forms)}.')


def plain(text: str, datatype: str) -> Value:
    """The lexical form of a literal as a plain value; text where its datatype is no number or truth value.

    >>> plain("12.50", "http://www.w3.org/2001/XMLSchema#decimal")
    12.5
    """
    try:
        return _number(text, datatype)
    except ValueError:  # not what its datatype says
        return text


def _number(text: str, datatype: str) -> Value:
    if datatype in _INTEGERS:
        return int(text)
    if datatype == _DECIMAL:
        return float(text) if "." in text else int(text)
    if datatype in _FLOATS:
        return float(text)
    return text in {"true", "1"} if datatype == _BOOLEAN else text


def plain_result(result: Result) -> Answer | bool | Triples:
    """A result as plain values."""
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QueryTriples):
        return plain_triples(result)
    columns = tuple(variable.value for variable in result.variables)
    return Answer(columns, tuple(tuple(map(_value, solution)) for solution in result))


def plain_triples(triples: Iterable[ox.Triple]) -> Triples:
    """Triples as plain values."""
    return tuple((_value(t.subject), _value(t.predicate), _value(t.object)) for t in triples)


def _value(term: object) -> Value:
    if isinstance(term, ox.Literal):
        return plain(term.value, term.datatype.value)
    if isinstance(term, ox.NamedNode):
        return term.value
    return None if term is None else str(term)
