"""The report as a file; the ending of its name says in which form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path

from dpgraph.documents.files import write_atomically
from dpgraph.errors import InputError, allowed
from dpgraph.records import Ecosystem, Finding
from dpgraph.views.report.html import as_html
from dpgraph.views.report.markdown import as_markdown
from dpgraph.views.report.model import CHOSEN, Documents, Report, build_report
from dpgraph.views.report.pdf import as_pdf
from dpgraph.views.report.words import Words, read_words

PAGES = 6
# Makes the report that tells so many silos and so many opportunities.
Make = Callable[[int], Report]


def write_report(
    path: Path, ecosystem: Ecosystem, findings: Iterable[Finding], documents: Documents, lang: str, title: str = ""
) -> None:
    """Writes the report on an ecosystem, as a whole or not at all; the same input gives the same bytes.

    Raises `InputError` for another ending than .html, .pdf and .md, for a language there is none in, for a place that
    cannot be written, and with what to install where a library is missing.
    """
    words, form, given = read_words(lang), form_of(path), tuple(findings)
    write_atomically(path, form(partial(build_report, ecosystem, given, documents, words, title), words))


def form_of(path: Path) -> Callable[[Make, Words], bytes]:
    """What makes the bytes of a file with this name; `InputError` for an ending that there is no form for."""
    try:
        return FORMS[path.suffix.lower()]
    except KeyError:
        raise InputError(f"{path}: no report ends in {path.suffix!r}; {allowed(path.suffix, FORMS)}") from None


def _html(make: Make, words: Words) -> bytes:
    return as_html(make(CHOSEN), words).encode()


def _markdown(make: Make, words: Words) -> bytes:
    return as_markdown(make(CHOSEN), words).encode()


def _pdf(make: Make, words: Words) -> bytes:
    """The page on at most six sheets: with as many findings as they have room for, and always one of each sort."""
    for many in range(CHOSEN, 0, -1):
        made, pages = as_pdf(as_html(make(many), words))
        if pages <= PAGES:
            break
    return made


FORMS: Mapping[str, Callable[[Make, Words], bytes]] = {".html": _html, ".md": _markdown, ".pdf": _pdf}
