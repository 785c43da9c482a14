"""The report as Markdown: the same words and tables; the drawings are the tables that they draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dpgraph.views.report.html import SOURCE_COLUMNS
from dpgraph.views.report.model import Part, Plot, Report
from dpgraph.views.report.telling import Quote, Told
from dpgraph.views.report.words import Words


def as_markdown(report: Report, words: Words) -> str:
    """The report as CommonMark with tables; whatever documents say is shown as it is, and makes no markup."""
    return "\n\n".join(part for part in _parts(report, words) if part) + "\n"


def escaped(text: str) -> str:
    r"""A text in which nothing is markup.

    >>> escaped("a *b* <c> [d](e) | f")
    'a \\*b\\* &lt;c&gt; \\[d\\](e) \\| f'
    """
    flat = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#~])", r"\\\1", flat)


def _parts(r: Report, t: Words) -> Iterator[str]:
    yield f"# {escaped(r.title)}"
    yield f"**{escaped(r.newest)}** · {escaped(r.made)}"
    yield f"## {t('read.heading')}"
    yield escaped(r.lede)
    yield _table((t("read.kind"), t("read.many")), r.types)
    yield _table((t("read.status"), t("read.many")), r.statuses)
    yield escaped(t("read.counted"))
    yield f"## {t('picture.heading')}"
    yield escaped(r.caption)
    yield _table((t("picture.owners"), t("picture.resources"), t("picture.functions")), r.held)
    yield f"## {t('figures.heading')}"
    yield escaped(t("figures.chosen") if r.plots else t("figures.none"))
    yield from (line for plot in r.plots for line in _plot(plot))
    yield escaped(r.more_plots)
    yield from (line for part in r.parts for line in _part(part, t))
    yield f"## {t('method.heading')}"
    yield _list(t.part("method.steps"))
    yield f"### {t('method.limits_heading')}"
    yield _list(t.part("method.limits"))
    yield f"## {t('sources.heading')}"
    yield _table([t(f"sources.{name}") for name in SOURCE_COLUMNS], r.sources)


def _plot(plot: Plot) -> Iterator[str]:
    yield f"### {escaped(plot.title)}"
    yield _table(plot.columns, plot.rows)
    yield from map(escaped, plot.notes)


def _part(part: Part, t: Words) -> Iterator[str]:
    yield f"## {t(f'{part.name}.heading')}"
    yield escaped(t(f"{part.name}.intro"))
    if not part.told:
        yield escaped(t(f"{part.name}.none"))
        return
    yield _table(part.columns, part.kinds)
    yield from (line for told in part.told for line in _finding(told, t))
    yield escaped(part.more)


def _finding(f: Told, t: Words) -> Iterator[str]:
    yield f"### {f.kind} {escaped(f.kind_title)}: {escaped(f.title)}"
    yield f"*{escaped(f'{f.state_title} · {f.id}')}*"
    yield escaped(f.reason)
    yield from map(_quote, f.quotes)
    if f.against:
        yield f"**{t('finding.against')}**"
        yield from map(_quote, f.against)
    said = " ".join([*(c for c, _ in f.caveats), f.uncertainty]).strip()
    yield f"**{t('finding.caveats')}** {escaped(said)}" if said else ""
    yield f"**{t('finding.settle')}** {escaped(f.settle)}" if f.settle else ""


def _quote(q: Quote) -> str:
    return f"> “{escaped(q.words)}”\n>\n> {escaped(f'{q.place} · {q.status} · {q.confidence}')}"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(item)}" for item in items)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    if not rows:
        return ""
    lines = [columns, ["---"] * len(columns), *([escaped(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
