from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dpgraph import processes
from dpgraph.mentions.register import Register
from dpgraph.records import Document, Ontology
from dpgraph.statements import workers
from dpgraph.statements.extraction import Extraction
from dpgraph.statements.workers import extract_all

Read = Callable[..., Document]


@pytest.fixture
def documents(read: Read) -> list[Document]:
    return [read(f"# News {i}\n\nHarbor Press runs the LearnPort {i} platform.", f"news-{i}.md") for i in range(12)]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The documents that are really extracted; nothing is made of them."""
    seen: list[str] = []

    def extract_one(document: Document) -> Extraction:
        seen.append(document.id)
        return Extraction(document, (), (), (), {})

    monkeypatch.setattr(workers, "extractor", lambda *_: extract_one)
    return seen


def test_only_what_is_new_or_changed_is_extracted(
    documents: list[Document], register: Register, ontology: Ontology, asked: list[str], read: Read, tmp_path: Path
) -> None:
    kept = tmp_path / "kept", tmp_path / "kept"
    first = list(extract_all(documents, register, ontology, kept=kept))
    changed = [*documents[:3], read("# Other\n\nAnother text.", "news-3.md"), *documents[4:]]
    again = list(extract_all(changed, register, ontology, kept=kept))
    assert asked == [*(d.id for d in documents), "news-3"]
    assert [e.document.id for e in again] == [e.document.id for e in first]


def test_what_is_left_early_is_kept(
    documents: list[Document], register: Register, ontology: Ontology, asked: list[str], tmp_path: Path
) -> None:
    kept = tmp_path, tmp_path
    assert next(extract_all(documents, register, ontology, kept=kept)).document.id == "news-0"
    list(extract_all(documents, register, ontology, kept=kept))
    assert asked == [d.id for d in documents]


def test_nothing_is_loaded_when_everything_is_kept(
    documents: list[Document],
    register: Register,
    ontology: Ontology,
    asked: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = tmp_path, tmp_path
    list(extract_all(documents, register, ontology, kept=kept))
    monkeypatch.setattr(workers, "extractor", None)
    assert len(list(extract_all(documents, register, ontology, kept=kept))) == len(documents)


def test_only_new_documents_are_worth_a_process(
    documents: list[Document],
    register: Register,
    ontology: Ontology,
    asked: list[str],
    read: Read,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counted: list[list[str]] = []

    def fitting(new: list[Document]) -> int:
        counted.append([d.id for d in new])
        return 1

    monkeypatch.setattr(workers, "_fitting", fitting)
    for some in (documents, [*documents, read("# More\n\nA text.", "more.md")]):
        list(extract_all(some, register, ontology, jobs=None, kept=(tmp_path, tmp_path)))
    assert counted == [[d.id for d in documents], ["more"]]


def test_two_processes_make_what_one_makes(documents: list[Document], register: Register, ontology: Ontology) -> None:
    one, two = (list(extract_all(documents, register, ontology, jobs=jobs)) for jobs in (1, 2))
    assert one == two
    assert [e.document for e in two] == documents
    assert all(e.mentions for e in one)


@pytest.mark.parametrize(("worth", "fitting"), [(10_000, 1), (40, 2), (1, 3)])
def test_as_many_processes_as_there_is_work_and_cores_for(
    worth: int, fitting: int, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 3)
    monkeypatch.setattr(workers, "WORTH_A_PROCESS", worth)
    assert workers._fitting([read("x" * 50), read("y" * 50)]) == fitting
