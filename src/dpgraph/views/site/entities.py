"""The page of an entity: everything known, by relation, with figures, years, neighbours and findings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from dpgraph.graph.rdf import statement_node
from dpgraph.records import Entity, Observation, Statement
from dpgraph.views.site.addresses import Addresses, document_path
from dpgraph.views.site.findings import card
from dpgraph.views.site.holdings import Holdings
from dpgraph.views.site.lines import Figure, Line, Lines, chinese_name, short_id
from dpgraph.views.site.picture import Box, Strand, draw_picture
from dpgraph.views.site.plots import draw_bars, draw_years
from dpgraph.views.words import spoken, title_of

# How a relation reads from its object: "operated by".
PASSIVE = {
    "operates": "operated by", "publishes": "published by", "partOf": "has part", "locatedIn": "located here",
    "activeIn": "active here", "usesBusinessModel": "model used by", "usesTechnology": "technology used by",
    "issues": "issued by", "promotes": "promoted by", "funds": "funded by", "manages": "managed by",
    "participatesIn": "has participant", "affects": "affected by", "addresses": "addressed by",
    "proposes": "proposed by", "governs": "governed by", "subsidiaryOf": "has subsidiary",
}  # fmt: skip
DRAWN = 6


def entity_page(held: Holdings, to: Addresses, entity: Entity) -> dict[str, Any]:
    """What the page of an entity shows."""
    lines, iri = Lines(held, to), entity.iri
    said = held.said.get(iri, ())
    figures = [lines.figure(o) for o in held.figures.get(iri, ())]
    return {
        "title": entity.name,
        "entity": lines.end(iri),
        "chinese": chinese_name(entity),
        "aliases": _others(entity),
        "also": [spoken(cls) for cls in entity.also],
        "groups": _groups(lines, iri, said),
        "figures": figures,
        "plots": _plots(held.figures.get(iri, ())),
        "timeline": _timeline(lines, said, figures),
        "picture": _picture(held, lines, iri, said),
        "findings": [card(held, to, f) for f in held.found_of.get(iri, ())],
        "mentioned": _mentioned(held, to, entity),
        "broader": [lines.end(b) for b in held.ecosystem.broader.get(iri, ())],
        "narrower": [
            lines.end(n) for n, tops in held.ecosystem.broader.items() if iri in tops and n in held.shown_iris
        ],
        "network": to.page("network", f"at={_tail(iri)}"),
    }


# The forms of what is said of an entity: name, ending, media type.
RDF = (
    ("Turtle", "ttl", "text/turtle"),
    ("JSON-LD", "jsonld", "application/ld+json"),
    ("N-Triples", "nt", "application/n-triples"),
    ("RDF/XML", "rdf", "application/rdf+xml"),
)


def _others(entity: Entity) -> list[tuple[str, str]]:
    """The other names with their languages; those that differ in capitals alone once."""
    known = {entity.name.lower(), chinese_name(entity).lower()}
    found = {text.lower(): (text, language) for text, language in reversed(entity.aliases) if text.lower() not in known}
    return sorted(found.values(), key=lambda named: (named[1], named[0].lower()))


def _tail(iri: str) -> str:
    return iri.rpartition("/")[2]


def _groups(lines: Lines, iri: str, said: Iterable[Statement]) -> list[tuple[str, list[Line]]]:
    """The statements by relation as it reads from here, the most frequent first."""
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for s in said:
        passive = PASSIVE.get(s.predicate, f"{spoken(s.predicate)} (of this)")
        groups[spoken(s.predicate) if s.subject == iri else passive].append(lines.statement(s))
    return [(title_of(name), found) for name, found in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))]


def _plots(figures: Sequence[Observation]) -> list[tuple[str, str]]:
    """What is plotted, and the plot.

    One for each indicator that is given for at least two years in one unit, and one of what is left of each unit.
    """
    series: defaultdict[tuple[str, str], dict[int, float]] = defaultdict(dict)
    for o in figures:
        if o.year:
            series[o.indicator, o.unit].setdefault(o.year, o.value)
    plots = {key: plot for key, points in series.items() if (plot := draw_years(sorted(points.items()), *key))}
    rest: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for o in figures:
        if (o.indicator, o.unit) not in plots:
            rest[o.unit].setdefault(f"{o.indicator} ({o.year})" if o.year else o.indicator, o.value)
    bars = {f"Figures in {unit}": list(values.items()) for unit, values in rest.items() if unit and len(values) > 1}
    return [
        *((f"{indicator} ({unit})" if unit else indicator, plot) for (indicator, unit), plot in plots.items()),
        *((caption, draw_bars(rows, caption)) for caption, rows in bars.items()),
    ]


def _timeline(
    lines: Lines, said: Iterable[Statement], figures: Iterable[Figure]
) -> list[tuple[int, list[tuple[str, str, str]]]]:
    """What is dated, by year: words, status, and the place on this page."""
    years: defaultdict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for line in (lines.statement(s) for s in said if s.year):
        years[line.year or 0].append(
            (f"{line.subject.name} {line.relation} {line.object.name}", line.status, f"s-{line.id}")
        )
    for f in figures:
        if f.year:
            years[f.year].append((f"{f.indicator}: {f.number} {f.unit}", f.status, f"f-{f.id}"))
    return sorted(years.items())


def _picture(held: Holdings, lines: Lines, iri: str, said: Sequence[Statement]) -> str:
    """The entity between what points at it and what it points at, the best documented neighbours of each side."""
    sides: tuple[dict[str, str], dict[str, str]] = ({}, {})
    shown = []
    for s in sorted(said, key=lambda s: (s.status != "asserted", -len(s.evidence), -s.confidence)):
        if s.subject == s.object or s.status in {"denied", "ceased"}:
            continue
        side, other = (sides[1], s.object) if s.subject == iri else (sides[0], s.subject)
        if len(side) < DRAWN and not any(other in side for side in sides):
            side[other] = _words(s)
            shown.append(s)
    if not shown:
        return ""
    boxes = [Box(lines.end(other), 0, words) for other, words in sides[0].items()]
    boxes += [Box(lines.end(iri), 1), *(Box(lines.end(other), 2, words) for other, words in sides[1].items())]
    strands = [Strand(s.subject, s.object, _words(s), _kind(s), f"#s-{_ident(s)}") for s in shown]
    headings = ("What is tied to it", "", "What it is tied to")
    return draw_picture(boxes, strands, headings, f"Neighbours of {held.entity(iri).name}")


def _words(s: Statement) -> str:
    return spoken(s.predicate) + ("" if s.status == "asserted" else f" ({s.status})")


def _kind(s: Statement) -> str:
    return "asserted" if s.status == "asserted" else "intended"


def _ident(s: Statement) -> str:
    return short_id(statement_node(s).value)


def _mentioned(held: Holdings, to: Addresses, entity: Entity) -> list[tuple[str, str, int]]:
    """The documents that mention an entity: title, link, and how many of its sections do."""
    many: defaultdict[str, int] = defaultdict(int)
    for document, _ in entity.mentions:
        many[document] += 1
    return [(held.title(d), to.page(document_path(d)), n) for d, n in sorted(many.items())]
