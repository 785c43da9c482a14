"""Small ecosystems made by hand: one line a statement, the types read off the predicates."""

from __future__ import annotations

import random
from collections.abc import Mapping
from itertools import combinations

from dpgraph.iris import PREFIXES, slug
from dpgraph.records import Ecosystem, Entity, Evidence, Statement

Line = tuple[str, str, str] | tuple[str, str, str, str] | tuple[str, str, str, str, float]

OBJECTS = {
    "operates": "Platform", "publishes": "Publication", "activeIn": "Sector", "governs": "Sector", "issues": "Policy",
    "participatesIn": "Initiative", "usesTechnology": "Technology", "usesBusinessModel": "BusinessModel",
    "locatedIn": "Place", "addresses": "Challenge", "promotes": "Sector",
}  # fmt: skip
SUBJECTS = {"promotes": "Policy", "affects": "Challenge", "proposes": "Recommendation", "addresses": "Recommendation"}
ENDINGS = {
    "LearnPort": "Platform",
    "ClassRiver": "Platform",
    "Fund": "Fund",
    "Award": "Initiative",
    "Project": "Initiative",
    "Plan": "Policy",
    "sector": "Sector",
}
# Those of a `tangle`.
ACTORS = [f"Owner {n:02}" for n in range(14)]


def iri(name: str) -> str:
    return PREFIXES["dpr"] + slug(name)


def statement(subject: str, predicate: str, obj: str, status: str = "asserted", confidence: float = 0.9) -> Statement:
    quote = f"{subject} {predicate} {obj}"
    place = int.from_bytes(quote.encode()) % 9973
    evidence = Evidence("d", 1, place, place + len(quote), quote, "curated by editors", confidence)
    return Statement(iri(subject), predicate, iri(obj), status, None, (evidence,))


def ecosystem(*lines: Line, broader: Mapping[str, tuple[str, ...]] | None = None) -> Ecosystem:
    """An ecosystem of (subject, predicate, object[, status[, confidence]]) lines and a sector hierarchy."""
    above = broader or {}
    types: dict[str, str] = {}
    for name in (n for narrow, wide in above.items() for n in (narrow, *wide)):
        types[name] = "Sector"
    for _, predicate, obj, *_ in lines:
        types.setdefault(obj, _ending(obj) or OBJECTS.get(predicate, "Organization"))
    for subject, predicate, *_ in lines:
        types.setdefault(subject, _ending(subject) or SUBJECTS.get(predicate, "Organization"))
    return Ecosystem(
        entities={iri(n): Entity(iri(n), n, t, "Award" if n.endswith("Award") else t) for n, t in types.items()},
        statements=tuple(statement(*line) for line in lines),
        observations=(),
        broader={iri(narrow): tuple(map(iri, wide)) for narrow, wide in above.items()},
        sections={("d", 1): "A section"},
    )


def _ending(name: str) -> str | None:
    return ENDINGS.get(name.split()[-1])


# Two owners, one function: the smallest silo.
DUPLICATE: tuple[tuple[str, str, str], ...] = (
    ("Harbor", "operates", "LearnPort"),
    ("LearnPort", "activeIn", "education"),
    ("Lantern", "operates", "ClassRiver"),
    ("ClassRiver", "activeIn", "education"),
)
# Two funds of two managers for one purpose.
FUNDS: tuple[tuple[str, str, str], ...] = (
    ("Culture Office", "manages", "Story Fund"),
    ("Story Fund", "funds", "publishing sector"),
    ("Tech Office", "manages", "Press Fund"),
    ("Press Fund", "funds", "publishing sector"),
)


def tangle(seed: int) -> Ecosystem:
    """Actors with ties of several kinds, of several confidences, drawn by chance."""
    chance = random.Random(seed)
    lines = []
    for a, b in combinations(ACTORS, 2):
        predicate = chance.choice(["collaboratesWith", "subsidiaryOf", "partOf"])
        if chance.random() < 0.15:
            lines.append((a, predicate, b, "asserted", chance.choice([0.5, 0.7, 0.9])))
    owning = [(a, "operates", chance.choice(["LearnPort", "ClassRiver"]), "asserted", 0.6) for a in ACTORS[::3]]
    return ecosystem(*lines, *owning)
