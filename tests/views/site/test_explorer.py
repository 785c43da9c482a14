"""The pages as text: every one is there, its links lead somewhere, and it says what the records say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from dpgraph import iris
from dpgraph.errors import InputError, NotFound
from dpgraph.records import Ecosystem
from dpgraph.views.palette import STYLES
from dpgraph.views.site.addresses import Addresses, file_name, from_file
from dpgraph.views.site.explorer import DATA, Explorer
from dpgraph.views.site.exporting import MARK, write_site
from dpgraph.views.site.reading import explore
from dpgraph.views.site.rendering import POLICY, STATIC


class Markup(HTMLParser):
    """What a page links to, the ids it has, and what in it could run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.runs: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value for name in ("href", "src", "action") if (value := given.get(name))]
        self.ids += [given["id"]] if given.get("id") else []
        inline = tag in {"script", "style"} and not given.get("src")
        self.runs += [tag] if inline or any(name.startswith("on") or name == "style" for name in given) else []


@pytest.fixture(scope="session")
def explorer(tiny_build: Path) -> Explorer:
    return explore(tiny_build)


@pytest.fixture(scope="session")
def pages(explorer: Explorer) -> Mapping[str, str]:
    return {path: explorer.page(path, from_file(path)) for path in explorer.paths()}


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def data_of(script: str) -> Any:
    found = re.fullmatch(r'dpgraph\("\w+", (".*")\);\n', script)
    assert found
    return json.loads(json.loads(found[1]))


def test_every_link_leads_to_a_page_and_a_place_in_it(pages: Mapping[str, str]) -> None:
    held = {file_name(path): Markup(page) for path, page in pages.items()}
    for path, page in held.items():
        folder = Path("/site", path).parent
        for link in page.links:
            file, _, at = link.partition("#")
            if link.startswith("data:") or "/static/" in f"/{file}" or "/data/" in f"/{file}" or link.endswith(".ttl"):
                continue
            wanted = (folder / unquote(file)).resolve().relative_to("/site").as_posix() if file else path
            assert wanted in held, (path, link)
            if at and "=" not in at:
                assert unquote(at) in held[wanted].ids, (path, link)


def test_no_page_holds_a_script_a_style_or_an_id_twice(pages: Mapping[str, str]) -> None:
    for path, page in pages.items():
        held = Markup(page)
        assert held.runs == [], path
        assert len(held.ids) == len(set(held.ids)), path
        assert f'content="{POLICY.replace(chr(39), "&#39;")}"' in page
        assert not [link for link in held.links if link.startswith(("http", "//", "/"))], path


def test_the_first_page_begins_with_the_findings(explorer: Explorer) -> None:
    page = explorer.page("", Addresses())
    assert page.index("Silos") < page.index("Opportunities") < page.index("What the graph holds")
    held = explorer.held
    assert "Figures by indicator users 2" in text_of(page) and "from 2022 to 2023" in text_of(page)
    assert f"{len(held.statements)} statements about {len(held.ecosystem.spoken_of())} entities" in text_of(page)
    for letter in "SO":
        best = next(f for f in held.findings if f.kind.startswith(letter))
        assert f'href="/findings/{best.id}"' in page


def test_a_finding_shows_all_that_it_rests_on(explorer: Explorer) -> None:
    for finding in explorer.held.findings:
        page = explorer.page(f"findings/{finding.id}", Addresses())
        told = text_of(page)
        for sentence in (*finding.evidence, *finding.against):
            assert re.sub(r"\s+", " ", sentence.quote).replace("'", "&#39;") in told
        assert finding.settle.replace("'", "&#39;") in told
        assert page.count('class="strand missing"') + page.count('class="strand denied"') <= len(finding.missing)
        for iri in {iri for ids in finding.members.values() for iri in ids}:
            assert f"&lt;{iri}&gt;" in page or "brings" in str(finding.members)


def test_the_query_of_a_finding_lists_its_statements(explorer: Explorer) -> None:
    silo = next(f for f in explorer.held.findings if f.kind == "S1")
    page = explorer.page(f"findings/{silo.id}", Addresses())
    found = re.search(r'href="/answer\?query=([^"]+)"', page)
    assert found
    answer = explorer.page("answer", Addresses(), {"query": unquote(found[1])})
    assert "Harbor Press operates the LearnPort platform" in answer and 'class="fault"' not in answer


def test_an_entity_is_known_by_both_names_and_both_ways(explorer: Explorer) -> None:
    page = explorer.page("resource/learnport", Addresses())
    assert "Operated by" in page and "Active in" in page and "40,000" in page and "2022" in page
    assert "港口出版社" in explorer.page("resource/harbor-press", Addresses())
    with pytest.raises(NotFound, match="nobody"):
        explorer.page("resource/nobody", Addresses())


