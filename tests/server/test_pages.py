"""Pages and RDF of everything that has an IRI; nothing on a page comes from, or goes to, another host."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.server.conftest import Served, serving

from dpgraph import assets, iris
from dpgraph.graph.rdf import knowledge_quads
from dpgraph.graph.store import FLOOR, write_graph
from dpgraph.records import Document, Entity, Evidence, Knowledge, Section, Statement
from dpgraph.server.app import YASGUI
from dpgraph.views.site.rendering import STATIC

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Links(HTMLParser):
    """Every address that a page loads or leads to, and every inline script or style."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [value or "" for key, value in attrs if key in {"href", "src", "action", "data", "poster"}]
        inline = tag == "style" or (tag == "script" and "src" not in given)
        self.inline += [tag] * inline + [key for key in given if key == "style" or key.startswith("on")]


def things(served: Served) -> list[str]:
    """One of each kind."""
    query = "SELECT (SAMPLE(?s) AS ?one) { ?s a ?c FILTER(STRSTARTS(STR(?s), STR(<https://w3id.org/dpgraph/>))) } GROUP BY ?c"
    found = served.get("/sparql", "text/csv", query=query).text.split()[1:]
    return [iri.removeprefix("https://w3id.org/dpgraph") for iri in found if "#" not in iri]


@pytest.mark.parametrize("path", ["/nowhere", "/resource/nobody", "/findings/S9", "/static/none.css"])
def test_a_reader_of_pages_is_led_on(served: Served, path: str) -> None:
    reply = served.get(path, HTML)
    assert reply.status == 404 and reply.type.startswith("text/html")
    assert 'id="search"' in reply.text and re.search(r'class="fault">[A-Z][^<]+', reply.text)


def test_pages_need_no_other_host(served: Served) -> None:
    paths = [
        "/",
        "/findings",
        "/network",
        "/documents",
        "/compare",
        "/questions",
        "/query",
        "/answer",
        "/ontology",
        "/graph/curated",
        *things(served),
    ]
    assert len(paths) > 12
    for path in paths:
        reply = served.get(path, HTML)
        assert (reply.status, reply.type) == (200, "text/html; charset=utf-8"), path
        links = Links(reply.text)
        assert links.addresses and not links.inline, path
        assert all(re.match(r"/(?!/)|#|data:,$", address) for address in links.addresses), path


def test_every_link_of_a_page_leads_somewhere(served: Served) -> None:
    links = Links(served.get("/resource/harbor-press", HTML).text).addresses
    for link in {link.partition("#")[0] for link in links} - {"data:,"}:
        assert served.get(link, HTML).status in {200, 303}, link


def test_what_a_page_may_load(served: Served) -> None:
    for path in ("/", "/resource/harbor-press", "/static/page.css", "/sparql", "/nowhere"):
        policy = served.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy and "connect-src 'self'" in policy
        assert "unsafe" not in policy and "//" not in policy


def test_a_page_tells_everything_with_its_evidence(served: Served) -> None:
    page = served.get("/resource/harbor-press", HTML).text
    assert "<h1>Harbor Press" in page and "港口出版社" in page
    assert "<p>Harbor Press operates the LearnPort platform</p>" in page and "curated by editors" in page
    assert 'href="/resource/learnport"' in page and "asserted" in page


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "json", "nt", "rdf"])
def test_a_thing_as_rdf(served: Served, suffix: str) -> None:
    reply = served.get(f"/resource/harbor-press.{suffix}")
    quads = list(ox.parse(reply.body, format=ox.RdfFormat.from_media_type(reply.type)))
    said = {(q.predicate.value, q.object.value) for q in quads if q.subject.value == iris.expand("dpr:harbor-press")}
    assert (iris.expand("dpg:operates"), iris.expand("dpr:learnport")) in said
    assert any(q.predicate.value == iris.expand("oa:exact") for q in quads)


def test_the_format_is_negotiated(served: Served) -> None:
    path = "/resource/harbor-press"
    assert served.get(path, "text/turtle").type.startswith("text/turtle")
    assert served.get(path, "application/ld+json").type == "application/ld+json"
    assert served.get(path, "text/html;q=0.5, application/rdf+xml").type == "application/rdf+xml"
    assert served.get(path, "image/png").status == 406
    assert served.get(path).headers["vary"] == "accept"


