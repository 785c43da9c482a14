"""Every verb as a user calls it: what it prints, and its exit code."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import TINY

from dpgraph import assets, cli
from dpgraph.settings import FLOORS

Call = Callable[..., tuple[int, str, str]]
ROW_FORMATS = ["table", "csv", "json"]
READING_VERBS = [
    ["check"],
    ["query", "statements-by-status"],
    ["export"],
    ["silos"],
    ["opportunities"],
    ["export", "--format", "graphml"],
]


@pytest.fixture
def call(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Calls dpgraph with these words: exit code, standard output, standard error."""
    # What `main` does to the process would end the test run with it.
    monkeypatch.setattr("signal.signal", lambda *_: None)
    monkeypatch.setattr("os.dup2", lambda *_: None)

    def call(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dpgraph", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        sys.stdout.flush()
        out, error = capfdbinary.readouterr()
        return int(left.value.code or 0), out.decode(), error.decode()

    return call


def refused(answer: tuple[int, str, str]) -> str:
    """The one line that says why nothing was done."""
    code, out, error = answer
    assert (code, out) == (2, "")
    assert error.startswith("dpgraph: ")
    assert error.count("\n") == 1
    return error.removeprefix("dpgraph: ").rstrip("\n")


@pytest.mark.parametrize("words", [["--help"], ["-h"], *([verb, "--help"] for verb in (
    "build", "check", "extract", "evaluate", "queries", "query", "export", "silos", "opportunities", "serve", "push",
    "enrich", "metrics", "brokers", "gaps",
))])  # fmt: skip
def test_every_verb_has_help(call: Call, words: list[str]) -> None:
    code, out, error = call(*words)
    assert (code, error) == (0, "")
    assert "Usage: dpgraph" in out
    assert "Example" in out or words in (["--help"], ["-h"])


def test_without_a_verb_it_helps(call: Call) -> None:
    code, out, error = call()
    assert (code, error) == (2, "")
    assert "opportunities" in out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["biuld"], "No such command 'biuld'"),
        (["build", "--to", "x"], "No such option: --to"),
        (["query"], "Missing argument"),
        (["silos", "--top", "many"], "Invalid value for '--top'"),
        (["silos", "--top", "0"], "Invalid value for '--top'"),
        (["silos", "--format", "xml"], "'xml' is not one of 'table', 'csv', 'json'"),
        (["export", "--format", "rdf"], "unknown format 'rdf'; "),
        (["extract", "--format", "xml", "a.txt"], "unknown format 'xml'; allowed: jsonl"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(call: Call, words: list[str], reason: str) -> None:
    assert reason in refused(call(*words))


# build


def test_build_says_what_is_in_the_graph(call: Call, tiny_build: Path, tmp_path: Path) -> None:
    out = shutil.copytree(tiny_build, tmp_path / "graph")
    code, told, error = call("build", assets.tiny(), "--out", out)
    assert (code, error) == (0, "")
    assert told.startswith(f"{out}: nothing has changed since it was built\n{len(TINY)} documents, ")
    for words in (
        "Publisher ",
        "operates",
        "asserted",
        "conforms",
        "Strongest silos\n1. ",
        "Strongest opportunities\n1. ",
    ):
        assert words in told
    assert f"Interactive network: {out / FLOORS[5] / 'network.html'}\n" in told
    following = told.splitlines()[-1]
    assert following.startswith("Next: dpgraph explain S") and f"dpgraph serve --graph {out}" in following


def test_build_leaves_out_a_bad_file_and_says_so(call: Call, corpus: Path, tmp_path: Path) -> None:
    (corpus / "documents" / "empty.txt").touch()
    code, told, error = call("build", corpus, "--out", tmp_path / "graph")
    assert code == 1
    assert f"{tmp_path / 'graph'}: built\n" in told
    assert error == f"left out: {corpus / 'documents' / 'empty.txt'}: the file is empty\n"


def test_build_of_plain_files(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "my files"
    folder.mkdir()
    (folder / "one.txt").write_text("Harbor Press operates the LearnPort platform for digital education.")
    (folder / "two.html").write_text("<h1>News</h1><p>Mill House publishes the magazine <i>River Crafts</i>.</p>")
    code, told, _ = call("build", folder, "--out", tmp_path / "graph")
    assert code == 0
    assert "2 documents" in told


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nowhere"], "nowhere: no such folder"),
        (["file.txt"], "file.txt: not a folder"),
        (["empty"], "empty: no documents in it; allowed: .txt, .md"),
        (["--out", "file.txt"], "file.txt: not a folder; allowed: a new folder"),
        (["--out", "full"], "full: holds 'notes.txt', which no build has made"),
    ],
)
def test_build_refuses(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("empty", "full"):
        (tmp_path / folder).mkdir()
    (tmp_path / "full" / "notes.txt").touch()
    (tmp_path / "file.txt").touch()
    assert refused(call("build", *words)).startswith(reason)


def test_several_bad_rows_are_a_line_each(call: Call, corpus: Path, tmp_path: Path) -> None:
    rows = corpus / "curated" / "rivertown.csv"
    rows.write_text(rows.read_text(encoding="utf-8").replace(",activeIn,", ",isIn,"), encoding="utf-8")
    code, out, error = call("build", corpus, "--out", tmp_path / "graph")
    assert (code, out) == (2, "")
    assert error.count("\n") == error.count("unknown predicate 'isIn'") == 2
    assert not (tmp_path / "graph").exists()


# check


@pytest.mark.parametrize("form", ROW_FORMATS)
def test_check_of_a_good_graph(call: Call, tiny_build: Path, form: str) -> None:
    code, out, error = call("check", "--graph", tiny_build, "--format", form)
    assert (code, error) == (0, "")
    good = {"table": f"{tiny_build}: no violations; every quote stands at its offsets in {len(TINY)} documents\n"}
    assert out == good.get(form, {"csv": "check,message,place\n", "json": "[]\n"}.get(form))


def test_check_of_a_graph_whose_document_was_changed(call: Call, tiny_build: Path, tmp_path: Path) -> None:
    graph = shutil.copytree(tiny_build, tmp_path / "graph")
    text = graph / FLOORS[0] / "rivertown.txt"
    text.write_text(
        text.read_text(encoding="utf-8").replace("Harbor Press operates", "Harbor Press runs"), encoding="utf-8"
    )
    code, out, _ = call("check", "--graph", graph, "--format", "json")
    assert code == 1
    assert {row["check"] for row in json.loads(out)} == {"quote"}
    assert "rivertown, characters" in json.loads(out)[0]["place"]


# queries, query, export


def test_queries_lists_the_questions(call: Call) -> None:
    code, out, _ = call("queries", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert len(rows) >= 15
    assert {"name": "platforms-by-sector", "parameters": "sector (iri)"}.items() <= next(
        r for r in rows if r["name"] == "platforms-by-sector"
    ).items()


def test_query_in_every_format(call: Call, tiny_build: Path) -> None:
    asked = ("query", "platforms-by-sector", "--param", "sector=digital education", "--graph", tiny_build, "--format")
    table, told, results = (call(*asked, form)[1] for form in ROW_FORMATS)
    rows = list(csv.DictReader(io.StringIO(told)))
    assert "LearnPort" in table
    assert {row["platform_name"] for row in rows if "platform_name" in row} <= {"LearnPort", "ClassRiver"}
    assert len(json.loads(results)["results"]["bindings"]) == len(rows) > 0


def test_query_of_a_file(call: Call, tiny_build: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("SELECT (COUNT(*) AS ?n) { dpr:mill-house dpg:subsidiaryOf ?b }")
    assert call("query", file, "--graph", tiny_build, "--format", "csv") == (0, "n\r\n1\r\n", "")


def test_query_of_standard_input(call: Call, tiny_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("ASK { dpr:harbor-press dpg:operates dpr:learnport }"))
    assert call("query", "-", "--graph", tiny_build) == (0, "yes\n", "")


def test_query_that_constructs(call: Call, tiny_build: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("CONSTRUCT { ?b dpg:partOf ?a } { ?a dpg:operates ?b }")
    code, out, _ = call("query", file, "--graph", tiny_build)
    assert code == 0
    assert "dpr:learnport dpg:partOf dpr:harbor-press" in out


def test_query_without_rows(call: Call, tiny_build: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("SELECT ?a { ?a dpg:nothing ?b }")
    code, out, _ = call("query", file, "--graph", tiny_build)
    assert code == 0
    assert "(no rows)" in out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["platforms-by-secter"], "no question 'platforms-by-secter'; did you mean \"platforms-by-sector\"?"),
        (["nowhere.rq"], "nowhere.rq: cannot be read"),
        (["broken.rq"], "The query is broken at line 2, column"),
        (["binary.rq"], "binary.rq: cannot be read"),
        (["update.rq"], "The query is broken at line 1, column 1: it does not begin with SELECT"),
        (["service.rq"], "SERVICE (line 1, column 12) is refused"),
        (["platforms-by-sector", "--param", "sector"], "--param 'sector'; allowed: KEY=VALUE"),
        (
            ["platforms-by-sector", "--param", "sectr=x"],
            'The question "platforms-by-sector" has no parameter "sectr"; did you mean',
        ),
        (["new-in-year", "--param", "year=soon"], '"soon" is not a value for the parameter "year"'),
        (["mine.rq", "--param", "a=b"], 'The question "mine" has no parameter "a"; It has none'),
        (["-", "--param", "a=b"], "--param belongs to a stored question"),
    ],
)
def test_query_refuses(
    call: Call, tiny_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.rq").write_text("SELECT ?s { ?s ?p ?o }")
    (tmp_path / "broken.rq").write_text("SELECT ?s\n{ ?s ?p }")
    (tmp_path / "update.rq").write_text("DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }")
    (tmp_path / "service.rq").write_text("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    (tmp_path / "binary.rq").write_bytes(b"\xff\xfe\x00\x01")
    assert refused(call("query", *words, "--graph", tiny_build)).startswith(reason)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("trig", "dpr:harbor-press"),
        ("nquads", "<https://w3id.org/dpgraph/resource/harbor-press>"),
        ("turtle", "dpr:harbor-press"),
        ("jsonld", '"@id"'),
        ("graphml", "<graphml"),
    ],
)
def test_export_in_every_format(call: Call, tiny_build: Path, tmp_path: Path, form: str, words: str) -> None:
    code, out, _ = call("export", "--format", form, "--graph", tiny_build)
    assert code == 0
    assert words in out
    file = tmp_path / "graph.out"
    code, told, _ = call("export", "--format", form, "--graph", tiny_build, "-o", file)
    assert (code, json.loads(told)) == (0, {"file": str(file), "bytes": file.stat().st_size})
    assert file.read_text(encoding="utf-8") == out


def test_export_into_no_folder(call: Call, tiny_build: Path, tmp_path: Path) -> None:
    assert "cannot be written (No such file or directory)" in refused(
        call("export", "--graph", tiny_build, "-o", tmp_path / "nowhere" / "graph.trig")
    )


# silos, opportunities


@pytest.mark.parametrize("verb", ["silos", "opportunities"])
def test_findings_in_every_format(call: Call, tiny_build: Path, verb: str) -> None:
    table, rows, told = (call(verb, "--graph", tiny_build, "--format", form) for form in ROW_FORMATS)
    findings: list[dict[str, Any]] = json.loads(told[1])
    assert (table[0], rows[0], told[0]) == (0, 0, 0)
    assert len(findings) == len(list(csv.DictReader(io.StringIO(rows[1])))) > 0
    assert table[1].count("What would settle it") <= len(findings)
    assert all(f["title"].split()[0] in table[1] for f in findings)


@pytest.mark.parametrize("verb", ["silos", "opportunities"])
def test_only_the_strongest(call: Call, tiny_build: Path, verb: str) -> None:
    everything = json.loads(call(verb, "--graph", tiny_build, "--format", "json")[1])
    assert json.loads(call(verb, "--top", "1", "--graph", tiny_build, "--format", "json")[1]) == everything[:1]


# extract, evaluate


def test_extract_tells_offsets_into_the_file(call: Call, tmp_path: Path) -> None:
    files = {
        "a.md": "# News\n\nHarbor Press operates the *LearnPort* platform for digital education in-\n\nside the town.",
        "b.html": "<h1>News</h1><p>Harbor Press &amp; Sons operates the LearnPort platform with 5 million users.</p>",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    code, out, error = call("extract", *(tmp_path / name for name in files))
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, error) == (0, "")
    assert [a["document"] for a in answers] == list(files)
    for answer in answers:
        text = files[answer["document"]]
        mentions = [m for e in answer["entities"] for m in e["mentions"]]
        assert mentions
        assert all(text[m["start"] : m["end"]] == m["text"] for m in mentions)
        places = [*answer["relations"], *answer["observations"]]
        assert all(text[p["start"] : p["end"]] == p["evidence"] for p in places)


def test_extract_leaves_out_a_bad_file(call: Call, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Harbor Press operates LearnPort.")
    (tmp_path / "b.txt").write_bytes(b"\0\0")
    code, out, error = call("extract", tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt")
    assert code == 1
    assert [json.loads(line)["document"] for line in out.splitlines()] == ["a.txt"]
    assert [line.split(": ")[0::2] for line in error.splitlines()] == [
        ["left out", "a binary file; allowed"],
        ["left out", "no such file"],
    ]


def test_extract_of_nothing_readable(call: Call, tmp_path: Path) -> None:
    assert call("extract", tmp_path / "nowhere.txt") == (2, "", f"left out: {tmp_path / 'nowhere.txt'}: no such file\n")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    (tmp_path / "gold" / "texts").mkdir(parents=True)
    (tmp_path / "gold" / "texts" / "a.txt").write_text("Harbor Press operates the LearnPort platform.")
    entities = [
        {"id": "e1", "type": "Organization", "name": "Harbor Press"},
        {"id": "e2", "type": "Platform", "name": "LearnPort"},
    ]
    relations = [{"subject": "e1", "predicate": "operates", "object": "e2", "evidence": "Harbor Press operates"}]
    doc = {"document": "a.txt", "entities": entities, "relations": relations, "observations": []}
    (tmp_path / "gold" / "a.json").write_text(json.dumps(doc))
    return tmp_path / "gold"


def test_evaluate_scores(call: Call, gold: Path) -> None:
    code, out, _ = call("evaluate", gold, "--format", "csv")
    rows = {row[""]: row for row in csv.DictReader(io.StringIO(out))}
    assert code == 0
    assert rows["entities strict"] == {
        "": "entities strict", "precision": "1.0", "recall": "1.0", "f1": "1.0", "gold": "2", "predicted": "2",
    }  # fmt: skip
    assert rows["predicate operates"]["f1"] == "1.0"


def test_evaluate_lists_errors(call: Call, gold: Path) -> None:
    text = (gold / "a.json").read_text().replace("Platform", "Fund")
    (gold / "a.json").write_text(text)
    code, out, _ = call("evaluate", gold, "--errors")
    assert code == 0
    assert "Fund taken for Platform" in out
    assert "entity missed" in out


def test_evaluate_without_gold(call: Call, tmp_path: Path) -> None:
    assert refused(call("evaluate", tmp_path / "nowhere")).endswith("nowhere: no such folder")


def test_evaluate_says_which_text_cannot_be_read(call: Call, gold: Path) -> None:
    (gold / "texts" / "a.txt").write_bytes(b"\0")
    code, _, error = call("evaluate", gold)
    assert (code, "a.txt: a binary file" in error) == (2, True)


# the graph that is not there


@pytest.mark.parametrize("words", READING_VERBS)
@pytest.mark.parametrize(
    ("graph", "reason"),
    [("nowhere", "there is no such folder"), ("empty", "is not a finished build"), ("damaged", "damaged")],
)
def test_a_verb_that_reads_says_what_is_wrong_with_the_graph(
    call: Call, tiny_build: Path, tmp_path: Path, words: list[str], graph: str, reason: str
) -> None:
    (tmp_path / "empty").mkdir()
    shutil.copytree(tiny_build, tmp_path / "damaged")
    for file in (tmp_path / "damaged" / FLOORS[3] / "store").glob("MANIFEST*"):
        file.write_bytes(b"")
    line = refused(call(*words, "--graph", tmp_path / graph))
    assert reason in line
    assert "dpgraph build --out" in line


@pytest.mark.parametrize("words", READING_VERBS)
def test_a_store_that_is_open_elsewhere(call: Call, tiny_build: Path, tmp_path: Path, words: list[str]) -> None:
    graph = shutil.copytree(tiny_build, tmp_path / "graph")
    hold = "import pyoxigraph, sys, time; s = pyoxigraph.Store(sys.argv[1]); print('open', flush=True); time.sleep(60)"
    with subprocess.Popen(
        [sys.executable, "-c", hold, graph / FLOORS[3] / "store"], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        assert "open for writing in another process" in refused(call(*words, "--graph", graph))
        child.kill()


# the process


def process(*words: object, **options: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dpgraph", *map(str, words)], text=True, capture_output=True, check=False, **options
    )


def test_output_that_cannot_be_written(tiny_build: Path) -> None:
    with open("/dev/full", "w") as full:  # noqa: PTH123  # a device, not a file
        done = subprocess.run(
            [sys.executable, "-m", "dpgraph", "export", "--graph", tiny_build],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "dpgraph: standard output: No space left on device\n")


def test_a_reader_that_has_seen_enough(tiny_build: Path) -> None:
    command = [sys.executable, "-m", "dpgraph", "export", "--format", "nquads", "--graph", tiny_build]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline().startswith("<")
        child.stdout.close()
        assert child.stderr.read() == ""


def test_help_as_a_process() -> None:
    done = process("--help")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("form", ROW_FORMATS)
def test_an_inferred_triple_is_explained(call: Call, tiny_build: Path, form: str) -> None:
    words = ("Ferry Books", "located in", "Green Delta")
    code, out, _ = call("explain", *words, "--graph", tiny_build, "--format", form)
    assert code == 0
    if form == "table":
        assert out.startswith("dpr:ferry-books dpg:locatedIn dpr:green-delta  [inferred]")
        assert "“Ferry Books is based in Riverside”" in out and "dpr:riverside dpg:partOf dpr:rivertown: stated" in out
    elif form == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert [row["because"] == "stated" for row in rows] == [True, True, True, False, False]
    else:
        said = json.loads(out)
        assert said["inferred"] and len(said["stated"]) == len(said["statements"]) == 3
        assert all(e["quote"] for statement in said["statements"] for e in statement["evidence"])


def test_a_kind_stands_for_its_best_finding(call: Call, tiny_build: Path) -> None:
    code, out, _ = call("explain", "S1", "--graph", tiny_build)
    assert (code, out) == (0, call("explain", "S1-901413b5", "--graph", tiny_build)[1])
    assert "no finding 'S9'" in refused(call("explain", "S9", "--graph", tiny_build))


def test_a_triple_has_three_words(call: Call, tiny_build: Path) -> None:
    assert "2 words; allowed: one id or name, or subject" in refused(call("explain", "a", "b", "--graph", tiny_build))