def test_the_figures_of_an_entity_are_plotted(explorer: Explorer) -> None:
    several = replace(explorer, held=replace(explorer.held, ecosystem=with_figures(explorer)))
    page = several.page("resource/learnport", Addresses())
    assert "users (user)" in page and "Figures in CNY" in page
    assert page.count('class="plot"') == 2 and 'aria-label="Figures in CNY. costs (2022): 4; income (2022): 5"' in page


def with_figures(explorer: Explorer) -> Ecosystem:
    """The ecosystem with users of LearnPort for two years, and two sums of money."""
    held = explorer.held
    users = next(o for o in held.figures[iris.expand("dpr:learnport")] if o.indicator == "users")
    more = (
        replace(users, year=2023, value=50_000.0),
        replace(users, indicator="income", unit="CNY", value=5.0),
        replace(users, indicator="costs", unit="CNY", value=4.0),
    )
    return replace(held.ecosystem, observations=(*held.ecosystem.observations, *more))


def test_what_a_document_denies_is_drawn(explorer: Explorer) -> None:
    held = explorer.held
    denied = next(s for s in held.statements if s.status == "denied")
    finding = replace(held.findings[0], members={"owners": (denied.subject, denied.object)}, missing=(), ties=())
    page = replace(explorer, held=replace(held, findings=(finding,))).page(f"findings/{finding.id}", Addresses())
    assert page.count("strand refused") == 1 and "a document says that it is not so" in page
    assert "no documented tie</figcaption>" not in page and "strand missing" not in page


def test_a_document_tells_whose_a_figure_is(explorer: Explorer) -> None:
    page = text_of(explorer.page("document/rivertown", Addresses()))
    assert re.search(r"LearnPort\s+users: over 40,000 user", page)


def test_a_document_leads_to_its_original_if_that_is_on_the_web(explorer: Explorer) -> None:
    held, text = explorer.held, explorer.held.texts["rivertown"]
    for address, is_link in (("https://example.org/report", True), ("javascript:alert(1)", False)):
        texts = {"rivertown": replace(text, metadata={"reference": address})}
        page = replace(explorer, held=replace(held, texts=texts)).page("document/rivertown", Addresses())
        assert address in page and (f'href="{address}"' in page) is is_link


def test_a_document_is_whole_and_marked(explorer: Explorer) -> None:
    text = explorer.held.texts["rivertown"]
    page = explorer.page("document/rivertown", Addresses())
    reading = page[page.index('<div class="reading">') :]
    kept = "".join(
        re.sub(r"<[^>]+>", "", p) for p in re.findall(r'<(?:p|h2) class="text.*?</(?:p|h2)>', reading, re.DOTALL)
    )
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text.text or "").replace("'", "&#39;").replace('"', "&#34;")
    assert '<mark class="Organization"><a href="/resource/harbor-press"' in page
    stated = {s for s in explorer.held.statements if any(e.document == "rivertown" for e in s.evidence)}
    assert page.count('class="note" data-note="s-') >= len(stated)


