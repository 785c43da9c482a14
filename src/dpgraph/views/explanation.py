"""Why the graph says something: a statement or figure in words, its sentences, and what found them there."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dpgraph import iris
from dpgraph.errors import NotFound, allowed
from dpgraph.graph.rdf import observation_node, statement_node
from dpgraph.records import Ecosystem, Evidence, Observation, Span, Statement
from dpgraph.settings import FLOORS
from dpgraph.statements.reasons import Way, find_rule, way

HOW_TO_FIND = 'ids of what is said of an entity are listed by: dpgraph explain "ITS NAME"'
Spans = Callable[[str, Evidence], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of evidence: where it stands, its words, and the curator, rule or model that found it there.

    `frame`, `words` and `rule_confidence` are the rule's own; `triggers` those of its words that the sentence has,
    `path` the way through the parse from the subject to the object.
    """

    document: str
    section: str
    start: int
    end: int
    quote: str
    method: str
    confidence: float
    frame: str = ""
    words: tuple[str, ...] = ()
    rule_confidence: float | None = None
    triggers: tuple[str, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A statement or figure with all that it rests on."""

    id: str
    says: str
    status: str
    year: int | None
    confidence: float
    evidence: tuple[Found, ...]


def explain(ecosystem: Ecosystem, ident: str, spans: Spans = lambda name, evidence: ()) -> Explained:
    """Why a statement or a figure is in the graph, by its id: 16 hexadecimal digits, a prefixed name or an IRI.

    `spans` gives the places inside a piece of evidence that mention an entity. Raises `NotFound`.
    """
    known = _ids(ecosystem)
    meant = known.get(_digits(ident))
    if meant is None:
        raise NotFound(f"no statement or figure {ident!r}; {_hint(_digits(ident), known)}{HOW_TO_FIND}")
    return _statement(ecosystem, meant, spans) if isinstance(meant, Statement) else _figure(ecosystem, meant)


def _ids(ecosystem: Ecosystem) -> dict[str, Statement | Observation]:
    figures: dict[str, Statement | Observation] = {
        _digits(observation_node(o).value): o for o in ecosystem.observations
    }
    return figures | {_digits(statement_node(s).value): s for s in ecosystem.statements}


def _digits(ident: str) -> str:
    """The digits at the end of an IRI or prefixed name."""
    return re.split(r"[/:]", ident.strip("<> "))[-1].lower()


def _hint(given: str, known: Iterable[str]) -> str:
    close = allowed(given, known).split(" Allowed:")[0]
    return f"{close} " if close.startswith("did you mean") else ""


def said_of(ecosystem: Ecosystem, name: str) -> list[tuple[str, str, str, float]]:
    """What is said of an entity, by any of its names: id, words, status and confidence; nothing of an unknown one."""
    called = {e.iri for e in ecosystem.entities.values() if name in (e.name, e.iri, *(a for a, _ in e.aliases))}
    statements = (
        _statement(ecosystem, s, lambda *_: ()) for s in ecosystem.statements if {s.subject, s.object} & called
    )
    figures = (_figure(ecosystem, o) for o in ecosystem.observations if o.subject in called)
    return [(e.id, e.says, e.status, e.confidence) for e in (*statements, *figures)]


def _statement(ecosystem: Ecosystem, s: Statement, spans: Spans) -> Explained:
    names = [_name(ecosystem, end) for end in (s.subject, s.object)]
    says = f"{names[0]} {_spoken(s.predicate)} {names[1]}"
    found = tuple(_found(ecosystem, e, [spans(name, e) for name in names]) for e in s.evidence)
    return Explained(iris.contract(statement_node(s).value), says, s.status, s.year, s.confidence, found)


def _figure(ecosystem: Ecosystem, o: Observation) -> Explained:
    about = f" of {_name(ecosystem, o.subject)}" if o.subject else ""
    says = f"{o.indicator}{about}: {o.qualifier + ' ' if o.qualifier else ''}{o.value:,.12g} {o.unit}"
    found = tuple(_found(ecosystem, e, []) for e in o.evidence)
    return Explained(iris.contract(observation_node(o).value), says, o.status, o.year, o.confidence, found)


def _name(ecosystem: Ecosystem, iri: str) -> str:
    return ecosystem.entities[iri].name if iri in ecosystem.entities else iris.contract(iri)


def _spoken(predicate: str) -> str:
    """A property as words: usesBusinessModel is "uses business model"."""
    return "".join(f" {c.lower()}" if c.isupper() else c for c in predicate)


def _found(ecosystem: Ecosystem, e: Evidence, ends: Sequence[Sequence[Span]]) -> Found:
    rule = find_rule(e.method)
    words = rule.words if rule else frozenset()
    through = way(e.quote, ends, words) if any(ends) and not e.method.startswith("curated") else Way((), "")
    section = ecosystem.sections.get((e.document, e.section), "")
    frame, own = (rule.frame, rule.confidence) if rule else ("", None)
    place = e.document, section, e.start, e.end, e.quote, e.method, e.confidence
    return Found(*place, frame, tuple(sorted(words)), own, through.triggers, through.path)


def read_spans(folder: Path) -> Spans:
    """Where the documents of a built graph mention an entity, as offsets into a piece of evidence."""
    places: Mapping[str, list[tuple[str, int, int]]] = defaultdict(list)
    lines = (folder / FLOORS[1] / "mentions.jsonl").read_text(encoding="utf-8").splitlines()
    for mention in map(json.loads, lines):
        places[mention["entity"]].append((mention["document"], mention["start"], mention["end"]))

    def spans(name: str, e: Evidence) -> Sequence[Span]:
        near = ((start, end) for document, start, end in places[name] if document == e.document)
        return [(start - e.start, end - e.start) for start, end in near if e.start <= start and end <= e.end]

    return spans


def told(explained: Explained) -> Iterable[str]:
    """An explanation as lines for people."""
    year = f", {explained.year}" if explained.year else ""
    yield f"{explained.says}  [{explained.status}{year}, confidence {explained.confidence:g}, {explained.id}]"
    for number, e in enumerate(explained.evidence, 1):
        yield ""
        yield f"{number}. {e.document}, {e.section or 'before the first heading'}, characters {e.start} to {e.end}"
        yield f"   “{e.quote}”"
        yield f"   {_by(e)}, confidence {e.confidence:g}"
        if e.triggers:
            yield f"   words of the rule in it: {', '.join(e.triggers)}"
        if e.path:
            yield f"   parse: {e.path}"


def _by(found: Found) -> str:
    if not found.frame:
        return found.method
    words = f", words: {', '.join(found.words)}" if found.words else ""
    return f'{found.method} (frame "{found.frame}", confidence {found.rule_confidence:g}{words})'


def explanation_json(explained: Explained) -> str:
    """Everything in an explanation as JSON."""
    return json.dumps(asdict(explained), ensure_ascii=False, indent=2) + "\n"


def evidence_rows(explained: Explained) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """The evidence as columns and rows."""
    columns = ("document", "section", "start", "end", "quote", "method", "confidence", "triggers", "path")
    rows = ({**asdict(e), "triggers": ", ".join(e.triggers)} for e in explained.evidence)
    return columns, [tuple(row[c] for c in columns) for row in rows]
