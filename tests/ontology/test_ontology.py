"""The ontology keeps its own rules: cards, ends of properties, vocabularies, shapes, and no contradiction."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import starmap
from pathlib import Path

import owlrl
import pyshacl
import pytest
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, SH, SKOS
from rdflib.term import Node

from dpgraph.iris import PREFIXES, slug
from dpgraph.settings import VERSION

ONTOLOGY = Path(__file__).parents[2] / "ontology"
VOCABULARIES = sorted(ONTOLOGY.glob("vocabularies/*.ttl"))
BAD = sorted(ONTOLOGY.glob("examples/bad-*.ttl"))
DPG = Namespace("https://w3id.org/dpgraph/ontology#")
DPR = Namespace("https://w3id.org/dpgraph/resource/")
DATA = Namespace("https://w3id.org/dpgraph/shapes/data#")
REASONER = Namespace("http://www.daml.org/2002/03/agents/agent-ont#")

GUIDE = {
    "operates": ("Organization", "Platform"),
    "publishes": ("Organization", "Publication"),
    "partOf": ("Organization Platform Sector Place", "Organization Platform Sector Place"),
    "locatedIn": ("Organization Initiative Platform", "Place"),
    "activeIn": ("Organization Platform Publication", "Sector"),
    "usesBusinessModel": ("Organization Platform Publication Sector", "BusinessModel"),
    "usesTechnology": ("Organization Platform Initiative Sector", "Technology"),
    "issues": ("Organization", "Policy"),
    "promotes": (
        "Policy Initiative Organization",
        "Sector Technology BusinessModel Platform Initiative Organization",
    ),
    "funds": ("Organization Fund", "Organization Platform Initiative Sector Fund"),
    "manages": ("Organization", "Fund Initiative"),
    "participatesIn": ("Organization Platform Place", "Initiative"),
    "collaboratesWith": ("Organization", "Organization"),
}
FURTHER = {
    "subsidiaryOf": ("Organization", "Organization"),
    "governs": ("Organization", "Sector"),
    "affects": ("Challenge", "Organization Sector Platform Fund Place"),
    "addresses": ("Policy Initiative Recommendation Fund", "Challenge"),
    "proposes": (
        "Recommendation",
        "Platform Initiative Fund Policy Organization Sector Technology BusinessModel",
    ),
    "affiliatedWith": ("Person", "Organization"),
}
TABLE = GUIDE | FURTHER
BINDING_TYPES = "Organization Platform Publication BusinessModel Policy Initiative Fund Technology Sector Place Person"
STATUSES = "asserted planned recommended mandated denied ceased"


def read(*paths: Path) -> Graph:
    """The files as one graph."""
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


CORE = read(ONTOLOGY / "dpg.ttl")
WHOLE = CORE + read(ONTOLOGY / "findings.ttl")
CONCEPTS = read(*VOCABULARIES)
DATA_SHAPES = read(ONTOLOGY / "shapes/data.ttl")
STYLE_SHAPES = read(ONTOLOGY / "shapes/style.ttl")


def own(nodes: Iterable[Node]) -> set[URIRef]:
    """Those nodes that are terms of the ontology."""
    return {n for n in nodes if isinstance(n, URIRef) and n in DPG}


def ends(prop: URIRef, side: URIRef) -> set[str]:
    """The local names of the classes in a domain or range."""
    (end,) = WHOLE.objects(prop, side)
    union = WHOLE.value(end, OWL.unionOf)
    members = Collection(WHOLE, union) if union else [end]
    return {str(m).removeprefix(DPG) for m in members}


def violations(data: Graph) -> list[tuple[str, str]]:
    """What the shapes for data have to say: the shape and message of every violation, with dpg.ttl at hand."""
    return _reported(pyshacl.validate(data, shacl_graph=DATA_SHAPES, ont_graph=WHOLE))


def blemishes(ontology: Graph) -> list[tuple[str, str]]:
    """What the shapes for style have to say: the shape and message of every violation."""
    return _reported(pyshacl.validate(ontology, shacl_graph=STYLE_SHAPES, advanced=True))


def _reported(answer: tuple[bool, object, str]) -> list[tuple[str, str]]:
    report = answer[1]
    assert isinstance(report, Graph)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return [(str(report.value(r, SH.sourceShape)), str(report.value(r, SH.resultMessage))) for r in results]


# ---------------------------------------------------------------- the core


@pytest.mark.parametrize("path", sorted(ONTOLOGY.rglob("*.ttl")), ids=lambda p: str(p.relative_to(ONTOLOGY)))
def test_every_file_is_turtle(path: Path) -> None:
    assert len(read(path)) > 0


def test_the_ontology_says_what_it_is() -> None:
    ontology = URIRef("https://w3id.org/dpgraph/ontology")
    assert (ontology, RDF.type, OWL.Ontology) in WHOLE
    assert str(WHOLE.value(ontology, OWL.versionInfo)) == VERSION


def test_the_core_stays_small() -> None:
    assert len(own(CORE.subjects(RDF.type, OWL.Class))) <= 62


def test_findings_stand_on_the_core_and_say_where_they_are_defined() -> None:
    findings = URIRef("https://w3id.org/dpgraph/ontology/findings")
    assert (findings, OWL.imports, URIRef("https://w3id.org/dpgraph/ontology")) in WHOLE
    for term in own((WHOLE - CORE).subjects(RDF.type)):
        assert list(WHOLE.objects(term, RDFS.isDefinedBy)) == [findings]


def test_every_binding_type_is_a_top_class() -> None:
    for name in BINDING_TYPES.split():
        assert (DPG[name], RDF.type, OWL.Class) in WHOLE
        assert not own(WHOLE.objects(DPG[name], RDFS.subClassOf))


@pytest.mark.parametrize("name", TABLE)
def test_properties_have_the_ends_of_the_guide(name: str) -> None:
    domain, range_ = TABLE[name]
    assert ends(DPG[name], RDFS.domain) == set(domain.split())
    assert ends(DPG[name], RDFS.range) == set(range_.split())


@pytest.mark.parametrize("ontology", [CORE, WHOLE], ids=["core", "whole"])
def test_every_term_used_is_declared(ontology: Graph) -> None:
    declared = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    used = own(ontology.predicates()) | own(ontology.objects()) | own(ontology.subjects())
    assert [t for t in used if not declared & set(ontology.objects(t, RDF.type))] == []


def test_alignments_speak_of_terms_that_exist() -> None:
    alignments = read(ONTOLOGY / "alignments.ttl")
    assert own(alignments.subjects()) <= own((WHOLE + CONCEPTS).subjects())


@pytest.mark.parametrize("relation", [RDFS.subClassOf, RDFS.subPropertyOf])
def test_alignments_declare_the_terms_that_ours_fall_under(relation: URIRef) -> None:
    alignments = read(ONTOLOGY / "alignments.ttl")
    assert [o for o in alignments.objects(None, relation) if not list(alignments.objects(o, RDF.type))] == []


def test_the_readme_tells_of_every_class_and_relation() -> None:
    readme = (ONTOLOGY / "README.md").read_text(encoding="utf-8")
    names = {str(c).removeprefix(DPG) for c in own(WHOLE.subjects(RDF.type, OWL.Class))}
    assert [n for n in names if not re.search(rf"\b{n}\b", readme)] == []
    for name, (domain, range_) in TABLE.items():
        row = re.search(rf"^\| {name} \| (.*) \| (.*) \|$", readme, re.MULTILINE)
        assert row, name
        told = [set(cell.split(", ")) for cell in row.groups()]
        assert told == [set(domain.split()), {"the same type"} if name == "partOf" else set(range_.split())]


# ---------------------------------------------------------------- cards


def test_every_term_and_concept_has_a_complete_card() -> None:
    assert blemishes(WHOLE + CONCEPTS) == []


@pytest.mark.parametrize("part", [SKOS.definition, SKOS.example, RDFS.isDefinedBy, RDFS.domain], ids=str)
def test_the_style_shapes_miss_what_is_taken_away(part: URIRef) -> None:
    torn = WHOLE + Graph()
    torn.remove((DPG.operates, part, None))
    assert len(blemishes(torn)) == 1


def test_definitions_are_not_shared() -> None:
    counts = Counter(map(str, (WHOLE + CONCEPTS).objects(None, SKOS.definition)))
    assert [d for d, n in counts.items() if n > 1] == []


# ---------------------------------------------------------------- vocabularies


def labels(concept: Node) -> Iterator[tuple[str, str | None]]:
    """The labels of a concept as they are compared: no case, hyphens as spaces."""
    for prop in (SKOS.prefLabel, SKOS.altLabel):
        for label in CONCEPTS.objects(concept, prop):
            yield " ".join(re.sub(r"[-–]", " ", str(label).casefold()).split()), getattr(label, "language", None)


def test_no_label_is_ambiguous_in_any_vocabulary() -> None:
    concepts = set(CONCEPTS.subjects(RDF.type, SKOS.Concept))
    counts = Counter(label for c in concepts for label in set(labels(c)))
    assert [label for label, n in counts.items() if n > 1] == []


@pytest.mark.parametrize("path", VOCABULARIES, ids=lambda p: p.stem)
def test_broader_leads_up_inside_one_vocabulary_and_never_round(path: Path) -> None:
    vocabulary = read(path)
    concepts = set(vocabulary.subjects(RDF.type, SKOS.Concept))
    assert set(vocabulary.objects(None, SKOS.broader)) <= concepts
    ups = ((c, up) for c in concepts for up in vocabulary.objects(c, SKOS.broader))
    assert [c for c, up in ups if c in set(vocabulary.transitive_objects(up, SKOS.broader))] == []


def test_the_name_of_a_concept_is_the_slug_of_its_label() -> None:
    statuses = set(CONCEPTS.subjects(SKOS.inScheme, DPR.statuses))
    for concept in set(CONCEPTS.subjects(RDF.type, SKOS.Concept)) - statuses:
        (english,) = (o for o in CONCEPTS.objects(concept, SKOS.prefLabel) if getattr(o, "language", None) == "en")
        assert concept == DPR[slug(str(english))]


def test_the_statuses_are_six() -> None:
    assert set(CONCEPTS.subjects(RDF.type, DPG.Status)) == {DPG[s] for s in STATUSES.split()}


# ---------------------------------------------------------------- shapes for data


def good(*more: Path) -> Graph:
    """The good example, with additions."""
    return read(ONTOLOGY / "examples/good.ttl", *more)


def test_the_good_example_conforms() -> None:
    assert violations(good()) == []


def test_the_good_example_conforms_with_the_ontology_in_the_data() -> None:
    conforms, _, text = pyshacl.validate(good() + WHOLE + CONCEPTS, shacl_graph=DATA_SHAPES)
    assert conforms, text


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_a_bad_example_breaks_one_shape_once(path: Path) -> None:
    announced = re.search(r"this breaks data:(\w+) once", path.read_text(encoding="utf-8"))
    assert announced
    assert [shape for shape, _ in violations(good(path))] == [str(DATA[announced[1]])]


ENTITY = "dpr:{name} a dpg:{cls} ; skos:prefLabel '{name}'@en . "
STATED = """
dpr:{subject} dpg:{predicate} dpr:{object} .
dps:{subject} a dpg:Statement , rdf:Statement ; rdf:subject dpr:{subject} ; rdf:predicate dpg:{predicate} ;
    rdf:object dpr:{object} ; dpg:status dpg:asserted ; dpg:confidence 1.0 ; dpg:hasEvidence dpe:0000000000000001 ;
    prov:wasDerivedFrom <https://w3id.org/dpgraph/document/rivertown/section/1> .
