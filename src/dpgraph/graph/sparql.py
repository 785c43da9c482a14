"""SPARQL text in, plain values out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import GraphError, QueryError, allowed
from dpgraph.graph.rdf import DATASET

Value: TypeAlias = str | int | float | bool | None
Triples: TypeAlias = tuple[tuple[Value, Value, Value], ...]
Result: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
T = TypeVar("T")

FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}

_INTEGERS = frozenset(
    iris.expand(f"xsd:{name}")
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "gYear")
)
_FLOATS = frozenset(iris.expand(f"xsd:{name}") for name in ("double", "float"))
_DECIMAL = iris.expand("xsd:decimal")
_BOOLEAN = iris.expand("xsd:boolean")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*|PREFIX\s+[\w.-]*:\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_WHERE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
# Comments, strings, IRIs, variables, and what follows the colon of a prefixed name: no keyword stands in these.
_NO_KEYWORD = re.compile(
    r"#[^\n]*"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""' + r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n]|\\.)*"' + r"|'(?:[^'\\\n]|\\.)*'"
    r"|<[^\s<>\"{}|^`\\]*>"
    r"|[?$]\w+"
    r"|:(?:[\w:.%-]|\\.)+",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a SELECT: column names, and rows of plain values (IRIs in full, None where nothing is bound)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def run(store: ox.Store, text: str) -> Answer | bool | Triples:
    """Run a query: an Answer for SELECT, a truth value for ASK, triples for CONSTRUCT and DESCRIBE.

    The default graph is what is stated, the evidence, the ontology and what was inferred and found; GRAPH reaches
    the others. The prefixes of dpgraph need not be declared. Raises QueryError when the text is not a query that can
    be answered here, GraphError when the store cannot be read.
    """
    return _evaluate(store, text, _plain)


def select(store: ox.Store, text: str) -> Answer:
    """The answer to a SELECT; QueryError for any other form of query."""
    answer = run(store, text)
    if not isinstance(answer, Answer):
        raise QueryError("The query is not a SELECT, and a table was asked for.")
    return answer


def serialize(store: ox.Store, text: str, form: str) -> bytes:
    """The result in a W3C format: json, csv or tsv for SELECT, json for ASK; Turtle for CONSTRUCT, whatever `form`.

    Raises QueryError for a format there is not, and whatever `run` raises.
    """
    if form not in FORMATS:
        raise QueryError(f'There is no result format "{form}"; {allowed(form, FORMATS)}.')
    return _evaluate(store, text, lambda result: _bytes(result, form))


def _evaluate(store: ox.Store, text: str, read: Callable[[Result], T]) -> T:
    _refuse_service(text)
    try:
        return read(store.query(text, prefixes=iris.PREFIXES, default_graph=list(DATASET)))
    except SyntaxError as error:
        raise QueryError(_broken(text, str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise _failed(str(error)) from error


def _refuse_service(text: str) -> None:
    """Queries never leave this machine: raise QueryError when the keyword SERVICE stands anywhere in the text."""
    bare = _NO_KEYWORD.sub(lambda match: " " * len(match[0]), text)
    found = re.search("service", bare, re.IGNORECASE)
    if found:
        place = _position(text, found.start())
        raise QueryError(f"SERVICE ({place}) is refused: a query asks this graph alone and no other endpoint.")


def _plain(result: Result) -> Answer | bool | Triples:
    if isinstance(result, ox.QueryBoolean):
        return bool(result)
    if isinstance(result, ox.QueryTriples):
        return tuple((_value(s), _value(p), _value(o)) for s, p, o in result)
    columns = tuple(variable.value for variable in result.variables)
    return Answer(columns, tuple(tuple(map(_value, solution)) for solution in result))


def _value(term: object) -> Value:
    """A term as a plain value.

    >>> _value(ox.Literal("12.50", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")))
    12.5
    """
    if isinstance(term, ox.Literal):
        return _number(term)
    if isinstance(term, ox.NamedNode):
        return term.value
    return None if term is None else str(term)


def _number(literal: ox.Literal) -> Value:
    text, kind = literal.value, literal.datatype.value
    if kind in _INTEGERS:
        return int(text)
    if kind == _DECIMAL:
        return float(text) if "." in text else int(text)
    if kind in _FLOATS:
        return float(text)
    return text == "true" if kind == _BOOLEAN else text


def _bytes(result: Result, form: str) -> bytes:
    if isinstance(result, ox.QueryTriples):
        return ox.serialize(result, format=ox.RdfFormat.TURTLE, prefixes=iris.PREFIXES) or b""
    if isinstance(result, ox.QueryBoolean):
        return result.serialize(format=FORMATS["json"]) or b""
    return result.serialize(format=FORMATS[form]) or b""


def _broken(text: str, message: str) -> str:
    """One line: where the query breaks, at which words, and why where the engine says so."""
    prologue = _PROLOGUE.match(text)
    start = prologue.end() if prologue else 0
    word = re.split(r"[\s{(*<]", text[start:], maxsplit=1)[0]
    if word.upper() not in _FORMS:
        return f"The query is broken at {_position(text, start)}: it does not begin with {', '.join(_FORMS)}."
    where = _WHERE.match(message)
    if not where:
        return f"The query is broken: {' '.join(message.split())}."
    line, column = int(where[1]), int(where[2])
    return f"The query is broken at line {line}, column {column}, {_near(text, line, column)}: {_reason(where[3])}."


def _position(text: str, offset: int) -> str:
    """An offset as line and column, counted from 1."""
    return f"line {text.count(chr(10), 0, offset) + 1}, column {offset - text.rfind(chr(10), 0, offset)}"


def _near(text: str, line: int, column: int) -> str:
    lines = text.splitlines() or [""]
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    words = rest.split() or " ".join(lines[line:]).split()
    return f'near "{" ".join(words[:3])[:40]}"' if words else "at its end"


def _reason(expected: str) -> str:
    """What the parser expected, without the ranges of letters that no reader wants."""
    if "Prefix not found" in expected:
        return f"a prefix is not declared. Known without a declaration: {', '.join(sorted(iris.PREFIXES))}"
    told = re.findall(r"(?:The|Duplicated|IRI) [A-Za-z ]+", expected)
    if told:
        return str(told[0]).strip()
    signs = [item for item in expected.split(", ") if re.fullmatch(r'"[^"\w\s\\]{1,2}"', item)]
    return f"expected {' or '.join(signs)}" if signs else "something before this place is missing or not SPARQL 1.1"


def _failed(message: str) -> GraphError | QueryError:
    line = " ".join(message.split()).rstrip(".")
    if line.startswith(("Corruption", "IO error")):
        return GraphError(f"The store cannot be read: {line}. Build the graph again.")
    return QueryError(f"The query cannot be answered: {line}.")
