"""Runs notebooks, and writes them as pages with their outputs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import MarkdownExporter
from nbconvert.preprocessors import CoalesceStreamsPreprocessor
from traitlets.config import Config

SECONDS = 300


def run(notebook: Path, work: Path) -> nbformat.NotebookNode:
    """A notebook as it stands after every cell was run in the folder `work`; a cell that fails raises its error."""
    work.mkdir(parents=True, exist_ok=True)
    opened = nbformat.read(notebook, as_version=4)
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    client = NotebookClient(opened, timeout=SECONDS, resources={"metadata": {"path": str(work)}})
    client.execute(env={**os.environ, "PATH": tools, "COLUMNS": "100", "NO_COLOR": "1"})
    return opened


def page_of(ran: nbformat.NotebookNode, page: Path) -> str:
    """A notebook that was run as Markdown for `page`; its pictures are written beside it."""
    settings = Config({"MarkdownExporter": {"preprocessors": [CoalesceStreamsPreprocessor]}})
    made, resources = MarkdownExporter(config=settings).from_notebook_node(
        ran, {"output_files_dir": f"{page.stem}_files"}
    )
    for name, content in resources["outputs"].items():
        picture = page.parent / name
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(content)
    return str(made)
