"""The graphs that stored questions are tried on: the tiny ecosystem, and a second one that has what the first lacks."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from dpgraph import assets, examples, iris
from dpgraph.analysis.uncertainty import assess
from dpgraph.graph.ecosystem import read_ecosystem
from dpgraph.graph.findings import finding_quads
from dpgraph.graph.holding import hold
from dpgraph.graph.inference import inferred_quads
from dpgraph.graph.ontology import read_ontology
from dpgraph.graph.rdf import knowledge_quads
from dpgraph.graph.store import FLOOR, laid_out, open_store, write_graph
from dpgraph.records import Document, Entity, Evidence, Knowledge, Section, Statement


def pytest_addoption(parser: pytest.Parser) -> None:
    with suppress(ValueError):  # another conftest may have it already
        parser.addoption("--update-golden", action="store_true", help="write the golden answers anew")


def stored(knowledge: Knowledge, folder: Path) -> ox.Store:
    stated = knowledge_quads(knowledge, assets.folder("ontology"))
    quads = [*stated, *inferred_quads(stated)]
    write_graph(folder / FLOOR, [*quads, *found(quads)])
    return open_store(folder)


def found(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """What the analysis finds in a graph, its intervals left out."""
    return finding_quads(assess(read_ecosystem(hold(quads).select), draws=0))


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    knowledge = examples.knowledge(read_ontology(assets.folder("ontology")))
    return stored(knowledge, tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def shipped() -> ox.Store:
    """What curators found in the shipped corpus: quick to build, and the same whatever the rules of extraction find."""
    knowledge = examples.curated_knowledge(assets.folder("corpus"), read_ontology(assets.folder("ontology")))
    store = ox.Store()
    stated = knowledge_quads(knowledge, assets.folder("ontology"))
    quads = [*stated, *inferred_quads(stated)]
    store.extend(laid_out([*quads, *found(quads)]))
    return store


CLASSES = {
    "Bay Council": ("Organization", "GovernmentBody"),
    "Bay Library": ("Organization", "Association"),
    "Bay Group": ("Organization", "MediaGroup"),
    "Bay Books": ("Organization", "Publisher"),
    "Bay Kids": ("Organization", "Publisher"),
    "Bay Reader": ("Platform", "MobileApp"),
    "Bay Prize": ("Initiative", "Award"),
    "Bay Strategy": ("Policy", "Strategy"),
    "shortage of editors": ("Challenge", "Challenge"),
    "train editors": ("Recommendation", "Recommendation"),
    "audiobooks": ("Sector", "Sector"),
    "digital publishing": ("Sector", "Sector"),
    "subscription": ("BusinessModel", "BusinessModel"),
}

# Subject, predicate, object, status, year, the documents that say so, and how sure that is.
STATED = (
    ("Bay Council", "governs", "digital publishing", "asserted", None, "ab", 1.0),
    ("Bay Library", "governs", "digital publishing", "asserted", None, "a", 0.8),
    ("Bay Books", "subsidiaryOf", "Bay Group", "asserted", None, "a", 1.0),
    ("Bay Kids", "partOf", "Bay Books", "asserted", 2019, "a", 1.0),
    ("Bay Books", "operates", "Bay Reader", "asserted", 2019, "a", 1.0),
    ("Bay Books", "operates", "Bay Reader", "ceased", 2021, "b", 0.6),
    ("Bay Reader", "usesBusinessModel", "subscription", "asserted", None, "a", 1.0),
    ("Bay Council", "manages", "Bay Prize", "asserted", None, "b", 1.0),
    ("Bay Reader", "participatesIn", "Bay Prize", "asserted", None, "b", 1.0),
    ("shortage of editors", "affects", "Bay Books", "asserted", None, "a", 1.0),
    ("train editors", "addresses", "shortage of editors", "asserted", None, "a", 1.0),
    ("train editors", "proposes", "Bay Prize", "recommended", None, "a", 1.0),
    ("Bay Strategy", "promotes", "audiobooks", "asserted", None, "b", 1.0),
)  # fmt: skip


def iri(name: str) -> str:
    return iris.PREFIXES["dpr"] + iris.slug(name)


def statement(number: int, row: tuple[str, str, str, str, int | None, str, float]) -> Statement:
    subject, predicate, object_, status, year, documents, confidence = row
    start = 10 * number
    words = tuple(Evidence(d, 0, start, start + 8, f"words {number:02}", "rule made-up", confidence) for d in documents)
    return Statement(iri(subject), predicate, iri(object_), status, year, words)


@pytest.fixture(scope="session")
def bay(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    text = "".join(f"words {number:02}. " for number in range(len(STATED)))
    documents = tuple(Document(d, f"{d}.md", text, (Section(0, "All", 0, 0, len(text)),), ()) for d in "ab")
    entities = tuple(Entity(iri(name), name, kind, cls) for name, (kind, cls) in CLASSES.items())
    statements = tuple(statement(number, row) for number, row in enumerate(STATED))
    return stored(Knowledge(documents, entities, statements, ()), tmp_path_factory.mktemp("bay"))
