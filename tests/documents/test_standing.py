from __future__ import annotations

from pathlib import Path

from dpgraph.documents.corpus import read_corpus
from dpgraph.documents.standing import Standing, standing
from dpgraph.records import Skipped


def test_every_state_is_told(corpus: Path, tiny_build: Path) -> None:
    documents = corpus / "documents"
    (documents / "new.txt").write_text("New.")
    (documents / "bad.txt").write_bytes(b"\0")
    (documents / "riverside.md").unlink()
    with (documents / "rivertown.md").open("a") as file:
        file.write("\nMore.\n")
    skipped = (Skipped(str(documents / "bad.txt"), "a binary file"),)
    assert standing(read_corpus(corpus), tiny_build, skipped) == (
        Standing("new", "documents/new.txt", "new"),
        Standing("rivertown", "documents/rivertown.md", "changed"),
        Standing("riverside", "documents/riverside.md", "removed"),
        Standing("bad", "documents/bad.txt", "left out", "a binary file"),
    )


def test_after_a_build_all_is_unchanged_and_without_one_new(corpus: Path, tiny_build: Path, tmp_path: Path) -> None:
    assert {s.state for s in standing(read_corpus(corpus), tiny_build, ())} == {"unchanged"}
    assert {s.state for s in standing(read_corpus(corpus), tmp_path / "none", ())} == {"new"}
