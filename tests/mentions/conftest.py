"""Reading one sentence with the vocabularies alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions.reading import Reading, read
from dpgraph.mentions.register import Register, build_register
from dpgraph.records import Document, Section

ReadText = Callable[..., Reading]


@pytest.fixture(scope="session")
def register() -> Register:
    return build_register(read_ontology(assets.folder("ontology")), Corpus(Path(), ()))


@pytest.fixture(scope="session")
def read_text(register: Register) -> ReadText:
    def reading(text: str, emphasis: tuple[tuple[int, int], ...] = ()) -> Reading:
        section = Section(0, "", 0, 0, len(text))
        document = Document("example", "example.txt", text, (section,), ((0, 0, len(text)),), emphasis)
        return next(read([document], register))

    return reading
