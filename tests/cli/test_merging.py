"""Merges as a user meets them: listed, decided, applied by the next build, and taken back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dpgraph import pipeline
from dpgraph.cli import app
from dpgraph.errors import NotFound
from dpgraph.pipeline import build
from dpgraph.settings import FLOORS

NEWS = {
    "a.md": "# News\n\nThe National Reading Office (NRO) runs the BookBoat platform. Rivertown Harbor Books operates the ReadRiver platform.",
    "b.md": "# More\n\nNRO operates the TideRead platform in Rivertown. Harbor Books Ltd launched the ShoreRead platform in 2020.",
}
LONG, SHORT = "Rivertown Harbor Books", "Harbor Books Ltd"


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("merges")
    (home / "corpus" / "documents").mkdir(parents=True)
    for name, text in NEWS.items():
        (home / "corpus" / "documents" / name).write_text(text, encoding="utf-8")
    build(home / "corpus", home / "graph")
    return home


@pytest.fixture
def home(first: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus folder and its build, to change; building anew leaves out the slow checks."""
    monkeypatch.setattr(pipeline, "check_graph", lambda *_: ())
    return Path(shutil.copytree(first, tmp_path / "home"))


def call(home: Path, *words: str) -> str:
    answer = CliRunner().invoke(app, ["merges", *words, "--graph", str(home / "graph")], catch_exceptions=False)
    assert answer.exit_code == 0
    return answer.stdout


def listed(home: Path) -> dict[tuple[str, str], str]:
    return {(row["name"], row["other"]): row["decision"] for row in json.loads(call(home, "--format", "json"))}


def names(home: Path) -> set[str]:
    lines = (home / "graph" / FLOORS[2] / "entities.jsonl").read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["name"] for line in lines}


def decide(home: Path, decision: str, name: str, other: str) -> None:
    call(home, decision, name, other, "--corpus", str(home / "corpus"))
    build(home / "corpus", home / "graph")


def test_merges_by_rule_and_open_ones_are_listed(home: Path) -> None:
    assert listed(home) == {("National Reading Office", "NRO"): "rule", (LONG, SHORT): ""}
    assert {"National Reading Office", LONG, SHORT} <= names(home)
    assert "NRO" not in names(home)


def test_what_was_said_of_both_is_said_of_the_one_that_stays(home: Path) -> None:
    decide(home, "accept", LONG, SHORT)
    lines = (home / "graph" / FLOORS[2] / "statements.jsonl").read_text(encoding="utf-8").splitlines()
    runs = {
        s["object"].rpartition("/")[2]
        for s in map(json.loads, lines)
        if s["subject"].endswith("/rivertown-harbor-books")
    }
    assert {"readriver", "shoreread"} <= runs
    assert SHORT not in names(home)
    assert listed(home)[LONG, SHORT] == "accept"


def test_a_decision_can_be_taken_back(home: Path) -> None:
    before = names(home)
    decide(home, "accept", LONG, SHORT)
    decide(home, "reject", LONG, SHORT)
    assert names(home) == before
    assert listed(home)[LONG, SHORT] == "reject"


def test_a_merge_by_rule_can_be_refused(home: Path) -> None:
    decide(home, "reject", "National Reading Office", "NRO")
    assert {"National Reading Office", "NRO"} <= names(home)


def test_an_unknown_name_is_refused(home: Path) -> None:
    with pytest.raises(NotFound, match="no entity is called 'Harbor'"):
        call(home, "accept", "Harbor", SHORT, "--corpus", str(home / "corpus"))
    assert not (home / "corpus" / "merges.csv").exists()
