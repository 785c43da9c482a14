from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dpgraph.errors import NotFound
from dpgraph.settings import FLOORS
from dpgraph.views.difference import Change, differences


@pytest.fixture
def later(tiny_build: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_build, tmp_path / "later"))


def change(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def without(path: Path, word: str) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if word not in line), encoding="utf-8")


def test_a_build_does_not_differ_from_itself(tiny_build: Path) -> None:
    assert differences(tiny_build, tiny_build) == ()


def test_what_became_of_each_kind_is_told(tiny_build: Path, later: Path) -> None:
    without(later / FLOORS[0] / "documents.jsonl", '"riverside"')
    change(
        later / FLOORS[2] / "entities.jsonl",
        (
            '"cls": "MobileApp", "iri": "https://w3id.org/dpgraph/resource/talestream"',
            '"cls": "Website", "iri": "https://w3id.org/dpgraph/resource/talestream"',
        ),
    )
    change(
        later / FLOORS[2] / "statements.jsonl",
        ('"predicate": "operates", "status": "ceased"', '"predicate": "operates", "status": "denied"'),
    )
    without(later / FLOORS[2] / "observations.jsonl", '"value": 40000')
    found = differences(tiny_build, later)
    assert [c.change for c in found] == ["vanished", "changed", "changed", "vanished"]
    assert found[1:3] == (
        Change("changed", "entity", "TaleStream", "MobileApp", "Website"),
        Change("changed", "statement", "Mill House operates PaperTrail", "ceased", "denied"),
    )
    assert found[3].what == "LearnPort: users over 40,000 user (2022)"
    back = differences(later, tiny_build)
    assert [(c.kind, c.what, c.before, c.after) for c in back] == [(c.kind, c.what, c.after, c.before) for c in found]


def test_a_folder_that_is_no_build_is_told(tiny_build: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no build, there is no"):
        differences(tmp_path, tiny_build)
