"""A query is put to the store: what it sees, what is refused, and errors in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import GraphError, QueryError

Result: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Named: TypeAlias = ox.NamedNode | ox.BlankNode
Default: TypeAlias = Named | ox.DefaultGraph
T = TypeVar("T")

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_SERVICE = re.compile("service", re.IGNORECASE)
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
class Seen:
    """The graphs that a query is asked of, by their IRIs: those that make up its default graph, and its named ones.

    "" stands for the default graph of the store.
    """

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def evaluate(
    store: ox.Store, text: str, read: Callable[[Result], T], seen: Seen | None = None, allow_service: bool = False
) -> T:
    """What `read` makes of the result of a query.

    Without `seen`, or a FROM of its own, the query's default graph is what is stated, the evidence, the ontology and
    what was inferred and found, and GRAPH reaches each of these and the others. The prefixes of dpgraph need not be
    declared. Raises QueryError when the text is not a query that can be answered here, GraphError when
    the store cannot be read.
    """
    if not allow_service:
        refuse_service(text)
    try:
        default: list[Default] | None = list(map(_graph, seen.default)) if seen else None
        named: list[Named] | None = list(map(ox.NamedNode, seen.named)) if seen else None
        return read(_result(store, text, default, named))
    except SyntaxError as error:
        raise QueryError(_broken(text, str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise failed(str(error)) from error


def _graph(iri: str) -> Default:
    return ox.NamedNode(iri) if iri else ox.DefaultGraph()


def _result(store: ox.Store, text: str, default: list[Default] | None, named: list[Named] | None) -> Result:
    """The result of a query; the prefixes of dpgraph are declared only for one that needs them, as that takes time."""
    try:
        return store.query(text, default_graph=default, named_graphs=named)
    except SyntaxError:
        return store.query(text, prefixes=iris.PREFIXES, default_graph=default, named_graphs=named)


def bare(text: str) -> str:
    """A query with spaces for everything in which no keyword stands."""
    return _NO_KEYWORD.sub(lambda match: " " * len(match[0]), text)


def refuse_service(text: str) -> None:
    """Queries never leave this machine: raise QueryError when the keyword SERVICE stands anywhere in the text."""
    found = _SERVICE.search(text) and _SERVICE.search(bare(text))  # most texts have no such word at all
    if found:
        place = position(text, found.start())
        raise QueryError(f"SERVICE ({place}) is refused: a query asks this graph alone and no other endpoint.")


def prologue(text: str) -> str:
    """The comments, prefixes and base before a query."""
    found = _PROLOGUE.match(text)
    return found[0] if found else ""


def form_of(text: str) -> str:
    r"""The form of a query: SELECT, ASK, CONSTRUCT, DESCRIBE; or whatever word it begins with.

    >>> form_of("# all\nPREFIX : <http://example.org/> select * {}")
    'SELECT'
    """
    return re.split(r"[\s{(*<]", text[len(prologue(text)) :], maxsplit=1)[0].upper()


def _broken(text: str, message: str) -> str:
    """One line: where the query breaks, at which words, and why where the engine says so."""
    if form_of(text) not in _FORMS:
        start = position(text, len(prologue(text)))
        return f"The query is broken at {start}: it does not begin with {', '.join(_FORMS)}."
    where = _WHERE.match(message)
    if not where:
        return f"The query is broken: {' '.join(message.split())}."
    line, column = int(where[1]), int(where[2])
    return f"The query is broken at line {line}, column {column}, {_near(text, line, column)}: {_reason(where[3])}."


def uncommented(text: str) -> str:
    """A query without its comments."""
    return _NO_KEYWORD.sub(lambda match: "" if match[0][0] == "#" else match[0], text)


def position(text: str, offset: int) -> str:
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


def failed(message: str) -> GraphError | QueryError:
    """What the engine says of a query that it has read and cannot answer."""
    line = one_line(message)
    if line.startswith(("Corruption", "IO error")):
        return GraphError(f"The store cannot be read: {line}. Build the graph again.")
    return QueryError(f"The query cannot be answered: {line}.")


def one_line(message: str) -> str:
    """A message without line breaks and the full stop at its end."""
    return " ".join(message.split()).rstrip(".")