def test_a_graph_without_its_documents_has_pages(tiny_build: Path, tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    (tmp_path / "graph" / "4_graph").symlink_to(tiny_build / "4_graph")
    alone = explore(tmp_path / "graph")
    assert "is not kept with this graph" in alone.page("document/rivertown", Addresses())
    assert {f.id for f in alone.held.findings} == {f.id for f in explore(tiny_build).held.findings}


def test_the_network_has_every_statement_once(explorer: Explorer) -> None:
    network, evidence = (data_of(explorer.data(name, Addresses(""))) for name in ("network", "evidence"))
    statements = explorer.held.statements
    assert len(network["ties"]["a"]) == len(evidence["ties"]) == len(statements)
    names, ties = network["nodes"]["name"], network["ties"]
    n = next(n for n, s in enumerate(statements) if s.predicate == "operates" and s.subject.endswith("harbor-press"))
    assert (names[ties["a"][n]], names[ties["b"][n]]) == ("Harbor Press", "LearnPort")
    number, method, confidence = evidence["ties"][n][0]
    assert evidence["sentences"][number][0].startswith("Harbor Press operates the LearnPort platform")
    assert confidence == 1 and method
    learnport, education = names.index("LearnPort"), names.index("digital education")
    assert education in network["nodes"]["sectors"][learnport]
    assert names[network["nodes"]["owner"][learnport]] == "Harbor Press"
    assert all(len(sizes) == len(names) for sizes in network["sizes"].values())


def test_names_are_found_in_both_languages(explorer: Explorer) -> None:
    found = data_of(explorer.data("names", Addresses("")))
    assert ["Harbor Press", "publisher", "resource/harbor-press", ["港口出版社"], "harbor-press"] in found
    assert {"document", "silo", "opportunity"} <= {kind for _, kind, *_ in found}


def test_sectors_beside_each_other(explorer: Explorer) -> None:
    sectors = {s["name"]: dict(s["groups"]) for s in data_of(explorer.data("sectors", Addresses("")))}
    assert ["LearnPort", "resource/learnport"] in sectors["digital education"]["Platform (active in)"]


def test_two_builds_beside_each_other(explorer: Explorer, tiny_build: Path) -> None:
    page = explore(tiny_build, other=tiny_build).page("compare", Addresses())
    assert "documents" in page and 'class="changed"' not in page and "all are scored alike" in page
    assert "silos: duplicate function (S1)" in page
    assert "score before" not in explorer.page("compare", Addresses())


def test_a_finding_that_changed_is_one_line(explorer: Explorer) -> None:
    held = explorer.held
    changed = replace(held.findings[0], score=0.125, title="As it was called before")
    before = replace(held, name="before", findings=(changed, *held.findings[1:]))
    page = replace(explorer, other=before).page("compare", Addresses())
    assert f'href="/findings/{held.findings[0].id}"' in page and page.count("0.12") == 1
    assert "As it was called before" not in page


def test_a_question_takes_only_values_of_its_kind(explorer: Explorer) -> None:
    page = explorer.page("questions/platforms-by-sector", Addresses(), {"sector": "audiobooks"})
    assert "TaleStream" in page and 'value="audiobooks"' in page
    wrong = explorer.page("questions/figures-ranked", Addresses(), {"year": '20"<b>'})
    assert 'role="alert"' in wrong and "<b>" not in wrong
    assert "Yes" in explorer.page("answer", Addresses(), {"query": "ASK { ?s ?p ?o }"})
    assert 'role="alert"' in explorer.page("answer", Addresses(), {"query": "SELECT nonsense"})


def test_a_plot_says_what_it_shows(explorer: Explorer) -> None:
    by_year = explorer.page("questions/years", Addresses())
    assert "2020, ceased" in by_year and '<th scope="col" class="number">Statements</th>' in by_year
    ranked = text_of(explorer.page("questions/figures-ranked", Addresses()))
    assert re.search(r"Value \(\w+\), \d+ of \d+ rows", ranked)


def test_a_pair_is_drawn_once_whichever_way_it_is_told(explorer: Explorer) -> None:
    page = explorer.page("questions/collaborations", Addresses())
    assert page.count(">Harbor Press</a>") > 1 and page.count("<title>Harbor Press (publisher)</title>") == 1


def test_a_project_asks_its_own_questions(explorer: Explorer, tmp_path: Path) -> None:
    folder = tmp_path / "queries"
    folder.mkdir()
    text = "#+ title: Mine\n#+ question: What?\n#+ returns: {s: iri}\n#+ tags: [what]\nSELECT ?s WHERE { ?s ?p ?o }"
    (folder / "mine.rq").write_text(text, encoding="utf-8")
    (tmp_path / "dpgraph.toml").write_text("", encoding="utf-8")
    own = replace(explorer, places=(tmp_path,))
    assert "Mine" in own.page("questions", Addresses()) and "questions/mine" in own.paths()


@pytest.mark.parametrize("path", ["nowhere", "findings/S9", "document/none", "questions/none", "resource"])
def test_there_is_no_other_page(explorer: Explorer, path: str) -> None:
    with pytest.raises(NotFound):
        explorer.page(path, Addresses())


def test_the_site_is_the_same_each_time_and_replaces_only_itself(
    explorer: Explorer, tiny_build: Path, tmp_path: Path
) -> None:
    for folder, held in (("a", explorer), ("b", explore(tiny_build))):
        assert write_site(held, tmp_path / folder) == len(list(explorer.paths()))
    files = {f.relative_to(tmp_path / "a"): f.read_bytes() for f in (tmp_path / "a").rglob("*") if f.is_file()}
    assert files == {f.relative_to(tmp_path / "b"): f.read_bytes() for f in (tmp_path / "b").rglob("*") if f.is_file()}
    assert {Path("data", f"{name}.js") for name in DATA} <= set(files)
    for page in (tmp_path / "a" / "resource").glob("*.html"):
        assert f'href="../resource/{page.stem}.ttl"' in page.read_text("utf-8")
        assert list(ox.parse(path=page.with_suffix(".ttl")))
    write_site(explorer, tmp_path / "a")
    (tmp_path / "b" / MARK).unlink()
    with pytest.raises(InputError, match="no export has written"):
        write_site(explorer, tmp_path / "b")


def test_the_classes_have_the_colours_of_the_palette() -> None:
    css = (STATIC / "page.css").read_text("utf-8").lower()
    for name, (_, colour) in STYLES.items():
        rule = next(rule for rule in css.split("}") if f"mark.{name.lower()}" in rule)
        darker = {"#f0e442": "#d8c400", "#999999": "#999"}.get(colour.lower(), colour.lower())
        assert f"border-color: {darker}" in rule


def test_what_is_vendored_keeps_its_licences() -> None:
    licences = (STATIC / "force-graph.LICENSE.txt").read_text("utf-8")
    import hashlib

    assert hashlib.sha256((STATIC / "force-graph.min.js").read_bytes()).hexdigest() in licences
    for name in ("force-graph 1.52.0", "d3-zoom", "tween.js", "lodash-es", "preact"):
        assert name in licences
    assert "Permission is hereby granted" in licences
