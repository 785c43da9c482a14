from __future__ import annotations

from pathlib import Path

import pytest

from dpgraph.api import load
from dpgraph.errors import NotFound
from dpgraph.graph.rdf import observation_node, statement_node
from dpgraph.records import Ecosystem, Evidence, Statement
from dpgraph.views.explanation import evidence_rows, explain, explanation_json, read_spans, said_of, told


@pytest.fixture(scope="module")
def ecosystem(tiny_build: Path) -> Ecosystem:
    return load(tiny_build).ecosystem


def found_by(ecosystem: Ecosystem, method: str) -> Statement:
    return next(s for s in ecosystem.statements if any(e.method.startswith(method) for e in s.evidence))


def test_an_id_may_be_written_in_three_ways(ecosystem: Ecosystem) -> None:
    iri = statement_node(ecosystem.statements[0]).value
    digits = iri[-16:]
    assert (
        len({explain(ecosystem, form).id for form in (iri, f"<{iri}>", f"dps:{digits}", digits, digits.upper())}) == 1
    )


def test_everything_that_is_stated_can_be_explained(ecosystem: Ecosystem, tiny_build: Path) -> None:
    texts = {p.stem: p.read_text(encoding="utf-8") for p in (tiny_build / "1_documents").glob("*.txt")}
    nodes = [*map(statement_node, ecosystem.statements), *map(observation_node, ecosystem.observations)]
    for node in nodes:
        explained = explain(ecosystem, node.value)
        assert node.value.endswith(explained.id[4:]) and explained.evidence
        assert all(texts[e.document][e.start : e.end] == e.quote for e in explained.evidence)
        assert explained.confidence == max(e.confidence for e in explained.evidence)


def test_a_rule_is_shown_with_its_words_in_the_sentence_and_the_parse(ecosystem: Ecosystem, tiny_build: Path) -> None:
    statement = found_by(ecosystem, "rule operates-verb")
    explained = explain(ecosystem, statement_node(statement).value, read_spans(tiny_build))
    found = next(e for e in explained.evidence if e.method == "rule operates-verb")
    assert found.frame == "verb" and found.rule_confidence and "operate" in found.words
    assert found.triggers and all(word in found.quote for word in found.triggers)
    ends = [ecosystem.entities[end].name for end in (statement.subject, statement.object)]
    assert explained.says == f"{ends[0]} operates {ends[1]}"
    assert "–nsubj" in found.path or not found.path
    assert any(line.startswith('   rule operates-verb (frame "verb"') for line in told(explained))


def test_a_curator_is_named_and_no_parse_is_made_up(ecosystem: Ecosystem, tiny_build: Path) -> None:
    explained = explain(ecosystem, statement_node(found_by(ecosystem, "curated")).value, read_spans(tiny_build))
    found = next(e for e in explained.evidence if e.method.startswith("curated"))
    assert (found.frame, found.words, found.triggers, found.path) == ("", (), (), "")


def test_an_unknown_id_is_refused_with_the_nearest_and_how_to_find_ids(ecosystem: Ecosystem) -> None:
    digits = statement_node(ecosystem.statements[0]).value[-16:]
    nearly = digits[:-1] + ("0" if digits[-1] != "0" else "1")
    with pytest.raises(NotFound, match=f'did you mean "{digits}"\\? ids of what is said'):
        explain(ecosystem, nearly)
    with pytest.raises(NotFound, match="no statement or figure 'S1-x'; ids"):
        explain(ecosystem, "S1-x")


def test_an_entity_s_name_gives_the_ids(ecosystem: Ecosystem) -> None:
    rows = said_of(ecosystem, "Harbor Press")
    assert rows and all(explain(ecosystem, ident).says == says for ident, says, *_ in rows)
    assert said_of(ecosystem, "Nobody") == []


def test_forms_for_machines_hold_all_of_it(ecosystem: Ecosystem) -> None:
    explained = explain(ecosystem, statement_node(ecosystem.statements[0]).value)
    columns, rows = evidence_rows(explained)
    assert len(rows) == len(explained.evidence) and all(len(row) == len(columns) for row in rows)
    assert explained.says in explanation_json(explained)


def test_a_mention_outside_the_evidence_does_not_count(tiny_build: Path) -> None:
    assert read_spans(tiny_build)("Harbor Press", Evidence("rivertown", 0, 0, 1, "x", "rule", 1.0)) == []
