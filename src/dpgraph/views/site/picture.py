"""A small network as a picture: actors, what they have, and what it is for, in columns from left to right.

It is plain SVG: the same bytes for the same input, needs no script, prints, and every box and tie is a link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

from dpgraph.views.palette import SHAPES
from dpgraph.views.site.lines import End
from dpgraph.views.words import counted, shortened

BOX, LINE, PAD, ROW, GAP = 190, 15, 9, 13, 72
BEND, MARGIN, TOP = 17, 14, 34
LETTERS, DEEPEST = 21, 118

# How many boxes a column shows; the page lists all.
MOST = 16


@dataclass(frozen=True, slots=True)
class Box:
    """An entity in a column of the picture, with a note above its name if there is one."""

    end: End
    column: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """A tie in the picture; `link` leads to its sentence.

    `kind` is asserted, intended, refused or ceased, as a document says; broader, as the vocabulary does; missing, or
    denied where a document says that there is none.
    """

    a: str
    b: str
    words: str
    kind: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box with its place and its words."""

    end: End
    column: int
    left: float
    top: float
    height: float
    words: tuple[str, ...]
    note: str

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def draw_picture(
    boxes: Sequence[Box], strands: Sequence[Strand], headings: Sequence[str], label: str, markers: str = "p"
) -> str:
    """Columns of boxes with the ties between them, as SVG markup; "" where there is no box.

    Ties between boxes of one column are arcs at its left, the others curves from column to column. `headings` stand
    above the columns, `label` names the whole for who cannot see it, `markers` keeps the ids of two pictures apart.
    """
    columns = _columns(boxes, strands)
    if not columns:
        return ""
    drawn = {box.end.iri: box for box in _placed(columns, strands)}
    seen = [s for s in strands if s.a in drawn and s.b in drawn and s.a != s.b]
    width = max(b.left for b in drawn.values()) + BOX + MARGIN
    height = max(b.top + b.height for b in drawn.values()) + MARGIN
    parts = [
        f'<svg class="picture" viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}" role="group" '
        f'aria-label="{escape(label)}">'
    ]
    parts += _headings(columns, drawn, headings)
    parts += [_strand(s, drawn) for s in sorted(seen, key=lambda s: (s.kind in {"missing", "denied"}, s.a, s.b))]
    parts += [_box(box) for box in drawn.values()]
    return "".join([*parts, "</svg>"])


def _columns(boxes: Sequence[Box], strands: Sequence[Strand]) -> list[list[Box]]:
    """The boxes by column without empty ones; each near what it is tied to in the column before."""
    numbers = sorted({box.column for box in boxes})
    columns = [sorted((b for b in boxes if b.column == n), key=lambda b: b.end.name.lower()) for n in numbers]
    beside: dict[str, set[str]] = {}
    for s in strands:
        beside.setdefault(s.a, set()).add(s.b)
        beside.setdefault(s.b, set()).add(s.a)
    for turn in range(4):
        for n in range(len(columns)) if turn % 2 == 0 else reversed(range(len(columns))):
            other = columns[n - 1] if turn % 2 == 0 and n else columns[n + 1] if n + 1 < len(columns) else ()
            place = {box.end.iri: i / max(len(other), 1) for i, box in enumerate(other)}
            columns[n] = _sorted_by(columns[n], place, beside)
    return [column[:MOST] for column in columns]


def _sorted_by(column: list[Box], place: Mapping[str, float], beside: Mapping[str, set[str]]) -> list[Box]:
    """The boxes in the order of the mean place of what they are tied to; without any, where they were."""
    if not place:
        return column

    def mean(item: tuple[int, Box]) -> float:
        near = [place[iri] for iri in sorted(beside.get(item[1].end.iri, ())) if iri in place]
        return sum(near) / len(near) if near else item[0] / len(column)

    return [box for _, box in sorted(enumerate(column), key=mean)]


def _placed(columns: Sequence[Sequence[Box]], strands: Sequence[Strand]) -> list[_Placed]:
    worded = [[(box, _words(box.end.name)) for box in column] for column in columns]
    heights = [sum(_height(*item) + ROW for item in column) - ROW for column in worded]
    placed = []
    left: float = MARGIN
    for column, height in zip(worded, heights, strict=True):
        left += _room(column, strands)
        top = TOP + (max(heights) - height) / 2
        for box, words in column:
            placed.append(_Placed(box.end, box.column, left, top, _height(box, words), words, box.note))
            top += _height(box, words) + ROW
        left += BOX + GAP
    return placed


