"""Documents put into a project and taken out of it, with their rows in `sources.csv`."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dpgraph.documents.corpus import Row, find_sources, read_corpus, read_rows
from dpgraph.documents.fetching import fetch, is_url
from dpgraph.documents.files import write_atomically
from dpgraph.documents.formats import decoded
from dpgraph.documents.reading import file_bytes, read_document
from dpgraph.errors import InputError, NotFound, allowed
from dpgraph.records import Document, Source

REGISTER = "sources.csv"
COLUMNS = ("id", "title", "publisher", "date", "reference", "language", "licence", "sha256")


@dataclass(frozen=True, slots=True)
class Added:
    """A document that is now in a project, or (not `is_new`) was there before."""

    id: str
    path: Path
    title: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Removed:
    """A document that is no longer in a project, and how many curated rows went with it."""

    id: str
    path: Path
    rows: int


def add_document(project: Path, given: str) -> Added:
    """Puts a file, or what an address gives, into `documents/`, and a row about it into `sources.csv`.

    Raises `InputError` when it cannot be fetched or read, or when another document has its name.
    """
    name, data, reference = _got(given)
    home = project / "documents"
    if there := _same_content(home, data):
        known = read_document(Source(there.stem, there))
        return Added(find_sources([there], home)[0].id, there, known.metadata["title"], is_new=False)
    path = home / name
    ident = find_sources([path], home)[0].id
    _refuse_taken(project, path, ident)
    document = _read(ident, name, data, given)
    row = _row(document, data, name, reference)
    home.mkdir(parents=True, exist_ok=True)
    write_atomically(path, data)
    _write_register(project, [*_registered(project), row])
    return Added(ident, path, row["title"], is_new=True)


def remove_document(project: Path, given: str, *, with_rows: bool = False) -> Removed:
    """Takes a document out of `documents/` and of `sources.csv`, by its id or its file.

    Curated rows that quote it are taken out too if `with_rows` says so. Raises `NotFound` when there is no such
    document, `InputError` when curated rows quote it and must stay.
    """
    source = _find(project, given)
    quoting = _quoting(project, source.id)
    if quoting and not with_rows:
        places = ", ".join(row.place for row in quoting[:3]) + (", ..." if len(quoting) > 3 else "")
        raise InputError(
            f"{source.id}: {len(quoting)} curated rows quote it ({places}); to take them out as well: --with-rows"
        )
    for path in dict.fromkeys(row.path for row in quoting):
        _write_without(path, source.id)
    source.path.unlink()
    kept = [row for row in _registered(project) if row["id"] != source.id]
    if kept != _registered(project):
        _write_register(project, kept)
    return Removed(source.id, source.path, len(quoting))


def _got(given: str) -> tuple[str, bytes, str]:
    """The name, the bytes and the address of what is to be added."""
    if is_url(given):
        answer = fetch(given)
        return answer.name, answer.data, answer.url
    path = Path(given)
    return path.name, file_bytes(path), ""


def _same_content(home: Path, data: bytes) -> Path | None:
    files = sorted(p for p in home.rglob("*") if p.is_file() and p.stat().st_size == len(data))
    return next((p for p in files if p.read_bytes() == data), None)


def _refuse_taken(project: Path, path: Path, ident: str) -> None:
    """Refuses a file whose id another document has: ids stand in curated rows and must not change."""
    home = project / "documents"
    files = sorted(p for p in home.rglob("*") if p.is_file()) if home.is_dir() else []
    taken = next((p for p in files if find_sources([p], home)[0].id == ident), None)
    if taken:
        raise InputError(f"{path.name}: {taken} has the id {ident!r} too; rename the file, or: dpgraph remove {ident}")


def _read(ident: str, name: str, data: bytes, given: str) -> Document:
    """The document that a build would read, so that what cannot be read is not added."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        try:
            return read_document(Source(ident, path))
        except InputError as error:
            raise InputError(str(error).replace(str(path), given)) from None


def _row(document: Document, data: bytes, name: str, reference: str) -> dict[str, str]:
    said = _page_says(decoded(data)) if name.endswith((".html", ".htm")) else {}
    known = {"title": document.metadata["title"], "language": document.metadata.get("language", "")}
    return {
        **dict.fromkeys(COLUMNS, ""), **known, **said,
        "id": document.id, "reference": reference, "sha256": sha256(data).hexdigest(),
    }  # fmt: skip


def _page_says(page: str) -> dict[str, str]:
    """What a page declares of itself: title, publisher, date and licence, where it does."""
    from trafilatura import extract_metadata

    plainly = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01"}
    found = extract_metadata(page, date_config=plainly)
    said = {"title": found.title, "publisher": found.sitename, "date": found.date, "licence": found.license}
    return {key: " ".join(value.split()) for key, value in said.items() if value}


def _find(project: Path, given: str) -> Source:
    sources = read_corpus(project).sources
    names = {s.id: s for s in sources} | {s.path.name: s for s in sources}
    path = Path(given).absolute()
    found = names.get(given) or next((s for s in sources if s.path.absolute() == path), None)
    if found is None:
        raise NotFound(f"no document {given!r}; {allowed(given, [s.id for s in sources])}")
    return found


def _quoting(project: Path, ident: str) -> list[Row]:
    corpus = read_corpus(project)
    return [row for row in (*corpus.statements, *corpus.figures) if row["document"] == ident]


def _write_without(path: Path, ident: str) -> None:
    rows = read_rows(path, ("document",))
    write_atomically(path, _csv(_header(path), [row.values for row in rows if row["document"] != ident]))


def _registered(project: Path) -> list[Mapping[str, str]]:
    return [row.values for row in read_rows(project / REGISTER, ("id", "title"))]


def _write_register(project: Path, rows: Sequence[Mapping[str, str]]) -> None:
    path = project / REGISTER
    columns = _header(path) if path.is_file() else COLUMNS
    write_atomically(path, _csv(columns, rows))


def _header(path: Path) -> tuple[str, ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(next(csv.reader(file)))


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
