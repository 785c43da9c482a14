from pathlib import Path

import pytest

from dpgraph import assets, terms
from dpgraph.errors import InputError
from dpgraph.graph.ontology import ontology_triples, read_ontology
from dpgraph.records import Name, Ontology

HEAD = """
@prefix dpg: <https://w3id.org/dpgraph/ontology#> .
@prefix dpr: <https://w3id.org/dpgraph/resource/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def test_classes_lead_up_to_the_top(ontology: Ontology) -> None:
    assert ontology.top("Newspaper") == "Publication"
    assert ontology.top("LearningPlatform") == "Platform"
    assert set(terms.TYPES) <= ontology.classes
    assert not set(terms.TYPES) & set(ontology.parents)
    assert "Statement" not in ontology.classes


def test_properties_carry_their_ends(ontology: Ontology) -> None:
    assert ontology.properties["operates"].domain == {"Organization"}
    assert ontology.properties["activeIn"].domain == {"Organization", "Platform", "Publication"}
    assert ontology.properties["subsidiaryOf"].parent == "partOf"
    assert ontology.properties["collaboratesWith"].symmetric
    assert ontology.properties["partOf"].one_type
    assert not ontology.properties["partOf"].joins("Organization", "Place")


def test_only_relations_between_entities_are_properties(ontology: Ontology) -> None:
    assert not {"hasEvidence", "mentionedIn", "about", "status", "operatedBy", "confidence"} & set(ontology.properties)


def test_every_label_of_a_concept_is_a_name(ontology: Ontology) -> None:
    assert Name("digital education", "digital education", "Sector", "en") in ontology.names
    assert {n.language for n in ontology.names} >= {"en", "zh"}
    assert {n.type for n in ontology.names} == set(terms.CONCEPT_TYPES)
    assert set(ontology.broader) == {n.entity for n in ontology.names}


def test_a_further_folder_adds_concepts(tmp_path: Path) -> None:
    (tmp_path / "vocabularies").mkdir()
    (tmp_path / "vocabularies" / "own.ttl").write_text(
        HEAD + 'dpr:kite-flying a dpg:Sector ; skos:prefLabel "kite flying"@en ; skos:broader dpr:digital-education .',
        encoding="utf-8",
    )
    ontology = read_ontology(assets.folder("ontology"), tmp_path)
    assert ontology.broader["kite flying"] == ("digital education",)
    assert ontology.added == {"kite flying"}


def test_a_concept_that_a_further_folder_says_more_of_is_not_its_own(ontology: Ontology, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(HEAD + 'dpr:digital-education skos:altLabel "kite school"@en .', encoding="utf-8")
    further = read_ontology(assets.folder("ontology"), tmp_path)
    assert {"kite school"} == {n.text for n in further.names} - {n.text for n in ontology.names}
    assert further.added == ontology.added == frozenset()


def test_a_circle_of_classes_ends(tmp_path: Path) -> None:
    (tmp_path / "dpg.ttl").write_text(
        HEAD + "dpg:A a owl:Class ; rdfs:subClassOf dpg:B . dpg:B a owl:Class ; rdfs:subClassOf dpg:A .",
        encoding="utf-8",
    )
    assert read_ontology(tmp_path).classes == frozenset()


def test_the_same_files_give_the_same_triples() -> None:
    folder = assets.folder("ontology")
    assert ontology_triples(folder) == ontology_triples(folder)


def test_broken_turtle_is_said_with_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "dpg.ttl").write_text(HEAD + "dpg:Platform a\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"dpg\.ttl, line \d+: not Turtle"):
        read_ontology(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "dpg.ttl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"dpg\.ttl, line 1"):
        read_ontology(tmp_path)


def test_a_folder_without_turtle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.ttl file"):
        read_ontology(tmp_path)
