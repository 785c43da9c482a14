"""Model and rules together give a span its type, or take it for no name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from dpgraph.mentions import typing
from dpgraph.mentions.candidates import REGISTERED, WITHIN, Candidate
from dpgraph.mentions.deciding import Look
from dpgraph.mentions.encoder import Vectors
from dpgraph.mentions.passages import Passage, parse
from dpgraph.mentions.typing import METHOD, RULE_WEIGHT, STRICT, TERMS, TRUST, typed
from dpgraph.records import Document, Section

TEXT = "Readers praise Quiet Pages today."


@pytest.fixture
def passage() -> Passage:
    document = Document("a", "a.txt", TEXT, (Section(0, "", 0, 0, len(TEXT)),), ((0, 0, len(TEXT)),))
    [only] = parse(document)
    return only


def believing(monkeypatch: pytest.MonkeyPatch, **chances: float) -> None:
    """Lets the networks give these probabilities to whatever they see."""

    def asked(_: str, looks: Sequence[Look], __: Vectors) -> list[dict[str, float]]:
        whole = sum(chances.values())
        return [{kind: chance / whole for kind, chance in chances.items()} for _ in looks]

    monkeypatch.setattr(typing, "asked", asked)


def candidate(kind: str, method: str, score: float = 0.8, cls: str = "") -> Candidate:
    return Candidate(2, 4, kind, cls or kind, method, score)


def typed_alone(passage: Passage, candidates: list[Candidate]) -> list[Candidate]:
    [only] = typed([(passage, candidates)])
    return only


def test_a_registered_name_stays_as_it_is(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Platform=0.01, none=0.99)
    known = Candidate(2, 4, "Platform", "MobileApp", "known name", REGISTERED, "Quiet Pages")
    assert typed_alone(passage, [known, candidate("Person", "capitalised")]) == [known]


def test_what_the_model_takes_for_no_name_goes(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Platform=0.05, none=0.95)
    assert typed_alone(passage, [candidate("Platform", "capitalised")]) == []


def test_a_trusted_rule_holds_against_the_model(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Platform=0.05, none=0.95)
    [kept] = typed_alone(passage, [candidate("Platform", "apposition", cls="MobileApp")])
    assert (kept.type, kept.cls, kept.method) == ("Platform", "MobileApp", "apposition")


def test_a_mere_noun_phrase_must_convince_the_model_more(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Technology=0.6, none=0.4)
    assert typed_alone(passage, [candidate("Technology", "noun phrase")]) == []
    assert typed_alone(passage, [candidate("Technology", "capitalised")]) != []


def test_a_type_that_no_rule_gave_is_the_models_own(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Platform=0.1, Publication=0.9, none=1e-6)
    [kept] = typed_alone(passage, [candidate("Platform", "capitalised", cls="MobileApp")])
    assert (kept.type, kept.cls, kept.method, kept.score) == ("Publication", "Publication", METHOD, 0.9)


def test_of_many_candidates_of_one_span_one_stays(passage: Passage) -> None:
    both = [candidate("Platform", "quoted name"), candidate("Organization", "capitalised")]
    assert len(typed_alone(passage, both)) == 1


def test_a_name_is_judged_by_all_its_places(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Organization=0.55, Platform=0.44, none=0.01)
    said, unsaid = [candidate("Platform", "apposition")], [candidate("Organization", "capitalised")]
    [[alone]] = typed([(passage, unsaid)])
    [_, [beside]] = typed([(passage, said), (passage, unsaid)])
    assert (alone.type, beside.type) == ("Organization", "Platform")


def test_a_term_in_the_title_of_a_policy_is_kept(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Policy=0.3, Sector=0.01, none=0.69)
    title, term = Candidate(0, 5, "Policy", "Plan", "head noun", 0.85), candidate("Sector", "known term")
    assert (2, 4, "Sector", WITHIN) in {(c.start, c.end, c.type, c.score) for c in typed_alone(passage, [title, term])}
    assert typed_alone(passage, [candidate("Sector", "known word")]) == []


def test_a_term_of_the_vocabulary_is_held_longer_than_a_name(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    weight = RULE_WEIGHT * TRUST["known term"]
    nothing = (TERMS + STRICT) / 2 / (1 - weight)
    believing(monkeypatch, Sector=1 - nothing, none=nothing)
    assert typed_alone(passage, [candidate("Sector", "known term")]) != []
    assert typed_alone(passage, [candidate("Sector", "known term"), candidate("Sector", "joined name")]) != []
    believing(monkeypatch, Sector=0.01, none=0.99)
    assert typed_alone(passage, [candidate("Sector", "known term")]) == []


def test_a_term_of_the_corpus_itself_is_believed(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Sector=0.05, none=0.95)
    assert typed_alone(passage, [candidate("Sector", "known term")]) == []
    assert [c.type for c in typed_alone(passage, [candidate("Sector", "own term")])] == ["Sector"]


def test_a_well_known_name_in_the_title_of_a_policy_is_kept(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Policy=0.3, Organization=0.01, none=0.69)
    title, body = Candidate(0, 5, "Policy", "Plan", "head noun", 0.85), candidate("Organization", "well-known name")
    found = {(c.start, c.end, c.type, c.score) for c in typed_alone(passage, [title, body])}
    assert (2, 4, "Organization", WITHIN) in found


def test_an_article_belongs_to_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Organization=0.9, none=0.1)
    text = "The Quiet Press opened."
    [passage] = parse(Document("a", "a.txt", text, (Section(0, "", 0, 0, len(text)),), ((0, 0, len(text)),)))
    longer, name = (Candidate(start, 3, "Organization", "Organization", "capitalised", 0.8) for start in (0, 1))
    assert [(c.start, c.end) for c in typed_alone(passage, [longer, name])] == [(1, 3)]
    assert [(c.start, c.end) for c in typed_alone(passage, [longer])] == [(0, 3)]
