"""The dataset as linked data: DCAT for what it is and where it comes from, VoID for what is in it."""

from __future__ import annotations

from pathlib import Path

from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, Literal, URIRef
from tables import read_rows

from dpgraph import assets, iris
from dpgraph.graph.store import open_store
from dpgraph.server.description import void

NODE = URIRef(f"{iris.BASE}dataset")
# How it can be had: what `dpgraph export` writes.
FORMS = {
    "trig": "application/trig",
    "nquads": "application/n-quads",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "graphml": "application/graphml+xml",
}
LICENCE = URIRef("https://www.apache.org/licenses/LICENSE-2.0")
TITLE = "dpgraph: a knowledge graph of the digital publishing ecosystem"
SUMMARY = (
    "Statements about publishers, platforms, funds and policies, each with its status, its evidence and a confidence, "
    "from five documents that were retold and read."
)


def dataset(build: Path) -> bytes:
    """The description of a build of the shipped corpus, in Turtle."""
    described = counted(build)
    described.bind("dcat", DCAT)
    described.add((NODE, RDF.type, DCAT.Dataset))
    described.set((NODE, DCTERMS.title, Literal(TITLE, "en")))
    described.add((NODE, DCTERMS.description, Literal(SUMMARY, "en")))
    described.add((NODE, DCTERMS.license, LICENCE))
    described.add((NODE, DCTERMS.language, Literal("en")))
    described.add((NODE, DCTERMS.conformsTo, URIRef(iris.ONTOLOGY)))
    for form, media in FORMS.items():
        way = URIRef(f"{NODE}/{form}")
        described.add((NODE, DCAT.distribution, way))
        described.add((way, RDF.type, DCAT.Distribution))
        described.add((way, DCTERMS.title, Literal(f"dpgraph export --format {form}", "en")))
        described.add((way, DCAT.mediaType, URIRef(f"https://www.iana.org/assignments/media-types/{media}")))
    for name in source_ids():
        described.add((NODE, DCTERMS.source, URIRef(iris.expand(f"dpd:{name}"))))
    return described.serialize(format="turtle").encode()


def description(build: Path) -> str:
    """Where the site has the description, and what it says before it counts."""
    told = dataset(build).decode()
    begin = told[told.index(f"<{NODE}> ") :].partition("    void:")[0]
    return f"[The whole of it](dataset.ttl) begins so:\n\n```text\n{begin}    ...\n```"


def counted(build: Path) -> Graph:
    """What the server says of a store, about the dataset itself: there is no public endpoint to name."""
    said = void(open_store(build), iris.BASE, "turtle").decode()
    about = Graph().parse(data=said.replace(f"{iris.BASE}.well-known/void#dataset", NODE), format="turtle")
    about.remove((NODE, VOID.sparqlEndpoint, None))
    return about


def source_ids() -> list[str]:
    """The ids of the documents of the shipped corpus."""
    return [row["id"] for row in read_rows(assets.folder("corpus") / "sources.csv")]
