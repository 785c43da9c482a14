"""Where a page is: at a path of the server, or in a file of a folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from dpgraph import iris

MOST = 120


@dataclass(frozen=True, slots=True)
class Addresses:
    """Links from one page to others: below `root`, each with `ending` ("" for the server, ".html" for files)."""

    root: str = "/"
    ending: str = ""

    @property
    def served(self) -> bool:
        """Whether there is a server that can be asked."""
        return not self.ending

    def page(self, path: str, at: str = "") -> str:
        """The link to a page by its path ("" is the first page), at a place in it."""
        page = self._file(path) if self.ending else quote(path, safe="/")
        return f"{self.root}{page}{'#' + quote(at, safe='/:=&') if at else ''}"

    def file(self, path: str) -> str:
        """The link to something that is a file on both: a style, a script, data."""
        return f"{self.root}{path}"

    def _file(self, path: str) -> str:
        return quote(file_name(path), safe="/")


def from_file(path: str) -> Addresses:
    """The links of the page in the file of a path: up to the folder's top, and down again.

    >>> from_file("findings/S1-0a").page("resource/harbor-press"), from_file("network").page("")
    ('../resource/harbor-press.html', 'index.html')
    """
    return Addresses("../" * path.count("/"), ".html")


def file_name(path: str) -> str:
    """The file of a page, with no character that a file system refuses, and none too long.

    >>> file_name("resource/harbor-press"), file_name('document/a?b"c')
    ('resource/harbor-press.html', 'document/a-b-c.88f01fab.html')
    """
    if not path:
        return "index.html"
    safe = re.sub(r"[^\w./+-]", "-", path.replace("..", "-"))
    if len(safe.encode()) > MOST:
        safe = safe.encode()[:MOST].decode(errors="ignore")
    return f"{safe}.html" if safe == path else f"{safe}.{iris.digest(path)[:8]}.html"


def entity_path(iri: str) -> str:
    """The path of an entity's page; "" of one that has no IRI of ours.

    >>> entity_path("https://w3id.org/dpgraph/resource/harbor-press"), entity_path("http://other.example/x")
    ('resource/harbor-press', '')
    """
    tail = iri.removeprefix(iris.PREFIXES["dpr"])
    return "" if tail == iri else f"resource/{unquote(tail)}"


def document_path(document: str) -> str:
    """The path of a document's page."""
    return f"document/{document}"


def finding_path(ident: str) -> str:
    """The path of a finding's page."""
    return f"findings/{ident}"
