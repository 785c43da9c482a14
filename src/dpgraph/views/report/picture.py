"""The ecosystem in one picture: owners, their resources, and what these are for, in three columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from itertools import combinations

from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import resources_held
from dpgraph.views.palette import SHAPES, style
from dpgraph.views.report.drawing import GREY, INK, MAIN, frame, lines
from dpgraph.views.report.words import Words

# How many boxes each column has at most.
MOST = (12, 16, 20)
WIDE, LINE, PAD, ROW, TOP = 198.0, 12.5, 4.5, 5.5, 24.0
LEFT = (52.0, 302.0, 552.0)
LETTERS, DEEPEST = 34, 46.0
Held = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn: (owner, resource, function), how many of each there are in all, and the pairs that are tied."""

    held: tuple[Held, ...]
    many: tuple[int, int, int]
    tied: frozenset[tuple[str, str]]

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.many == tuple(len({h[n] for h in self.held}) for n in range(3))

    def owners(self, function: str) -> list[str]:
        """Who holds a resource for a function, in order."""
        return sorted({owner for owner, _, f in self.held if f == function})


@dataclass(frozen=True, slots=True)
class _Box:
    iri: str
    column: int
    top: float
    words: tuple[str, ...]
    note: str

    @property
    def height(self) -> float:
        return LINE * (len(self.words) + bool(self.note)) + 2 * PAD

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def choose(scene: Scene) -> Shown:
    """What the picture shows: all, or the functions with most owners and resources, as many as fit."""
    held = sorted({(h.party, h.thing, h.function) for h in resources_held(scene) if h.party and h.thing})
    groups: defaultdict[str, list[Held]] = defaultdict(list)
    for h in held:
        groups[h[2]].append(h)
    kept: list[Held] = []
    for function in sorted(groups, key=lambda f: (-len({h[0] for h in groups[f]}), -len(groups[f]), f)):
        tried = [*kept, *groups[function]]
        if all(len({h[n] for h in tried}) <= MOST[n] for n in range(3)):
            kept = tried
    owners = sorted({owner for owner, _, _ in kept})
    tied = frozenset(ends for ends in combinations(owners, 2) if scene.ties.between(*ends))
    return Shown(tuple(kept), (_many(held, 0), _many(held, 1), _many(held, 2)), tied)


def _many(held: Iterable[Held], column: int) -> int:
    return len({h[column] for h in held})


def draw(scene: Scene, shown: Shown, words: Words) -> str:
    """The picture as SVG markup, with its content in words; empty where there is nothing to draw."""
    if not shown.held:
        return ""
    columns = _ordered(shown)
    boxes = _placed(scene, shown, columns, words)
    high = max(b.top + b.height for b in boxes.values()) + 4
    parts = [
        f'<text x="{LEFT[n]:g}" y="12" font-size="10.5" font-weight="bold" fill="{GREY}">'
        f"{escape(words(f'picture.{name}'))}</text>"
        for n, name in enumerate(("owners", "resources", "functions"))
    ]
    parts += [_arc(boxes[0, a], boxes[0, b]) for a, b in sorted(shown.tied)]
    joined = {((0, owner), (1, thing)) for owner, thing, _ in shown.held}
    joined |= {((1, thing), (2, function)) for _, thing, function in shown.held}
    parts += [_curve(boxes[a], boxes[b]) for a, b in sorted(joined)]
    parts += [_drawn(scene, box, len(shown.owners(box.iri)) > 1 and box.column == 2) for box in boxes.values()]
    told = "; ".join(_told(scene, shown, words))
    return frame("picture", words("picture.heading"), told, (LEFT[2] + WIDE + 2, high), parts)


def rows(scene: Scene, shown: Shown, words: Words) -> list[tuple[str, str, str]]:
    """The picture as a table: owner, resource, functions."""
    by: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for owner, thing, function in sorted(shown.held):
        by[owner, thing].append(words.name(scene.stated.ecosystem, function))
    called = partial(words.name, scene.stated.ecosystem)
    named = ((called(owner), called(thing), sorted(found)) for (owner, thing), found in by.items())
    return sorted((owner, thing, words.listed(found, most=99)) for owner, thing, found in named)


def _told(scene: Scene, shown: Shown, words: Words) -> list[str]:
    told = rows(scene, shown, words)
    return [words("picture.told", owner=o, resource=r, functions=f) for o, r, f in told]


