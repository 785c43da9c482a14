"""The report as a whole: every form, both languages, the same bytes, numbers and quotes as they are in the graph."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from ecosystems import DUPLICATE, FUNDS, ecosystem
from held import Held

from dpgraph.analysis.opportunities import find_opportunities
from dpgraph.analysis.silos import find_silos
from dpgraph.errors import InputError
from dpgraph.views.report.figures import find_series
from dpgraph.views.report.html import as_html
from dpgraph.views.report.markdown import as_markdown
from dpgraph.views.report.model import build_report, written
from dpgraph.views.report.words import LANGUAGES, read_words
from dpgraph.views.report.writing import write_report

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
LINK = "[x](javascript:alert(1))"
both = pytest.mark.parametrize("language", LANGUAGES)


class Read(HTMLParser):
    """The elements of a page, its text, and what it would load or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags, self.text, self.attributes = list[str](), list[str](), list[tuple[str, str]]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def write(held: Held, path: Path, language: str) -> bytes:
    write_report(path, held.ecosystem, held.findings, held.documents, language)
    return path.read_bytes()


@both
@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_same_bytes_twice(tiny: Held, tmp_path: Path, language: str, ending: str) -> None:
    first, again = (write(tiny, tmp_path / f"{n}.{ending}", language) for n in "ab")
    assert first == again
    assert read_words(language)("report.title") in first.decode()


@both
def test_no_date_but_that_of_the_newest_source(tiny: Held, language: str) -> None:
    assert "2025-02-01" in tiny.report(language).newest
    undated = replace(tiny, documents={d: {**about, "date": ""} for d, about in tiny.documents.items()})
    assert undated.report(language).newest == read_words(language)("report.undated")


