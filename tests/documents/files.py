"""Files of kinds that hold their text inside: made here, as small as they can be."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from io import BytesIO
from zipfile import ZipFile

_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
    '<rootfile full-path="in/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def epub(pages: Sequence[str], spine: Sequence[int] | None = None) -> bytes:
    """An EPUB book of these pages (XHTML bodies), read in the order of `spine`."""
    order = range(len(pages)) if spine is None else spine
    items = "".join(
        f'<item id="p{n}" href="page%20{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(pages))
    )
    refs = "".join(f'<itemref idref="p{n}"/>' for n in order)
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{refs}</spine></package>'
    )
    kept = BytesIO()
    with ZipFile(kept, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", _CONTAINER)
        book.writestr("in/book.opf", package)
        for n, page in enumerate(pages):
            book.writestr(f"in/page {n}.xhtml", f"<html><body>{page}</body></html>")
    return kept.getvalue()


def epub_of(paragraphs: Sequence[str]) -> bytes:
    """A book of one page with these paragraphs."""
    return epub(["".join(f"<p>{escape(p)}</p>" for p in paragraphs)])


def docx_of(paragraphs: Sequence[str]) -> bytes:
    """A Word file with these paragraphs."""
    from docx import Document

    file, kept = Document(), BytesIO()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    file.save(kept)
    return kept.getvalue()


def pdf_of(paragraphs: Sequence[str]) -> bytes:
    """A PDF file with one page for each of these paragraphs, which are one line of ASCII each."""
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for paragraph in paragraphs:
        shown = paragraph.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("ascii")
        stream = b"BT /F1 9 Tf 20 100 Td (" + shown + b") Tj ET"
        bodies.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 200] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
        bodies.append(page % len(bodies))
        kids.append(b"%d 0 R" % len(bodies))
    bodies[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _numbered(bodies)


def _numbered(bodies: Sequence[bytes]) -> bytes:
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, table)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(data)
