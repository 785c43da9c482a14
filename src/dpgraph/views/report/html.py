"""The report as a page: one file without scripts that loads nothing, and prints on A4."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dpgraph.views.report.drawing import FONTS
from dpgraph.views.report.model import Plot, Report
from dpgraph.views.report.plots import draw_bars, draw_years
from dpgraph.views.report.words import Words

TEMPLATES = Path(__file__).parent / "templates"
SOURCE_COLUMNS = ("number", "title", "publisher", "date", "reference", "statements")


def as_html(report: Report, words: Words) -> str:
    """The report as HTML; everything that comes from documents is escaped. Raises `InputError` without matplotlib."""
    made = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8").replace("FONTS", FONTS)
    columns = tuple(words(f"sources.{name}") for name in SOURCE_COLUMNS)
    given = {"r": report, "t": words, "css": css, "source_columns": columns, "draw": _drawn}
    return made.get_template("report.html").render(given) + "\n"


def _drawn(number: int, plot: Plot) -> str:
    draw = draw_years if plot.is_by_year else draw_bars
    return draw(f"plot-{number}", plot.title, plot.bars)
