from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dpgraph import assets
from dpgraph.documents.corpus import read_corpus
from dpgraph.documents.reading import original_text, read_document
from dpgraph.errors import InputError
from dpgraph.records import Document, Source
from dpgraph.settings import MAX_FILE_BYTES

Read = Callable[..., Document]

WORDS = [
    "Harbor",
    "Press",
    "runs",
    "*River",
    "Crafts*",
    "in-",
    "vest",
    "platform.",
    "“Lantern”",
    "the",
    "出版",
    "café",
    "12%",
    "[3]",
]
BREAKS = [" ", " ", " ", "\n", "\n\n", "\r\n", " \u00a0", "\n- ", "\n## ", "\n\n> ", "\t"]


def messy(seed: int) -> str:
    """A text such as comes out of converters: words, and every kind of break between them."""
    chance = random.Random(seed)
    return "".join(chance.choice(WORDS) + chance.choice(BREAKS) for _ in range(chance.randint(3, 80)))


def words(document: Document) -> list[tuple[int, int, str]]:
    return [(*m.span(), m[0]) for m in re.finditer(r"\w+", document.text)]


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_every_word_is_found_back_in_the_file(read: Read, suffix: str) -> None:
    for seed in range(60):
        text = messy(seed)
        document = read(text, f"a.{suffix}")
        for start, end, word in words(document):
            a, b = document.origin(start, end)
            assert re.sub(r"[-\s>]|&\w+;|\[3\]", "", text[a:b]) == word, (seed, word)


def test_every_word_of_a_page_is_found_back_in_the_file(read: Read) -> None:
    text = (
        "<html><body>\n<h1>Caf&eacute; &amp; Co</h1>\n<p>Food &amp; Ink runs\n<b>Learn</b>Port for R&D,\nsays Ren&#233;."
        "</p><ul><li>&Eacute;ditions</li><li>one&nbsp;two</li></ul></body></html>"
    )
    document = read(text, "a.html")
    found = {word: text[slice(*document.origin(start, end))] for start, end, word in words(document)}
    assert found == {
        "Café": "Caf&eacute;", "Co": "Co", "Food": "Food", "Ink": "Ink", "runs": "runs", "LearnPort": "Learn</b>Port",
        "for": "for", "R": "R", "D": "D", "says": "says", "René": "Ren&#233;", "Éditions": "&Eacute;ditions",
        "one": "one", "two": "two",
    }  # fmt: skip


def test_a_joined_word_goes_back_to_both_its_halves(read: Read) -> None:
    text = "News of the week\n\nThey in-\n\nvest much."
    document = read(text)
    start = document.text.index("invest")
    assert text[slice(*document.origin(start, start + 6))] == "in-\n\nvest"


def test_the_file_of_a_document_with_windows_line_ends(read: Read) -> None:
    text = "\ufeff# News\r\n\r\nHarbor Press runs it.\r\n"
    document = read(text, "a.md")
    start = document.text.index("Harbor")
    assert document.text == "News\n\nHarbor Press runs it."
    assert text[1:][slice(*document.origin(start, start + 6))] == "Harbor"


def test_sections_cover_the_text_and_touch(read: Read) -> None:
    for seed in range(60):
        document = read(messy(seed), "a.md")
        assert [s.order for s in document.sections] == list(range(len(document.sections)))
        assert document.sections[0].start == 0
        assert document.sections[-1].end == len(document.text)
        for one, two in zip(document.sections, document.sections[1:], strict=False):
            assert one.end == two.start
        for section in document.sections:
            assert document.section_at(section.start) == section
            assert document.text[section.start :].startswith(section.title)


def test_text_before_the_first_heading_is_section_zero(read: Read) -> None:
    document = read("Before it all.\n\n# Title\n\nText.", "a.md")
    assert [(s.title, s.level) for s in document.sections] == [("", 0), ("Title", 1)]


def test_emphasis_is_told_in_offsets_of_the_text(read: Read) -> None:
    document = read("# News\n\nIt prints *River Crafts* and _Mill Notes_ monthly.", "a.md")
    assert [document.text[a:b] for a, b in document.emphasis] == ["River Crafts", "Mill Notes"]


def test_the_register_says_more_than_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<title>Page</title><p>Harbor Press runs it.</p>")
    assert read_document(Source("a", path)).metadata == {"title": "Page"}
    assert read_document(Source("a", path, {"title": "Report", "date": ""})).metadata == {"title": "Report"}


def test_the_same_file_gives_the_same_document(read: Read) -> None:
    assert read(messy(1)) == read(messy(1))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\t\n", "no text in it"),
        ("a.txt", b"...---...", "no text in it"),
        ("a.html", b"<html><script>x()</script></html>", "no text in it"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0", "binary"),
        ("a.txt", bytes(range(1, 32)) * 20, "binary"),
        ("a.txt", "重庆出版".encode() * 20 + b"\xff", "not UTF-8"),
        ("a.txt", b"\xff\xfea", "not valid UTF-16"),
        ("a.csv", b"text", "unknown kind of file"),
        ("a", b"text", "unknown kind of file"),
        ("a.pdf", b"no pdf at all", "not a readable PDF"),
        ("a.docx", b"no word file", "not a readable Word file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_line(
    read: Read, tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        read(data, name)
    assert str(caught.value).startswith(f"{tmp_path / name}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere"), lambda path: None])
def test_what_is_no_file_is_refused(tmp_path: Path, make: Callable[[Path], object]) -> None:
    path = tmp_path / "a.txt"
    make(path)
    with pytest.raises(InputError, match=r"cannot be read|no such file"):
        read_document(Source("a", path))


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    with pytest.raises(InputError, match="20 MB; allowed: up to 20 MB"):
        read_document(Source("a", path))


def test_the_shipped_documents_have_no_broken_way_back() -> None:
    for source in read_corpus(assets.folder("corpus")).sources:
        document, original = read_document(source), original_text(source.path)
        for start, end, word in words(document):
            assert original[slice(*document.origin(start, end))].replace("*", "") == word
