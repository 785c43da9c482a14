"""The shell completes commands, options and names of questions, once it has been told to."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BASH = shutil.which("bash")


def bash(script: str, home: Path) -> list[str]:
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "HOME": str(home), "PATH": tools, "SHELL": str(BASH)}
    done = subprocess.run([str(BASH), "-c", script], env=env, cwd=home, capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.skipif(BASH is None, reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("dpgraph opp", ["opportunities"]),
        ("dpgraph silos --sec", ["--sector"]),
        ("dpgraph query platforms-by-s", ["platforms-by-sector"]),
    ],
)
def test_what_is_installed_completes(typed: str, offered: list[str], tmp_path: Path) -> None:
    bash("dpgraph --install-completion; true", tmp_path)
    words = typed.split()
    (installed,) = (tmp_path / ".bash_completions").iterdir()
    press_tab = f"""
        source {installed}
        COMP_WORDS=({" ".join(words)}); COMP_CWORD={len(words) - 1}
        $(complete -p dpgraph | sed 's/.*-F \\([^ ]*\\) .*/\\1/') dpgraph
        echo "${{COMPREPLY[@]}}"
    """
    assert bash(press_tab, tmp_path) == offered
