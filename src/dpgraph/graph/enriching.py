"""Candidate links from our entities to an outside endpoint: found by name, scored, and left to a person to decide."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from difflib import SequenceMatcher
from pathlib import Path

import pyoxigraph as ox

from dpgraph import assets
from dpgraph.errors import InputError, NotFound, allowed
from dpgraph.graph.ecosystem import Ask
from dpgraph.graph.questions import read_questions
from dpgraph.records import Ecosystem, Entity, Question

# How much names, kinds and places weigh, and what a link must come to so as to be proposed.
WEIGHTS = {"name": 0.6, "kind": 0.25, "place": 0.15}
LEAST = 0.5
UNKNOWN = 0.5
BATCH = 40

# Words by which other vocabularies call what is one of our types.
KINDS = {
    "Organization": "organization organisation company enterprise publisher press university institute association "
    "agency ministry government group business school library museum commission corporation",
    "Platform": "website platform application app software database service network online web mobile",
    "Publication": "newspaper magazine journal periodical book publication work series encyclopedia",
    "Policy": "law policy plan act regulation programme program treaty document",
    "Initiative": "project initiative programme program award prize event campaign",
    "Fund": "fund foundation grant endowment",
    "Technology": "technology technique method software standard protocol concept",
    "Sector": "industry sector activity field concept discipline",
    "Place": "city municipality province country district region place town county area settlement",
    "Person": "human person people",
    "BusinessModel": "model concept business",
}

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Link:
    """A candidate: one of our entities may be the same as `other`. The decision is a person's, or blank."""

    name: str
    entity: str
    cls: str
    other: str
    label: str
    kinds: str
    places: str
    score: float
    reason: str
    decision: str = ""


COLUMNS = tuple(field.name for field in fields(Link))


def remote_query(name: str) -> Question:
    """The stored query under `remote` that finds things of a name; NotFound for another name."""
    known = read_questions(assets.folder("queries") / "remote")
    if name not in known:
        raise NotFound(f"There is no query remote/{name}; {allowed(name, known)}.")
    return known[name]


def find_links(
    ecosystem: Ecosystem, ask: Ask, query: Question, progress: Progress = lambda done, total: None
) -> tuple[Link, ...]:
    """The candidates for all entities, best first for each; nothing is merged.

    `ask` answers a SELECT at the outside endpoint. Raises whatever `ask` raises.
    """
    places = _places(ecosystem)
    entities = list(ecosystem.entities.values())
    found: list[Link] = []
    for start in range(0, len(entities), BATCH):
        progress(start, len(entities))
        found += _batch(entities[start : start + BATCH], ask, query, places)
    return tuple(sorted(found, key=lambda link: (link.entity, -link.score, link.other)))


@dataclass(frozen=True, slots=True)
class _Thing:
    """What the endpoint says of a thing."""

    iri: str
    labels: frozenset[str]
    kinds: tuple[str, ...]
    places: tuple[str, ...]


def _batch(entities: list[Entity], ask: Ask, query: Question, places: Mapping[str, tuple[str, ...]]) -> Iterator[Link]:
    names = sorted({name for entity in entities for name in _names(entity)})
    found: dict[str, dict[str, _Thing]] = _things(ask(with_names(query.text, names)).rows)
    for entity in entities:
        things = {t.iri: t for text, _ in _names(entity) for t in found.get(text, {}).values()}
        links = (_link(entity, thing, places.get(entity.iri, ())) for thing in things.values())
        yield from (link for link in links if link.score >= LEAST)


def with_names(text: str, names: Iterable[tuple[str, str]]) -> str:
    """A query with these names, each with its language, between the braces of VALUES ?name.

    >>> with_names("VALUES ?name { 1 }", [("a", "en")])
    'VALUES ?name { "a"@en }'
    """
    terms = " ".join(str(ox.Literal(name, language=language)) for name, language in names)
    return re.sub(r"(VALUES\s+\?name\s*\{)[^{}]*(\})", lambda match: f"{match[1]} {terms} {match[2]}", text)


def _things(rows: Iterable[tuple[object, ...]]) -> dict[str, dict[str, _Thing]]:
    """What was found under each name, by IRI."""
    gathered: dict[tuple[str, str], list[tuple[object, ...]]] = defaultdict(list)
    for item, label, name, kind, place in rows:
        gathered[str(name), str(item)].append((label, kind, place))
    found: dict[str, dict[str, _Thing]] = defaultdict(dict)
    for (name, item), said in gathered.items():
        columns = zip(*said, strict=True)
        labels, kinds, places = (sorted({str(value) for value in column if value}) for column in columns)
        found[name][item] = _Thing(item, frozenset({name, *labels}), tuple(kinds), tuple(places))
    return found


