"""The tiny ecosystem as a graph on disk, built once for the tests of this floor."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from dpgraph import assets, examples
from dpgraph.graph.inference import inferred_quads
from dpgraph.graph.ontology import read_ontology
from dpgraph.graph.rdf import knowledge_quads
from dpgraph.graph.store import FLOOR, open_store, write_graph
from dpgraph.records import Knowledge, Ontology


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return read_ontology(assets.folder("ontology"))


@pytest.fixture(scope="session")
def knowledge(ontology: Ontology) -> Knowledge:
    return examples.knowledge(ontology)


@pytest.fixture(scope="session")
def quads(knowledge: Knowledge) -> list[ox.Quad]:
    stated = knowledge_quads(knowledge, assets.folder("ontology"))
    return [*stated, *inferred_quads(stated)]


@pytest.fixture(scope="session")
def build(quads: list[ox.Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    write_graph(folder / FLOOR, quads)
    return folder


@pytest.fixture(scope="session")
def store(build: Path) -> ox.Store:
    return open_store(build)
