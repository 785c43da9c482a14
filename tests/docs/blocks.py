"""The code blocks of a page: how they are read, and how they are run as a reader would run them.

A `console` block is run command by command, a `python` block in the namespace of its page, a `sparql` block against
`build`; a block with a title is written to the file that it names. Output that is shown has to come; `...` stands for
what is left out. `<!-- not run: reason -->` before a block keeps it from being run, `<!-- exit: 2 -->` expects a failure.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(
    r"(?:^ *<!-- (?P<mark>not run|exit): (?P<value>.+?) -->\n+)?"
    r"^(?P<indent> *)```(?P<language>\w*)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<text>.*?)^ *```$",
    re.MULTILINE | re.DOTALL,
)
DONE = "--- done"
SECONDS = 300
SHOWN_ONLY = {"", "text"}


@dataclass(frozen=True)
class Block:
    """A fenced block: where it starts, and what is said of it."""

    line: int
    language: str
    title: str
    text: str
    mark: str
    value: str


def blocks(page: str) -> list[Block]:
    """The blocks of a page, in their order."""
    return [
        Block(
            page[: found.start("language")].count("\n") + 1,
            found["language"],
            found["title"] or "",
            textwrap.dedent(found["text"]),
            found["mark"] or "",
            found["value"] or "",
        )
        for found in FENCE.finditer(page)
    ]


@dataclass
class Reader:
    """Somebody who goes through a page: in a folder, with what the Python blocks have defined so far."""

    here: Path
    names: dict[str, object]
    printed: str = ""

    def go_through(self, page: list[Block]) -> Iterator[tuple[Block, str]]:
        """Runs the blocks; yields each with what is wrong with it, or ""."""
        for block in page:
            yield block, "" if block.mark == "not run" else self.follow(block)

    def follow(self, block: Block) -> str:
        """Runs or writes one block; what is wrong with it, or ""."""
        if block.title:
            (self.here / block.title).parent.mkdir(parents=True, exist_ok=True)
            (self.here / block.title).write_text(block.text, encoding="utf-8")
            return ""
        if block.language == "":
            shown, self.printed = self.printed, ""
            return "" if not shown else told_apart(block.text, shown)
        run = {"console": self.type_in, "python": self.execute, "sparql": self.ask, "toml": parsed, "json": parsed}
        return "" if block.language in SHOWN_ONLY else run[block.language](block)

    def type_in(self, block: Block) -> str:
        """Types the commands of a block into one shell, from the folder where the last block left off."""
        typed = commands(block.text)
        script = "".join(f"{command}\nended=$?; echo; echo '{DONE}' $ended\n" for command, _ in typed) + "pwd\n"
        answered = shell(script, self.here)
        *answers, place = re.split(rf"\n{DONE} (\d+)\n", answered)
        if len(answers) != 2 * len(typed):
            return f"the shell ended early:\n{answered}"
        self.here = Path(place.strip().splitlines()[-1])
        expected = block.value if block.mark == "exit" else "0"
        for (command, shown), output, code in zip(typed, answers[::2], answers[1::2], strict=True):
            if code != expected:
                return f"{command}\nended with {code}, not {expected}:\n{output}"
            if shown and (wrong := told_apart(shown, output)):
                return f"{command}\n{wrong}"
        return ""

    def execute(self, block: Block) -> str:
        """Executes Python in the folder, and keeps what it prints for the block that shows it."""
        out = io.StringIO()
        with contextlib.chdir(self.here), contextlib.redirect_stdout(out):
            exec(compile(block.text, f"line {block.line}", "exec"), self.names)
        self.printed = out.getvalue()
        return ""

    def ask(self, block: Block) -> str:
        """Asks a query, which has to be answered by a row at least."""
        import dpgraph

        return "" if len(dpgraph.load(self.here / "build").sparql(block.text)) else "no row answers the query"


def parsed(block: Block) -> str:
    """Reads TOML or JSON; an error is raised."""
    {"toml": tomllib.loads, "json": json.loads}[block.language](block.text)
    return ""


def commands(text: str) -> list[tuple[str, str]]:
    """The commands of a console block, each with the output shown below it; a backslash continues a line."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append((line[2:].rstrip("\n"), ""))
        elif found and found[-1][0].endswith("\\") and not found[-1][1]:
            found[-1] = (f"{found[-1][0]}\n{line.rstrip()}", "")
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + line)
    return [(command.partition("  # ")[0], shown) for command, shown in found]


def shell(script: str, here: Path) -> str:
    """What a shell says to a script; whatever the script has left running is ended."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": tools, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    log = here / ".answered"
    with log.open("w+") as answered:
        process = subprocess.Popen(
            ["bash"], cwd=here, env=env, stdin=subprocess.PIPE, stdout=answered, stderr=subprocess.STDOUT,
            text=True, start_new_session=True,
        )  # fmt: skip
        try:
            process.communicate(script, timeout=SECONDS)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    said = log.read_text(encoding="utf-8")
    log.unlink()
    return said


def told_apart(shown: str, output: str) -> str:
    """How the output differs from what is shown; "" when it does not."""
    lines = [line.rstrip() for line in shown.strip("\n").splitlines()]
    parts = [r"(?:.*\n)*?" if line == "..." else re.escape(line).replace(r"\.\.\.", ".*") + r"\n" for line in lines]
    real = "".join(f"{line.rstrip()}\n" for line in output.strip("\n").splitlines())
    return "" if re.fullmatch("".join(parts), real) else f"shown:\n{shown}\ncame:\n{real}"
