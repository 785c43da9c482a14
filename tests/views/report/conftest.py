"""Two ecosystems to report on: Rivertown as it is built, and what curators found in the shipped corpus."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest

import dpgraph
from dpgraph import assets, examples
from dpgraph.analysis.uncertainty import assess
from dpgraph.errors import InputError
from dpgraph.graph.ecosystem import read_documents, read_ecosystem
from dpgraph.graph.rdf import knowledge_quads
from dpgraph.graph.sparql import select
from dpgraph.graph.store import laid_out
from dpgraph.records import Ontology
from dpgraph.views.report.pdf import as_pdf

sys.path.insert(0, str(Path(__file__).parent))
from held import Held


@pytest.fixture(scope="session")
def tiny(tiny_build: Path) -> Held:
    graph = dpgraph.load(tiny_build)
    documents = read_documents(graph._source.select)
    texts = {d: (tiny_build / "1_documents" / f"{d}.txt").read_text(encoding="utf-8") for d in documents}
    return Held(graph.ecosystem, (*graph.silos(), *graph.opportunities()), documents, texts)


@pytest.fixture(scope="session")
def shipped(ontology: Ontology) -> Held:
    """Quick to build, since nothing is extracted."""
    knowledge = examples.curated_knowledge(assets.folder("corpus"), ontology)
    store = ox.Store()
    store.extend(laid_out(knowledge_quads(knowledge, assets.folder("ontology"))))
    ask = partial(select, store)
    ecosystem = read_ecosystem(ask)
    found = assess(ecosystem, draws=0)
    drawn = {"draws": 50, "kept": 0.98, "documents_tried": 5, "documents_needed": 1}
    as_built = tuple(replace(f, figures={**f.figures, **drawn}, interval=(0.1, f.score)) for f in found)
    return Held(ecosystem, as_built, read_documents(ask), {d.id: d.text for d in knowledge.documents})


@pytest.fixture(scope="session")
def has_pdf() -> None:
    """Skips where the system has no Pango; that the libraries of the extra are there, the lock file sees to."""
    try:
        as_pdf("<p>A page.</p>")
    except InputError as error:
        if "Pango" in str(error):
            pytest.skip(str(error))
        raise
