"""Side by side: two sectors of one graph, or two builds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from dpgraph.analysis.comparing import Side, compare, measured
from dpgraph.analysis.stated import order
from dpgraph.analysis.uncertainty import same
from dpgraph.records import Entity, Finding, Observation, Statement
from dpgraph.views.site.addresses import Addresses, finding_path
from dpgraph.views.site.findings import kind_name
from dpgraph.views.site.holdings import Holdings, roles
from dpgraph.views.site.lines import Line, Lines
from dpgraph.views.summary import count_by
from dpgraph.views.words import number, spoken, title_of

Group = tuple[str, list[list[str]]]

# How many differences of a kind are listed.
LISTED = 100

FOUND = {"S": "silos", "O": "opportunities"}
MEASURES = {
    "participants": "participants without a resource of their own",
    "fragmentation": "share of owner pairs that are apart",
    "hhi": "concentration of resources over owners (HHI)",
    "congruence": "share of the pairs serving one function that are tied",
}


def compare_page(held: Holdings, to: Addresses, other: Holdings | None = None) -> dict[str, Any]:
    """What the page of comparisons shows beside the sectors: what has changed since another build."""
    return {"title": "Compare", "builds": _builds(held, other, to) if other else None}


def sectors_data(held: Holdings, to: Addresses) -> list[dict[str, Any]]:
    """Every sector that something is said of, to be shown beside any other."""
    sectors = [e for e in held.shown if e.type == "Sector" and held.said.get(e.iri)]
    measures = measured(held.ecosystem, (e.iri for e in sectors))
    return [
        _sector(held, to, e) | {"measures": [[measure_title(name), number(v)] for name, v in measures[e.iri].items()]}
        for e in sorted(sectors, key=lambda e: e.name.lower())
    ]


def measure_title(name: str) -> str:
    """A measure of a comparison in words.

    >>> measure_title("findings S1"), measure_title("owners")
    ('silos: duplicate function (S1)', 'owners')
    """
    _, is_kind, kind = name.partition("findings ")
    return f"{FOUND[kind[0]]}: {kind_name(kind)} ({kind})" if is_kind else MEASURES.get(name, name)


def _sector(held: Holdings, to: Addresses, sector: Entity) -> dict[str, Any]:
    """A sector as plain data: what is said of it and of what is narrower, each name with a link."""
    lines = Lines(held, to)
    within = _within(held.ecosystem.broader, sector.iri)
    groups: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for iri in sorted(within):
        for s in held.said.get(iri, ()):
            other = s.subject if s.object == iri else s.object
            if other not in within:
                groups[_heading(held, s, iri)].setdefault(other)
    findings = [f for f in held.findings if within & set(roles(f).get("function", ()))]
    named: list[Group] = [(name, [_linked(lines, iri) for iri in ids]) for name, ids in sorted(groups.items())]
    about = [("Findings", [[f.title, to.page(finding_path(f.id))] for f in findings])] if findings else []
    figures = [[_told(o), ""] for iri in sorted(within) for o in held.figures.get(iri, ())]
    return {
        "name": sector.name,
        "link": lines.end(sector.iri).link,
        "narrower": len(within) - 1,
        "groups": [*named, *([("Figures", figures)] if figures else []), *about],
    }


def _told(o: Observation) -> str:
    """A figure in one line."""
    value = " ".join(part for part in (o.qualifier, number(o.value), o.unit) if part)
    return f"{o.indicator}: {value} ({o.year})" if o.year else f"{o.indicator}: {value}"


def _within(broader: Mapping[str, tuple[str, ...]], top: str) -> set[str]:
    """A concept and all that are narrower, at whatever distance."""
    found, front = {top}, [top]
    while front:
        here = front.pop()
        below = [n for n, tops in broader.items() if here in tops and n not in found]
        found.update(below)
        front += below
    return found


def _heading(held: Holdings, s: Statement, iri: str) -> str:
    """The group that the other end of a statement belongs to: its class, and the relation if it is not "active in"."""
    other = s.subject if s.object == iri else s.object
    kind = title_of(held.entity(other).type or "others")
    status = "" if s.status == "asserted" else f", {s.status}"
    return f"{kind} ({spoken(s.predicate)}{status})"


def _linked(lines: Lines, iri: str) -> list[str]:
    end = lines.end(iri)
    return [end.name, end.link]


def _builds(held: Holdings, other: Holdings, to: Addresses) -> dict[str, Any]:
    """What another build holds and this one does not, the other way round, and what both have but differently."""
    mine, theirs = {order(s): s for s in held.statements}, {order(s): s for s in other.statements}
    triples = {key[:3]: key[3] for key in theirs}
    come = [s for key, s in mine.items() if key not in theirs]
    gone = [s for key, s in theirs.items() if key not in mine]
    return {
        "names": (other.name, held.name),
        "counts": _counts(other, held),
        "come": _lines(held, to, (s for s in come if order(s)[:3] not in triples)),
        "turned": [(Lines(held, to).statement(s), triples[order(s)[:3]]) for s in come if order(s)[:3] in triples][
            :LISTED
        ],
        "gone": _lines(other, to, (s for s in gone if order(s)[:3] not in {k[:3] for k in mine})),
        "measures": [
            (measure_title(row.measure), number(row.a), number(row.b))
            for row in compare(Side(other.ecosystem), Side(held.ecosystem)).rows
            if row.measure != "documents"
        ],
        "findings": _changed(other.findings, held.findings, to),
    }


def _lines(held: Holdings, to: Addresses, statements: Iterable[Statement]) -> list[Line]:
    return [Lines(held, to).statement(s) for s in list(statements)[:LISTED]]


def _counts(first: Holdings, second: Holdings) -> list[tuple[str, int, int]]:
    """How much there is of what, in both."""

    def counts(held: Holdings) -> dict[str, int]:
        statuses = Counter(f"statements {s.status}" for s in held.statements)
        types = count_by(title_of(e.type) for e in held.ecosystem.spoken_of())
        whole = {"documents": len(held.texts), "figures": len(held.ecosystem.observations)}
        return {**whole, **types, **dict(sorted(statuses.items()))}

    a, b = counts(first), counts(second)
    return [(name, a.get(name, 0), b.get(name, 0)) for name in dict.fromkeys([*a, *b])]


def _changed(
    first: Iterable[Finding], second: Iterable[Finding], to: Addresses
) -> list[tuple[Finding, str, float | None, float | None]]:
    """The findings that two builds do not score alike, with a link ("" if only the first has it) and both scores."""
    a, b = {same(f): f for f in first}, {same(f): f for f in second}
    scores = [{key: f.score for key, f in found.items()} for found in (a, b)]
    return [
        (f, to.page(finding_path(f.id)) if key in b else "", scores[0].get(key), scores[1].get(key))
        for key, f in {**b, **{key: f for key, f in a.items() if key not in b}}.items()
        if scores[0].get(key) != scores[1].get(key)
    ]
