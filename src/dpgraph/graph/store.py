"""The graph on disk: sorted N-Quads to read and compare, an Oxigraph store to query.

In the store the default graph holds all that a query sees without GRAPH (what is stated, ontology, evidence, inferred,
analysis) and each of these stands in its named graph as well. So a query is asked of one graph and not of five, which
is three times as fast, and every SPARQL engine that opens the store answers alike.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from dpgraph import iris, settings
from dpgraph.errors import GraphError, NotFound
from dpgraph.graph.carrying import MOST, WORTH, carried_times, carry_store, digest_of, mark_store
from dpgraph.graph.rdf import ANALYSIS, DATASET, ONTOLOGY, STATED, STATED_NAME, Graph

FLOOR = settings.FLOORS[3]
FILE = "graph.nq"
STORE = "store"

_COUNT = ox.NamedNode(iris.expand("xsd:nonNegativeInteger"))
_COUNTED = frozenset(
    ox.NamedNode(iris.expand(curie)) for curie in ("dpg:order", "oa:start", "oa:end", "schema:position")
)


def write_graph(folder: Path, quads: Iterable[ox.Quad], earlier: Path | None = None) -> None:
    """Write `graph.nq` (sorted lines: the same quads always give the same bytes) and `store/` into `folder`.

    `earlier` is such a folder of an earlier build: what differs little from its quads is written in a third of the
    time. What stood in the folder before is gone. Raises GraphError when it cannot be written, or another process has
    the store there open for writing.
    """
    _refuse_locked(folder / STORE)
    try:
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        _write(folder, quads, earlier)
    except (OSError, RuntimeError) as error:
        raise GraphError(f"The graph cannot be written to {folder}: {_line(error)}.") from error


def open_store(build: Path) -> ox.Store:
    """The store of a build, to read from.

    Raises NotFound when there is no such folder, GraphError when the folder is not a build, its store is damaged,
    or another process has it open for writing.
    """
    if not build.is_dir():
        raise NotFound(f"No graph at {build}: there is no such folder. Make one with: dpgraph build --out {build}")
    folder = build / FLOOR / STORE
    if not (folder / "CURRENT").is_file():
        raise GraphError(f"{build} is not a finished build: there is no store in {folder}. {_again(build)}")
    _refuse_locked(folder)
    return _opened(folder, build)


def open_writable(build: Path) -> ox.Store:
    """The store of a build, to read from and to change; errors as for `open_store`."""
    open_store(build)
    folder = build / FLOOR / STORE
    try:
        return ox.Store(folder)
    except (OSError, RuntimeError) as error:
        raise GraphError(f"The store in {folder} cannot be opened for writing: {_line(error)}.") from error


def laid_out(quads: Iterable[ox.Quad], seen: Collection[Graph] = frozenset(DATASET)) -> Iterator[ox.Quad]:
    """Quads as they lie in a store: each in its named graph, and in the default graph when a query is to see it."""
    for quad in quads:
        subject, predicate, object_, graph = quad.subject, quad.predicate, quad.object, quad.graph_name
        yield ox.Quad(subject, predicate, object_, STATED_NAME) if graph == STATED else quad
        if graph in seen:
            yield quad if graph == STATED else ox.Quad(subject, predicate, object_, STATED)


def lies_in(graph: Graph) -> ox.NamedNode:
    """Where the quads of a graph lie in a store: what is stated has a name there."""
    return graph if isinstance(graph, ox.NamedNode) else STATED_NAME


def stored_quads(store: ox.Store, *graphs: Graph) -> Iterator[ox.Quad]:
    """The quads of these graphs (of all, when none is named) as they were written.

    Oxigraph gives every whole number back as xsd:integer; offsets and orders get their own datatype again.
    """
    lying = [lies_in(graph) for graph in graphs] or store.named_graphs()
    for graph in lying:
        yield from map(_as_written, store.quads_for_pattern(None, None, None, graph))


def _left_by(earlier: Path) -> tuple[int | None, Sequence[bytes]]:
    """How often an earlier graph's store was carried, and its lines; None and none if not as a build has left them."""
    try:
        text = (earlier / FILE).read_bytes()
    except OSError:
        return None, ()
    times = carried_times(earlier / STORE, digest_of(text))
    return times, () if times is None else text.splitlines()