def test_the_ontology_and_the_graphs(served: Served) -> None:
    assert b"owl:Ontology" in served.get("/ontology.ttl").body
    assert b"dpg:operates" in served.get("/graph/curated", "text/turtle").body
    assert 'id="Publisher"' in served.get("/ontology", HTML).text


def test_the_endpoint_describes_itself(served: Served) -> None:
    reply = served.get("/sparql", "text/turtle")
    store = ox.Store()
    store.load(reply.body, format=ox.RdfFormat.TURTLE)
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> "
    assert bool(store.query(f"{sd}ASK {{ ?s a sd:Service ; sd:endpoint <{served.sparql}> ; sd:resultFormat ?f }}"))
    assert bool(
        store.query(f"{sd}ASK {{ ?s sd:supportedLanguage sd:SPARQL11Query ; sd:defaultDataset/sd:defaultGraph ?g }}")
    )
    assert not bool(store.query(f"{sd}ASK {{ ?s sd:supportedLanguage sd:SPARQL11Update }}"))
    assert served.get("/sparql", "application/rdf+xml").type == "application/rdf+xml"
    browser = served.get("/sparql", HTML)
    assert browser.status == 303 and browser.headers["location"] == "/query"


def test_void_counts(served: Served) -> None:
    reply = served.get("/.well-known/void", "application/n-triples")
    store = ox.Store()
    store.load(reply.body, format=ox.RdfFormat.N_TRIPLES)
    counted = served.get("/sparql", "text/csv", query="SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").text.split()[1]
    void = "PREFIX void: <http://rdfs.org/ns/void#> "
    assert bool(store.query(f"{void}ASK {{ ?d void:sparqlEndpoint <{served.sparql}> ; void:triples {counted} }}"))
    assert bool(store.query(f"{void}ASK {{ ?d void:classPartition [ void:class ?c ; void:entities ?n ] }}"))
    assert served.get("/.well-known/void", HTML).type.startswith("text/turtle")


def test_the_editor_has_every_question(served: Served) -> None:
    questions = json.loads(served.get("/questions.json").body)
    page = served.get("/query").text
    assert len(questions) > 30
    assert all(f'data-question="{q["name"]}"' in page for q in questions)
    assert all(served.get("/sparql", query=q["text"]).status == 200 for q in questions)


def test_the_editor_is_vendored_with_its_licence(served: Served) -> None:
    for name in ("yasgui.min.js", "yasgui.min.css", "editor.js", "page.css", "yasgui.LICENSE.txt"):
        assert served.get(f"/static/{name}").status == 200
    licence = (STATIC / "yasgui.LICENSE.txt").read_text("utf-8")
    assert YASGUI in licence and "Permission is hereby granted" in licence
    assert "sourceMappingURL" not in (STATIC / "yasgui.min.js").read_text("utf-8")


NASTY = '<script>alert("1")</script>'


def test_words_of_documents_are_never_markup(tmp_path: Path) -> None:
    document = Document('bad" onclick="x', "a.md", NASTY, (Section(0, NASTY, 0, 0, 27),), (), metadata={"title": NASTY})
    press = Entity(iris.expand("dpr:press"), f"Press {NASTY}", "Organization", "Publisher", ((f"'\"&{NASTY}", "en"),))
    site = Entity(iris.expand("dpr:site"), "</title><img src=x onerror=y>", "Platform", "Website")
    words = Evidence(document.id, 0, 0, 27, NASTY, f"rule {NASTY}", 1.0)
    said = Statement(press.iri, "operates", site.iri, "asserted", None, (words,))
    knowledge = Knowledge((document,), (press, site), (said,), ())
    write_graph(tmp_path / FLOOR, knowledge_quads(knowledge, assets.folder("ontology")))
    with serving(tmp_path) as served:
        for path in ["/resource/press", "/resource/site", *things(served)]:
            page = served.get(path, HTML).text
            assert "<script>" not in page and "<img" not in page, path
            assert not Links(page).inline
        assert "&lt;script&gt;" in served.get("/resource/press", HTML).text
