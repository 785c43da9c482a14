"""A corpus folder: documents, and what people have written down about them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dpgraph.documents.project import FILE as PROJECT
from dpgraph.documents.project import read_project
from dpgraph.errors import InputError, NotFound
from dpgraph.iris import slug
from dpgraph.records import Source
from dpgraph.settings import FLOORS, SUFFIXES

_STATEMENT_COLUMNS = ("subject", "predicate", "object", "status", "year", "document", "section", "quote", "curator")
_FIGURE_COLUMNS = (
    "subject", "indicator", "value", "unit", "year", "qualifier", "status", "document", "section", "quote", "curator",
)  # fmt: skip
_EXPERT_COLUMNS = (
    "id", "kind", "says", "expects", "functions", "members", "document", "section", "quote", "curator",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a CSV file and where it stands, for error sentences."""

    path: Path
    line: int
    values: Mapping[str, str]

    @property
    def place(self) -> str:
        """`file:line`."""
        return f"{self.path}:{self.line}"

    def __getitem__(self, column: str) -> str:
        return self.values[column]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What a folder holds.

    Files to read, the register of entities, aliases, curated statements and figures, which names a person has said to
    be one or two, what experts say (to be compared with the findings), and the sections to be masked for that. `title`
    is what a `dpgraph.toml` there calls it.
    """

    folder: Path
    sources: tuple[Source, ...]
    entities: tuple[Row, ...] = ()
    aliases: tuple[Row, ...] = ()
    statements: tuple[Row, ...] = ()
    figures: tuple[Row, ...] = ()
    merges: tuple[Row, ...] = ()
    experts: tuple[Row, ...] = ()
    masks: tuple[Row, ...] = ()
    title: str = ""

    @property
    def ontology(self) -> tuple[Path, ...]:
        """The folder of the corpus's own ontology, if it has one."""
        return (self.folder / "ontology",) if (self.folder / "ontology").is_dir() else ()


def read_corpus(folder: Path) -> Corpus:
    """The corpus in a folder: `documents/` (or, without it, every readable file below) and the optional CSV files.

    Raises `NotFound` for a missing folder, `InputError` for one without documents or for a CSV file of another form.
    """
    if not folder.is_dir():
        raise NotFound(f"{folder}: {'not a' if folder.exists() else 'no such'} folder")
    return Corpus(
        folder=folder,
        sources=_sources(folder),
        entities=read_rows(folder / "entities.csv", ("name", "class")),
        aliases=read_rows(folder / "aliases.csv", ("name", "alias", "language")),
        statements=_all_rows(folder / "curated", _STATEMENT_COLUMNS),
        figures=_all_rows(folder / "observations", _FIGURE_COLUMNS),
        merges=read_decisions(folder / "merges.csv"),
        title=read_project(folder).title if (folder / PROJECT).is_file() else "",
        experts=read_rows(folder / "experts.csv", _EXPERT_COLUMNS),
        masks=read_rows(folder / "masks.csv", ("document", "section")),
    )


def read_decisions(path: Path) -> tuple[Row, ...]:
    """The rows of a `merges.csv`, none if it is not there; `InputError` if it is no such table."""
    return read_rows(path, ("name", "other", "decision"))


def find_sources(paths: Sequence[Path], below: Path) -> tuple[Source, ...]:
    """Files as sources: the id is the slug of the path below a folder, with the suffix where two would be the same.

    `InputError` when that does not tell them apart either.
    """
    stems = {p: slug(str(p.relative_to(below).with_suffix(""))) or "document" for p in paths}
    often = Counter(stems.values())
    ids = {p: s if often[s] == 1 else f"{s}-{slug(p.suffix)}" for p, s in stems.items()}
    taken: dict[str, Path] = {}
    for path, ident in ids.items():
        if taken.setdefault(ident, path) != path:
            raise InputError(f"{path}: would have the id {ident!r} that {taken[ident]} has; rename one of them")
    return tuple(Source(ids[p], p) for p in paths)


def _sources(folder: Path) -> tuple[Source, ...]:
    home = folder / "documents" if (folder / "documents").is_dir() else folder
    paths = sorted(p for p in home.rglob("*") if p.suffix.lower() in SUFFIXES and _is_source(p.relative_to(home)))
    if not paths:
        raise InputError(f"{folder}: no documents in it; allowed: {', '.join(SUFFIXES)}")
    known = {row["id"]: row.values for row in read_rows(folder / "sources.csv", ("id", "title"))}
    return tuple(
        Source(s.id, s.path, {k: v for k, v in known.get(s.id, {}).items() if k not in {"id", "sha256"}})
        for s in find_sources(paths, home)
    )


def _is_source(path: Path) -> bool:
    """Whether a path below a folder is neither hidden nor what a build has written there."""
    return not any(part.startswith(".") or part in FLOORS for part in path.parts)


def _all_rows(folder: Path, columns: Sequence[str]) -> tuple[Row, ...]:
    return tuple(row for path in sorted(folder.glob("*.csv")) for row in read_rows(path, columns))


def read_rows(path: Path, columns: Sequence[str]) -> tuple[Row, ...]:
    """The rows of a CSV file, none if it is not there; `InputError` if a column is missing."""
    if not path.exists():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise InputError(f"{path}:1: no column {missing[0]!r}; needed: {','.join(columns)}")
            return tuple(Row(path, reader.line_num, _clean_row(path, reader.line_num, row)) for row in reader)
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: not a row of CSV ({error})") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not in UTF-8 (byte {error.start})") from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None


def _clean_row(path: Path, line: int, row: dict[str | None, str | None]) -> dict[str, str]:
    if None in row or None in row.values():
        raise InputError(
            f"{path}:{line}: {'more' if None in row else 'fewer'} fields than columns; quote texts with commas"
        )
    return {str(k): str(v).strip() for k, v in row.items()}
