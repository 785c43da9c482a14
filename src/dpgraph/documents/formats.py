"""Bytes to text: encodings, PDF, Word."""

from __future__ import annotations

import re
from io import BytesIO

from dpgraph.errors import InputError

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


def _is_binary(data: bytes) -> bool:
    head = data[:65536]
    controls = sum(byte < 9 or (13 < byte < 32 and byte != 27) for byte in head)
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
    try:
        return "\n\n".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise InputError(f"not a readable PDF file ({error})") from None


def docx_text(data: bytes) -> str:
    """The text of a Word file with its headings as Markdown ones. Needs the extra `dpgraph[docx]`."""
    try:
        from docx import Document as WordFile
    except ImportError:
        raise InputError('reading DOCX needs one more package: pip install "dpgraph[docx]"') from None
    try:
        paragraphs = WordFile(BytesIO(data)).paragraphs
    except (KeyError, ValueError, OSError) as error:
        raise InputError(f"not a readable Word file ({error})") from None
    except Exception as error:  # noqa: BLE001  # python-docx lets zipfile's and lxml's own errors through
        raise InputError(f"not a readable Word file ({type(error).__name__})") from None
    return "\n\n".join(_word_line(p.text, p.style.name if p.style else "") for p in paragraphs)


def _word_line(text: str, style: str | None) -> str:
    heading = re.fullmatch(r"Heading (\d)", style or "")
    level = int(heading[1]) if heading else int(style == "Title")
    return f"{'#' * level} {text}" if level and text.strip() else text
