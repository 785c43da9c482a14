"""The builds that the pages speak of, and the notebooks as they stand after a run."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from nbformat import NotebookNode

from dpgraph.pipeline import build
from tests.docs.site import run


@pytest.fixture(scope="session")
def shipped_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped corpus built: read it, never write into it."""
    out = tmp_path_factory.mktemp("shipped") / "graph"
    build(None, out)
    return out


@pytest.fixture(scope="session")
def ran(shipped_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], NotebookNode]:
    """Runs a notebook once, in a folder where the shipped corpus is built already."""
    work = tmp_path_factory.mktemp("notebooks")
    shutil.copytree(shipped_build, work / "build")
    return cache(lambda notebook: run(notebook, work))
