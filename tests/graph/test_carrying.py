from pathlib import Path

import pyoxigraph as ox
import pytest

from dpgraph import iris
from dpgraph.graph import carrying, store
from dpgraph.graph.carrying import MOST, carried_times, digest_of
from dpgraph.graph.rdf import ONTOLOGY
from dpgraph.graph.store import FILE, FLOOR, STORE, open_store, open_writable, write_graph

FOREIGN = ox.Quad(*(ox.NamedNode(iris.expand(f"dpr:{name}")) for name in ("a", "b", "c", "d")))


def lying(build: Path) -> tuple[set[ox.Quad], set[object]]:
    """All that lies in a store, and its graphs: those of the ontology's blank nodes aside, which have no lasting names."""
    found = open_store(build)
    named = {q for q in found if isinstance(q.subject, ox.NamedNode) and not isinstance(q.object, ox.BlankNode)}
    return named, set(found.named_graphs())


def times(build: Path) -> int | None:
    return carried_times(build / FLOOR / STORE, digest_of((build / FLOOR / FILE).read_bytes()))


@pytest.fixture
def less(quads: list[ox.Quad]) -> list[ox.Quad]:
    """The graph without one document's triples, and without some other quads."""
    graph = next(q.graph_name for q in quads if "graph/document/" in str(q.graph_name))
    few = {q for q in quads[-40:-20] if q.graph_name != ONTOLOGY}
    return [q for q in quads if q.graph_name != graph and q not in few]


def test_what_is_carried_is_as_if_filled(
    quads: list[ox.Quad], less: list[ox.Quad], build: Path, tmp_path: Path
) -> None:
    before = lying(build)
    write_graph(tmp_path / "filled" / FLOOR, less)
    write_graph(tmp_path / "carried" / FLOOR, less, build / FLOOR)
    write_graph(tmp_path / "back" / FLOOR, quads, tmp_path / "carried" / FLOOR)
    assert [times(tmp_path / name) for name in ("filled", "carried", "back")] == [0, 1, 2]
    assert lying(tmp_path / "carried") == lying(tmp_path / "filled")
    assert lying(tmp_path / "back") == lying(build) == before
    for one, other in (("carried", tmp_path / "filled"), ("back", build)):
        assert (tmp_path / one / FLOOR / FILE).read_bytes() == (other / FLOOR / FILE).read_bytes()


def test_what_something_else_has_written_is_not_carried(
    quads: list[ox.Quad], less: list[ox.Quad], build: Path, tmp_path: Path
) -> None:
    write_graph(tmp_path / "old" / FLOOR, quads)
    open_writable(tmp_path / "old").add(FOREIGN)
    assert times(tmp_path / "old") is None
    write_graph(tmp_path / "new" / FLOOR, less, tmp_path / "old" / FLOOR)
    assert times(tmp_path / "new") == 0
    assert FOREIGN not in open_store(tmp_path / "new")


def test_a_text_that_was_edited_is_not_carried(quads: list[ox.Quad], tmp_path: Path) -> None:
    write_graph(tmp_path / "old" / FLOOR, quads)
    file = tmp_path / "old" / FLOOR / FILE
    file.write_bytes(file.read_bytes() + b"\n")
    assert times(tmp_path / "old") is None


def test_a_store_is_filled_anew_after_some_times(
    quads: list[ox.Quad], build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST > 1
    monkeypatch.setattr(store, "MOST", 1)
    write_graph(tmp_path / "one" / FLOOR, quads, build / FLOOR)
    write_graph(tmp_path / "two" / FLOOR, quads, tmp_path / "one" / FLOOR)
    assert [times(tmp_path / name) for name in ("one", "two")] == [1, 0]


def test_what_cannot_be_carried_is_filled(
    quads: list[ox.Quad], less: list[ox.Quad], build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    write_graph(tmp_path / "much" / FLOOR, [q for q in quads if q.graph_name == ONTOLOGY], build / FLOOR)
    blank = next(q for q in quads if isinstance(q.subject, ox.BlankNode))
    write_graph(tmp_path / "blank" / FLOOR, [q for q in quads if q != blank], build / FLOOR)
    monkeypatch.setattr(carrying, "_share", refuse)
    write_graph(tmp_path / "refused" / FLOOR, less, build / FLOOR)
    assert [times(tmp_path / name) for name in ("much", "blank", "refused")] == [0, 0, 0]
