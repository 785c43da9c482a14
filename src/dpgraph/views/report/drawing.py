"""What the drawings of the report share: what a bar is, names cut into lines, and an accessible frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

FONTS = "'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"
INK, GREY, PALE, MAIN = "#1a1a1a", "#6b6b6b", "#d9d9d9", "#0072B2"


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure in a plot: what it is of, how much, as it is written, and whether it is asserted."""

    name: str
    value: float
    written: str
    is_asserted: bool


def width(text: str) -> float:
    """How wide a text is, in letters: a Chinese character is as wide as two.

    >>> width("Harbor"), width("港口")
    (6.0, 4.0)
    """
    return sum(2.0 if east_asian_width(c) in "WF" else 1.0 for c in text)


def lines(text: str, most: float, many: int) -> tuple[str, ...]:
    """A text in at most `many` lines of at most `most` letters; what does not fit is cut off with a sign.

    >>> lines("Harbor Press of the river", 12, 2)
    ('Harbor Press', 'of the river')
    >>> lines("港口出版社", 6, 1)
    ('港口…',)
    """
    found = [""]
    for piece in _pieces(text):
        if width((found[-1] + piece).rstrip()) <= most:
            found[-1] += piece
        else:
            found.append(piece.lstrip())
    kept = [line.rstrip() for line in found if line.strip()]
    return tuple(kept) if len(kept) <= many else (*kept[: many - 1], _cut(" ".join(kept[many - 1 :]), most))


def _pieces(text: str) -> list[str]:
    """Words with the space after them, and single Chinese characters."""
    return re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", text)


def _cut(text: str, most: float) -> str:
    while width(text) > most - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def frame(name: str, title: str, description: str, size: tuple[float, float], parts: Sequence[str]) -> str:
    """A whole drawing; title and description are for who cannot see it. `name` tells the drawings of a page apart."""
    wide, high = size
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'viewBox="0 0 {wide:g} {high:g}" width="{wide:g}" height="{high:g}" font-family="{FONTS}" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>{"".join(parts)}</svg>'
    )
