"""The vocabularies' register, without any corpus: what an unseen text is read with."""

from __future__ import annotations

from pathlib import Path

import pytest

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions.register import Register, build_register
from dpgraph.records import Ontology


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return read_ontology(assets.folder("ontology"))


@pytest.fixture(scope="session")
def register(ontology: Ontology) -> Register:
    return build_register(ontology, Corpus(Path(), ()))
