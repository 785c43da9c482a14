from __future__ import annotations

from io import BytesIO

import pytest

from dpgraph.documents.formats import decoded, docx_text, epub_text, pdf_text
from dpgraph.errors import InputError
from tests.documents.files import epub, pdf_of

ENGLISH = "The café published a “digital” edition of its review — naïve readers liked it. " * 4
CHINESE = "重庆出版集团推出了数字教育平台，面向全市中小学提供在线课程。" * 4


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "cp1252"),
        (CHINESE, "utf-8"),
        (CHINESE, "utf-16"),
        (CHINESE, "gb18030"),
        ("重慶出版集團推出了數位教育平臺，面向全市中小學提供線上課程。" * 4, "big5"),
        ("これは出版社のデジタル版です。" * 4, "shift_jis"),
        ("Издательство выпустило цифровую версию журнала. " * 4, "cp1251"),
        ("이것은 출판사의 디지털 판입니다. " * 4, "euc_kr"),
    ],
)
def test_common_encodings_are_read(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("declared", ["iso-8859-1", "utf-8", "no-such-code"])
def test_a_page_is_read_whatever_it_declares(declared: str) -> None:
    text = f'<meta charset="{declared}"><p>' + "The café published a new edition of its review. " * 4
    assert decoded(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\0\0\0", "a binary file"),
        (ENGLISH.encode("utf-16-le"), "a binary file"),
        (CHINESE.encode()[:-1], "not UTF-8 .byte 357."),
        (ENGLISH.encode() + b"\xff\xfe" + ENGLISH.encode(), "not UTF-8"),
        (b"\xff\xfe\x00", "not valid UTF-16"),
    ],
)
def test_what_has_no_encoding_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        decoded(data)


def test_a_word_file_keeps_its_headings() -> None:
    docx = pytest.importorskip("docx")
    file, kept = docx.Document(), BytesIO()
    file.add_heading("News", 0)
    file.add_heading("Money", 2)
    file.add_paragraph("Harbor Press pays.")
    file.save(kept)
    assert docx_text(kept.getvalue()) == "# News\n\n## Money\n\nHarbor Press pays."


def test_a_word_file_keeps_its_tables_where_they_stand() -> None:
    docx = pytest.importorskip("docx")
    file, kept = docx.Document(), BytesIO()
    file.add_paragraph("Before.")
    table = file.add_table(2, 2)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ("Title", "Users", "River\nCrafts", "9,000"), strict=True
    ):
        cell.text = text
    file.add_paragraph("After.")
    file.save(kept)
    assert docx_text(kept.getvalue()) == "Before.\n\n| Title | Users |\n\n| River Crafts | 9,000 |\n\nAfter."


def test_a_book_is_read_in_the_order_of_its_spine() -> None:
    pages = [
        "<h1>Second</h1><p>It ends.</p>",
        "<h2>First</h2><p>It <em>begins</em> &amp; goes on.</p><ul><li>so</li></ul>",
    ]
    assert epub_text(epub(pages, [1, 0])) == "## First\n\nIt *begins* & goes on.\n\n- so\n\n# Second\n\nIt ends."


@pytest.mark.parametrize("data", [b"", b"PK no archive", epub([])[:-30], epub([]).replace(b"META-INF", b"META-INX")])
def test_a_broken_book_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="not a readable EPUB"):
        epub_text(data)


def test_the_pages_of_a_pdf_are_parted() -> None:
    pytest.importorskip("pypdf")
    assert pdf_text(pdf_of(["Harbor Press runs it.", "Mill House (a press) does not."])).split("\n\n") == [
        "Harbor Press runs it.", "Mill House (a press) does not.",
    ]  # fmt: skip


def test_a_pdf_without_text_has_none() -> None:
    pypdf = pytest.importorskip("pypdf")
    file, kept = pypdf.PdfWriter(), BytesIO()
    file.add_blank_page(200, 200)
    file.write(kept)
    assert pdf_text(kept.getvalue()) == ""


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n%broken", b"PK\x03\x04 no archive"])
def test_a_broken_file_is_refused(data: bytes) -> None:
    pytest.importorskip("pypdf")
    pytest.importorskip("docx")
    with pytest.raises(InputError, match="not a readable PDF"):
        pdf_text(data)
    with pytest.raises(InputError, match="not a readable Word"):
        docx_text(data)
