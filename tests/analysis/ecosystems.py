"""Small ecosystems made by hand: one line a statement, the types read off the predicates."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
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


# Of a `muddle`: who is said to do what with whom or what, and how often.
MUDDLED = (
    ("operates", 20, 8, "LearnPort", 14),
    ("publishes", 20, 3, "Review", 5),
    ("collaboratesWith", 20, 5, "Owner", 20),
    ("subsidiaryOf", 20, 2, "Owner", 20),
    ("activeIn", 20, 3, "sector", 8),
    ("governs", 20, 2, "sector", 8),
    ("manages", 20, 3, "Fund", 5),
    ("participatesIn", 20, 3, "Project", 4),
    ("usesTechnology", 20, 2, "Tool", 3),
    ("issues", 20, 1, "Plan", 3),
)
SPEAKING = (
    ("LearnPort", 14, "activeIn", 9, "sector", 8),
    ("Review", 5, "activeIn", 3, "sector", 8),
    ("Fund", 5, "funds", 4, "sector", 8),
    ("Plan", 3, "promotes", 3, "sector", 8),
    ("Project", 4, "activeIn", 1, "sector", 8),
    ("Challenge", 2, "affects", 1, "sector", 8),
)


def muddle(seed: int, statements: int = 90) -> Ecosystem:
    """An industry made up by chance, of all that detectors look at, told by five documents, often by two of them."""
    chance = random.Random(seed)
    owning = [(predicate, "Owner", many, often, *rest) for predicate, many, often, *rest in MUDDLED]
    kinds = [*owning, *((predicate, s, m, often, o, n) for s, m, predicate, often, o, n in SPEAKING)]
    lines: dict[tuple[str, str, str], Line] = {}
    for predicate, one, most, _, other, many in chance.choices(kinds, [k[3] for k in kinds], k=statements):
        ends = f"{chance.randrange(most)} {one}", predicate, f"{chance.randrange(many)} {other}"
        status = chance.choice(["asserted"] * 8 + ["denied", "ceased", "planned"])
        if ends[0] != ends[2]:
            lines.setdefault(ends, (*ends, status, chance.choice([0.0, 0.5, 0.8, 0.9, 1.0])))
    broader = {f"{n} sector": (f"{chance.randrange(n)} sector",) for n in range(1, 8) if chance.random() < 0.6}
    made = ecosystem(*lines.values(), broader=broader)
    return replace(made, statements=tuple(_told(chance, s) for s in made.statements))


def _told(chance: random.Random, said: Statement) -> Statement:
    """A statement as one or two of the documents have it."""
    (evidence,) = said.evidence
    documents = chance.sample("abcde", chance.choice([1, 1, 2]))
    return replace(said, evidence=tuple(replace(evidence, document=d) for d in sorted(documents)))
