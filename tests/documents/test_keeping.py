"""What is kept is what was read, and it is used as long as nothing that it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dpgraph.documents import keeping
from dpgraph.documents.keeping import read_kept
from dpgraph.documents.reading import read_document
from dpgraph.errors import InputError
from dpgraph.records import Document, Source

TEXT = "# News\n\nThe *Harbor Review* is a jour-\nnal.\n\n## Abroad 出版\n\nIt is read in many towns, and sold there as well."


@pytest.fixture
def source(tmp_path: Path) -> Source:
    path = tmp_path / "news.md"
    path.write_text(TEXT, encoding="utf-8")
    return Source("news", path, {"title": "The News", "publisher": ""})


@pytest.fixture
def file(source: Source, tmp_path: Path) -> Path:
    """Where an earlier build has left the document."""
    kept = read_kept(tmp_path / "none.jsonl")
    kept.read(source)
    kept.write(tmp_path / "kept.jsonl")
    return tmp_path / "kept.jsonl"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the documents whose files are read from now on."""
    found: list[str] = []

    def noted(source: Source) -> Document:
        found.append(source.id)
        return read_document(source)

    monkeypatch.setattr(keeping, "read_document", noted)
    return found


def test_a_kept_document_is_what_was_read(source: Source, file: Path, read: list[str]) -> None:
    document = read_kept(file).read(source)
    assert not read
    assert document == read_document(source)
    assert document.sections and document.runs and document.emphasis and document.metadata


def test_it_is_carried_over_as_it_was(source: Source, file: Path, tmp_path: Path) -> None:
    kept = read_kept(file)
    kept.read(source)
    kept.write(tmp_path / "next.jsonl")
    assert (tmp_path / "next.jsonl").read_bytes() == file.read_bytes()


def test_what_is_not_asked_for_is_not_carried_over(file: Path, tmp_path: Path) -> None:
    read_kept(file).write(tmp_path / "next.jsonl")
    assert not (tmp_path / "next.jsonl").read_bytes()


def test_where_a_file_lies_does_not_matter(source: Source, file: Path, read: list[str], tmp_path: Path) -> None:
    moved = replace(source, path=tmp_path / "elsewhere.md")
    source.path.rename(moved.path)
    assert read_kept(file).read(moved).path == str(moved.path)
    assert not read


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.path.write_text(TEXT + " More.", encoding="utf-8") and s,
        lambda s: replace(s, id="other"),
        lambda s: replace(s, metadata={"title": "Other News"}),
        lambda s: replace(s, path=s.path.rename(s.path.with_suffix(".txt"))),
    ],
)
def test_a_changed_document_is_read(
    change: Callable[[Source], Source], source: Source, file: Path, read: list[str]
) -> None:
    changed = change(source)
    assert read_kept(file).read(changed) == read_document(changed)
    assert read == [changed.id]


@pytest.mark.parametrize("part", ["code", "_version"])
def test_other_code_and_other_libraries_read_anew(
    part: str, source: Source, file: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, part, lambda *_: ["other"] if part == "code" else "other")
    read_kept(file).read(source)
    assert read == ["news"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"\xff" + data,
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"towns", b"lands"),
        lambda data: data.replace(b'"order": 1', b'"order": 2'),
    ],
)
def test_a_line_that_is_not_as_it_was_left_is_as_good_as_none(
    damage: Callable[[bytes], bytes], source: Source, file: Path, read: list[str]
) -> None:
    assert damage(file.read_bytes()) != file.read_bytes()
    file.write_bytes(damage(file.read_bytes()))
    assert read_kept(file).read(source) == read_document(source)
    assert read == ["news"]


def test_a_file_that_cannot_be_read_is_told_of_though_it_was_kept(source: Source, file: Path) -> None:
    source.path.unlink()
    with pytest.raises(InputError, match="no such file"):
        read_kept(file).read(source)
