from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dpgraph.documents.files import replaced_folder, write_atomically, write_or_link
from dpgraph.errors import GraphError, InputError

CHILD = """
import sys, time
from pathlib import Path
from dpgraph.documents.files import replaced_folder
with replaced_folder(Path(sys.argv[1])) as fresh:
    (fresh / "half").write_text("half")
    print("in", flush=True)
    time.sleep(60)
"""


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def fill_and_fail(place: Path, error: BaseException | type[BaseException]) -> None:
    with replaced_folder(place) as fresh:
        (fresh / "a.txt").write_text("new")
        raise error


def test_a_file_is_whole(tmp_path: Path) -> None:
    write_atomically(tmp_path / "a.txt", b"one")
    write_atomically(tmp_path / "a.txt", b"two")
    assert (tmp_path / "a.txt").read_bytes() == b"two"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("name", ["nowhere/a.txt", "taken"])
def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        write_atomically(tmp_path / name, b"one")
    assert names(tmp_path) == ["taken"]


def test_what_is_as_it_was_is_linked(tmp_path: Path) -> None:
    old = tmp_path / "old.txt"
    for name, data in (("a", b"one"), ("b", b"two")):
        old.write_bytes(b"one")
        write_or_link(tmp_path / name, data, old)
        assert (tmp_path / name).read_bytes() == data
    write_or_link(tmp_path / "c", b"one", tmp_path / "none.txt")
    assert [(tmp_path / name).samefile(old) for name in "abc"] == [True, False, False]


def test_a_folder_takes_its_place_whole(tmp_path: Path) -> None:
    place = tmp_path / "new" / "graph"
    for text in ("one", "two"):
        with replaced_folder(place) as fresh:
            assert names(fresh) == []
            (fresh / "a.txt").write_text(text)
    assert (place / "a.txt").read_text() == "two"
    assert names(place.parent) == ["graph"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_the_old_folder_stays_when_the_new_one_fails(tmp_path: Path, error: type[BaseException]) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "a.txt").write_text("old")
    with pytest.raises(error):
        fill_and_fail(tmp_path / "graph", error)
    assert (tmp_path / "graph" / "a.txt").read_text() == "old"
    assert names(tmp_path) == ["graph"]


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"graph: not written, what was there stays: No space left on device$"):
        fill_and_fail(tmp_path / "graph", OSError(28, os.strerror(28)))
    assert names(tmp_path) == []


def test_a_link_to_a_folder_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "graph").symlink_to(tmp_path / "disk")
    with replaced_folder(tmp_path / "graph") as fresh:
        (fresh / "a.txt").write_text("new")
    assert (tmp_path / "graph").is_symlink()
    assert names(tmp_path / "disk") == ["a.txt"]


def test_two_at_once_are_refused_and_a_killed_one_leaves_nothing(tmp_path: Path) -> None:
    place = tmp_path / "graph"
    with subprocess.Popen([sys.executable, "-c", CHILD, place], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "in\n"
        with pytest.raises(GraphError, match="another build is writing there"), replaced_folder(place):
            pass
        child.kill()
    with replaced_folder(place) as fresh:
        assert names(fresh) == []
    assert names(tmp_path) == ["graph"]
