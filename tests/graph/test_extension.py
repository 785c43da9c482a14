from __future__ import annotations

from pathlib import Path

import pytest

from dpgraph import assets
from dpgraph.errors import InputError
from dpgraph.graph.extension import check_extension
from dpgraph.graph.ontology import read_ontology

CORE = assets.folder("ontology")
HEADER = """
@prefix dpg: <https://w3id.org/dpgraph/ontology#> .
@prefix dpr: <https://w3id.org/dpgraph/resource/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <https://example.org/> .
"""
CARD = 'skos:prefLabel "museum"@en ; skos:definition "It keeps things."@en ; skos:example "one"@en ; rdfs:isDefinedBy ex:museums'
CLASS = f"dpg:Museum a owl:Class ; rdfs:subClassOf dpg:Organization ; {CARD} ."
PROPERTY = f"dpg:lends a owl:ObjectProperty ; rdfs:domain dpg:Organization ; rdfs:range dpg:Publication ; {CARD} ."
CONCEPT = 'dpr:virtual-tours a skos:Concept , dpg:Sector ; skos:prefLabel "virtual tours"@en ; skos:definition "Tours from afar."@en ; skos:broader dpr:publishing ; skos:inScheme dpr:sectors .'
LABEL = 'dpr:publishing skos:altLabel "the making of books"@en .'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "ontology").mkdir()
    return tmp_path / "ontology"


def check(own: Path, *parts: str) -> None:
    (own / "own.ttl").write_text("\n".join([HEADER, *parts]), encoding="utf-8")
    check_extension(CORE, own)


def test_a_good_extension_is_merged(own: Path) -> None:
    check(own, CLASS, PROPERTY, CONCEPT, LABEL)
    ontology = read_ontology(CORE, own)
    assert ontology.top("Museum") == "Organization"
    assert ontology.properties["lends"].joins("Organization", "Publication")
    assert {"virtual tours", "the making of books"} <= {n.text for n in ontology.names}


def test_a_folder_without_files_extends_nothing(own: Path) -> None:
    check_extension(CORE, own)


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ("dpg:operates rdfs:range dpg:Fund .", r"own\.ttl: dpg:operates is defined already, and may not get another rdfs:range"),
        ("dpg:Publisher rdfs:subClassOf dpg:Platform .", "dpg:Publisher is defined already"),
        ("dpr:publishing skos:prefLabel 'press'@en .", "dpr:publishing is defined already"),
        (CLASS.replace("dpg:Museum", "ex:Museum"), "https://example.org/Museum is outside dpg:; allowed: terms of"),
        (CLASS.replace("rdfs:subClassOf dpg:Organization", "rdfs:subClassOf skos:Concept"), "dpg:Museum is below no top class"),
        (CLASS.replace("It keeps things.", "it keeps things"), "dpg:Museum: This term needs one definition of one sentence"),
        (CLASS.replace('skos:example "one"@en ;', ""), "dpg:Museum: This term has no example|$"),
        (PROPERTY.replace("dpg:Publication", "dpg:Pubication"), "dpg:lends: rdfs:range dpg:Pubication; did you mean \"Publication\""),
        (PROPERTY.replace("rdfs:domain dpg:Organization", "rdfs:domain dpg:Publisher"), "dpg:lends: rdfs:domain dpg:Publisher"),
        (PROPERTY.replace("rdfs:domain dpg:Organization ;", ""), "This property needs one domain"),
        (CONCEPT.replace("dpr:virtual-tours", "dpr:vtours"), 'dpr:vtours is called "virtual tours"@en; allowed: dpr:virtual-tours'),
        (CONCEPT.replace("skos:broader dpr:publishing ;", ""), "This concept hangs in the air"),
        (CONCEPT.replace("skos:inScheme", 'skos:altLabel "e-books"@en ; skos:inScheme'), '"e-books" is a name of "[^"]+" already'),
        ("dpg:Museum a owl:Class", r"own\.ttl, line \d+: not Turtle"),
    ],
)  # fmt: skip
def test_what_cannot_extend_is_told(own: Path, part: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        check(own, part)