@both
def test_the_page_loads_nothing_runs_nothing_and_is_told_in_its_language(tiny: Held, language: str) -> None:
    page = as_html(tiny.report(language), read_words(language))
    read = Read(page)
    assert not {"script", "img", "link", "iframe", "object", "embed", "base", "form"} & set(read.tags)
    assert not [value for name, value in read.attributes if name in ("src", "href", "action") and value[:1] != "#"]
    assert not re.search(r"@import|url\(\s*[\"']?(?!#)", page)
    assert "default-src 'none'" in page
    assert ("lang", "zh-Hans" if language == "zh" else "en") in read.attributes
    ids = [value for name, value in read.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert read.tags.count("h1") == 1
    assert "{" not in "".join(t for t in read.text if "font" not in t)


@both
def test_the_counts_are_those_of_the_graph(tiny: Held, language: str) -> None:
    report, made = tiny.report(language), tiny.ecosystem
    words = read_words(language)
    assert words("count.statements", n=len(made.statements)) in report.lede
    assert words("count.sections", n=len(made.sections)) in report.lede
    assert dict(report.statuses)[words("read.total")] == str(len(made.statements))
    for status in {s.status for s in made.statements}:
        assert dict(report.statuses)[words(f"statuses.{status}")] == str(
            sum(s.status == status for s in made.statements)
        )
    assert dict(report.types)[words("read.total")] == str(len(made.spoken_of()))
    kinds = [row for part in report.parts for row in part.kinds]
    assert sum(int(many) for row in kinds for many in row[2:]) == len(tiny.findings)
    assert {row[1] for row in report.sources} == {about["title"] for about in tiny.documents.values()}


@both
def test_every_number_of_a_plot_is_a_figure_of_the_graph(shipped: Held, language: str) -> None:
    words, report = read_words(language), shipped.report(language)
    assert len(report.plots) >= 2
    told = {written(o, words) for series in find_series(shipped.ecosystem) for o in series.points}
    assert {row[plot.numbers[0]] for plot in report.plots for row in plot.rows} <= told
    values = {o.value for o in shipped.ecosystem.observations}
    assert {bar.value for plot in report.plots for bar in plot.bars} <= values


@both
@pytest.mark.parametrize("place", ["tiny", "shipped"])
def test_every_quote_stands_at_its_offsets(place: str, language: str, request: pytest.FixtureRequest) -> None:
    held: Held = request.getfixturevalue(place)
    quotes = [q for part in held.report(language).parts for f in part.told for q in (*f.quotes, *f.against)]
    assert len(quotes) > 5
    for quote in quotes:
        number, start, end = (
            re.findall(r"\d+", quote.place.replace(",", ""))[:1] + re.findall(r"\d+", quote.place.replace(",", ""))[-2:]
        )
        document = list(held.documents)[int(number) - 1]
        assert held.texts[document][int(start) : int(end)] == quote.words


@both
def test_markup_in_documents_is_text(language: str) -> None:
    lines = [*DUPLICATE, *FUNDS, ("Harbor", "operates", EVIL), (EVIL, "activeIn", LINK), ("Lantern", "operates", LINK)]
    made = ecosystem(*lines)
    found, words = (*find_silos(made), *find_opportunities(made)), read_words(language)
    report = build_report(made, found, {"d": {"title": EVIL, "publisher": LINK}}, words, title=EVIL)
    page = as_html(report, words)
    assert not {"script", "img"} & set(Read(page).tags)
    assert EVIL in Read(page).text
    markdown = as_markdown(report, words)
    assert not re.search(r"<\w", markdown)
    assert LINK not in markdown
    assert r"\[x\]" in markdown


@both
def test_markdown_has_the_tables_quotes_and_caveats_of_the_page(tiny: Held, language: str) -> None:
    report, words = tiny.report(language), read_words(language)
    markdown = as_markdown(report, words)
    for part in report.parts:
        for told in part.told:
            assert told.id in markdown
            assert all(f"> “{q.words}”" in markdown for q in told.quotes)
    for row in re.findall(r"^\|.*\|$", markdown, re.MULTILINE):
        assert row.count(" |") >= 2


@both
def test_an_empty_graph_has_a_report(language: str) -> None:
    words = read_words(language)
    report = build_report(ecosystem(), (), {}, words)
    page, markdown = as_html(report, words), as_markdown(report, words)
    for said in ("picture.none", "figures.none", "silos.none", "opportunities.none"):
        assert words(said) in page
        assert words(said) in markdown


@pytest.mark.usefixtures("has_pdf")
@both
def test_the_pdf_of_the_shipped_corpus_has_two_to_six_pages_with_its_font_inside(
    shipped: Held, tmp_path: Path, language: str
) -> None:
    write(shipped, tmp_path / "a.pdf", language)
    made, words = pypdf.PdfReader(tmp_path / "a.pdf"), read_words(language)
    assert 2 <= len(made.pages) <= 6
    text = "".join(page.extract_text() for page in made.pages)
    for heading in ("read", "picture", "figures", "silos", "opportunities", "method", "sources"):
        assert words(f"{heading}.heading") in text
    first = made.pages[0]["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]) for font in first.values()}
    assert all("Noto-Sans-SC" in name for name in names)
    assert made.metadata is not None
    assert made.metadata.title == words("report.title")
    assert made.metadata.creation_date is None
    assert made.trailer["/Root"]["/MarkInfo"]["/Marked"]  # tagged, so that it can be read aloud


@pytest.mark.usefixtures("has_pdf")
def test_the_same_pdf_twice(tiny: Held, tmp_path: Path) -> None:
    assert write(tiny, tmp_path / "a.pdf", "zh") == write(tiny, tmp_path / "b.pdf", "zh")


def test_as_many_findings_as_the_pages_have_room_for(
    tiny: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def laid_out(page: str) -> tuple[bytes, int]:
        tried.append(page.count("<article"))
        return f"{tried[-1]}".encode(), 5 + tried[-1] // 4

    monkeypatch.setattr("dpgraph.views.report.writing.as_pdf", laid_out)
    assert write(tiny, tmp_path / "a.pdf", "en") == b"6"
    assert tried == [12, 10, 8, 6]


def test_a_missing_system_library_is_told_with_what_to_install(
    tiny: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text(
        "raise OSError('cannot load library libpango: no such file')\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    for name in [n for n in sys.modules if n.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(InputError, match=r"Pango library.*cannot load library libpango.*apt-get install libpango"):
        write(tiny, tmp_path / "a.pdf", "en")
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.parametrize("library", ["weasyprint", "pylopdf_fonts_zh_cn", "matplotlib.figure"])
def test_a_missing_library_is_told_with_the_line_that_mends_it(
    shipped: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(InputError, match=r"pip install 'dpgraph\[report\]'"):
        write(shipped, tmp_path / "a.pdf", "en")
    write(shipped, tmp_path / "a.md", "en")  # needs none of it


@pytest.mark.parametrize(("name", "said"), [("a.docx", r"no report ends in '.docx'.*Allowed"), ("a", "no report ends")])
def test_another_ending_is_refused(tiny: Held, tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        write(tiny, tmp_path / name, "en")


def test_a_place_that_cannot_be_written_is_told(tiny: Held, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        write(tiny, tmp_path / "nowhere" / "a.md", "en")
