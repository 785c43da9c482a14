"""What holds of every document, whatever the file: each word is where it says it is."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dpgraph.documents.reading import original_text, read_document
from dpgraph.errors import InputError
from dpgraph.records import Document, Source
from tests.documents.files import docx_of, epub_of, pdf_of

BRIEF = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
PIECES = st.sampled_from([
    "Harbor", "Press", "runs", "LearnPort.", "in-", "vest-\n", "ment", "café", "出版", "12%", "[3]", "R&D", "\u00ad", "\ufeff", "\u200b",
    "*", "_", "**", "`", "#", "##", "- ", "1. ", "(2) Build. ", "> ", "|", "|--|", "[a](b)", "![c](d)", "&amp;", "&eacute;", "&#20986;",
    "&", ";", "<", ">", "<p>", "</p>", "<em>", "</em>", "<i>", "<br>", "<li>", "<h2>", "</h2>", "<script>", "</script>", "<!--", "-->",
    "<a href='x'>", "</a>", "<td>", "<title>", "\n", "\n\n", "\r\n", "\r", "\t", " ", "\u00a0", "\u2028", "\x0c", "\x0b", "\x85",
    "\ue000", "\ue001", "Part One", "Chapter 2.", "“", "”", "’s", "...", "http://x.y", "İ", "ﬁ", "e\u0301", "👩‍💻",
])  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map("".join), st.lists(PIECES, max_size=60).map(" ".join), st.text(max_size=200)
)


def written(folder: Path, text: str, suffix: str) -> tuple[Document, str] | None:
    """The text as a file and read again; None when it is refused, which it may be."""
    path = folder / f"file{suffix}"
    path.write_bytes(text.encode("utf-8", "ignore"))
    try:
        return read_document(Source("file", path)), original_text(path)
    except InputError:
        return None


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@BRIEF
@given(text=TEXTS)
def test_every_letter_stands_at_its_place_in_the_file(folder: Path, suffix: str, text: str) -> None:
    made = written(folder, text, suffix)
    if made:
        document, original = made
        for at, letter in enumerate(document.text):
            start, end = document.origin(at, at + 1)
            assert end == start + 1 and (not letter.isalnum() or original[start] == letter)


@BRIEF
@given(text=TEXTS)
def test_every_letter_of_a_page_stands_at_its_place_or_at_its_reference(folder: Path, text: str) -> None:
    made = written(folder, text, ".html")
    if made:
        document, original = made
        for at, letter in enumerate(document.text):
            start, end = document.origin(at, at + 1)
            if letter.isalnum():
                assert original[start] == letter or letter in unescape(original[start:end])


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@BRIEF
@given(text=TEXTS)
def test_words_come_in_the_order_of_the_file(folder: Path, suffix: str, text: str) -> None:
    made = written(folder, text, suffix)
    if made:
        document, original = made
        places = [document.origin(*m.span()) for m in re.finditer(r"\w+", document.text)]
        assert places == sorted(places)
        assert all(0 <= start < end <= len(original) for start, end in places)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html"])
@BRIEF
@given(text=TEXTS)
def test_sections_cover_the_text_and_emphasis_lies_in_it(folder: Path, suffix: str, text: str) -> None:
    made = written(folder, text, suffix)
    if made:
        document = made[0]
        bounds = [(s.start, s.end) for s in document.sections]
        assert [0, *(end for _, end in bounds)] == [*(start for start, _ in bounds), len(document.text)]
        assert [s.order for s in document.sections] == list(range(len(bounds)))
        assert all(document.section_at(a) is s for s in document.sections for a in range(s.start, s.end))
        assert all(0 <= a < b <= len(document.text) for a, b in document.emphasis)
        assert document.text == document.text.strip()


PAPERS = {".docx": docx_of, ".epub": epub_of, ".pdf": pdf_of}
LINES = st.lists(
    st.lists(st.sampled_from(["Harbor", "Press", "runs", "LearnPort.", "R&D", "12%", "a-b", "(2)", "#", "* x", "its"]), min_size=1, max_size=8)
    .map(" ".join),
    min_size=1, max_size=6,
)  # fmt: skip


@pytest.mark.parametrize("suffix", PAPERS)
@settings(BRIEF, max_examples=25)
@given(lines=LINES)
def test_every_letter_stands_at_its_place_in_the_text_taken_out(folder: Path, suffix: str, lines: list[str]) -> None:
    path = folder / f"paper{suffix}"
    path.write_bytes(PAPERS[suffix](lines))
    try:
        document, original = read_document(Source("paper", path)), original_text(path)
    except InputError:
        assert not any(c.isalnum() for line in lines for c in line)
        return
    for at, letter in enumerate(document.text):
        start, end = document.origin(at, at + 1)
        assert end == start + 1 and (not letter.isalnum() or original[start] == letter)


@BRIEF
@given(text=TEXTS)
def test_an_article_among_menus_keeps_the_way_back(folder: Path, text: str) -> None:
    prose = (
        "Harbor Press operates the LearnPort platform for digital education in Rivertown and sells books there. " * 4
    )
    page = f"<div class='menu'><a href='/'>Home</a></div><article><h1>News</h1><p>{prose}</p><p>{text}</p><p>{prose}</p></article>"
    made = written(folder, page, ".html")
    if made is None:  # control characters make a file a binary one
        assert re.search(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]", text)
        return
    document, original = made
    assert "LearnPort platform" in document.text
    for at, letter in enumerate(document.text):
        start, end = document.origin(at, at + 1)
        if letter.isalnum():
            assert original[start] == letter or letter in unescape(original[start:end])
