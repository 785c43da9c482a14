"""What tests of several floors start from: the ontology, the tiny ecosystem, and its whole build."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dpgraph import assets, examples
from dpgraph.documents.reading import read_document
from dpgraph.graph.ontology import read_ontology
from dpgraph.pipeline import build
from dpgraph.records import Document, Knowledge, Ontology, Source

CHECKOUT = Path(__file__).parent.parent
SHARED = CHECKOUT.parent / "shared"
TINY = sorted(path.stem for path in (assets.tiny() / "documents").iterdir())


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return read_ontology(assets.folder("ontology"))


@pytest.fixture(scope="session")
def knowledge(ontology: Ontology) -> Knowledge:
    return examples.knowledge(ontology)


@pytest.fixture(scope="session")
def tiny_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny corpus built from its documents, extraction and all: read it, never write into it."""
    out = tmp_path_factory.mktemp("tiny") / "graph"
    build(assets.tiny(), out)
    return out


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A copy of the tiny corpus to change."""
    return Path(shutil.copytree(assets.tiny(), tmp_path / "corpus"))


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Document]:
    """Reads a text as if it were a file of this name, registered with these columns."""

    def read(text: str | bytes, name: str = "a.txt", **metadata: str) -> Document:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return read_document(Source(path.stem, path, metadata))

    return read


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the original sources and their gold annotations, which no checkout holds."""
    if not (SHARED / "sources").is_dir():
        pytest.skip(f"needs the original sources, which the project does not ship: {SHARED / 'sources'}")
    return SHARED
