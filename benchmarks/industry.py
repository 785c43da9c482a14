"""An industry made up by chance, of any size and always the same.

    from industry import made_up
    knowledge = made_up(100_000)    # about so many quads once it is a graph, the ontology not counted

Its shape is that of the shipped corpus: a few groups that own much and many small ones, a statement in five that is not
asserted, some twenty quads a statement, evidence in documents of about a hundred statements.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from dpgraph import assets, iris
from dpgraph.graph.ontology import read_ontology
from dpgraph.records import Document, Entity, Evidence, Knowledge, Observation, Section, Statement
from dpgraph.statements.merging import merged_observations, merged_statements

QUADS_PER_STATEMENT = 22
PER_DOCUMENT = 100
SECTIONS = 10
SENTENCE = 120

PLACES = [
    "River",
    "Harbor",
    "Mill",
    "Hill",
    "Lake",
    "Bay",
    "Forest",
    "Bridge",
    "Castle",
    "Garden",
    "Valley",
    "Meadow",
    "North",
    "South",
    "East",
    "West",
]
STEMS = [
    "Star",
    "Pen",
    "Leaf",
    "Lantern",
    "Compass",
    "Anchor",
    "Cedar",
    "Heron",
    "Orchid",
    "Quill",
    "Summit",
    "Tide",
    "Willow",
    "Amber",
    "Falcon",
    "Maple",
]
CLASSES = {
    "Publisher": ("Organization", "Press", 0.16),
    "MediaGroup": ("Organization", "Media Group", 0.05),
    "Enterprise": ("Organization", "Technology", 0.12),
    "University": ("Organization", "University", 0.04),
    "GovernmentBody": ("Organization", "Bureau", 0.04),
    "MobileApp": ("Platform", "App", 0.12),
    "Website": ("Platform", "Online", 0.12),
    "Database": ("Platform", "Database", 0.08),
    "Newspaper": ("Publication", "Daily", 0.08),
    "Fund": ("Fund", "Fund", 0.03),
    "Plan": ("Policy", "Plan", 0.06),
    "Award": ("Initiative", "Award", 0.06),
    "City": ("Place", "City", 0.04),
    "Challenge": ("Challenge", "Shortage", 0.03),
    "Recommendation": ("Recommendation", "Proposal", 0.02),
}
# What is said of whom, how often, and of what.
RELATIONS = (
    ("operates", 0.2, "Organization", "Platform"),
    ("publishes", 0.08, "Organization", "Publication"),
    ("activeIn", 0.2, "Platform", "Sector"),
    ("activeIn", 0.06, "Organization", "Sector"),
    ("usesTechnology", 0.08, "Platform", "Technology"),
    ("usesBusinessModel", 0.06, "Platform", "BusinessModel"),
    ("collaboratesWith", 0.08, "Organization", "Organization"),
    ("subsidiaryOf", 0.05, "Organization", "Organization"),
    ("locatedIn", 0.05, "Organization", "Place"),
    ("issues", 0.03, "Organization", "Policy"),
    ("promotes", 0.05, "Policy", "Sector"),
    ("manages", 0.02, "Organization", "Fund"),
    ("participatesIn", 0.04, "Organization", "Initiative"),
    ("funds", 0.04, "Fund", "Platform"),
    ("funds", 0.02, "Fund", "Sector"),
    ("governs", 0.01, "Organization", "Sector"),
    ("affects", 0.03, "Challenge", "Sector"),
    ("addresses", 0.02, "Policy", "Challenge"),
    ("proposes", 0.02, "Recommendation", "Initiative"),
)
STATUSES = ("asserted",) * 16 + ("planned", "recommended", "denied", "ceased")
INDICATORS = (("output value", "CNY"), ("users", "user"), ("titles", "title"))


def made_up(quads: int, seed: int = 1) -> Knowledge:
    """An industry of about so many quads."""
    chance = random.Random(seed)
    many = max(quads // QUADS_PER_STATEMENT, 20)
    entities = tuple(_entities(chance, max(many * 2 // 5, len(CLASSES) * 2)))
    documents = tuple(_document(number) for number in range(1 + many // PER_DOCUMENT))
    ends = _ends(entities)
    statements = merged_statements((_statement(chance, n, ends) for n in range(many)), frozenset({"collaboratesWith"}))
    observations = merged_observations(_observation(chance, n, ends["Organization"]) for n in range(many // 12))
    return Knowledge(documents, entities, statements, observations)


def _entities(chance: random.Random, many: int) -> Iterator[Entity]:
    for cls, (kind, word, share) in CLASSES.items():
        for number in range(max(2, round(share * many))):
            name = f"{chance.choice(PLACES)} {chance.choice(STEMS)} {word} {number}"
            mentions = tuple(sorted({(f"report-{chance.randrange(1 + many // 40)}", chance.randrange(SECTIONS))}))
            aliases = ((f"{name[0]}{word[0]}{number}", "en"), (f"{number}号{word}", "zh"))[: chance.randrange(3)]
            yield Entity(iris.expand(f"dpr:{iris.slug(name)}"), name, kind, cls, aliases, mentions)


def _ends(entities: tuple[Entity, ...]) -> dict[str, list[str]]:
    """The IRIs of each type, concepts of the shipped vocabularies included."""
    ends: dict[str, list[str]] = {}
    for entity in entities:
        ends.setdefault(entity.type, []).append(entity.iri)
    for name in read_ontology(assets.folder("ontology")).names:
        ends.setdefault(name.type, []).append(iris.expand(f"dpr:{iris.slug(name.entity)}"))
    return ends


def _document(number: int) -> Document:
    size = PER_DOCUMENT * SENTENCE // SECTIONS
    sections = tuple(Section(n, f"Part {n}", 2, n * size, (n + 1) * size) for n in range(SECTIONS))
    return Document(f"report-{number}", "", "", sections, (), metadata={"title": f"Report {number}", "date": "2021"})


def _statement(chance: random.Random, number: int, ends: dict[str, list[str]]) -> Statement:
    [(predicate, _, low, high)] = chance.choices(RELATIONS, [weight for _, weight, _, _ in RELATIONS])
    subject = _often(chance, ends[low])
    object_ = next(o for o in iter(lambda: _often(chance, ends[high]), "") if o != subject)
    year = chance.choice((None, 2015 + number % 8))
    return Statement(subject, predicate, object_, chance.choice(STATUSES), year, (_evidence(chance, number),))


def _observation(chance: random.Random, number: int, ends: list[str]) -> Observation:
    indicator, unit = chance.choice(INDICATORS)
    year = 2015 + number % 8
    evidence = (_evidence(chance, number),)
    return Observation(_often(chance, ends), indicator, float(number * 37), unit, year, None, "asserted", evidence)


def _evidence(chance: random.Random, number: int) -> Evidence:
    place = number % PER_DOCUMENT
    start = place * SENTENCE
    quote = " ".join(chance.choices(PLACES + STEMS, k=12))
    method, confidence = chance.choice((("curated by editors", 1.0), (f"rule made-up-{number % 40}", 0.8)))
    document = f"report-{number // PER_DOCUMENT}"
    return Evidence(document, place * SECTIONS // PER_DOCUMENT, start, start + len(quote), quote, method, confidence)


def _often(chance: random.Random, things: list[str]) -> str:
    """One of the things, the first ones more often than the last."""
    return things[int(len(things) * chance.random() ** 2)]
