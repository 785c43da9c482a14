from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from dpgraph.documents.corpus import Row, read_corpus
from dpgraph.documents.reading import read_document
from dpgraph.errors import InputError
from dpgraph.iris import expand
from dpgraph.mentions.register import build_register
from dpgraph.records import Observation, Ontology, Statement
from dpgraph.statements.curated import curated_observations, curated_statements

SOUND = {
    "subject": "Harbor Press",
    "predicate": "operates",
    "object": "LearnPort",
    "status": "asserted",
    "year": "",
    "document": "rivertown",
    "section": "Who runs what",
    "quote": "Harbor Press operates the LearnPort platform",
    "curator": "editors",
}
FIGURE = SOUND | {"indicator": "users", "value": "40000", "unit": "user", "qualifier": "over"}

Curate = Callable[..., list[Statement]]
Count = Callable[..., list[Observation]]


@pytest.fixture
def curate(corpus: Path, ontology: Ontology) -> Curate:
    """Statements of the sound row with some columns changed; each argument is one row."""
    tiny = read_corpus(corpus)
    documents, register = {s.id: read_document(s) for s in tiny.sources}, build_register(ontology, tiny)

    def curate(*changes: dict[str, str]) -> list[Statement]:
        rows = [Row(Path("c.csv"), i, SOUND | change) for i, change in enumerate(changes, 2)]
        return curated_statements(rows, documents, register, ontology)

    return curate


@pytest.fixture
def count(corpus: Path, ontology: Ontology) -> Count:
    tiny = read_corpus(corpus)
    documents, register = {s.id: read_document(s) for s in tiny.sources}, build_register(ontology, tiny)

    def count(**changes: str) -> list[Observation]:
        return curated_observations([Row(Path("o.csv"), 2, FIGURE | changes)], documents, register)

    return count


def test_a_row_becomes_a_statement_with_its_quote(curate: Curate, corpus: Path) -> None:
    (statement,) = curate({"year": "2019"})
    (evidence,) = statement.evidence
    text = (corpus / "documents" / "rivertown.md").read_text(encoding="utf-8")
    assert (statement.subject, statement.predicate, statement.object) == (
        expand("dpr:harbor-press"), "operates", expand("dpr:learnport"),
    )  # fmt: skip
    assert (statement.status, statement.year, statement.confidence) == ("asserted", 2019, 1.0)
    assert evidence.quote == SOUND["quote"]
    assert evidence.quote in text
    assert evidence.end - evidence.start == len(evidence.quote)
    assert evidence.method == "curated by editors"


def test_a_concept_of_a_vocabulary_needs_no_registration(curate: Curate) -> None:
    change = {"predicate": "activeIn", "object": "digital education"}
    assert curate(change)[0].object == expand("dpr:digital-education")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"predicate": "opperates"}, r"unknown predicate 'opperates'; did you mean \"operates\"\? Allowed: "),
        (
            {"subject": "Harbour Press"},
            r"unregistered name 'Harbour Press'; did you mean \"Harbor Press\"\? add it to entities\.csv",
        ),
        ({"object": ""}, "unregistered name ''; add it to"),
        (
            {"object": "Mill House"},
            r"operates cannot join 'Harbor Press' \(Organization\) to 'Mill House' \(Organization\); allowed: ",
        ),
        ({"status": "assertd"}, "unknown status 'assertd'; did you mean \"asserted\""),
        ({"year": "last year"}, "year 'last year'; allowed: four digits or nothing"),
        ({"year": "20170"}, "year '20170'; allowed: four digits or nothing"),
        ({"document": "rivertwn"}, "unknown document 'rivertwn'; did you mean \"rivertown\""),
        ({"section": "Who"}, "no section 'Who' in rivertown; "),
        (
            {"quote": "Harbor Press owns LearnPort"},
            "the quote is not in section 'Who runs what' of rivertown: 'Harbor Press owns",
        ),
        ({"quote": ""}, "the quote is not in section"),
        ({"section": "Money"}, "the quote is not in section 'Money'"),
    ],
)
def test_a_row_that_cannot_stand_is_told_with_its_place(curate: Curate, change: dict[str, str], reason: str) -> None:
    with pytest.raises(InputError, match=reason) as caught:
        curate(change)
    assert str(caught.value).startswith("c.csv:2: ")
    assert "\n" not in str(caught.value)


def test_all_bad_rows_are_told_at_once(curate: Curate) -> None:
    with pytest.raises(InputError) as caught:
        curate({"status": "x"}, {}, {"predicate": "x"})
    assert [line.split(" ")[0] for line in str(caught.value).splitlines()] == ["c.csv:2:", "c.csv:4:"]


def test_a_row_becomes_an_observation(count: Count) -> None:
    (observation,) = count()
    assert (observation.subject, observation.indicator, observation.value) == (
        expand("dpr:harbor-press"),
        "users",
        40000.0,
    )
    assert (observation.unit, observation.qualifier, observation.year) == ("user", "over", None)


def test_an_observation_needs_no_subject(count: Count) -> None:
    assert count(subject="")[0].subject is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"value": "many"}, "value 'many'; allowed: a number such as"),
        ({"value": ""}, "value ''; allowed: a number"),
        ({"value": "nan"}, "value 'nan'; allowed: a number"),
        ({"value": "1e999"}, "value '1e999'; allowed: a number"),
        ({"unit": ""}, "indicator and unit must not be empty"),
        ({"indicator": ""}, "indicator and unit must not be empty"),
        ({"subject": "Nobody"}, "unregistered name 'Nobody'"),
    ],
)
def test_a_figure_that_cannot_stand_is_told_with_its_place(count: Count, changes: dict[str, str], reason: str) -> None:
    with pytest.raises(InputError, match=f"o.csv:2: {reason}"):
        count(**changes)
