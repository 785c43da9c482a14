from __future__ import annotations

from pathlib import Path

import pytest

from dpgraph import assets
from dpgraph.documents.project import find_project, get_project, new_project, own_queries, read_project
from dpgraph.errors import InputError, NotFound


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return new_project(tmp_path / "sea", assets.template()).folder


def test_a_new_project_has_all_that_the_template_has(project: Path) -> None:
    names = {p.relative_to(project).as_posix() for p in project.rglob("*") if p.is_file()}
    assert {"dpgraph.toml", "README.md", "entities.csv", "aliases.csv", "sources.csv"} <= names
    assert {"documents", "curated", "queries"} <= {p.name for p in project.iterdir()}


def test_it_is_found_from_below(project: Path) -> None:
    for place in (project, project / "documents", project / "documents" / "not-there"):
        found = get_project(place)
        assert (found.folder, found.title, found.out) == (project, "My ecosystem", project / "build")


def test_a_project_goes_without_any_key(project: Path) -> None:
    (project / "dpgraph.toml").write_text("")
    assert (read_project(project).title, read_project(project).out) == ("sea", project / "build")


def test_its_questions_are_found_from_its_build(project: Path) -> None:
    assert own_queries(project / "build") == (project / "queries",)


def test_without_a_project_there_is_none(tmp_path: Path) -> None:
    assert find_project(tmp_path) is None
    assert own_queries(tmp_path) == ()
    with pytest.raises(NotFound, match=r"no dpgraph\.toml in .* or above it; make a project with: dpgraph new"):
        get_project(tmp_path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("titel = 'x'", "unknown key 'titel'; did you mean \"title\""),
        ("title = 1", "title = 1; allowed: a text in quotes"),
        ("title = ", r"dpgraph\.toml: not TOML: "),
    ],
)
def test_a_broken_project_file_is_told(project: Path, text: str, reason: str) -> None:
    (project / "dpgraph.toml").write_text(text)
    with pytest.raises(InputError, match=reason):
        find_project(project)


def test_a_project_overwrites_nothing(project: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="sea: not empty; allowed: a new or an empty folder"):
        new_project(project, assets.template())
    with pytest.raises(InputError, match="lies in the project"):
        new_project(project / "below", assets.template())
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="file: a file; allowed"):
        new_project(tmp_path / "file", assets.template())
