from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path

import pytest

from dpgraph import assets
from dpgraph.documents.adding import COLUMNS, add_document, remove_document
from dpgraph.documents.corpus import read_corpus
from dpgraph.documents.project import new_project
from dpgraph.errors import InputError, NotFound

TEXT = "# Mill notes\n\nMill House publishes River Crafts, and sells it in many towns along the river to readers of all ages.\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return new_project(tmp_path / "sea", assets.template()).folder


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "Mill Notes.md"
    path.write_text(TEXT)
    return path


def rows(project: Path) -> list[dict[str, str]]:
    with (project / "sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_file_is_copied_and_registered(project: Path, notes: Path) -> None:
    added = add_document(project, str(notes))
    assert (added.id, added.title, added.is_new) == ("mill-notes", "Mill notes", True)
    assert (project / "documents" / "Mill Notes.md").read_text() == TEXT
    row = {
        "id": "mill-notes",
        "title": "Mill notes",
        "language": "en",
        "sha256": sha256(TEXT.encode()).hexdigest(),
    }
    assert rows(project)[-1] == {**dict.fromkeys(COLUMNS, ""), **row}
    assert [s.id for s in read_corpus(project).sources] == ["mill-notes", "harbor-town"]


def test_added_and_removed_leaves_no_trace(project: Path, notes: Path) -> None:
    before = {p: p.read_bytes() for p in project.rglob("*") if p.is_file()}
    add_document(project, str(notes))
    removed = remove_document(project, "mill-notes")
    assert (removed.id, removed.rows) == ("mill-notes", 0)
    assert {p: p.read_bytes() for p in project.rglob("*") if p.is_file()} == before


def test_the_same_content_is_added_once(project: Path, notes: Path, tmp_path: Path) -> None:
    add_document(project, str(notes))
    other = tmp_path / "copy.md"
    other.write_text(TEXT)
    again = add_document(project, str(other))
    assert (again.id, again.is_new) == ("mill-notes", False)
    assert len(rows(project)) == 2


def test_a_name_that_is_taken_is_refused(project: Path, tmp_path: Path) -> None:
    path = tmp_path / "harbor-town.txt"
    path.write_text("Harbor Press runs the LearnPort platform.")
    with pytest.raises(
        InputError, match="has the id 'harbor-town' too; rename the file, or: dpgraph remove harbor-town"
    ):
        add_document(project, str(path))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"\0\0\0", r"a\.txt: a binary file"),
        ("a.csv", b"a,b", "unknown kind of file"),
        ("a.txt", b"", "the file is empty"),
        ("a.txt", "Der Verlag betreibt eine Plattform für digitale Bildung und verkauft dort Bücher. ".encode() * 5, "in German"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_not_added(project: Path, tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(data)
    before = rows(project)
    with pytest.raises(InputError, match=reason):
        add_document(project, str(tmp_path / name))
    assert rows(project) == before
    assert not (project / "documents" / name).exists()


def test_a_page_says_who_published_it_and_when(project: Path, tmp_path: Path) -> None:
    head = '<title>Shop | The Daily</title><meta property="og:site_name" content="The Daily"><meta property="og:title" content="A shop"><meta property="article:published_time" content="2024-03-02">'
    page = tmp_path / "shop.html"
    page.write_text(f"<html><head>{head}</head><body><p>Harbor Press opens a shop.</p></body></html>")
    assert add_document(project, str(page)).title == "A shop"
    assert {k: rows(project)[-1][k] for k in ("publisher", "date")} == {"publisher": "The Daily", "date": "2024-03-02"}


def test_a_document_that_is_quoted_goes_only_with_its_rows(project: Path) -> None:
    with pytest.raises(InputError, match=r"1 curated rows quote it \(.*harbor-town\.csv:2\).*--with-rows"):
        remove_document(project, "harbor-town")
    removed = remove_document(project, "harbor-town.md", with_rows=True)
    assert removed.rows == 1
    assert (project / "curated" / "harbor-town.csv").read_text().count("\n") == 1
    assert rows(project) == []


def test_an_unknown_document_is_told(project: Path) -> None:
    with pytest.raises(NotFound, match="no document 'harbor'; did you mean \"harbor-town\""):
        remove_document(project, "harbor")