def _names(entity: Entity) -> Iterator[tuple[str, str]]:
    """The names of an entity that say enough to look for."""
    forms = ((entity.name, "en"), *entity.aliases)
    return ((text, language or "en") for text, language in forms if len(text) > 3 or not text.isascii())


def _link(entity: Entity, thing: _Thing, places: tuple[str, ...]) -> Link:
    parts = {"name": _name(entity, thing), "kind": _kind(entity, thing), "place": _place(thing, places)}
    score = sum(WEIGHTS[part] * value for part, value in parts.items())
    label = next((text for text in sorted(thing.labels) if text.isascii()), min(thing.labels))
    reason = ", ".join(f"{part} {value:.2f}" for part, value in parts.items())
    kinds, where = "; ".join(thing.kinds), "; ".join(thing.places)
    return Link(entity.name, entity.iri, entity.cls, thing.iri, label, kinds, where, round(score, 3), reason)


def _name(entity: Entity, thing: _Thing) -> float:
    """1 when our name is a label there, 0.9 when another of our names is; else how alike the closest two are."""
    if entity.name in thing.labels:
        return 1.0
    others = {text for text, _ in entity.aliases}
    if others & thing.labels:
        return 0.9
    pairs = ((a, b) for a in (entity.name, *others) for b in thing.labels)
    return max(SequenceMatcher(None, a.casefold(), b.casefold()).ratio() for a, b in pairs) * 0.9


def _kind(entity: Entity, thing: _Thing) -> float:
    """Whether the words of its kinds are those of our class, or of our type."""
    if not thing.kinds:
        return UNKNOWN
    words = {word for kind in thing.kinds for word in re.findall(r"[a-z]+", kind.lower())}
    own = {word.lower() for word in re.findall(r"[A-Z][a-z]+", entity.cls)}
    if own & words:
        return 1.0
    return 0.8 if words & set(KINDS.get(entity.type, "").split()) else 0.0


def _place(thing: _Thing, places: tuple[str, ...]) -> float:
    """Whether it is where ours is; a half when either does not say."""
    if not thing.places or not places:
        return UNKNOWN
    return 1.0 if {p.casefold() for p in thing.places} & {p.casefold() for p in places} else 0.0


def _places(ecosystem: Ecosystem) -> Mapping[str, tuple[str, ...]]:
    """The names of the places where each entity is said to be."""
    found: dict[str, list[str]] = defaultdict(list)
    for s in ecosystem.statements:
        if s.predicate == "locatedIn" and s.status == "asserted" and s.object in ecosystem.entities:
            found[s.subject].append(ecosystem.entities[s.object].name)
    return {iri: tuple(names) for iri, names in found.items()}


def read_links(file: Path) -> tuple[Link, ...]:
    """The candidates in a review file; none when there is no file. InputError names file and line."""
    if not file.is_file():
        return ()
    try:
        with file.open(encoding="utf-8", newline="") as rows:
            return tuple(_row(file, number, row) for number, row in enumerate(csv.DictReader(rows), 2))
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8: {error.reason}.") from error


def _row(file: Path, number: int, row: Mapping[str, str]) -> Link:
    if set(row) != set(COLUMNS) or row["decision"] not in {"", "accept", "reject"}:
        wanted = f"the columns {', '.join(COLUMNS)}, with decision accept, reject or blank"
        raise InputError(f"{file}, line {number}: not a candidate. Allowed: {wanted}.")
    try:
        return Link(**{**row, "score": float(row["score"])})  # type: ignore[arg-type]  # the others are text
    except ValueError as error:
        raise InputError(f"{file}, line {number}: {error}.") from error


def reviewed(found: Iterable[Link], before: Iterable[Link]) -> tuple[Link, ...]:
    """What was found, with what a person has decided before; a decision stays when its candidate is not found again."""
    decided = {(link.entity, link.other): link for link in before if link.decision}
    fresh = [link for link in found if (link.entity, link.other) not in decided]
    return tuple(sorted((*decided.values(), *fresh), key=lambda link: (link.entity, -link.score, link.other)))


def links_csv(links: Iterable[Link]) -> bytes:
    """A review file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(astuple(link) for link in links)
    return text.getvalue().encode()
