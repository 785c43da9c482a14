"""What the report says, in one language and without any markup but drawings: the same for HTML, PDF and Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dpgraph.analysis.scene import set_scene
from dpgraph.records import Ecosystem, Finding, Observation
from dpgraph.settings import VERSION
from dpgraph.terms import STATUSES, TYPES
from dpgraph.views.report import picture
from dpgraph.views.report.drawing import Bar
from dpgraph.views.report.figures import SUBJECTS, YEARS, Series, find_series
from dpgraph.views.report.telling import Teller, Told
from dpgraph.views.report.words import Words
from dpgraph.views.summary import count_by

# So many plots and findings the pages have room for.
PLOTS, CHOSEN = 3, 6
STATES = ("supported", "weak", "not computable")
COLUMNS = ("entity", "year", "value", "status", "source")
Row = tuple[str, ...]
# What is known of each document, by its id: title, publisher, date, reference.
Documents = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Plot:
    """Figures to draw, with their table and what one has to know of them."""

    title: str
    bars: tuple[Bar, ...]
    is_by_year: bool
    columns: Row
    rows: tuple[Row, ...]
    numbers: tuple[int, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The silos, or the opportunities: how many there are of each kind and state, and those that are told."""

    name: str
    columns: Row
    kinds: tuple[Row, ...]
    told: tuple[Told, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that the report says. `newest` is the latest date of a source, never the day of its making."""

    language: str
    title: str
    newest: str
    made: str
    lede: str
    types: tuple[Row, ...]
    statuses: tuple[Row, ...]
    picture: str
    held: tuple[Row, ...]
    caption: str
    plots: tuple[Plot, ...]
    more_plots: str
    parts: tuple[Part, ...]
    sources: tuple[Row, ...]


def build_report(
    ecosystem: Ecosystem,
    findings: Iterable[Finding],
    documents: Documents,
    words: Words,
    title: str = "",
    chosen: int = CHOSEN,
) -> Report:
    """The report on an ecosystem, its findings and its documents; it tells the first `chosen` of each sort of finding.

    `findings` come in the order of their strength, best with their uncertainty (`dpgraph.analysis.uncertainty.assess`).
    """
    scene, numbered = set_scene(ecosystem), {d: f"[{n}]" for n, d in enumerate(documents, 1)}
    teller, given, series = Teller(words, ecosystem, numbered), tuple(findings), find_series(ecosystem)
    shown = picture.choose(scene)
    return Report(
        language=words.language,
        title=title or words("report.title"),
        newest=_newest(documents, words),
        made=words("report.made", version=VERSION),
        lede=_lede(ecosystem, documents, words),
        types=_types(ecosystem, words),
        statuses=_statuses(ecosystem, words),
        picture=picture.draw(scene, shown, words),
        held=tuple(picture.rows(scene, shown, words)),
        caption=_caption(shown, words),
        plots=tuple(_plot(s, teller) for s in series[:PLOTS]),
        more_plots=words("figures.more", n=len(series) - PLOTS) if len(series) > PLOTS else "",
        parts=tuple(
            _part(name, [f for f in given if f.kind.startswith(letter)], chosen, teller)
            for name, letter in (("silos", "S"), ("opportunities", "O"))
        ),
        sources=_sources(ecosystem, documents, numbered, words),
    )


def _newest(documents: Documents, words: Words) -> str:
    dates = sorted(about["date"] for about in documents.values() if re.match(r"\d{4}", about.get("date", "")))
    return words("report.newest", date=dates[-1]) if dates else words("report.undated")


def _lede(ecosystem: Ecosystem, documents: Documents, words: Words) -> str:
    many = {
        "documents": len(documents),
        "sections": len(ecosystem.sections),
        "entities": len(ecosystem.spoken_of()),
        "statements": len(ecosystem.statements),
        "figures": len(ecosystem.observations),
    }
    return words("report.lede", **{name: words(f"count.{name}", n=n) for name, n in many.items()})


def _types(ecosystem: Ecosystem, words: Words) -> tuple[Row, ...]:
    counts = count_by(e.type if e.type in TYPES else "Other" for e in ecosystem.spoken_of())
    return _with_sum([(words(f"types.{name}"), many) for name, many in counts.items()], words)


def _statuses(ecosystem: Ecosystem, words: Words) -> tuple[Row, ...]:
    counts = count_by(s.status for s in ecosystem.statements)
    return _with_sum([(words(f"statuses.{status}"), counts.get(status, 0)) for status in STATUSES], words)


def _with_sum(counts: Sequence[tuple[str, int]], words: Words) -> tuple[Row, ...]:
    every = [*counts, (words("read.total"), sum(many for _, many in counts))]
    return tuple((name, f"{many:,}") for name, many in every)


def _caption(shown: picture.Shown, words: Words) -> str:
    if not shown.held:
        return words("picture.none")
    drawn = {name: len({h[n] for h in shown.held}) for n, name in enumerate(("owners", "resources", "functions"))}
    caption = words("picture.caption", **drawn)
    return caption if shown.is_whole else f"{caption} {words('picture.cut', **picture.column_sizes(shown))}"


def _plot(series: Series, teller: Teller) -> Plot:
    words, ecosystem = teller.words, teller.ecosystem
    title = _plot_title(series, teller)
    bars = tuple(
        Bar(_bar_name(series, o, teller), o.value, written(o, words), o.status == "asserted") for o in series.points
    )
    notes = [
        words("figures.within", whole=words.name(ecosystem, whole), parts=words.listed(_names(parts, teller)))
        for whole, parts in series.within
    ]
    if any(o.status != "asserted" for o in series.points):
        notes.append(words("figures.hatched"))
    cells = [_figure_row(o, bar.written, teller) for o, bar in zip(series.points, bars, strict=True)]
    kept = [n for n, name in enumerate(COLUMNS) if name in _told_in(series) and any(row[n] for row in cells)]
    columns = tuple(words(f"figures.{COLUMNS[n]}") for n in kept)
    rows = tuple(tuple(row[n] for n in kept) for row in cells)
    numbers = (kept.index(COLUMNS.index("value")),)
    return Plot(title, bars, series.kind == YEARS, columns, rows, numbers, tuple(notes))


def _told_in(series: Series) -> Collection[str]:
    """The columns of a table that the title does not tell already."""
    return {SUBJECTS: ("entity", "value", "source"), YEARS: ("year", "value", "source")}.get(series.kind, COLUMNS)


def _plot_title(series: Series, teller: Teller) -> str:
    words = teller.words
    spoken: str = words.part("indicators").get(series.indicator, series.indicator)
    about = words.name(teller.ecosystem, series.about) if series.about else ""
    key = "undated" if series.kind == SUBJECTS and not series.year else series.kind
    title = words(f"figures.{key}", indicator=spoken, name=about, year=str(series.year))
    return title[:1].upper() + title[1:]


def _bar_name(series: Series, o: Observation, teller: Teller) -> str:
    return str(o.year) if series.kind == YEARS else teller.words.name(teller.ecosystem, o.subject or "")


def _figure_row(o: Observation, value: str, teller: Teller) -> Row:
    documents = sorted({e.document for e in o.evidence})
    return (
        teller.words.name(teller.ecosystem, o.subject or ""),
        str(o.year or ""),
        value,
        teller.words(f"statuses.{o.status}"),
        " ".join(teller.sources.get(d, d) for d in documents),
    )


def written(o: Observation, words: Words) -> str:
    """A figure as people write it, with what the text says of its exactness."""
    amount = words.amount(o.value, o.unit)
    key = {"over": "over", "more than": "over", "nearly": "nearly", "about": "about", "up to": "upto"}.get(
        o.qualifier or "", ""
    )
    return words(f"figures.{key}", value=amount) if key else amount


def _names(ids: Iterable[str], teller: Teller) -> list[str]:
    return [teller.words.name(teller.ecosystem, iri) for iri in ids]


def _part(name: str, findings: Sequence[Finding], chosen: int, teller: Teller) -> Part:
    words, told = teller.words, sorted(findings[:chosen], key=lambda f: f.kind)
    more = len(findings) - len(told)
    states = tuple(words.either(f"states.{s}", s) for s in STATES)
    return Part(
        name=name,
        columns=(words("finding.kind"), words("finding.meaning"), *states),
        kinds=tuple(_kind(kind, findings, words) for kind in sorted({f.kind for f in findings})),
        told=tuple(map(teller.tell, told)),
        more=words(f"{name}.more", n=more) if more else "",
    )


def _kind(kind: str, findings: Sequence[Finding], words: Words) -> Row:
    counts = [sum(f.kind == kind and f.state == state for f in findings) for state in STATES]
    about = words.either(f"kinds.{kind}", "other"), words.either(f"meaning.{kind}", "other")
    return (*about, *(f"{many:,}" for many in counts))


def _sources(ecosystem: Ecosystem, documents: Documents, numbered: Mapping[str, str], words: Words) -> tuple[Row, ...]:
    made = count_by(d for s in ecosystem.statements for d in sorted({e.document for e in s.evidence}))
    unknown = words("sources.unknown")
    return tuple(
        (
            numbered[d],
            about.get("title") or d,
            *(about.get(key) or unknown for key in ("publisher", "date", "reference")),
            f"{made.get(d, 0):,}",
        )
        for d, about in documents.items()
    )
