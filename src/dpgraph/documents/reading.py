"""Reading one file: bytes to text, text to blocks, blocks to a Document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dpgraph.documents.blocks import Block, html_blocks, is_markdown, text_blocks, unmarked, whole_references
from dpgraph.documents.cleaning import clean_blocks, lead_title
from dpgraph.documents.formats import decoded, docx_text, epub_text, pdf_text
from dpgraph.documents.language import NAMES, READ, language_of
from dpgraph.documents.maintext import main_blocks
from dpgraph.documents.traced import Traced
from dpgraph.errors import InputError, allowed
from dpgraph.records import Document, Section, Source, Span
from dpgraph.settings import MAX_FILE_BYTES, SUFFIXES

_EXTRACTED = {".pdf": pdf_text, ".docx": docx_text, ".epub": epub_text}
_HTML = frozenset({".html", ".htm"})


def read_document(source: Source) -> Document:
    """The document in a file.

    Offsets of its `runs` are characters of the decoded file; for PDF, DOCX and EPUB, of the text taken out of it. Its
    metadata tells the language where that can be told.

    Raises `InputError` when the file is missing, unreadable, empty, binary, too large, of an unknown kind or encoding,
    or in another language than English (a file that the register says to be in English is taken as such).
    """
    data = file_bytes(source.path)
    text = _text(source.path, data)
    blocks, metadata = _blocks(source.path.suffix.lower(), text)
    if not any(re.search(r"\w", b.content.text) for b in blocks):
        raise InputError(f"{source.path}: no text in it; allowed: files with at least one sentence")
    document = _in_english(build_document(source, blocks, metadata, hashlib.sha256(data).hexdigest()), source)
    if source.path.suffix.lower() in _HTML:
        return replace(document, runs=whole_references(document.runs, text))
    return document


def _in_english(document: Document, source: Source) -> Document:
    """The document with its language, where that can be told; `InputError` when it is not English."""
    if source.metadata.get("language", "").startswith(READ):
        return document
    language = language_of(document.text)
    if language not in {None, READ}:
        raise InputError(
            f"{source.path}: in {NAMES.get(str(language), language)}; allowed: English (if it is, say so in the column "
            "language of sources.csv)"
        )
    return replace(document, metadata={**document.metadata, "language": READ}) if language else document


def file_bytes(path: Path) -> bytes:
    """The bytes of a file that is worth reading; `InputError` says why it is not."""
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"{path}: unknown kind of file {path.suffix!r}. {allowed(path.suffix, SUFFIXES)}")
    if path.exists() and not path.is_file():
        raise InputError(f"{path}: cannot be read (not a file)")
    try:
        size = path.stat().st_size
        data = path.read_bytes() if 0 < size <= MAX_FILE_BYTES else b""
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None
    if size > MAX_FILE_BYTES:
        raise InputError(f"{path}: {size / 1e6:.0f} MB; allowed: up to {MAX_FILE_BYTES / 1e6:.0f} MB a file")
    if not size:
        raise InputError(f"{path}: the file is empty")
    return data


def original_text(path: Path) -> str:
    """What offsets into a file count: the characters of the decoded file, or of the text in a PDF, DOCX or EPUB."""
    return _text(path, file_bytes(path))


def _text(path: Path, data: bytes) -> str:
    try:
        return _EXTRACTED.get(path.suffix.lower(), decoded)(data)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _blocks(suffix: str, text: str) -> tuple[list[Block], dict[str, str]]:
    if suffix in _HTML:
        blocks, title = html_blocks(text)
        return clean_blocks(main_blocks(blocks, text), wrapped=False), {"title": title} if title else {}
    wrapped = suffix == ".md" or (suffix not in _EXTRACTED and is_markdown(text))
    return clean_blocks(text_blocks(text), wrapped=wrapped), {}


def build_document(source: Source, blocks: Sequence[Block], metadata: dict[str, str], sha256: str) -> Document:
    """Blocks as a Document: one text, its paragraphs parted by blank lines, its sections by headings."""
    parts: list[Traced] = []
    starts: list[tuple[int, int, str]] = []
    emphasis: list[Span] = []
    length = 0
    for block in blocks:
        content, spans = unmarked(block.content)
        if parts:
            parts.append(Traced("\n\n", (parts[-1].at[-1],) * 2))
            length += 2
        glued = lead_title(content.text)
        if block.level or glued:
            starts.append((length, block.level or 4, glued or content.text))
        emphasis += [(length + a, length + b) for a, b in spans]
        parts.append(content)
        length += len(content.text)
    whole = Traced.join(parts)
    said = {"title": _title(starts, whole.text), **metadata, **{k: v for k, v in source.metadata.items() if v}}
    return Document(
        id=source.id, path=str(source.path), text=whole.text, sections=_sections(starts, length), runs=whole.runs(),
        emphasis=tuple(emphasis), metadata=said, sha256=sha256,
    )  # fmt: skip


def _title(starts: list[tuple[int, int, str]], text: str) -> str:
    return starts[0][2] if starts else text.split("\n", 1)[0][:120]


def _sections(starts: list[tuple[int, int, str]], length: int) -> tuple[Section, ...]:
    if not starts or starts[0][0] > 0:
        starts = [(0, 0, ""), *starts]
    ends = [s[0] for s in starts[1:]] + [length]
    return tuple(
        Section(order=i, title=title, level=level, start=start, end=end)
        for i, ((start, level, title), end) in enumerate(zip(starts, ends, strict=True))
    )