def _words(name: str) -> tuple[str, ...]:
    """A name in at most three lines; Chinese characters are as wide as two letters."""
    letters = LETTERS // 2 if any("\u2e80" <= c <= "\uffef" for c in name) else LETTERS
    lines = wrap(name, letters) or [name]
    return tuple(lines[:3]) if len(lines) <= 3 else (*lines[:2], shortened(" ".join(lines[2:]), letters))


def _height(box: Box, words: Sequence[str]) -> float:
    return LINE * (len(words) + bool(box.note)) + 2 * PAD


def _room(column: Sequence[tuple[Box, tuple[str, ...]]], strands: Sequence[Strand]) -> float:
    """What the arcs of a column take at its left."""
    at = {box.end.iri: i for i, (box, _) in enumerate(column)}
    far = [abs(at[s.a] - at[s.b]) for s in strands if s.a in at and s.b in at]
    return min(DEEPEST, BEND * max(far) + 12) if far else 0


def _headings(columns: Sequence[Sequence[Box]], drawn: Mapping[str, _Placed], headings: Sequence[str]) -> list[str]:
    return [
        f'<text class="column" x="{drawn[column[0].end.iri].left:g}" y="20">{escape(headings[column[0].column])}</text>'
        for column in columns
        if column[0].column < len(headings)
    ]


def _box(box: _Placed) -> str:
    shape = (
        f'<path d="{SHAPES[box.end.shape]}" fill="{box.end.colour}" class="shape" '
        f'transform="translate({box.left + 8:g} {box.middle - 8:g}) scale(.8)"/>'
    )
    spoken = [(box.note, "note")] if box.note else []
    lines = "".join(
        f'<tspan x="{box.left + 31:g}" y="{box.top + PAD + LINE * n + 11.5:g}" class="{kind}">{escape(line)}</tspan>'
        for n, (line, kind) in enumerate([*spoken, *((line, "name") for line in box.words)])
    )
    inner = (
        f"<title>{escape(box.end.name)} ({escape(box.end.cls)})</title>"
        f'<rect x="{box.left:g}" y="{box.top:g}" width="{BOX}" height="{box.height:g}" rx="7"/>'
        f"{shape}<text>{lines}</text>"
    )
    return (
        f'<a class="box" href="{escape(box.end.link)}">{inner}</a>' if box.end.link else f'<g class="box">{inner}</g>'
    )


def _strand(s: Strand, drawn: Mapping[str, _Placed]) -> str:
    a, b = drawn[s.a], drawn[s.b]
    told = f"<title>{escape(f'{a.end.name} – {b.end.name}: {s.words}')}</title>"
    line = f'{told}<path class="reach" d="{_path(a, b)}"/><path class="tie" d="{_path(a, b)}"/>'
    return (
        f'<a class="strand {s.kind}" href="{escape(s.link)}" aria-label="{escape(s.words)}">{line}</a>'
        if s.link
        else (f'<g class="strand {s.kind}">{line}</g>')
    )


def _path(a: _Placed, b: _Placed) -> str:
    if a.left == b.left:
        apart = min(DEEPEST, BEND * max(1.0, abs(a.middle - b.middle) / 50))
        bend = a.left - apart * 1.25
        return f"M{a.left:g} {a.middle:g}C{bend:g} {a.middle:g} {bend:g} {b.middle:g} {b.left:g} {b.middle:g}"
    first, last = (a, b) if a.left < b.left else (b, a)
    start, stop = first.left + BOX, last.left
    half = (start + stop) / 2
    return f"M{start:g} {first.middle:g}C{half:g} {first.middle:g} {half:g} {last.middle:g} {stop:g} {last.middle:g}"


def left_out(boxes: Sequence[Box]) -> str:
    """What the picture does not show, in words; "" when it shows all."""
    counts = {column: sum(b.column == column for b in boxes) for column in {b.column for b in boxes}}
    more = sum(max(0, many - MOST) for many in counts.values())
    return f"{counted(more, 'entity is', 'entities are')} not drawn; the lists have them all." if more else ""
