from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dpgraph import assets, pipeline
from dpgraph.api import load
from dpgraph.documents.files import replaced_folder
from dpgraph.errors import DpgraphError, GraphError, InputError, NotFound
from dpgraph.graph.store import open_store
from dpgraph.pipeline import Build, build, diagnose_masked
from dpgraph.settings import FLOORS
from tests.conftest import TINY
from tests.graph.test_extension import CONCEPT, HEADER

BINARY = b"\x7fELF\0\0\0\0"


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a build but the store, whose own files carry the time."""
    files = (p for p in folder.rglob("*") if p.is_file() and "store" not in p.relative_to(folder).parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def built(tiny_build: Path, tmp_path: Path) -> Path:
    """A copy of the tiny build to build over."""
    return Path(shutil.copytree(tiny_build, tmp_path / "graph"))


@pytest.fixture
def unmade(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a build fail that would make anything."""

    def make(*_: object) -> Build:
        raise AssertionError("the build has begun")

    monkeypatch.setattr(pipeline, "_make", make)


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the SHACL validation, most of a small build's time."""
    monkeypatch.setattr(pipeline, "check_graph", lambda *_: ())


def test_every_floor_writes_its_folder(tiny_build: Path) -> None:
    assert names(tiny_build) == [*FLOORS, "build.json"]
    assert names(tiny_build.parent) == [tiny_build.name]
    assert names(tiny_build / FLOORS[0]) == ["cache.jsonl", "documents.jsonl", *(f"{name}.txt" for name in TINY)]
    assert names(tiny_build / FLOORS[4]) == ["opportunities.json", "silos.json"]
    assert names(tiny_build / FLOORS[5]) == ["network.graphml", "network.html"]


def test_every_quote_stands_at_its_offsets(tiny_build: Path) -> None:
    texts = {name: (tiny_build / FLOORS[0] / f"{name}.txt").read_text(encoding="utf-8") for name in TINY}
    for file in ("statements", "observations"):
        for line in (tiny_build / FLOORS[2] / f"{file}.jsonl").read_text(encoding="utf-8").splitlines():
            for evidence in json.loads(line)["evidence"]:
                text = texts[evidence["document"]]
                assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_the_same_corpus_gives_the_same_bytes(tiny_build: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "dpgraph", "build", str(assets.tiny()), "--out", str(tmp_path / "again")]
    # In a process of its own, in which sets come in another order.
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONHASHSEED": "1"})
    assert contents(tmp_path / "again") == contents(tiny_build)


def test_several_processes_give_the_same_bytes(tiny_build: Path, tmp_path: Path) -> None:
    build(assets.tiny(), tmp_path / "beside", jobs=2)
    assert contents(tmp_path / "beside") == contents(tiny_build)


def test_a_copy_elsewhere_gives_the_same_bytes(tiny_build: Path, corpus: Path, tmp_path: Path) -> None:
    assert contents(build(corpus, tmp_path / "again").folder) == contents(tiny_build)


@pytest.mark.usefixtures("unmade")
def test_nothing_is_done_when_nothing_has_changed(built: Path) -> None:
    before = contents(built)
    made = build(assets.tiny(), built)
    assert not made.is_new
    assert contents(built) == before
    assert names(built.parent) == ["graph"]


@pytest.mark.usefixtures("unmade")
@pytest.mark.parametrize(
    "touch",
    [
        lambda corpus, _: change(corpus / "documents" / "rivertown.md", "2024", "2025"),
        lambda corpus, _: change(corpus / "entities.csv", "Rivertown,City", "Rivertown,Region"),
        lambda corpus, _: change(corpus / "curated" / "rivertown.csv", "asserted,2021", "asserted,2022"),
        lambda corpus, _: (corpus / "documents" / "new.txt").write_text("New."),
        lambda corpus, _: (corpus / "aliases.csv").unlink(),
        lambda _, out: (out / FLOORS[5] / "network.html").unlink(),
        lambda _, out: shutil.rmtree(out / FLOORS[3] / "store"),
        lambda _, out: (out / "build.json").write_text("{"),
    ],
)
def test_any_change_is_seen(built: Path, corpus: Path, touch: Callable[[Path, Path], object]) -> None:
    touch(corpus, built)
    with pytest.raises(AssertionError, match="the build has begun"):
        build(corpus, built)


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("documents/riverside.md", "\nFerry Books operates the QuayRead app.\n"),
        (
            "documents/more.md",
            "# More\n\nQuay Press runs the ReadPort platform. Ferry Books partnered with Quay Press.\n",
        ),
        ("aliases.csv", "Ferry Books,Ferry Booksellers,en\n"),
        ("ontology/own.ttl", f"{HEADER}{CONCEPT}\n"),
    ],
)
def test_a_change_and_back_give_the_bytes_of_builds_from_nothing(
    file: str, text: str, built: Path, tiny_build: Path, corpus: Path, tmp_path: Path
) -> None:
    (corpus / file).parent.mkdir(exist_ok=True)
    with (corpus / file).open("a", encoding="utf-8") as changed:
        changed.write(text)
    build(corpus, built)
    build(corpus, tmp_path / "fresh")
    assert contents(built) == contents(tmp_path / "fresh") != contents(tiny_build)
    build(assets.tiny(), built)
    assert contents(built) == contents(tiny_build)


@pytest.mark.usefixtures("unchecked")
def test_one_bad_file_among_many_is_left_out(corpus: Path, tmp_path: Path) -> None:
    (corpus / "documents" / "broken.txt").write_bytes(BINARY)
    (corpus / "documents" / "folder.txt").mkdir()
    (corpus / "documents" / "nowhere.md").symlink_to("gone.md")
    made = build(corpus, tmp_path / "graph")
    assert [Path(s.path).name for s in made.skipped] == ["broken.txt", "folder.txt", "nowhere.md"]
    assert "binary" in made.skipped[0].reason
    assert names(made.folder / FLOORS[0]) == ["cache.jsonl", "documents.jsonl", *(f"{name}.txt" for name in TINY)]
    again = build(corpus, tmp_path / "graph")
    assert not again.is_new
    assert again.skipped == made.skipped


