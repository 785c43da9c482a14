"""The project's text is its own, and knows of no machine."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.repo.project import CHECKOUT, project_files

RUN = 10
# The one proper name that is longer than a run and no entity of the graph.
DOCTRINE = "Xi Jinping Thought on Socialism with Chinese Characteristics for a New Era"
# Written in two pieces, so that this file does not hold them itself.
MACHINE = re.compile(
    "|".join(
        a + b
        for a, b in [("/wo", "rk/"), ("/ro", "ot/"), ("/ho", "me/"), ("/op", "t/"), ("/Us", "ers/"), ("/tm", "p/")]
    )
)


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower().replace("’", "").replace("'", ""))


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


@pytest.fixture(scope="module")
def names() -> list[str]:
    """Names that are longer than a run: titles of policies and projects, which nobody may put in words of their own."""
    with (CHECKOUT / "corpus" / "entities.csv").open(encoding="utf-8") as file:
        registered = [row["name"] for row in csv.DictReader(file)]
    with (CHECKOUT / "corpus" / "aliases.csv").open(encoding="utf-8") as file:
        registered += [row["alias"] for row in csv.DictReader(file)]
    with (CHECKOUT / "corpus" / "sources.csv").open(encoding="utf-8") as file:
        registered += [row["title"] for row in csv.DictReader(file)]
    registered.append(DOCTRINE)
    return sorted({" ".join(words(name)) for name in registered if len(words(name)) >= 4}, key=len, reverse=True)


def without(text: str, names: list[str]) -> str:
    """A text in which every long name is one word."""
    text = " ".join(words(text))
    for number, name in enumerate(names):
        text = text.replace(name, f"name{number}")
    return text


def test_no_sentence_of_a_source_is_in_the_project(shared: Path, names: list[str]) -> None:
    taken = set[tuple[str, ...]]()
    for source in sorted((shared / "sources").glob("*.txt")):
        taken |= runs(without(source.read_text(encoding="utf-8"), names))
    own = {file: runs(without(file.read_text(encoding="utf-8"), names)) for file in project_files()}
    assert [
        (str(file.relative_to(CHECKOUT)), " ".join(min(held & taken))) for file, held in own.items() if held & taken
    ] == []


@pytest.mark.parametrize("file", project_files(), ids=lambda f: str(f.relative_to(CHECKOUT)))
def test_no_path_of_a_machine_is_in_the_project(file: Path) -> None:
    assert not MACHINE.search(file.read_text(encoding="utf-8"))
