"""A store is changed by SPARQL 1.1 Update, and stays in order.

Its default graph holds what its named graphs say, and dpx:inferred what follows from the rest.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import starmap
from typing import Any

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import QueryError
from dpgraph.graph.asking import bare, failed, one_line, position, refuse_service
from dpgraph.graph.changes import Change, read_changes
from dpgraph.graph.inference import SOURCES, Closure
from dpgraph.graph.rdf import DATASET, INFERRED, ONTOLOGY, STATED, STATED_NAME, Graph
from dpgraph.graph.rules import Rule, Spo, compile_rules, spo
from dpgraph.graph.store import lies_in

_DELETING = re.compile(r"\b(DELETE|CLEAR|DROP|MOVE|COPY)\b", re.IGNORECASE)
_NAMING = re.compile(r"\b(GRAPH|WITH|USING|NAMED|ALL|TO)\b", re.IGNORECASE)

_CLEARING = re.compile(r"\s*(?:CLEAR|DROP)\s+(?:SILENT\s+)?GRAPH\s*<([^<>\s]+)>\s*", re.IGNORECASE)

_LYING = tuple(lies_in(graph) for graph in DATASET)
_SOURCES = tuple(lies_in(graph) for graph in SOURCES)
_NAMED = f"VALUES ?g {{ {' '.join(map(str, _LYING))} }} GRAPH ?g {{ ?s ?p ?o }}"
_NOWHERE = f"?s ?p ?o MINUS {{ {_NAMED} }}"
_MISSING = f"{_NAMED} MINUS {{ ?s ?p ?o }}"
# What stands in the default graph alone is stated; what is seen in a named graph stands in the default graph.
_STATE = f"INSERT {{ GRAPH {STATED_NAME} {{ ?s ?p ?o }} }} WHERE {{ {_NOWHERE} }}"
_SHOW = f"INSERT {{ ?s ?p ?o }} WHERE {{ {_MISSING} }}"
# What has gone from the one goes from the other.
_FORGET = f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ {_MISSING} }}"
_HIDE = f"DELETE {{ ?s ?p ?o }} WHERE {{ {_NOWHERE} }}"


def update(store: ox.Store, text: str, allow_service: bool = False) -> None:
    """One update; as `Updating.update`."""
    Updating(store, allow_service).update(text)


class Updating:
    """Updates of a store, one after the other. It remembers what follows from what, so that each costs its own part."""

    def __init__(self, store: ox.Store, allow_service: bool = False) -> None:
        self._store, self._allow_service = store, allow_service
        self._rules: tuple[Rule, ...] = ()
        self._closure: Closure | None = None

    def update(self, text: str) -> None:
        """Changes the store, wholly or not at all, and brings its graphs in line.

        What is added without GRAPH is stated. A pattern that deletes works either on the default graph or on graphs
        that it names: where it names any, they decide. dpx:inferred is what follows, whatever the update does to it.
        Raises QueryError when the text is no update, or reaches for another host.
        """
        words = bare(text)
        if not self._allow_service:
            refuse_service(text)
            _refuse_load(text, words)
        if _clears_elsewhere(text):
            self._run(text)
            return
        changes = _plain(read_changes(text))
        closure, self._closure = self._closure, None  # remembered again only when all has gone well
        settled = map(_laid_out, changes) if changes else (_without_end(text, words), *_settling(words))
        self._run("\n;\n".join(settled))
        if changes and closure:
            self._mend(*_following(closure, changes))
        else:
            closure = self._inferred_anew(closure)
        self._closure = closure

    def _run(self, text: str) -> None:
        try:
            self._store.update(text, prefixes=iris.PREFIXES)
            self._store.flush()
        except SyntaxError as error:
            raise QueryError(f"The update is broken: {one_line(str(error))}.") from error
        except (OSError, RuntimeError, ValueError) as error:
            raise failed(str(error)) from error

    def _inferred_anew(self, closure: Closure | None) -> Closure:
        """What follows from all that is stated now, with dpx:inferred brought in line with it."""
        rules = compile_rules(self._triples(ONTOLOGY))
        stated = (triple for graph in _SOURCES for triple in self._triples(graph))
        if closure is None or rules != self._rules:
            self._rules, closure = rules, Closure(rules, stated)
        else:
            closure.restate(stated)
        wanted, held = closure.inferred(), set(map(spo, self._triples(INFERRED)))
        self._mend(wanted - held, held - wanted)
        return closure

    def _mend(self, added: Iterable[Spo], gone: Iterable[Spo]) -> None:
        """Adds to dpx:inferred, and takes from it; what is gone is out of sight unless another graph has it."""
        for triple in _read(gone):
            self._store.remove(_quad(triple, INFERRED))
            if not any(_quad(triple, graph) in self._store for graph in _LYING):
                self._store.remove(_quad(triple, STATED))
        self._store.extend(_quad(triple, graph) for triple in _read(added) for graph in (INFERRED, STATED))

    def _triples(self, graph: ox.NamedNode) -> Iterator[ox.Triple]:
        return (quad.triple for quad in self._store.quads_for_pattern(None, None, None, graph))


def _clears_elsewhere(text: str) -> bool:
    """Whether an update only empties a graph that no query sees without naming it."""
    found = _CLEARING.fullmatch(text)
    return found is not None and ox.NamedNode(found[1]) not in _LYING


def _plain(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """The changes, if the graphs can be kept in line without looking for what else they hold; else none."""
    return changes if all(map(_is_plain, changes)) else ()


def _is_plain(change: Change) -> bool:
    graphs = {quad.graph_name for quad in change.quads}
    return ONTOLOGY not in graphs if change.adds else graphs.isdisjoint(_LYING)


def _laid_out(change: Change) -> str:
    """A plain change, with the graphs in which each of its quads is to stand, or from which it is to go."""
    groups: dict[Graph, list[str]] = defaultdict(list)
    for quad in change.quads:
        for graph in _graphs(quad.graph_name, change.adds):
            groups[graph].append(_line(spo(quad.triple)))
    return f"{'INSERT' if change.adds else 'DELETE'} DATA {{ {' '.join(starmap(_block, groups.items()))} }}"


def _graphs(named: Any, adds: bool) -> tuple[Graph, ...]:
    if named == STATED:
        return (STATED, STATED_NAME) if adds else (STATED, *_LYING)
    return (named, STATED) if named in _LYING else (named,)


def _following(closure: Closure, changes: Iterable[Change]) -> tuple[set[Spo], set[Spo]]:
    """What is to be added to dpx:inferred after changes, and what to be taken from it; the closure takes note."""
    before, touched = closure.inferred(), set[Spo]()
    for change in changes:
        touched |= {spo(quad.triple) for quad in change.quads if quad.graph_name in (STATED, INFERRED)}
        stated = (quad.triple for quad in change.quads if quad.graph_name in (STATED, *_SOURCES))
        (closure.state if change.adds else closure.withdraw)(closure.bearing(stated))
    after = closure.inferred()
    touched |= before ^ after
    return touched & after, touched - after


def _quad(triple: ox.Triple, graph: Graph) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _read(triples: Iterable[Spo]) -> Iterator[ox.Triple]:
    text = "\n".join(map(_line, sorted(triples)))
    return (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))


def _line(triple: Spo) -> str:
    return f"{' '.join(triple)} ."


def _block(graph: Graph, lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    return f"{text}\n" if graph == STATED else f"GRAPH {graph} {{\n{text}\n}}"


def _settling(words: str) -> tuple[str, ...]:
    """What brings default graph and named graphs in line after an update with these words."""
    if not _DELETING.search(words):
        return _STATE, _SHOW
    return (_HIDE, _SHOW) if _NAMING.search(words) else (_STATE, _FORGET)


def _without_end(text: str, words: str) -> str:
    """An update without a semicolon at its end."""
    end = words.rstrip()
    return text[: len(end) - 1] if end.endswith(";") else text


def _refuse_load(text: str, words: str) -> None:
    found = re.search(r"\bload\b", words, re.IGNORECASE)
    if found:
        raise QueryError(f"LOAD ({position(text, found.start())}) is refused: an update brings its own data.")