def _ordered(shown: Shown) -> list[list[str]]:
    """The columns, each entity near what it is joined with in the column beside."""
    columns = [sorted({h[n] for h in shown.held}) for n in range(3)]
    for turn in range(8):
        for n, beside in ((1, 0), (2, 1)) if turn % 2 == 0 else ((1, 2), (0, 1)):
            place = {iri: i / len(columns[beside]) for i, iri in enumerate(columns[beside])}
            near: defaultdict[str, set[str]] = defaultdict(set)
            for h in shown.held:
                near[h[n]].add(h[beside])
            mean = {iri: sum(place[o] for o in sorted(others)) / len(others) for iri, others in near.items()}
            columns[n].sort(key=lambda iri: (round(mean[iri], 9), iri))  # sorted at once
    return columns


def _placed(scene: Scene, shown: Shown, columns: Sequence[Sequence[str]], words: Words) -> dict[tuple[int, str], _Box]:
    found: dict[tuple[int, str], _Box] = {}
    worded = [[_box(scene, shown, iri, n, words) for iri in column] for n, column in enumerate(columns)]
    heights = [sum(b.height + ROW for b in column) - ROW for column in worded]
    for n, column in enumerate(worded):
        spare = (max(heights) - heights[n]) / (len(column) + 1)
        top = TOP + spare
        for box in column:
            found[n, box.iri] = _Box(box.iri, n, top, box.words, box.note)
            top += box.height + ROW + spare
    return found


def _box(scene: Scene, shown: Shown, iri: str, column: int, words: Words) -> _Box:
    owners = shown.owners(iri) if column == 2 else []
    pairs = list(combinations(owners, 2))
    apart = sum(ends not in shown.tied for ends in pairs)
    note = ""
    if pairs:
        numbers = {"n": len(owners), "pairs": len(pairs), "missing": apart}
        note = words("picture.apart" if apart else "picture.several", **numbers)
    name = lines(words.name(scene.stated.ecosystem, iri), LETTERS, 3)
    return _Box(iri, column, 0.0, (*name, *lines(note, LETTERS, 2)), "")


def _drawn(scene: Scene, box: _Box, heavy: bool) -> str:
    shape, colour = style(scene.stated.type(box.iri))
    left, stroke = LEFT[box.column], (INK, 1.8) if heavy else ("#9a9a9a", 0.8)
    mark = f"translate({left + 4:g} {box.middle - 6:.1f}) scale(.6)"
    named = "".join(
        f'<text x="{left + 21:g}" y="{box.top + PAD + LINE * n + 9.6:.1f}" font-size="10" fill="{INK}">'
        f"{escape(line)}</text>"
        for n, line in enumerate(box.words)
    )
    return (
        f'<g><rect x="{left:g}" y="{box.top:.1f}" width="{WIDE:g}" height="{box.height:.1f}" rx="4" fill="#fff" '
        f'stroke="{stroke[0]}" stroke-width="{stroke[1]:g}"/><path d="{SHAPES[shape]}" fill="{colour}" '
        f'stroke="{INK}" stroke-width=".8" transform="{mark}"/>{named}</g>'
    )


def _curve(a: _Box, b: _Box) -> str:
    start, stop = LEFT[a.column] + WIDE, LEFT[b.column]
    half = (start + stop) / 2
    d = f"M{start:g} {a.middle:.1f}C{half:g} {a.middle:.1f} {half:g} {b.middle:.1f} {stop:g} {b.middle:.1f}"
    return f'<path d="{d}" fill="none" stroke="{GREY}" stroke-width="1"/>'


def _arc(a: _Box, b: _Box) -> str:
    """A documented tie between two owners, at their left."""
    left = LEFT[0]
    bend = left - min(DEEPEST, 14 + abs(a.middle - b.middle) / 6)
    d = f"M{left:g} {a.middle:.1f}C{bend:g} {a.middle:.1f} {bend:g} {b.middle:.1f} {left:g} {b.middle:.1f}"
    return f'<path d="{d}" fill="none" stroke="{MAIN}" stroke-width="1.8"/>'


def column_sizes(shown: Shown) -> Mapping[str, int]:
    """How many owners, resources and functions there are in all."""
    return dict(zip(("owners", "resources", "functions"), shown.many, strict=True))
