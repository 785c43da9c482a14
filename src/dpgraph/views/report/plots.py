"""Series of figures as plots: bars over entities, columns over years; hatched where a figure is not asserted."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from dpgraph.errors import InputError
from dpgraph.views.report.drawing import GREY, INK, MAIN, PALE, Bar, frame, lines

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INCH, WIDE = 72.0, 5.2
NAMES, VALUES, LETTERS = 0.42, 0.23, 32
MISSING = "the plots of a report need matplotlib: pip install 'dpgraph[report]'"


def draw_bars(name: str, title: str, bars: Sequence[Bar]) -> str:
    """A horizontal bar for each figure, its name at the left. Raises `InputError` without matplotlib."""
    rows = [lines(bar.name, LETTERS, 2) for bar in bars]
    high = 0.31 * len(bars) + 0.1
    low, top = min(0.0, *(b.value for b in bars)), max(0.0, *(b.value for b in bars))
    figure, axes = _axes((NAMES, 0.02, 1 - NAMES - VALUES, 0.96), high)
    axes.barh(range(len(bars)), [b.value for b in bars], height=0.56, **_look(bars))
    axes.set_xlim(low, top if top > low else low + 1)
    axes.set_ylim(len(bars) - 0.45, -0.55)
    axes.axvline(0, color=INK, linewidth=0.8)
    for n, (bar, row) in enumerate(zip(bars, rows, strict=True)):
        _write(axes, (-0.025, n + 0.1), row, right=True)
        end = (max(bar.value, 0) - low) / ((top - low) or 1)
        _write(axes, (end + 0.025, n + 0.1), (bar.written,))
    return _markup(figure, name, title, bars)


def draw_years(name: str, title: str, bars: Sequence[Bar]) -> str:
    """A column for each year, evenly spaced by time; the name of a bar is its year. Errors as for `draw_bars`."""
    figure, axes = _axes((0.03, 0.12, 0.94, 0.76), 2.0)
    years = [int(b.name) for b in bars]
    axes.bar(years, [b.value for b in bars], width=0.6, **_look(bars))
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_xticks([])
    for bar, year in zip(bars, years, strict=True):
        axes.annotate(bar.written, (year, max(bar.value, 0)), (0, 4), textcoords="offset points", ha="center", size=8)
        axes.annotate(bar.name, (year, 0), (0, -11), textcoords="offset points", ha="center", size=8)
    return _markup(figure, name, title, bars)


def _axes(place: tuple[float, float, float, float], high: float) -> tuple[Figure, Axes]:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise InputError(MISSING) from None
    figure = Figure(figsize=(WIDE, high))
    axes = figure.add_axes(place)
    axes.set_frame_on(False)
    axes.set_xticks([])
    axes.set_yticks([])
    return figure, axes


def _look(bars: Sequence[Bar]) -> dict[str, Any]:
    return {
        "color": [MAIN if b.is_asserted else PALE for b in bars],
        "edgecolor": [MAIN if b.is_asserted else GREY for b in bars],
        "hatch": ["" if b.is_asserted else "////" for b in bars],
    }


def _write(axes: Axes, at: tuple[float, float], text: Sequence[str], right: bool = False) -> None:
    """Text at a share of the width and a row; two lines stand around it."""
    for n, line in enumerate(text):
        shift = (n - (len(text) - 1) / 2) * 0.36
        axes.text(
            at[0], at[1] + shift, line, size=8, color=INK, ha="right" if right else "left", va="baseline",
            transform=axes.get_yaxis_transform(),
        )  # fmt: skip


def _markup(figure: Figure, name: str, title: str, bars: Sequence[Bar]) -> str:
    """The drawing as SVG, the same bytes each time; its text stays text, in the fonts of the page."""
    import logging
    import warnings

    import matplotlib

    made = io.BytesIO()
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": name}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing")  # the page's font draws it, not matplotlib's
        logging.getLogger("matplotlib.font_manager").disabled = True
        figure.savefig(made, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", made.getvalue().decode(), flags=re.DOTALL)
    told = "; ".join(f"{b.name}: {b.written}" for b in bars)
    size = (figure.get_figwidth() * INCH, figure.get_figheight() * INCH)
    return frame(name, title, told, size, [_cleaned(inner, name)])


def _cleaned(inner: str, name: str) -> str:
    """Without metadata, styles for the whole page, ids that other drawings have too, and fonts."""
    inner = re.sub(r"<(metadata|style)\b.*?</\1>", "", inner, flags=re.DOTALL)
    inner = re.sub(r'(<g) id="[^"]*"', r"\1", inner)
    inner = re.sub(r'(id="|url\(#|href="#)(\w)', rf"\1{escape(name)}-\2", inner)
    return re.sub(r"font-family: [^;\"]*;?", "", inner)
