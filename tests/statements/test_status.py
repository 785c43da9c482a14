"""The status of what a sentence says."""

from __future__ import annotations

import pytest

from dpgraph.mentions.reading import read
from dpgraph.mentions.register import Register
from dpgraph.records import Document, Ontology, Section
from dpgraph.statements.relations import relations
from dpgraph.statements.status import year_of

CASES = [
    ("Harbor Press operates the LearnPort platform.", "asserted"),
    ("Harbor Press will launch the LearnPort platform.", "planned"),
    ("Harbor Press plans to launch the LearnPort platform.", "planned"),
    ("Harbor Press is to launch the LearnPort platform.", "planned"),
    ("Harbor Press should launch the LearnPort platform.", "recommended"),
    ("The council recommends that Harbor Press launch the LearnPort platform.", "recommended"),
    ("Harbor Press is set to launch the LearnPort platform.", "planned"),
    ("Harbor Press is bound to launch the LearnPort platform.", "planned"),
    ("Harbor Press must launch the LearnPort platform.", "mandated"),
    ("Harbor Press shall operate the LearnPort platform.", "mandated"),
    ("Harbor Press does not operate the LearnPort platform.", "denied"),
    ("Harbor Press never launched the LearnPort platform.", "denied"),
    ("Harbor Press failed to launch the LearnPort platform.", "denied"),
    ("Harbor Press closed the LearnPort platform.", "ceased"),
]


def stated(text: str, title: str, register: Register, ontology: Ontology) -> dict[str, str]:
    whole = f"{title}\n\n{text}" if title else text
    sections = (Section(0, title, 2 if title else 0, 0, len(whole)),)
    document = Document("example", "example.txt", whole, sections, ((0, 0, len(whole)),))
    return {r.predicate: r.status for reading in read([document], register) for r in relations(reading, ontology)}


@pytest.mark.parametrize(("sentence", "status"), CASES)
def test_mood_and_negation_make_the_status(sentence: str, status: str, register: Register, ontology: Ontology) -> None:
    assert stated(sentence, "", register, ontology).get("operates") == status


def test_what_a_network_reads_is_planned_where_the_verb_above_plans_it(register: Register, ontology: Ontology) -> None:
    text = "Harbor Press plans to train editors with the University of Northmoor next year."
    assert stated(text, "", register, ontology)["collaboratesWith"] == "planned"


def test_what_a_verb_says_is_over_has_ceased_whatever_it_is(register: Register, ontology: Ontology) -> None:
    ended = stated("The LearnPort platform ended its subscription model in 2021.", "", register, ontology)
    assert ended["usesBusinessModel"] == "ceased"


@pytest.mark.parametrize(
    "sentence",
    [
        "Harbor Press may launch the LearnPort platform.",
        "If Harbor Press launched the LearnPort platform, readers would come.",
    ],
)
def test_what_is_left_open_is_no_statement(sentence: str, register: Register, ontology: Ontology) -> None:
    assert "operates" not in stated(sentence, "", register, ontology)


def test_what_describes_a_subject_is_so_whatever_the_subject_will_do(register: Register, ontology: Ontology) -> None:
    for who in (
        "LearnPort, owned by Harbor Press,",
        "The LearnPort platform of Harbor Press",
        "Harbor Press's LearnPort platform",
    ):
        assert stated(f"{who} will enter the Norland market.", "", register, ontology).get("operates") in {
            "asserted",
            None,
        }
    assert (
        stated("LearnPort, an app owned by Harbor Press, will grow.", "", register, ontology)["operates"] == "asserted"
    )


def test_advice_is_told_by_its_section(register: Register, ontology: Ontology) -> None:
    text = "Establish the LearnPort platform operated by Harbor Press."
    assert stated(text, "Recommendations for next year", register, ontology)["operates"] in {"recommended", "planned"}


def test_what_a_policy_promotes_is_a_fact_about_the_policy(register: Register, ontology: Ontology) -> None:
    text = "The Reading City Plan will promote digital education."
    assert stated(text, "", register, ontology)["promotes"] == "asserted"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("It opened in 2017.", 2017),
        ("It has 2,017 users.", None),
        ("The plan (2024-2026) began.", None),
        ("It opened.", None),
    ],
)
def test_the_year_a_sentence_states(text: str, year: int | None) -> None:
    assert year_of(text, 0) == year
