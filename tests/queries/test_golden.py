"""Every stored query: its header is complete, it runs as it stands, and it answers as it did."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from dpgraph import assets
from dpgraph.graph.asking import Seen
from dpgraph.graph.questions import KINDS, bind, read_questions
from dpgraph.graph.rdf import ANALYSIS, EVIDENCE, ONTOLOGY, STATED_NAME
from dpgraph.graph.sparql import Answer, select, serialize
from dpgraph.records import Question

GOLDEN = Path(__file__).parent / "golden"
FOLDERS = {kind: read_questions(assets.folder("queries") / kind) for kind in ("questions", "networks", "violations")}
QUESTIONS = FOLDERS["questions"]
EVERY = [pytest.param(q, kind, id=f"{kind}/{name}") for kind, found in FOLDERS.items() for name, q in found.items()]
SAMPLES = {
    "iri": "Harbor Press",
    "document": "rivertown",
    "status": "denied",
    "text": "earnings",
    "year": "2022",
    "number": "2",
}


GROUPS = (
    "who", "what", "where", "money", "policy", "technology", "business-models", "time", "provenance", "status",
    "silos", "opportunities", "quality",
)  # fmt: skip
STATED = (STATED_NAME.value, ONTOLOGY.value, EVIDENCE.value, ANALYSIS.value)
INFERRED = [name for name, question in QUESTIONS.items() if "inference" in question.tags]


def test_there_are_enough() -> None:
    assert len(QUESTIONS) >= 44
    assert len(INFERRED) >= 8
    assert sum(bool({"provenance", "status"} & set(q.tags)) for q in QUESTIONS.values()) >= 8
    assert len(FOLDERS["violations"]) >= 5


def test_every_question_is_in_a_group() -> None:
    assert {tag for q in QUESTIONS.values() for tag in q.tags} == {*GROUPS, "inference"}
    assert {q.tags[0] for q in QUESTIONS.values()} == set(GROUPS)


def test_no_golden_answer_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.csv")} == set(QUESTIONS)


@pytest.mark.parametrize(("question", "kind"), EVERY)
def test_the_header_is_complete(question: Question, kind: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", question.name)
    assert question.title and question.returns and question.tags
    assert not question.title.endswith(".")
    assert (question.problem and question.solution) if kind == "violations" else question.question.endswith("?")


@pytest.mark.parametrize(("question", "kind"), EVERY)
def test_it_runs_anywhere_as_it_stands(question: Question, kind: str) -> None:
    from rdflib.plugins.sparql import prepareQuery

    prepareQuery(question.text)
    solutions = ox.Store().query(question.text)
    assert isinstance(solutions, ox.QuerySolutions)
    assert [v.value for v in solutions.variables] == list(question.returns)
    assert ("ORDER BY" in question.text) == (kind != "networks")


@pytest.mark.parametrize(("question", "kind"), EVERY)
def test_values_are_of_the_kind_that_is_promised(question: Question, kind: str, tiny: ox.Store, bay: ox.Store) -> None:
    types = {"number": (int, float), "text": (str,), "iri": (str,)}
    for store in (tiny, bay):
        for row in select(store, question.text).rows:
            for value, promised in zip(row, question.returns.values(), strict=True):
                assert value is None or isinstance(value, types[promised])
                assert str(value).startswith("https://w3id.org/dpgraph/") == (promised == "iri") or value is None


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_golden_one(name: str, tiny: ox.Store, request: pytest.FixtureRequest) -> None:
    answer = serialize(tiny, QUESTIONS[name].text, "csv").replace(b"\r\n", b"\n")
    file = GOLDEN / f"{name}.csv"
    if request.config.getoption("--update-golden", default=False):
        file.write_bytes(answer)
    assert answer.decode() == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", QUESTIONS)
def test_there_is_always_an_answer(name: str, tiny: ox.Store, shipped: ox.Store) -> None:
    assert select(tiny, QUESTIONS[name].text).rows
    assert select(shipped, QUESTIONS[name].text).rows


@pytest.mark.parametrize("name", QUESTIONS)
def test_only_inference_answers_what_is_tagged_so(name: str, shipped: ox.Store) -> None:
    text = QUESTIONS[name].text
    whole, stated = select(shipped, text).rows, select(shipped, text, Seen(STATED, STATED)).rows
    assert (stated != whole) == (name in INFERRED)
    assert len(stated) <= len(whole)


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_two_rows_are_tied(name: str, tiny: ox.Store, bay: ox.Store, shipped: ox.Store) -> None:
    for store in (tiny, bay, shipped):
        rows = select(store, QUESTIONS[name].text).rows
        assert len(rows) == len(set(rows))


@pytest.mark.parametrize(
    ("name", "param"), [(name, param) for name, question in QUESTIONS.items() for param in question.params]
)
def test_every_parameter_can_be_bound(name: str, param: str, tiny: ox.Store) -> None:
    question = QUESTIONS[name]
    kind = question.params[param]
    assert kind in KINDS
    text = bind(question, {param: SAMPLES[kind]})
    assert text != question.text
    assert isinstance(select(tiny, text), Answer)
