from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dpgraph import assets
from dpgraph.documents.corpus import find_sources, read_corpus
from dpgraph.errors import InputError, NotFound


def write(folder: Path, *names: str) -> list[Path]:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Some text.")
    return [folder / name for name in names]


def ids(folder: Path) -> list[str]:
    return [s.id for s in read_corpus(folder).sources]


def test_the_tiny_corpus() -> None:
    corpus = read_corpus(assets.tiny())
    titles = {s.id: s.metadata["title"] for s in corpus.sources}
    assert titles["rivertown"] == "Digital publishing in Rivertown"
    assert all((corpus.entities, corpus.aliases, corpus.statements, corpus.figures))
    assert corpus.entities[0].place == f"{assets.tiny() / 'entities.csv'}:2"


def test_a_plain_folder_is_a_corpus(tmp_path: Path) -> None:
    write(tmp_path, "b.html", "a.txt", "deep/er/C d.MD", "table.csv", "picture.png", ".hidden.txt", ".git/x.txt")
    assert ids(tmp_path) == ["a", "b", "deep-er-c-d"]


def test_with_a_folder_of_documents_the_rest_is_no_source(tmp_path: Path) -> None:
    write(tmp_path, "documents/a.txt", "README.md", "gold/b.txt")
    assert ids(tmp_path) == ["a"]


def test_what_a_build_wrote_is_no_source(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "build/1_documents/a.txt", "build/6_views/network.html")
    assert ids(tmp_path) == ["a"]


def test_files_of_one_name_are_told_apart_by_their_kind(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "a.html", "b.md")
    assert ids(tmp_path) == ["a-html", "a-txt", "b"]


def test_files_that_nothing_tells_apart_are_refused(tmp_path: Path) -> None:
    paths = write(tmp_path, "a b.txt", "a-b.txt")
    with pytest.raises(InputError, match=r"a-b\.txt: would have the id 'a-b-txt' that .*a b\.txt has; rename one"):
        find_sources(paths, tmp_path)


def test_names_that_are_not_latin(tmp_path: Path) -> None:
    write(tmp_path, "重庆出版.txt", "___.txt")
    assert ids(tmp_path) == ["document", "重庆出版"]


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere: no such folder"):
        read_corpus(tmp_path / "nowhere")


@pytest.mark.parametrize("names", [(), ("picture.png",)])
def test_a_folder_without_documents(tmp_path: Path, names: tuple[str, ...]) -> None:
    write(tmp_path, *names)
    with pytest.raises(InputError, match=r"no documents in it; allowed: \.txt, "):
        read_corpus(tmp_path)


def replaced(name: str, old: str, new: str) -> Callable[[Path], object]:
    def change(corpus: Path) -> None:
        path = corpus / name
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            replaced("entities.csv", "name,class", "name,kind"),
            r"entities\.csv:1: no column 'class'; needed: name,class",
        ),
        (replaced("entities.csv", "Mill House,Publisher", "Mill House"), r"entities\.csv:4: fewer fields than columns"),
        (replaced("entities.csv", "Mill House,Publisher", "Mill, House,Publisher"), r"entities\.csv:4: more fields"),
        (
            replaced("curated/rivertown.csv", '"Mill House, a', '"Mill House" a'),
            r"curated/rivertown\.csv:\d: not a row of CSV",
        ),
        (
            lambda corpus: (corpus / "aliases.csv").write_bytes(b"name,alias,language\n\xff\xfe"),
            "aliases.csv: not in UTF-8",
        ),
        (lambda corpus: (corpus / "entities.csv").write_bytes(b""), r"entities\.csv:1: no column 'name'"),
        (lambda corpus: (corpus / "observations/x.csv").mkdir(), r"x\.csv: cannot be read \(Is a directory\)"),
    ],
)
def test_a_broken_csv_file_is_told_with_its_place(corpus: Path, change: Callable[[Path], object], reason: str) -> None:
    change(corpus)
    with pytest.raises(InputError, match=reason) as caught:
        read_corpus(corpus)
    assert "\n" not in str(caught.value)