"""


def with_a_wrong_end(name: str, side: str) -> str:
    """A statement whose one end is a person or a place that may not stand there."""
    allowed = dict(zip(("Subject", "Object"), (set(end.split()) for end in TABLE[name]), strict=True))
    ends = {end: min(classes) for end, classes in allowed.items()}
    ends[side] = "Place" if "Person" in allowed[side] else "Person"
    names = {end: f"{name}-{side}-{end}".lower() for end in ends}
    entities = "".join(ENTITY.format(name=names[end], cls=cls) for end, cls in ends.items())
    return entities + STATED.format(subject=names["Subject"], predicate=name, object=names["Object"])


def test_each_wrong_end_breaks_its_own_shape_alone() -> None:
    cases = [(name, side) for name in TABLE for side in ("Subject", "Object")]
    prefixes = "".join(f"@prefix {p}: <{base}> .\n" for p, base in PREFIXES.items())
    broken = good().parse(data=prefixes + "".join(starmap(with_a_wrong_end, cases)), format="turtle")
    of_their_own = [str(DATA[name[0].upper() + name[1:] + side]) for name, side in cases]
    of_two_types = [str(DATA.OneTypeEnds)] * 2  # whoever may not be part of anything is not of the other's type
    assert sorted(shape for shape, _ in violations(broken)) == sorted([*of_their_own, *of_two_types])


def test_every_shape_has_a_broken_example() -> None:
    announced = {found for p in BAD for found in re.findall(r"this breaks data:(\w+) once", p.read_text("utf-8"))}
    ends = {name[0].upper() + name[1:] + side for name in TABLE for side in ("Subject", "Object")}  # as above
    shapes = {s for part in (SH.message, SH.sparql) for s in DATA_SHAPES.subjects(part) if isinstance(s, URIRef)}
    assert {str(s).removeprefix(DATA) for s in shapes} - ends - announced == set()


@pytest.mark.parametrize("name", TABLE)
@pytest.mark.parametrize("side", ["Subject", "Object"])
def test_the_shapes_of_a_property_repeat_its_ends(name: str, side: str) -> None:
    shape = DATA[name[0].upper() + name[1:] + side]
    target = SH.targetSubjectsOf if side == "Subject" else SH.targetObjectsOf
    choice = DATA_SHAPES.value(shape, SH["or"])
    holders = Collection(DATA_SHAPES, choice) if choice else [shape]
    classes = {str(DATA_SHAPES.value(h, SH["class"])).removeprefix(DPG) for h in holders}
    assert DATA_SHAPES.value(shape, target) == DPG[name]
    assert classes == set(TABLE[name][side == "Object"].split())


def test_every_relation_needs_a_statement() -> None:
    assert set(DATA_SHAPES.objects(DATA.StatedTriple, SH.targetNode)) == {DPG[name] for name in TABLE}


# ---------------------------------------------------------------- reasoning


def contradictions(graph: Graph) -> list[str]:
    """What an OWL RL reasoner has to complain about."""
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return sorted(map(str, graph.objects(None, REASONER.error)))


def test_nothing_in_the_ontology_contradicts_the_good_example() -> None:
    assert contradictions(WHOLE + good()) == []


@pytest.mark.parametrize(
    ("subject", "predicate", "object_"),
    [
        ("harbor-press", RDF.type, DPG.Place),
        ("learnport", RDF.type, DPG.Person),
        ("digital-education", DPG.operates, DPR.learnport),
        ("harbor-press", DPG.collaboratesWith, DPR["harbor-press"]),
    ],
)
def test_a_contradiction_is_noticed(subject: str, predicate: URIRef, object_: URIRef) -> None:
    assert contradictions(WHOLE + good() + Graph().add((DPR[subject], predicate, object_)))


def test_reasoning_adds_what_the_properties_promise() -> None:
    graph = WHOLE + good()
    graph.add((DPR["harbor-press"], DPG.subsidiaryOf, DPR.group)).add((DPR.group, DPG.partOf, DPR.holding))
    graph.add((DPR["harbor-press"], DPG.collaboratesWith, DPR["rivertown-university"]))
    contradictions(graph)
    assert (DPR["harbor-press"], DPG.partOf, DPR.holding) in graph
    assert (DPR["rivertown-university"], DPG.collaboratesWith, DPR["harbor-press"]) in graph
    assert (DPR.learnport, DPG.operatedBy, DPR["harbor-press"]) in graph
