"""A newcomer's first hour: new, build, add, status, diff, remove, doctor."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from dpgraph.cli import app
from dpgraph.errors import DpgraphError

RUN = CliRunner()
NOTES = "# Mill notes\n\nMill House operates the MillNet website for digital education in Harbor Town.\n"


def call(*words: object) -> tuple[int, str]:
    """The exit code of a verb and what it prints; an error that it foresees is raised."""
    done = RUN.invoke(app, [str(word) for word in words], prog_name="dpgraph")
    if isinstance(done.exception, DpgraphError):
        raise done.exception
    return done.exit_code, done.output


def commands(group: typer.core.TyperGroup, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        below = commands(command, (*before, name)) if isinstance(command, typer.core.TyperGroup) else []
        found += [(*before, name), *below]
    return found


@pytest.mark.parametrize("words", commands(typer.main.get_command(app)), ids=" ".join)  # type: ignore[arg-type]
def test_every_command_has_help_with_an_example(words: tuple[str, ...]) -> None:
    code, told = call(*words, "--help")
    assert code == 0
    assert "Example" in told and f"dpgraph {words[0]}" in told


def test_the_first_hour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = call("new", "sea")
    assert code == 0 and "documents/harbor-town.md" in told and told.endswith("Next: cd sea && dpgraph build\n")

    monkeypatch.chdir(tmp_path / "sea")
    assert "There is no build yet" in call("status")[1]
    code, told = call("build")
    assert code == 0 and told.startswith("build: built\n1 document, ")
    assert call("status") == (0, "1 document, 1 unchanged since the last build. The build is up to date.\n")
    assert "Anchor Press" in call("query", "platforms-and-owners")[1]

    Path("build").rename(tmp_path / "before")
    (tmp_path / "notes.md").write_text(NOTES)
    assert call("add", tmp_path / "notes.md") == (0, "notes: Mill notes\nNext: dpgraph build\n")
    states = {row["document"]: row["state"] for row in json.loads(call("status", "--format", "json")[1])}
    assert states == {"harbor-town": "new", "notes": "new"}
    call("build")
    monkeypatch.chdir(tmp_path / "sea" / "documents")
    changes = json.loads(call("diff", tmp_path / "before", tmp_path / "sea" / "build", "--format", "json")[1])
    assert {
        "change": "appeared",
        "kind": "statement",
        "what": "Mill House operates MillNet",
        "before": "",
        "after": "asserted",
    } in changes
    assert {c["change"] for c in changes if c["kind"] in {"document", "entity", "statement"}} == {"appeared"}

    assert call("remove", "notes") == (0, "notes: removed\nNext: dpgraph build\n")
    assert "removed" in call("status")[1]
    assert call("diff", tmp_path / "before", tmp_path / "before") == (0, "no differences\n")


def test_what_cannot_be_added_is_told_and_the_rest_is_added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    call("new", "sea")
    (tmp_path / "notes.md").write_text(NOTES)
    (tmp_path / "bad.txt").write_bytes(b"\0")
    code, told = call("add", "notes.md", "bad.txt", "ftp://example.org/x", "--project", "sea")
    assert code == 1
    assert "notes: Mill notes" in told and "left out: bad.txt: a binary file" in told and "the scheme 'ftp'" in told
    assert call("add", "bad.txt", "--project", "sea")[0] == 2


def test_outside_of_a_project_it_says_how_to_make_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for words in (["status"], ["add", "x.md"], ["remove", "x"]):
        with pytest.raises(DpgraphError, match="make a project with: dpgraph new FOLDER"):
            call(*words)


def test_the_doctor_finds_all_that_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, told = call("doctor", "--format", "json")
    rows = {row["what"]: row for row in json.loads(told)}
    assert {"Python", "dpgraph", "spacy", "language model", "shipped ontology", "project", "build"} <= rows.keys()
    assert code == int(any(row["state"] not in {"ok", "optional", "none"} for row in rows.values()))
    assert rows["language model"]["state"] == "ok"
    assert rows["build"] == {
        "what": "build",
        "state": "none",
        "found": "no folder build",
        "mend it with": "dpgraph build",
    }


def test_the_doctor_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = ["no-such-package>=1", 'no-such-extra>=2; extra == "pdf"', "packaging>=9999"]
    monkeypatch.setattr("importlib.metadata.requires", lambda name: needs)
    code, told = call("doctor", "--format", "json")
    rows = {row["what"]: (row["state"], row["mend it with"]) for row in json.loads(told)}
    assert code == 1
    assert rows["no-such-package"] == ("missing", 'pip install "no-such-package>=1"')
    assert rows["no-such-extra"] == ("optional", 'pip install "dpgraph[pdf]"')
    assert rows["packaging"] == ("old", 'pip install "packaging>=9999"')
