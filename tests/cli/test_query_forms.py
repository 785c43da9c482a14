"""Every format of an answer, on standard output and in a file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SELECT = "SELECT ?o { dpr:harbor-press dpg:operates ?o }"
CONSTRUCT = "CONSTRUCT WHERE { dpr:harbor-press dpg:operates ?o }"


def query(graph: Path, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dpgraph", "query", "-", "--graph", str(graph), *words]
    return subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(
    ("text", "form", "begins"),
    [
        (SELECT, "csv", "o\n"),
        (SELECT, "tsv", "?o\n"),
        (SELECT, "json", '{"head":'),
        (SELECT, "xml", "<?xml"),
        (CONSTRUCT, "turtle", "@prefix"),
        (CONSTRUCT, "ntriples", "<https://"),
        (CONSTRUCT, "xml", "<?xml"),
        (CONSTRUCT, "table", "@prefix"),
    ],
)
def test_every_format(tiny_build: Path, text: str, form: str, begins: str) -> None:
    done = query(tiny_build, text, "--format", form)
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.startswith(begins)
    assert "learnport" in done.stdout


@pytest.mark.parametrize(
    ("text", "name", "begins"),
    [(SELECT, "a.csv", b"o\r\n"), (SELECT, "a.srx", b"<?xml"), (CONSTRUCT, "a.ttl", b"@prefix"), (CONSTRUCT, "a.nt", b"<https")],
)  # fmt: skip
def test_a_file_is_written_as_its_name_ends(
    tiny_build: Path, tmp_path: Path, text: str, name: str, begins: bytes
) -> None:
    done = query(tiny_build, text, "-o", str(tmp_path / name))
    written = (tmp_path / name).read_bytes()
    assert json.loads(done.stdout) == {"file": str(tmp_path / name), "bytes": len(written)}
    assert written.startswith(begins) and [f.name for f in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("text", "words", "message"),
    [
        (SELECT, ["-o", "a.docx"], "a.docx: no format has this ending; name one with --format"),
        (SELECT, ["--format", "turtle"], 'A SELECT or ASK gives rows or a truth value, and "turtle" holds none'),
        (CONSTRUCT, ["--format", "csv"], 'A CONSTRUCT or DESCRIBE gives a graph, and "csv" holds none'),
        (SELECT, ["--endpoint", "nowhere"], "nowhere: cannot be asked"),
    ],
)
def test_what_cannot_be_written(tiny_build: Path, text: str, words: list[str], message: str) -> None:
    done = query(tiny_build, text, *words)
    assert done.returncode == 2 and message in done.stderr and len(done.stderr.splitlines()) == 1
