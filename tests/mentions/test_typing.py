"""Model and rules together give a span its type, or take it for no name."""

from __future__ import annotations

import numpy as np
import pytest

from dpgraph.mentions import typing
from dpgraph.mentions.candidates import REGISTERED, Candidate
from dpgraph.mentions.linear import BUCKETS, Linear
from dpgraph.mentions.passages import Passage, parse
from dpgraph.mentions.typing import METHOD, typed
from dpgraph.records import Document, Section

TEXT = "Readers praise Quiet Pages today."


@pytest.fixture
def passage() -> Passage:
    document = Document("a", "a.txt", TEXT, (Section(0, "", 0, 0, len(TEXT)),), ((0, 0, len(TEXT)),))
    [only] = parse(document)
    return only


def believing(monkeypatch: pytest.MonkeyPatch, **chances: float) -> None:
    """Lets the model give these probabilities to whatever it sees."""
    weights = np.zeros((BUCKETS + 1, len(chances)), dtype=np.float32)
    weights[-1] = np.log(list(chances.values()))
    monkeypatch.setattr(typing, "read_linear", lambda _: Linear(tuple(chances), weights))


def candidate(kind: str, method: str, score: float = 0.8, cls: str = "") -> Candidate:
    return Candidate(2, 4, kind, cls or kind, method, score)


def test_a_registered_name_stays_as_it_is(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Platform=0.01, none=0.99)
    known = Candidate(2, 4, "Platform", "MobileApp", "known name", REGISTERED, "Quiet Pages")
    assert typed(passage, [known, candidate("Person", "capitalised")]) == [known]


def test_what_the_model_takes_for_no_name_goes(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Platform=0.05, none=0.95)
    assert typed(passage, [candidate("Platform", "capitalised")]) == []


def test_a_trusted_rule_holds_against_the_model(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Platform=0.05, none=0.95)
    [kept] = typed(passage, [candidate("Platform", "apposition", cls="MobileApp")])
    assert (kept.type, kept.cls, kept.method) == ("Platform", "MobileApp", "apposition")


def test_a_mere_noun_phrase_must_convince_the_model_more(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Technology=0.7, none=0.3)
    assert typed(passage, [candidate("Technology", "noun phrase")]) == []
    assert typed(passage, [candidate("Technology", "capitalised")]) != []


def test_a_type_that_no_rule_gave_is_the_models_own(passage: Passage, monkeypatch: pytest.MonkeyPatch) -> None:
    believing(monkeypatch, Platform=0.1, Publication=0.9, none=1e-6)
    [kept] = typed(passage, [candidate("Platform", "capitalised", cls="MobileApp")])
    assert (kept.type, kept.cls, kept.method, kept.score) == ("Publication", "Publication", METHOD, 0.9)


def test_of_many_candidates_of_one_span_one_stays(passage: Passage) -> None:
    assert len(typed(passage, [candidate("Platform", "quoted name"), candidate("Organization", "capitalised")])) == 1
