"""Who does what to whom in a clause."""

from __future__ import annotations

import pytest

from dpgraph.mentions.model import load_model
from dpgraph.statements.arguments import agents, coordinated, is_passive, patients, prepositional, verb_above


@pytest.mark.parametrize(
    ("text", "verb", "doers", "done"),
    [
        ("The press runs the platform.", "runs", ["press"], ["platform"]),
        ("The platform was launched by the press.", "launched", ["press"], ["platform"]),
        ("The magazine published by the press grew quickly.", "published", ["press"], ["magazine"]),
        ("The press plans to launch a platform.", "launch", ["press"], ["platform"]),
        ("The press built and runs the platform.", "built", ["press"], ["platform"]),
        ("The press, which runs the platform, grew.", "runs", ["press"], ["platform"]),
        ("The council recommends that the press launch a platform.", "launch", ["press"], ["platform"]),
    ],
)
def test_agents_and_patients(text: str, verb: str, doers: list[str], done: list[str]) -> None:
    token = next(t for t in load_model()(text) if t.text == verb)
    assert [t.text for t in agents(token)] == doers
    assert [t.text for t in patients(token)] == done


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The app was closed last year.", "closed", True),
        ("The press closed the app.", "closed", False),
        ("The app was built and sold by the press.", "sold", True),
    ],
)
def test_the_passive(text: str, verb: str, passive: bool) -> None:
    assert is_passive(next(t for t in load_model()(text) if t.text == verb)) is passive


def test_objects_of_prepositions_are_found_by_the_preposition() -> None:
    doc = load_model()("The press invested in a platform with a bank.")
    assert [t.text for t in prepositional(doc[2], {"in"})] == ["platform"]
    assert prepositional(doc[2], {"from"}) == []


def test_joined_nouns_follow_the_first() -> None:
    doc = load_model()("They sell books, apps and games.")
    assert [t.text for t in coordinated(doc[2])] == ["books", "apps", "games"]


def test_the_verb_above_a_word() -> None:
    doc = load_model()("The press runs a large platform.")
    assert verb_above(doc[4]) == doc[2] == verb_above(doc[2])
    assert verb_above(load_model()("A large platform")[2]) is None
