"""A graph in memory: what a build asks of it, it asks there, in half the time that the store on disk takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass

import pyoxigraph as ox

from dpgraph.graph.asking import Seen
from dpgraph.graph.rdf import EVIDENCE, INFERRED, ONTOLOGY, STATED
from dpgraph.graph.sparql import Answer, select
from dpgraph.graph.store import by_graph, laid_out, laid_out_text, lies_in, load_text, serialized, stored_quads

# What the graph is checked for: an inferred triple has no statement of its own, so it stays outside.
SAID = (STATED, ONTOLOGY, EVIDENCE)
_ALL = Seen(("", INFERRED.value), tuple(lies_in(graph).value for graph in (*SAID, INFERRED)))


@dataclass(frozen=True, slots=True)
class Held:
    """The quads of a graph, and a store of them in memory.

    It holds what is stated, the ontology, the evidence and what was inferred, each under its name. Its default graph
    lacks what was inferred; `select` sees that too.
    """

    quads: tuple[ox.Quad, ...]
    store: ox.Store

    def select(self, text: str) -> Answer:
        """The answer to a SELECT, as a store on disk without findings gives it."""
        return select(self.store, text, _ALL)


def hold(quads: Iterable[ox.Quad], before: Held | None = None) -> Held:
    """Holds what is stated, the ontology, the evidence and what was inferred among quads in memory.

    What was held `before` is held with them: its store takes them in.
    """
    return _ready(quads, before)()


def hold_beside(beside: Executor, quads: Iterable[ox.Quad]) -> Future[Held]:
    """As `hold`, loaded beside us: whatever that needs Python for is done before."""
    return beside.submit(_ready(quads))


def _ready(quads: Iterable[ox.Quad], before: Held | None = None) -> Callable[[], Held]:
    earlier, store = (before.quads, before.store) if before else ((), ox.Store())
    groups = {graph: found for graph, found in by_graph(quads).items() if graph in (*SAID, INFERRED)}
    store.bulk_extend(laid_out(groups.get(ONTOLOGY, ()), SAID))  # its blank nodes would get other names from text
    text = laid_out_text({graph: serialized(found) for graph, found in groups.items() if graph != ONTOLOGY}, SAID)
    found = Held((*earlier, *(quad for found in groups.values() for quad in found)), store)

    def load() -> Held:
        load_text(found.store, text)
        return found

    return load


def held(graph: ox.Store | Held) -> Held:
    """What is held already, or the graph of a store read into memory."""
    return graph if isinstance(graph, Held) else hold(stored_quads(graph, *SAID, INFERRED))
