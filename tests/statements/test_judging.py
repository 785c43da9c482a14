"""The second look at the relations of a document."""

from __future__ import annotations

from dataclasses import replace

from dpgraph.records import Evidence, Mention, Ontology
from dpgraph.statements.judging import (
    BAR,
    JUDGING,
    LEAST_DENIED,
    LEAST_OF_TOPICS,
    RIGHT,
    is_judged,
    judged,
    judged_features,
)
from dpgraph.statements.linear import read_linear
from dpgraph.statements.relation import Relation

NAMES = {"Harbor Press": "Organization", "Mill House": "Organization", "LearnPort": "Platform"}
MENTIONS = tuple(
    Mention("news", at * 20, at * 20 + len(name), name, kind, "head noun", 0.9, name)
    for at, (name, kind) in enumerate(NAMES.items())
)


def proposal(subject: str, predicate: str, obj: str, chance: float, status: str = "asserted") -> Relation:
    evidence = Evidence("news", 0, 0, 40, "Harbor Press operates LearnPort.", "model relations", chance)
    return Relation(subject, predicate, obj, status, None, evidence)


OWNS = proposal("Harbor Press", "operates", "LearnPort", 0.9)


def confidence(found: list[Relation], subject: str = "Harbor Press") -> float:
    return next((r.evidence.confidence for r in found if r.subject == subject), 0.0)


def test_a_likely_relation_stays_and_an_unlikely_one_goes(ontology: Ontology) -> None:
    doubtful = proposal("Mill House", "operates", "LearnPort", 0.16)
    (kept,) = judged([OWNS, doubtful], MENTIONS, ontology)
    assert (kept.subject, kept.predicate, kept.object) == ("Harbor Press", "operates", "LearnPort")
    assert BAR <= kept.evidence.confidence <= 1
    assert replace(kept, evidence=OWNS.evidence) == OWNS


def test_a_likelier_owner_makes_another_one_less_likely(ontology: Ontology) -> None:
    other = proposal("Mill House", "operates", "LearnPort", 0.99)
    alone = confidence(list(judged([OWNS], MENTIONS, ontology)))
    assert confidence(list(judged([OWNS, other], MENTIONS, ontology))) < alone


def test_names_that_may_be_none_make_a_relation_less_likely(ontology: Ontology) -> None:
    unsure = tuple(replace(m, score=0.3) for m in MENTIONS)
    sure = confidence(list(judged([OWNS], MENTIONS, ontology)))
    assert confidence(list(judged([OWNS], unsure, ontology))) < sure


def test_what_annotators_do_not_mark_keeps_its_probability(ontology: Ontology) -> None:
    denied = replace(OWNS, status="denied")
    assert not is_judged(denied, ontology)
    assert list(judged([denied], MENTIONS, ontology)) == [denied]
    unlikely = replace(denied, evidence=replace(denied.evidence, confidence=LEAST_DENIED - 0.01))
    assert list(judged([unlikely], MENTIONS, ontology)) == []


def test_a_doubtful_topic_is_not_saved_by_the_second_look(ontology: Ontology) -> None:
    evidence = replace(OWNS.evidence, method="model topics", confidence=LEAST_OF_TOPICS - 0.01)
    assert list(judged([replace(OWNS, evidence=evidence)], MENTIONS, ontology)) == []


def test_what_a_model_says_of_a_whole_sector_must_be_likely(ontology: Ontology) -> None:
    sectors = tuple(
        Mention("news", 90 + at, 95 + at, n, "Sector", "known term", 0.9, n) for at, n in enumerate(("music", "songs"))
    )
    part = proposal("songs", "partOf", "music", 0.5)
    ruled = replace(part, evidence=replace(part.evidence, method="rule part-noun"))
    assert [r.evidence.method for r in judged([part, ruled], sectors, ontology)] == ["rule part-noun"]


def test_features_count_repetitions_and_rivals(ontology: Ontology) -> None:
    rival = proposal("Mill House", "operates", "LearnPort", 0.95)
    first, *_ = judged_features([OWNS, replace(OWNS, year=2020), rival], MENTIONS, ontology)
    assert {"times=2", "same object ahead=1", "pair ahead=0", "types=Organization>Platform"} <= set(first)
    assert "s order=0" in first and "o order=1" in first


def test_nothing_proposed_is_nothing_judged(ontology: Ontology) -> None:
    assert list(judged([], MENTIONS, ontology)) == []


def test_the_model_says_right_or_wrong() -> None:
    assert set(read_linear(JUDGING).classes) == {RIGHT, "wrong"}
