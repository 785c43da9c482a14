"""The blocks a file is made of: headings, paragraphs and bullets, still in the file's own characters."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from dpgraph.documents.traced import Run, Traced

# Emphasis is carried through cleaning as two characters of the private use area.
OPEN, CLOSE = "\ue000", "\ue001"
_RULE = re.compile(r"\s*([-*_=]\s*){3,}$")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_BULLET = re.compile(r"\s*(?:[-*+•·▪●]|\d{1,2}[.)])\s+")
_TABLE_RULE = re.compile(r"\s*\|?[\s:|-]+\|[\s:|-]*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 to 6), or a paragraph or bullet (`level` 0). `glued` says no blank line stands before it."""

    content: Traced
    level: int = 0
    bullet: bool = False
    glued: bool = False


def text_blocks(text: str) -> list[Block]:
    """The blocks of a plain text or Markdown file, one a line; cleaning joins what belongs together."""
    blocks, glued, at = [], False, 0
    for line in text.splitlines(keepends=True):
        block = _line_block(_unsigned(Traced.of(line, at)), glued)
        if block:
            blocks.append(block)
        glued = bool(line.strip())
        at += len(line)
    return blocks


def _unsigned(content: Traced) -> Traced:
    """A file's own text without the two characters that mean emphasis here."""
    return content.replace(f"[{OPEN}{CLOSE}]", "")


def _line_block(line: Traced, glued: bool) -> Block | None:
    text = line.text.rstrip("\r\n")
    if not text.strip() or _RULE.match(text) or _TABLE_RULE.match(text):
        return None
    if heading := _HEADING.match(text):
        return Block(_inline(line[slice(*heading.span(2))]), level=len(heading[1]))
    if "|" in text and text.strip().startswith("|"):
        cells = _inline(line[: len(text)]).replace(r"^\s*\|\s*|\s*\|\s*$", "")
        return Block(cells.replace(r"\s*\|\s*", "; "), bullet=True)
    if bullet := _BULLET.match(text):
        numbered = text.strip()[0].isdigit()
        return Block(_inline(line[0 if numbered else bullet.end() : len(text)]), bullet=True, glued=glued)
    return Block(_inline(line[: len(text)].replace(r"^\s*>\s?", "")), glued=glued)


def _inline(line: Traced) -> Traced:
    """A line without its inline markup: links, images, code, emphasis."""
    line = (
        line.replace(r"!\[[^\]]*\]\([^)]*\)", "").replace(r"\[([^\]]+)\]\([^)]*\)", r"\1").replace(r"`([^`]+)`", r"\1")
    )
    line = line.replace(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*", r"\1").replace(
        r"(?<!\w)__(?=\S)([^_]+?)(?<=\S)__(?!\w)", r"\1"
    )
    line = line.replace(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])", rf"{OPEN}\1{CLOSE}")
    return line.replace(r"(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)", rf"{OPEN}\1{CLOSE}")


_SKIPPED = frozenset(
    ["script", "style", "nav", "footer", "aside", "form", "noscript", "template", "button", "select", "svg", "head"]
)
_BLOCKS = frozenset([
    "p", "div", "li", "td", "th", "tr", "section", "article", "blockquote", "pre", "dd", "dt", "figcaption", "br",
    "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "main", "header", "body", "html",
])  # fmt: skip
_REFERENCE = re.compile(r"&(?:#\w+|[A-Za-z]\w*);?")
_VOID = {"br", "img", "hr", "input", "meta", "link", "source", "wbr", "col", "area", "base", "embed", "track"}


class _Page(HTMLParser):
    """Collects the blocks of a page, each character with its offset in the file."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[Block] = []
        self.title = ""
        self._lines = [0, *(m.end() for m in re.finditer("\n", text))]
        self._parts: list[Traced] = []
        self._level, self._bullet, self._in_title = 0, False, False
        self._skipping: list[str] = []
        self.feed(text)
        self.close()
        self._end_block()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_title = tag == "title"
        if tag in _SKIPPED and tag not in _VOID:
            self._skipping.append(tag)
        if tag in _BLOCKS:
            self._end_block()
            self._level = int(tag[1]) if re.fullmatch(r"h[1-6]", tag) else 0
            self._bullet = tag in {"li", "td", "th", "dt", "dd"}
        if tag in {"em", "i", "cite"}:
            self._mark(OPEN)

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False
        if tag in self._skipping:
            del self._skipping[self._skipping.index(tag) :]
        if tag in _BLOCKS:
            self._end_block()
            self._level, self._bullet = 0, False
        if tag in {"em", "i", "cite"}:
            self._mark(CLOSE)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Passes over "<![...]>" as browsers do, whatever stands in it; the parser would stop at an unknown word."""
        passed: int = self.parse_bogus_comment(i)
        return passed

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        self._keep(data)

    def handle_entityref(self, name: str) -> None:
        self._keep_reference(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._keep_reference(f"&#{name};")

    def _keep_reference(self, reference: str) -> None:
        """Keeps what a reference stands for; the ampersand of "R&D" begins none and stays as it is."""
        meant = unescape(reference)
        if meant == reference:
            self._keep(reference.removesuffix(";"))
        else:
            self._mark(meant.strip(OPEN + CLOSE))

    def _keep(self, text: str) -> None:
        if not self._skipping:
            self._parts.append(_unsigned(Traced.of(text, self._offset())))

    def _mark(self, text: str) -> None:
        if not self._skipping:
            self._parts.append(Traced(text, (self._offset(),) * len(text)))

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def _end_block(self) -> None:
        content = Traced.join(self._parts).replace(r"\s+", " ").strip()
        self._parts = []
        if content.text.strip(OPEN + CLOSE + " "):
            self.blocks.append(Block(content, level=self._level, bullet=self._bullet))


def html_blocks(text: str) -> tuple[list[Block], str]:
    """The blocks of an HTML page without its navigation, scripts and forms; and its title."""
    page = _Page(text)
    return page.blocks, page.title.strip()


def whole_references(runs: Iterable[Run], text: str) -> tuple[Run, ...]:
    """Runs of a page that end at the ampersand of a reference, such as that of "&eacute;", stretched to its end."""
    found = []
    for here, there, length in runs:
        reference = _REFERENCE.match(text, there + length - 1)
        known = reference is not None and unescape(reference[0]) != reference[0]
        found.append((here, there, length - 1 + len(reference[0]) if reference and known else length))
    return tuple(found)


def is_markdown(text: str) -> bool:
    """Whether a text carries Markdown headings."""
    return bool(re.search(r"^#{1,6} \S", text, re.MULTILINE))


def unmarked(content: Traced) -> tuple[Traced, list[tuple[int, int]]]:
    """A text without its emphasis marks, and the spans that were emphasised."""
    spans, start, kept = [], None, 0
    for char in content.text:
        if char == OPEN:
            start = kept
        elif char == CLOSE:
            spans += [(start, kept)] if start is not None and start < kept else []
            start = None
        else:
            kept += 1
    bare = content.replace(f"[{OPEN}{CLOSE}]", "")
    left, stripped = len(bare.text) - len(bare.text.lstrip()), bare.strip()
    moved = [(max(0, a - left), min(len(stripped.text), b - left)) for a, b in spans]
    return stripped, [(a, b) for a, b in moved if a < b]
