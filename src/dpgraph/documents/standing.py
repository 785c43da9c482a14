"""How the documents of a corpus stand to those that a build was made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dpgraph.documents.corpus import Corpus
from dpgraph.records import Skipped, Source
from dpgraph.settings import FLOORS

STATES = ("new", "changed", "removed", "left out", "unchanged")


@dataclass(frozen=True, slots=True)
class Standing:
    """A document, its file seen from the corpus, and its state, one of `STATES`; why, where it was left out."""

    id: str
    path: str
    state: str
    reason: str = ""


def standing(corpus: Corpus, build: Path, skipped: tuple[Skipped, ...]) -> tuple[Standing, ...]:
    """Every document of a corpus, and those that only the build has, sorted by state and id.

    `skipped` is what the build left out. Without a build all documents are new.
    """
    built, reasons = _built(build), {Path(s.path).name: s.reason for s in skipped}
    found = [_standing(s, corpus.folder, built, reasons) for s in corpus.sources]
    ids = {s.id for s in corpus.sources}
    gone = [Standing(ident, row["path"], "removed") for ident, row in built.items() if ident not in ids]
    return tuple(sorted([*found, *gone], key=lambda s: (STATES.index(s.state), s.id)))


def _built(build: Path) -> dict[str, Mapping[str, str]]:
    path = build / FLOORS[0] / "documents.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {row["id"]: row for row in map(json.loads, lines)}


def _standing(
    source: Source, folder: Path, built: Mapping[str, Mapping[str, str]], reasons: Mapping[str, str]
) -> Standing:
    path = source.path.relative_to(folder).as_posix()
    if source.id in built:
        same = built[source.id]["sha256"] == sha256(source.path.read_bytes()).hexdigest()
        return Standing(source.id, path, "unchanged" if same else "changed")
    if source.path.name in reasons:
        return Standing(source.id, path, "left out", reasons[source.path.name])
    return Standing(source.id, path, "new")
