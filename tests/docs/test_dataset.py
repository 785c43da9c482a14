"""The dataset says what it is: DCAT, VoID, and how to cite it."""

from __future__ import annotations

from pathlib import Path

import yaml
from rdflib import DCAT, DCTERMS, RDF, VOID, Graph, URIRef

from dpgraph import iris
from dpgraph.settings import VERSION
from tests.docs.site import CHECKOUT, dataset

NODE = URIRef(f"{iris.BASE}dataset")


def test_the_dataset_is_described(shipped_build: Path) -> None:
    made = dataset(shipped_build)
    assert made == dataset(shipped_build)
    described = Graph().parse(data=made, format="turtle")
    assert {DCAT.Dataset, VOID.Dataset} <= set(described.objects(NODE, RDF.type))
    for said in (DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.conformsTo, VOID.vocabulary):
        assert described.value(NODE, said), said
    assert len(set(described.objects(NODE, DCTERMS.source))) == 5
    triples = described.value(NODE, VOID.triples)
    assert triples is not None and int(triples) > 10_000
    ways = set(described.objects(NODE, DCAT.distribution))
    assert {described.value(way, DCAT.mediaType) is not None for way in ways} == {True}


def test_it_can_be_cited() -> None:
    cited = yaml.safe_load((CHECKOUT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited)  # what Citation File Format 1.2.0 requires
    assert cited["cff-version"] == "1.2.0"
    assert cited["version"] == VERSION
    assert cited["type"] in {"software", "dataset"}
    assert all(author.get("name") or author.get("family-names") for author in cited["authors"])
