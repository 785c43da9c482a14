"""Documents kept beside a build, so that the next one reads only the files that are new or have changed."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from dpgraph.documents.reading import file_bytes, read_document
from dpgraph.records import Document, Section, Source, fields_of

_CELLAR = ("records.py", "settings.py", "errors.py")
_LIBRARIES = ("charset-normalizer", "lxml", "py3langid", "pypdf", "python-docx", "trafilatura")


@dataclass(frozen=True, slots=True)
class Kept:
    """The documents of an earlier build, and those of this one as they are asked for: lines of JSON by their marks.

    A mark depends on all that a document depends on: the bytes of the file, what the register says of it, and by
    `context` the code and the libraries. What this build does not ask for is not carried over.
    """

    earlier: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    now: dict[str, str] = field(default_factory=dict)

    def read(self, source: Source) -> Document:
        """The document in a file, as `read_document` gives it; the file is not read anew where nothing has changed."""
        mark = self._mark(source, sha256(file_bytes(source.path)).hexdigest())
        if mark in self.earlier:
            self.now[mark] = self.earlier[mark]
            return replace(_restored(self.earlier[mark]), path=str(source.path))
        document = read_document(source)
        self.now[self._mark(source, document.sha256)] = _stored(document)
        return document

    def write(self, path: Path) -> None:
        """Leaves the documents that were asked for to the next build."""
        lines = (f"{mark} {digest(line)} {line}\n" for mark, line in self.now.items())
        path.write_text("".join(lines), encoding="utf-8")

    def _mark(self, source: Source, data: str) -> str:
        return digest(self.context, source.id, source.path.suffix.lower(), repr(sorted(source.metadata.items())), data)


def read_kept(path: Path) -> Kept:
    """The documents that an earlier build has left in a file; lines that are not as it left them are passed over."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        lines = []
    parts = (line.split(" ", 2) for line in lines)
    whole = {part[0]: part[2] for part in parts if len(part) == 3 and part[1] == digest(part[2])}
    return Kept(whole, _context())


def code(floors: Iterable[str], cellar: Iterable[str]) -> list[str]:
    """The files that floors, and some of the cellar, are made of, each with its hash."""
    package = Path(__file__).parent.parent
    own = (f for floor in floors for f in (package / floor).rglob("*") if f.is_file() and "__pycache__" not in f.parts)
    files = sorted([*own, *(package / name for name in cellar)])
    return [f"{f.relative_to(package).as_posix()} {sha256(f.read_bytes()).hexdigest()}" for f in files]


def _context() -> str:
    libraries = [f"{name} {_version(name)}" for name in _LIBRARIES]
    return digest(platform.python_version(), *libraries, *code(("documents",), _CELLAR))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not there"


def digest(*parts: str) -> str:
    """Thirty-two hexadecimal digits that depend on some texts alone."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def _stored(document: Document) -> str:
    return json.dumps({**fields_of(document), "path": ""}, default=fields_of)


def _restored(line: str) -> Document:
    parts: Mapping[str, Any] = json.loads(line)
    pairs = {name: tuple(map(tuple, parts[name])) for name in ("runs", "emphasis")}
    return Document(**{**parts, **pairs, "sections": tuple(Section(**s) for s in parts["sections"])})