@pytest.mark.parametrize(
    ("spoil", "error", "reason"),
    [
        (
            lambda corpus: change(corpus / "curated" / "rivertown.csv", "Harbor Press,operates", "Harbor Press,opperates"),
            InputError, r"rivertown\.csv:2: unknown predicate 'opperates'; did you mean",
        ),
        (
            lambda corpus: change(corpus / "curated" / "rivertown.csv", "Harbor Press operates the", "Harbor Press owns the"),
            InputError, r"rivertown\.csv:2: the quote is not in section",
        ),
        (
            lambda corpus: change(corpus / "documents" / "rivertown.md", "Harbor Press operates", "Harbor Press runs"),
            InputError, r"rivertown\.csv:2: the quote is not in section",
        ),
        (lambda corpus: change(corpus / "entities.csv", "LearnPort,", "LearnPort"), InputError, r"entities\.csv:9: fewer fields"),
        (lambda corpus: change(corpus / "entities.csv", ",Fund", ",Fnd"), InputError, "unknown class 'Fnd'; did you mean"),
        (lambda corpus: [p.write_bytes(BINARY) for p in (corpus / "documents").iterdir()], InputError, "no document could be read"),
        (lambda corpus: shutil.rmtree(corpus), NotFound, "no such folder"),
    ],
)  # fmt: skip
def test_a_broken_corpus_costs_nothing_of_the_last_good_build(
    built: Path, corpus: Path, spoil: Callable[[Path], object], error: type[DpgraphError], reason: str
) -> None:
    before = contents(built)
    spoil(corpus)
    with pytest.raises(error, match=reason):
        build(corpus, built)
    assert contents(built) == before
    assert open_store(built)
    assert not [name for name in names(built.parent) if name.startswith(".")]


def test_a_document_that_curated_rows_quote_must_be_readable(corpus: Path, tmp_path: Path) -> None:
    (corpus / "documents" / "other.md").write_text("# Other\n\nHarbor Press runs a shop.")
    (corpus / "documents" / "rivertown.md").write_bytes(BINARY)
    with pytest.raises(InputError, match=r"unknown document 'rivertown'"):
        build(corpus, tmp_path / "graph")


@pytest.mark.usefixtures("unmade")
@pytest.mark.parametrize("name", ["notes.txt", "1_documents.bak", ".hidden"])
def test_a_folder_with_foreign_files_is_refused(built: Path, name: str) -> None:
    (built / name).write_text("mine")
    with pytest.raises(InputError, match=f"graph: holds '{name}', which no build has made; allowed: a new folder"):
        build(assets.tiny(), built)
    assert (built / name).read_text() == "mine"


@pytest.mark.usefixtures("unmade")
def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("mine")
    with pytest.raises(InputError, match="graph: not a folder; allowed: "):
        build(assets.tiny(), tmp_path / "graph")


def test_a_second_build_at_the_same_time_is_refused(tmp_path: Path) -> None:
    with replaced_folder(tmp_path / "graph"), pytest.raises(GraphError, match="graph: another build is writing there"):
        build(assets.tiny(), tmp_path / "graph")


@pytest.mark.usefixtures("unchecked")
@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_a_build_that_is_broken_off_leaves_no_rubbish(
    built: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException | type[BaseException]
) -> None:
    def stop(folder: Path, *_: object) -> None:
        folder.mkdir()
        (folder / "half.html").write_text("<half")
        raise error

    before = contents(built)
    change(corpus / "documents" / "rivertown.md", "# Digital publishing", "# The digital publishing")
    monkeypatch.setattr(pipeline, "write_views", stop)
    with pytest.raises((KeyboardInterrupt, GraphError)):
        build(corpus, built)
    assert contents(built) == before
    assert names(built.parent) == ["corpus", "graph"]


@pytest.mark.usefixtures("unchecked")
def test_a_graph_can_be_read_while_the_next_one_is_built(
    built: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = []

    def count(*_: object) -> None:
        counts.append(len(open_store(built)))

    change(corpus / "documents" / "rivertown.md", "# Digital publishing", "# The digital publishing")
    monkeypatch.setattr(pipeline, "write_views", count)
    store = open_store(built)
    build(corpus, built)
    assert counts == [len(store)]


@pytest.mark.usefixtures("unchecked")
def test_the_user_is_told_how_far_it_is(tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    build(assets.tiny(), tmp_path / "graph", lambda *step: steps.append(step))
    assert list(dict.fromkeys(step for step, _, _ in steps)) == [
        "documents",
        "extraction",
        "graph",
        "findings",
        "check",
        "views",
    ]
    assert steps[0] == ("documents", 0, len(TINY))
    assert all(done < total for _, done, total in steps)


def test_a_masked_section_leaves_nothing_behind(tmp_path: Path) -> None:
    made = build(assets.tiny(), tmp_path / "masked", without=["rivertown#Money"])
    graph = load(made.folder)
    assert not any(e.section == 2 and e.document == "rivertown" for s in graph.ecosystem.statements for e in s.evidence)
    assert [s for s in graph.silos(["S2"]) if s.state == "supported"] == []
    assert not build(assets.tiny(), tmp_path / "masked", without=["rivertown#Money"]).is_new
    assert build(assets.tiny(), tmp_path / "masked").is_new


def test_without_experts_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no expert is named"):
        diagnose_masked(assets.tiny(), tmp_path / "masked")
