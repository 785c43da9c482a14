"""A store is changed by SPARQL 1.1 Update, and stays in order: its default graph holds what its named graphs say."""

from __future__ import annotations

import re

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import QueryError
from dpgraph.graph.asking import bare, failed, one_line, position, refuse_service
from dpgraph.graph.rdf import DATASET
from dpgraph.graph.store import lies_in

_DELETING = re.compile(r"\b(DELETE|CLEAR|DROP|MOVE|COPY)\b", re.IGNORECASE)
_NAMING = re.compile(r"\b(GRAPH|WITH|USING|NAMED|ALL|TO)\b", re.IGNORECASE)

_SEEN = [str(lies_in(graph)) for graph in DATASET]
_NOWHERE = " ".join(f"FILTER NOT EXISTS {{ GRAPH {graph} {{ ?s ?p ?o }} }}" for graph in _SEEN)
_MISSING = "FILTER NOT EXISTS { ?s ?p ?o }"
# What stands in the default graph alone is stated; what is seen in a named graph stands in the default graph.
_STATE = f"INSERT {{ GRAPH {_SEEN[0]} {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o {_NOWHERE} }}"
_SHOW = [f"INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH {graph} {{ ?s ?p ?o }} {_MISSING} }}" for graph in _SEEN]
# What has gone from the one goes from the other.
_FORGET = [f"DELETE {{ GRAPH {g} {{ ?s ?p ?o }} }} WHERE {{ GRAPH {g} {{ ?s ?p ?o }} {_MISSING} }}" for g in _SEEN]
_HIDE = f"DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o {_NOWHERE} }}"


def update(store: ox.Store, text: str, allow_service: bool = False) -> None:
    """Changes the store, wholly or not at all, and brings its default graph and its named graphs in line.

    What is added without GRAPH is stated. An update that deletes works either on the default graph or on graphs that
    it names: where it names any, they decide. Raises QueryError when the text is no update, or reaches for another
    host.
    """
    words = bare(text)
    if not allow_service:
        refuse_service(text)
        _refuse_load(text, words)
    try:
        store.update("\n;\n".join((_without_end(text, words), *_settling(words))), prefixes=iris.PREFIXES)
        store.flush()
    except SyntaxError as error:
        raise QueryError(f"The update is broken: {one_line(str(error))}.") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise failed(str(error)) from error


def _settling(words: str) -> tuple[str, ...]:
    """What brings default graph and named graphs in line after an update with these words."""
    if not _DELETING.search(words):
        return (_STATE, *_SHOW)
    return (_HIDE, *_SHOW) if _NAMING.search(words) else (_STATE, *_FORGET)


def _without_end(text: str, words: str) -> str:
    """An update without a semicolon at its end."""
    end = words.rstrip()
    return text[: len(end) - 1] if end.endswith(";") else text


def _refuse_load(text: str, words: str) -> None:
    found = re.search(r"\bload\b", words, re.IGNORECASE)
    if found:
        raise QueryError(f"LOAD ({position(text, found.start())}) is refused: an update brings its own data.")
