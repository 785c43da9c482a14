import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from dpgraph import iris
from dpgraph.errors import GraphError, NotFound
from dpgraph.graph.store import FILE, FLOOR, STORE, open_store, stored_quads, write_graph

HOLD = "import sys, pyoxigraph; store = pyoxigraph.Store(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


@pytest.fixture
def copy(build: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(build, tmp_path / "build"))


def test_what_is_written_is_read(quads: list[ox.Quad], store: ox.Store) -> None:
    assert set(stored_quads(store)) == set(quads)


def test_graphs_can_be_read_one_by_one(quads: list[ox.Quad], store: ox.Store) -> None:
    graph = ox.NamedNode(iris.expand("dpx:curated"))
    assert set(stored_quads(store, graph)) == {q for q in quads if q.graph_name == graph}


def test_the_same_quads_give_the_same_bytes(quads: list[ox.Quad], build: Path, tmp_path: Path) -> None:
    write_graph(tmp_path / "again", [*reversed(quads), quads[0]])
    assert (tmp_path / "again" / FILE).read_bytes() == (build / FLOOR / FILE).read_bytes()


def test_writing_replaces_what_was_there(copy: Path, quads: list[ox.Quad]) -> None:
    write_graph(copy / FLOOR, quads[:5])
    assert len(list(stored_quads(open_store(copy)))) == 5


def test_two_readers_at_once(build: Path) -> None:
    assert len(list(open_store(build))) == len(list(open_store(build)))


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no such folder\. Make one with: dpgraph build --out"):
        open_store(tmp_path / "nowhere")


def test_a_folder_that_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="not a finished build"):
        open_store(tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("part", ["CURRENT", "MANIFEST", ".sst"])
@pytest.mark.parametrize("cut", [0.5, 0.0])
def test_a_damaged_store(copy: Path, part: str, cut: float) -> None:
    damaged = next(f for f in sorted((copy / FLOOR / STORE).iterdir()) if part in f.name)
    damaged.write_bytes(damaged.read_bytes()[: int(damaged.stat().st_size * cut)])
    with pytest.raises(GraphError, match=r"is damaged: .*\. Build it again with: dpgraph build --out"):
        open_store(copy)


def test_a_store_that_is_open_elsewhere(copy: Path, quads: list[ox.Quad]) -> None:
    folder = copy / FLOOR / STORE
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout and holder.stdout.readline() == b"open\n"
        with pytest.raises(GraphError, match="open for writing in another process"):
            open_store(copy)
        with pytest.raises(GraphError, match="open for writing in another process"):
            write_graph(copy / FLOOR, quads)
    assert len(list(stored_quads(open_store(copy)))) == len(quads)


def test_a_place_that_cannot_be_written(tmp_path: Path, quads: list[ox.Quad]) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(GraphError, match="cannot be written"):
        write_graph(tmp_path / "file" / FLOOR, quads)
