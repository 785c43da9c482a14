"""What is installed is whole: documented, declared, locked, and with its data."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from dpgraph.settings import MODELS, VERSION
from tests.repo.project import CHECKOUT, project_files

PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
MODULES = sorted((CHECKOUT / "src").rglob("*.py"))
# Asked for at run time and told about when they are absent.
OPTIONAL = {"en_core_web_md"}


def distribution(requirement: str) -> str:
    return re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def requirements() -> set[str]:
    extras = PROJECT["project"]["optional-dependencies"].values()
    return {distribution(r) for rs in (PROJECT["project"]["dependencies"], *extras) for r in rs}


def public(tree: ast.Module) -> list[ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    tops = [node for node in tree.body if isinstance(node, kinds)]
    inner = [
        n for t in tops if isinstance(t, ast.ClassDef) and t.name[0] != "_" for n in t.body if isinstance(n, kinds)
    ]
    return [tree, *(node for node in (*tops, *inner) if node.name[0] != "_")]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: str(m.relative_to(CHECKOUT / "src")))
def test_everything_public_is_documented(module: Path) -> None:
    bare = [
        getattr(n, "name", "the module")
        for n in public(ast.parse(module.read_text(encoding="utf-8")))
        if not ast.get_docstring(n)
    ]
    assert bare == []


def imported(module: Path) -> set[str]:
    tree = ast.walk(ast.parse(module.read_text(encoding="utf-8")))
    names = [name for node in tree for name in _names(node)]
    return {name.split(".")[0] for name in names} - {*sys.stdlib_module_names, "dpgraph"} - OPTIONAL


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []


def test_every_library_that_is_imported_is_declared() -> None:
    home = packages_distributions()
    undeclared = {
        (name, str(module.relative_to(CHECKOUT)))
        for module in MODULES
        for name in imported(module)
        if not requirements() & {d.lower().replace("_", "-") for d in home.get(name, [name])}
    }
    assert undeclared == set()


def test_every_requirement_is_locked_with_its_hash() -> None:
    lock = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    locked = set(re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE))
    dev = {distribution(r) for r in PROJECT["dependency-groups"]["dev"]}
    assert requirements() | dev <= locked
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in entry


def test_the_version_is_told_once() -> None:
    assert PROJECT["project"]["version"] == VERSION
    changes = (CHECKOUT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## .*(?:{re.escape(VERSION)}|Unreleased)", changes, re.MULTILINE)


def test_the_model_is_a_requirement() -> None:
    assert MODELS[-1].replace("_", "-") in requirements()


def test_the_wheel_holds_all_that_a_run_needs(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(CHECKOUT)).build(directory=str(tmp_path), versions=["standard"])
    held = set(ZipFile(wheel).namelist())
    for folder in ("ontology", "corpus", "queries"):
        shipped = [p for p in project_files() if p.relative_to(CHECKOUT).parts[0] == folder]
        assert {f"dpgraph/_data/{p.relative_to(CHECKOUT)}" for p in shipped} <= held
    code = [p.relative_to(CHECKOUT) for p in project_files() if p.is_relative_to(CHECKOUT / "src")]
    assert {str(p.relative_to("src")) for p in code} <= held
    assert "dpgraph/py.typed" in held
