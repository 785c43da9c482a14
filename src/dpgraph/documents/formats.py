"""Bytes to text: encodings, PDF, Word, EPUB."""

from __future__ import annotations

import logging
import posixpath
import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

from dpgraph.documents.blocks import CLOSE, OPEN, Block, html_blocks
from dpgraph.errors import InputError
from dpgraph.settings import MAX_FILE_BYTES

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_GUESSES = ["cp1252", "gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "iso8859_15"]


def decoded(data: bytes) -> str:
    """The text in some bytes: UTF-8 or UTF-16 where they are that, else the best guess of a well-known encoding.

    Raises `InputError` for binary data and for text of no known encoding.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16")
    if _is_binary(data):
        raise InputError("a binary file; allowed: text in UTF-8, UTF-16 or another common encoding")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _guessed(data, error.start)


_CONTROLS = bytes(byte for byte in range(32) if byte < 9 or (byte > 13 and byte != 27))


def _is_binary(data: bytes) -> bool:
    head = data[:65536]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return b"\0" in head or controls > len(head) / 100


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"not valid {encoding.upper()} at byte {error.start}") from None


def _guessed(data: bytes, where: int) -> str:
    from charset_normalizer import from_bytes

    declared = re.search(rb"charset=[\"']?([\w-]+)", data[:2048])
    for encodings in ([declared[1].decode()] if declared else [], _GUESSES):
        best = from_bytes(data, cp_isolation=encodings, threshold=0.1).best() if encodings else None
        if best is not None:
            return str(best)
    raise InputError(f"not UTF-8 (byte {where}) and of no encoding that makes sense; save it as UTF-8")


def pdf_text(data: bytes) -> str:
    """The text of a PDF file, its pages parted by blank lines. Needs the extra `dpgraph[pdf]`."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        raise InputError('reading PDF needs one more package: pip install "dpgraph[pdf]"') from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a file is told by the error
    try:
        return "\n\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise InputError(f"not a readable PDF file ({error})") from None


def docx_text(data: bytes) -> str:
    """The text of a Word file: headings as Markdown ones, rows of tables as Markdown rows. Needs `dpgraph[docx]`."""
    try:
        from docx import Document as WordFile
    except ImportError:
        raise InputError('reading DOCX needs one more package: pip install "dpgraph[docx]"') from None
    try:
        parts = [*WordFile(BytesIO(data)).iter_inner_content()]
    except (KeyError, ValueError, OSError) as error:
        raise InputError(f"not a readable Word file ({error})") from None
    except Exception as error:  # noqa: BLE001  # python-docx lets zipfile's and lxml's own errors through
        raise InputError(f"not a readable Word file ({type(error).__name__})") from None
    return "\n\n".join(line for part in parts for line in _word_lines(part))


def _word_lines(part: Paragraph | Table) -> Iterator[str]:
    if hasattr(part, "rows"):
        yield from (_row([cell.text for cell in row.cells]) for row in part.rows)
    else:
        yield _word_line(part.text, part.style.name if part.style else "")


def _row(cells: list[str]) -> str:
    """A row of a table; a cell that spans columns is told once."""
    told = [" ".join(c.split()) for n, c in enumerate(cells) if n == 0 or c != cells[n - 1]]
    return f"| {' | '.join(told)} |"


def _word_line(text: str, style: str | None) -> str:
    heading = re.fullmatch(r"Heading (\d)", style or "")
    level = int(heading[1]) if heading else int(style == "Title")
    return f"{'#' * level} {text}" if level and text.strip() else text


_CONTAINER = "META-INF/container.xml"
_PAGES = frozenset({"application/xhtml+xml", "text/html"})


def epub_text(data: bytes) -> str:
    """The text of an EPUB book in its reading order, with its headings as Markdown ones."""
    try:
        with ZipFile(BytesIO(data)) as book:
            if sum(part.file_size for part in book.infolist()) > 10 * MAX_FILE_BYTES:
                raise InputError(f"more than {10 * MAX_FILE_BYTES / 1e6:.0f} MB once it is unpacked")
            return "\n\n".join(line for page in _epub_pages(book) for line in _page_lines(decoded(page)))
    except (BadZipFile, KeyError, ElementTree.ParseError, StopIteration, RuntimeError, NotImplementedError) as error:
        raise InputError(f"not a readable EPUB file ({str(error) or type(error).__name__})") from None


def _epub_pages(book: ZipFile) -> Iterator[bytes]:
    """The pages of a book as its spine orders them."""
    root = next(_named(ElementTree.fromstring(book.read(_CONTAINER)), "rootfile")).attrib["full-path"]
    package = ElementTree.fromstring(book.read(root))
    pages = {i.attrib["id"]: i.attrib["href"] for i in _named(package, "item") if i.get("media-type") in _PAGES}
    for reference in _named(package, "itemref"):
        if reference.attrib["idref"] in pages:
            place = posixpath.join(posixpath.dirname(root), unquote(pages[reference.attrib["idref"]]))
            yield book.read(posixpath.normpath(place))


def _named(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (element for element in root.iter() if element.tag.rpartition("}")[2] == name)


def _page_lines(page: str) -> Iterator[str]:
    return map(_marked, html_blocks(page)[0])


def _marked(block: Block) -> str:
    """A block as a line of Markdown."""
    text = block.content.text.replace(OPEN, "*").replace(CLOSE, "*")
    return f"{'#' * block.level} {text}" if block.level else f"- {text}" if block.bullet else text
