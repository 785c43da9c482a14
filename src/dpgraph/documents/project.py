"""A project: a corpus folder with a `dpgraph.toml`, found from any folder below it."""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path

from dpgraph.errors import InputError, NotFound, allowed

FILE = "dpgraph.toml"
QUERIES = "queries"
_KEYS = ("title", "out")


@dataclass(frozen=True, slots=True)
class Project:
    """Where a project is, what it is called, and where its graph goes."""

    folder: Path
    title: str
    out: Path


def find_project(place: Path) -> Project | None:
    """The project that a folder is, or lies in; None when there is no `dpgraph.toml` there or above.

    Raises `InputError` when that file is not what it has to be.
    """
    here = place.absolute()
    home = next((f for f in (here, *here.parents) if (f / FILE).is_file()), None)
    return read_project(_seen_from_here(home)) if home else None


def _seen_from_here(folder: Path) -> Path:
    """A folder as a person in the current one would write it."""
    here = Path().absolute()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def get_project(place: Path) -> Project:
    """As `find_project`, but `NotFound` when there is none."""
    project = find_project(place)
    if project is None:
        raise NotFound(f"no {FILE} in {place.absolute()} or above it; make a project with: dpgraph new FOLDER")
    return project


def read_project(folder: Path) -> Project:
    """The project in a folder with a `dpgraph.toml`; `InputError` when that file is not what it has to be."""
    path = folder / FILE
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None
    for key, value in given.items():
        if key not in _KEYS:
            raise InputError(f"{path}: unknown key {key!r}; {allowed(key, _KEYS)}")
        if not isinstance(value, str):
            raise InputError(f"{path}: {key} = {value!r}; allowed: a text in quotes")
    return Project(folder, given.get("title") or folder.absolute().name, folder / (given.get("out") or "build"))


def own_queries(place: Path) -> tuple[Path, ...]:
    """The folder of questions of the project that a folder is or lies in: one, or none."""
    project = find_project(place)
    return (project.folder / QUERIES,) if project and (project.folder / QUERIES).is_dir() else ()


def new_project(folder: Path, template: Path) -> Project:
    """Copies a template into a folder that is new or empty; `InputError` for any other, or one inside a project."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder}: {'not empty' if folder.is_dir() else 'a file'}; allowed: a new or an empty folder")
    if around := find_project(folder.absolute().parent):
        raise InputError(f"{folder}: lies in the project {around.folder}; allowed: a folder outside of it")
    try:
        shutil.copytree(template, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    except OSError as error:
        raise InputError(f"{folder}: cannot be written ({error.strerror})") from None
    return read_project(folder)
