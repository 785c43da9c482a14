"""The notebooks run, and are as short and plain as they promise."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

import dpgraph
from tests.docs.site import CHECKOUT, nav

NOTEBOOKS = sorted((CHECKOUT / "notebooks").glob("*.ipynb"))
MOST_CELLS = 25
MAGIC = re.compile(r"^(?:(\w+ = )!.*|!.*)$", re.MULTILINE)
Run = Callable[[Path], nbformat.NotebookNode]

each = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


def python(notebook: Path) -> list[ast.Module]:
    """The Python of the code cells; what is a command of the shell is left out."""
    cells = nbformat.read(notebook, as_version=4).cells
    code = [c.source for c in cells if c.cell_type == "code" and not c.source.startswith("%%bash\n")]
    return [ast.parse(MAGIC.sub(lambda found: f"{found[1] or ''}['']", source)) for source in code]


def test_there_are_six_and_the_site_shows_them() -> None:
    assert [path.stem.split("-")[0] for path in NOTEBOOKS] == list("123456")
    assert [f"notebooks/{path.name}" for path in NOTEBOOKS] == [name for name in nav() if name.endswith(".ipynb")]


@each
def test_every_cell_runs(notebook: Path, ran: Run) -> None:
    done = [cell for cell in ran(notebook).cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in done] == list(range(1, len(done) + 1))
    assert not [o for cell in done for o in cell.outputs if o.output_type == "error"]
    assert not [o.text for cell in done for o in cell.outputs if o.get("name") == "stderr" and "Warning" in o.text]


@each
def test_it_is_short_and_defines_nothing(notebook: Path) -> None:
    cells = nbformat.read(notebook, as_version=4).cells
    assert len(cells) <= MOST_CELLS
    named = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    assert not [node for tree in python(notebook) for node in ast.walk(tree) if isinstance(node, named)]


@each
def test_its_outputs_are_not_in_git(notebook: Path) -> None:
    opened = nbformat.read(notebook, as_version=4)
    nbformat.validate(opened)
    for cell in opened.cells:
        assert cell.cell_type == "markdown" or (cell.outputs == [] and cell.execution_count is None)
    assert set(opened.metadata) == {"kernelspec", "language_info"}


@each
def test_it_uses_what_is_public_alone(notebook: Path) -> None:
    for tree in python(notebook):
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                assert node.module != "dpgraph" and not str(node.module).startswith("dpgraph.")
            if isinstance(node, ast.Import):
                assert not [alias.name for alias in node.names if alias.name.startswith("dpgraph.")]
            if isinstance(node, ast.Attribute):
                assert not node.attr.startswith("_")
                if isinstance(node.value, ast.Name) and node.value.id == "dpgraph":
                    assert node.attr in dpgraph.__all__
