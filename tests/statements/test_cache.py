"""What is kept is what was made, and it is used as long as nothing that it depends on has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dpgraph.mentions.register import Register
from dpgraph.records import Document, Name, Ontology
from dpgraph.statements.cache import Cache, context
from dpgraph.statements.extraction import Extraction, extract

Read = Callable[..., Document]
TEXT = "# News\n\nHarbor Press runs the LearnPort platform and earned 12 million yuan in 2021. It works with Lantern Media Group."


@pytest.fixture
def made(read: Read, register: Register, ontology: Ontology) -> Extraction:
    return next(extract([read(TEXT, "news.md")], register, ontology))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "kept", tmp_path / "kept", "context")


def test_a_kept_extraction_is_found_again_as_it_was(made: Extraction, cache: Cache) -> None:
    assert made.mentions and made.relations and made.figures and made.classes
    cache.keep(made)
    assert cache.find(made.document) == made


def test_it_is_carried_over_into_the_next_folder(made: Extraction, cache: Cache, tmp_path: Path) -> None:
    cache.keep(made)
    after = replace(cache, new=tmp_path / "next")
    assert after.find(made.document) == made
    assert [p.read_bytes() for p in after.new.iterdir()] == [p.read_bytes() for p in cache.new.iterdir()]


@pytest.mark.parametrize(
    "change", [{"text": TEXT + " "}, {"id": "other"}, {"emphasis": ((0, 4),)}, {"metadata": {"title": "New"}}]
)
def test_a_changed_document_is_not_found(made: Extraction, cache: Cache, change: dict[str, object]) -> None:
    cache.keep(made)
    assert cache.find(replace(made.document, **change)) is None  # type: ignore[arg-type]


def test_where_a_document_lies_does_not_matter(made: Extraction, cache: Cache) -> None:
    cache.keep(made)
    moved = replace(made.document, path="elsewhere.md")
    assert cache.find(moved) == replace(made, document=moved)


def test_another_context_finds_nothing(made: Extraction, cache: Cache) -> None:
    cache.keep(made)
    assert replace(cache, context="other").find(made.document) is None


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"mentions": [{}]}', b"\xff"])
def test_a_damaged_file_is_as_good_as_none(made: Extraction, cache: Cache, damage: bytes) -> None:
    cache.keep(made)
    for path in cache.new.iterdir():
        path.write_bytes(damage)
    assert cache.find(made.document) is None


def test_the_context_depends_on_names_classes_and_ontology(register: Register, ontology: Ontology) -> None:
    alias = replace(register, names=(*register.names, Name("Harbor", "Harbor Press", "Organization")))
    entity = replace(register, classes={**register.classes, "Harbor Press": "Publisher"})
    flat = replace(ontology, broader={})
    contexts = [
        context(register, ontology),
        context(alias, ontology),
        context(entity, ontology),
        context(register, flat),
        context(replace(register, added=frozenset({"digital education"})), ontology),
    ]
    assert len(set(contexts)) == len(contexts) == 5
    assert context(replace(register), replace(ontology)) == contexts[0]
