"""The findings: a list of all, and a page for each with its picture, its argument and its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpgraph.analysis.pairs import pair
from dpgraph.graph.findings import CLASSES
from dpgraph.graph.rdf import statement_node
from dpgraph.records import Finding, Question, Statement
from dpgraph.views.argument import evidence_query
from dpgraph.views.site.addresses import Addresses, finding_path
from dpgraph.views.site.holdings import Holdings, roles
from dpgraph.views.site.lines import End, Line, Lines, Quoted, short_id
from dpgraph.views.site.picture import Box, Strand, draw_picture, left_out
from dpgraph.views.words import counted, kind_title, number, role_title, spoken

ACTORS = frozenset({"Organization", "Person"})
FUNCTIONS = frozenset({"Sector", "Technology", "BusinessModel"})
HAD = frozenset({"Platform", "Publication", "Initiative", "Fund"})
# How the statements of a status are drawn, if not as intended; and the legend: kind of strand, look, meaning.
DRAWN_AS = {"asserted": "asserted", "denied": "refused", "ceased": "ceased"}
KEYS = (
    ("asserted", "solid", "documented"),
    ("intended", "intended", "planned, recommended or mandated"),
    ("missing", "gap", "missing"),
    ("denied", "gap", "missing, and a document says so"),
    ("refused", "gap", "a document says that it is not so"),
    ("ceased", "broader", "over"),
    ("broader", "broader", "from the vocabulary"),
)

# How many statements between the members a page lists.
LISTED = 200


@dataclass(frozen=True, slots=True)
class Card:
    """A finding in a list: in short, with one sentence that shows it (None if there is none)."""

    id: str
    kind: str
    kind_title: str
    kind_name: str
    title: str
    reason: str
    state: str
    score: float
    link: str
    missing: str
    quote: Quoted | None
    functions: tuple[str, ...]


def card(held: Holdings, to: Addresses, finding: Finding) -> Card:
    """A finding in short; the sentence is one that denies a tie, if there is one, else the surest."""
    best = min(finding.evidence, key=lambda s: (s.status != "denied", -s.confidence), default=None)
    lines = Lines(held, to)
    return Card(
        finding.id,
        finding.kind,
        kind_title(finding.kind),
        kind_name(finding.kind),
        finding.title,
        finding.reason,
        finding.state,
        finding.score,
        to.page(finding_path(finding.id)),
        counted(finding.lacking, "pair without a documented tie", "pairs without a documented tie")
        if finding.missing
        else "",
        lines.sentence(best) if best else None,
        tuple(held.entity(iri).name for iri in finding.members.get("function", ())),
    )


def list_page(held: Holdings, to: Addresses) -> dict[str, Any]:
    """What the list of findings shows."""
    cards = [card(held, to, f) for f in held.findings]
    return {
        "title": "Findings",
        "groups": [(kind, [c for c in cards if c.kind_title == kind]) for kind in ("Silo", "Opportunity")],
        "kinds": [(kind, kind_name(kind)) for kind in sorted({c.kind for c in cards})],
        "states": sorted({c.state for c in cards}),
        "functions": sorted({name for c in cards for name in c.functions}, key=str.lower),
    }


def finding_page(held: Holdings, to: Addresses, finding: Finding, questions: Mapping[str, Question]) -> dict[str, Any]:
    """What the page of a finding shows."""
    lines = Lines(held, to)
    between = tuple(_between(held, finding))
    boxes, strands = _boxes(held, lines, finding), [*_strands(held, finding, between)]
    label = f"{finding.title}. {_told(finding)}"
    return {
        "title": finding.title,
        "finding": finding,
        "kind_title": kind_title(finding.kind),
        "kind_name": kind_name(finding.kind),
        "picture": draw_picture(boxes, strands, _headings(boxes), label),
        "left_out": left_out(boxes),
        "told": _told(finding),
        "keys": _keys(strands),
        "roles": [(role_title(role), _ends(lines, ids)) for role, ids in roles(finding).items()],
        "brings": [
            (lines.end(_expanded(role)), _ends(lines, ids))
            for role, ids in finding.members.items()
            if role.startswith("brings ")
        ],
        "pairs": [
            (lines.end(a), lines.end(b), "denied" if _is_denied(finding, a, b) else "silent")
            for a, b in finding.missing
        ],
        "ties": [(lines.end(a), lines.end(b), kind) for a, b, kind in finding.ties],
        "evidence": lines.sentences(finding.evidence),
        "against": lines.sentences(finding.against),
        "support": lines.sentences(held.support.get(finding.id, ())),
        "policies": _ends(lines, finding.policies),
        "figures": [(spoken(name), number(value)) for name, value in finding.figures.items()],
        "before_after": [
            (spoken(name), number(before), number(after)) for name, (before, after) in finding.counterfactual.items()
        ],
        "interval": tuple(f"{end:.2f}" for end in finding.interval) if finding.interval else None,
        "statements": _by_statement(lines, between[:LISTED]),
        "question": questions.get(finding.question),
        "query": evidence_query(finding),
        "network": to.page("network", f"find={finding.id}"),
    }


def kind_name(kind: str) -> str:
    """What the ontology calls a kind of finding, in words."""
    return spoken(CLASSES.get(kind, ""))


def _headings(boxes: Iterable[Box]) -> tuple[str, ...]:
    """What stands above the columns; resources are told from policies, challenges and the like."""
    middle = {box.end.type for box in boxes if box.column == 1}
    return "Actors", "What they have" if middle <= HAD else "What is involved", "Stated as", "Function"


def _ends(lines: Lines, iris: Iterable[str]) -> list[End]:
    return [lines.end(iri) for iri in iris]


def _expanded(role: str) -> str:
    from dpgraph.iris import expand

    name = role.removeprefix("brings ")
    return name if "://" in name else expand(name)


def _told(finding: Finding) -> str:
    """The picture in words: the pairs without a tie and those with one, as far as there are any."""
    missing, tied = finding.lacking, len({pair(a, b) for a, b, _ in finding.ties})
    told = [f"{counted(missing, 'pair has', 'pairs have')} no documented tie"] if missing else []
    told += [counted(tied, "pair of actors is tied", "pairs of actors are tied")] if tied else []
    return f"{'; '.join(told)}." if told else ""


def _keys(strands: Iterable[Strand]) -> list[tuple[str, str]]:
    """The legend: how the ties that occur are drawn, and what that means."""
    kinds = {s.kind for s in strands}
    return [(look, words) for kind, look, words in KEYS if kind in kinds]


def _is_denied(finding: Finding, a: str, b: str) -> bool:
    return (a, b) in finding.denied or (b, a) in finding.denied


def _members(finding: Finding) -> list[str]:
    named = (iri for ids in roles(finding).values() for iri in ids)
    return list(dict.fromkeys([*named, *(end for ends in finding.missing for end in ends)]))


def _between(held: Holdings, finding: Finding) -> Iterator[Statement]:
    """The statements that join two members."""
    members = set(_members(finding))
    for iri in sorted(members):
        yield from (s for s in held.said.get(iri, ()) if s.subject == iri and s.object in members and s.object != iri)


def _boxes(held: Holdings, lines: Lines, finding: Finding) -> list[Box]:
    functions, narrower = finding.members.get("function", ()), finding.members.get("narrower", ())
    return [
        Box(lines.end(iri), _column(held.entity(iri).type, iri in functions, iri in narrower))
        for iri in _members(finding)
    ]


def _column(kind: str, is_function: bool, is_narrower: bool) -> int:
    if is_function:
        return 3
    if is_narrower or kind in FUNCTIONS:
        return 2
    return 0 if kind in ACTORS else 1


def _strands(held: Holdings, finding: Finding, between: Iterable[Statement]) -> Iterator[Strand]:
    for a, b in finding.missing:
        denied = _is_denied(finding, a, b)
        words = "a document says that there is no tie" if denied else "no documented tie"
        yield Strand(a, b, words, "denied" if denied else "missing", "#missing")
    direct = set()
    for s in between:
        direct.add(pair(s.subject, s.object))
        kind = DRAWN_AS.get(s.status, "intended")
        words = spoken(s.predicate) + ("" if kind == "asserted" else f" ({s.status})")
        yield Strand(s.subject, s.object, words, kind, f"#s-{short_id(statement_node(s).value)}")
    for a, b, kind in finding.ties:
        if pair(a, b) not in direct:
            yield Strand(a, b, kind, "asserted", "#documented")
    for narrower in finding.members.get("narrower", ()):
        for top in finding.members.get("function", ()):
            yield Strand(narrower, top, "is narrower than (vocabulary)", "broader")


def _by_statement(lines: Lines, statements: Iterable[Statement]) -> list[Line]:
    return [lines.statement(s) for s in statements]
