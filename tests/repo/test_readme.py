"""What the README shows is what happens."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest
import typer

from dpgraph.cli import app
from tests.repo.project import CHECKOUT, project_files

README = (CHECKOUT / "README.md").read_text(encoding="utf-8")
VERBS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]  # a Typer app of several verbs is a group


def test_the_python_prints_what_stands_below_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = re.findall(r"```python\n(.*?)```\n\n```\n(.*?)```", README, re.DOTALL)
    assert shown
    for code, output in shown:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "README.md", "exec"), {})
        assert printed.getvalue() == output


def test_every_target_of_make_is_there() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    for text in (
        README,
        *((CHECKOUT / name).read_text(encoding="utf-8") for name in (".ci/run", "docs/contributing.md")),
    ):
        for target in re.findall(r"(?:\$ |^)make (?:--\S+ )?([a-z-]+)", text, re.MULTILINE):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_command_is_there() -> None:
    used = set(re.findall(r"`(?:\$ )?dpgraph ([a-z]+)", README)) | set(
        re.findall(r"^\$ dpgraph ([a-z]+)", README, re.MULTILINE)
    )
    assert used
    assert used <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_is_told(verb: str) -> None:
    assert f"dpgraph {verb}" in README


@pytest.mark.parametrize("file", [f for f in project_files() if f.suffix == ".md"], ids=lambda f: f.name)
def test_every_link_leads_to_a_file(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (file.parent / target).exists(), target
