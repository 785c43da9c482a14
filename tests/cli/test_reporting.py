"""report, as a user calls it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import dpgraph
from dpgraph import cli
from dpgraph.errors import InputError, NotFound


def run(*words: object) -> str:
    answer = CliRunner().invoke(cli.app, ["report", *map(str, words)], catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return answer.output


@pytest.mark.parametrize(("language", "said"), [("en", "# Silos and opportunities"), ("zh", "资源孤岛")])
def test_it_writes_the_report_and_says_where(tiny_build: Path, tmp_path: Path, language: str, said: str) -> None:
    out = tmp_path / "report.md"
    assert run("--out", out, "--lang", language, "--graph", tiny_build).strip() == str(out)
    assert said in out.read_text(encoding="utf-8")


def test_it_is_what_python_writes(tiny_build: Path, tmp_path: Path) -> None:
    a, b = tmp_path / "a.html", tmp_path / "b.html"
    run("-o", a, "--title", "Rivertown & its books", "--graph", tiny_build)
    assert dpgraph.load(tiny_build).report(b, title="Rivertown & its books") == b
    assert a.read_bytes() == b.read_bytes()
    assert "<h1>Rivertown &amp; its books</h1>" in a.read_text(encoding="utf-8")


def test_what_cannot_be_is_told(tiny_build: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'\.doc'"):
        run("--out", tmp_path / "a.doc", "--graph", tiny_build)
    with pytest.raises(InputError, match="'de'"):
        run("--out", tmp_path / "a.md", "--lang", "de", "--graph", tiny_build)
    with pytest.raises(NotFound):
        run("--out", tmp_path / "a.md", "--graph", tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []
