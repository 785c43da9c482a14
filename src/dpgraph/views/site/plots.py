"""Small plots as SVG markup: bars for counts, columns for figures by year. Each says in words what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dpgraph.views.words import short_number, shortened

WIDE, HIGH, BAR = 640, 180, 26
# The room for bars, and that for their names: a letter takes about so much.
ROOM, LETTERS, LETTER = 300, 64, 6.8


def draw_bars(rows: Sequence[tuple[str, float]], label: str) -> str:
    """One horizontal bar a row, from 0 (or the lowest value below it); "" without rows.

    >>> draw_bars([("a", 2.0), ("b", 1.0)], "how many").count("<rect")
    2
    """
    if not rows:
        return ""
    shown = [shortened(name, LETTERS) for name, _ in rows]
    names = max(LETTER * max(map(len, shown)) + 16, 120)
    low, high = min(0.0, *(v for _, v in rows)), max(0.0, *(v for _, v in rows))
    scale = ROOM / ((high - low) or 1)
    zero = names - low * scale
    parts = [_open(names + ROOM + 70, BAR * len(rows) + 6, label, rows)]
    for n, (name, (_, value)) in enumerate(zip(shown, rows, strict=True)):
        top, left, wide = BAR * n + 4, min(zero, zero + value * scale), max(abs(value) * scale, 1)
        parts.append(
            f'<text x="{names - 8}" y="{top + 14}" class="name">{escape(name)}</text>'
            f'<rect x="{left:.1f}" y="{top}" width="{wide:.1f}" height="{BAR - 8}" rx="2" class="value"/>'
            f'<text x="{left + wide + 6:.1f}" y="{top + 14}" class="number">{escape(short_number(value))}</text>'
        )
    return "".join([*parts, "</svg>"])


def draw_years(points: Sequence[tuple[int, float]], label: str, unit: str) -> str:
    """One column a year, with the years between left free; "" for fewer than two years.

    >>> draw_years([(2016, 1.0)], "output", "CNY")
    ''
    >>> draw_years([(2016, 1.0), (2018, 3.0)], "output", "CNY").count("<rect")
    2
    """
    years = sorted({year for year, _ in points})
    if len(years) < 2:
        return ""
    high, low = max(0.0, *(v for _, v in points)), min(0.0, *(v for _, v in points))
    room, step = HIGH - 50, (WIDE - 40) / (years[-1] - years[0] + 1)
    scale = room / ((high - low) or 1)
    zero = 24 + high * scale
    parts = [_open(WIDE, HIGH, f"{label} ({unit})", [(str(y), v) for y, v in points])]
    parts.append(f'<path class="axis" d="M20 {zero:.1f}H{WIDE - 20}"/>')
    for year, value in points:
        left = 20 + (year - years[0]) * step + step * 0.2
        top, tall = zero - max(value, 0) * scale, max(abs(value) * scale, 1)
        parts.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{step * 0.6:.1f}" height="{tall:.1f}" class="value"/>'
            f'<text x="{left + step * 0.3:.1f}" y="{top - 6:.1f}" class="over">{escape(short_number(value))}</text>'
        )
    parts += [
        f'<text x="{20 + (year - years[0] + 0.5) * step:.1f}" y="{HIGH - 6}" class="over">{year}</text>'
        for year in years
    ]
    return "".join([*parts, "</svg>"])


def _open(wide: float, high: float, label: str, rows: Sequence[tuple[str, float]]) -> str:
    told = "; ".join(f"{name}: {value:,.12g}" for name, value in rows[:40])
    return (
        f'<svg class="plot" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" role="img" '
        f'aria-label="{escape(f"{label}. {told}")}">'
    )