def _write(folder: Path, quads: Iterable[ox.Quad], earlier: Path | None) -> None:
    groups = by_graph(quads)
    texts = {graph: serialized(group) for graph, group in groups.items()}
    lines = {line for text in texts.values() for line in text.splitlines()}
    times, old = _left_by(earlier) if earlier else (None, ())
    come = sorted(lines.difference(old))
    text = b"\n".join(sorted([*(line for line in old if line in lines), *come])) + b"\n"  # two sorted runs
    (folder / FILE).write_bytes(text)

    gone = [line for line in old if line not in lines]
    little = times is not None and times < MOST and len(gone) + len(come) < WORTH * len(lines)
    if earlier and little and carry_store(earlier / STORE, folder / STORE, gone, come, laid_out):
        mark_store(folder / STORE, digest_of(text), (times or 0) + 1)
    else:
        _fill(folder / STORE, groups.get(ONTOLOGY, ()), texts)
        mark_store(folder / STORE, digest_of(text), 0)


def _fill(folder: Path, ontology: Iterable[ox.Quad], texts: Mapping[Graph, bytes]) -> None:
    store = ox.Store(folder)
    store.bulk_extend(laid_out(ontology))  # its blank nodes would get other names from text
    said = {graph: text for graph, text in texts.items() if graph not in (ONTOLOGY, ANALYSIS)}
    load_text(store, laid_out_text(said))
    # One after the other: so the engine sorts them in less memory.
    load_text(store, laid_out_text({ANALYSIS: texts.get(ANALYSIS, b"")}))
    store.flush()


def laid_out_text(texts: Mapping[Graph, bytes], seen: Collection[Graph] = DATASET) -> bytes:
    """N-Quads, each text of one graph, as `laid_out` lays out quads: text is copied faster."""
    return b"".join(part for graph, text in texts.items() for part in _lying(graph, text, seen))


def load_text(store: ox.Store, text: bytes) -> None:
    """Loads N-Quads that the engine wrote."""
    store.bulk_load(text, ox.RdfFormat.N_QUADS, lenient=True)  # nothing is to be checked again


def by_graph(quads: Iterable[ox.Quad]) -> dict[Graph, list[ox.Quad]]:
    """Quads by the graph that they stand in."""
    groups: dict[Graph, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        groups[quad.graph_name].append(quad)  # type: ignore[index]  # none of ours is a blank node
    return groups


def serialized(quads: Iterable[ox.Quad]) -> bytes:
    """Quads as N-Quads."""
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _lying(graph: Graph, text: bytes, seen: Collection[Graph]) -> Iterator[bytes]:
    end = b" .\n" if graph == STATED else f" {graph} .\n".encode()
    yield text.replace(end, f" {lies_in(graph)} .\n".encode())
    if graph in seen:
        yield text.replace(end, b" .\n")


def _opened(folder: Path, build: Path) -> ox.Store:
    try:
        store = ox.Store.read_only(str(folder))
        empty = next(store.quads_for_pattern(None, None, None, None), None) is None
    except (OSError, RuntimeError) as error:
        raise GraphError(f"The store in {folder} is damaged: {_line(error)}. {_again(build)}") from error
    if empty:  # a cut-off manifest opens as an empty store, and no build is empty: it holds the ontology at least
        raise GraphError(f"The store in {folder} is damaged: it is empty. {_again(build)}")
    return store


def _refuse_locked(folder: Path) -> None:
    """Raise GraphError when another process has the store open for writing (it holds a lock on the file LOCK)."""
    try:
        import fcntl
    except ImportError:  # Windows: the store itself refuses
        return
    try:
        with (folder / "LOCK").open("rb") as file:
            fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise GraphError(f"The store in {folder} is open for writing in another process. Close it first.") from error
    except OSError:  # no store there yet, or none that may be read: opening it will tell
        return


def _as_written(quad: ox.Quad) -> ox.Quad:
    subject, predicate, object_, graph = quad.subject, quad.predicate, quad.object, quad.graph_name
    if predicate in _COUNTED and isinstance(object_, ox.Literal):
        object_ = ox.Literal(object_.value, datatype=_COUNT)
    elif graph != STATED_NAME:
        return quad
    return ox.Quad(subject, predicate, object_, STATED if graph == STATED_NAME else graph)


def _again(build: Path) -> str:
    return f"Build it again with: dpgraph build --out {build}"


def _line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".")
