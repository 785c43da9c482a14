"""The head noun of a name says what it names."""

from __future__ import annotations

import pytest

from dpgraph.mentions.lexicon import lexicon


@pytest.mark.parametrize(
    ("words", "head"),
    [
        ("harbor press", ("Organization", "Publisher")),
        ("harbor publishing group", ("Organization", "MediaGroup")),
        ("river data platform", ("Platform", "DataPlatform")),
        ("reading nation action plan", ("Policy", "Plan")),
        ("harbor", None),
        ("", None),
    ],
)
def test_the_longest_head_noun_wins(words: str, head: tuple[str, str] | None) -> None:
    assert lexicon().head(words.split()) == head


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("ministry of culture", ("Organization", "GovernmentBody")),
        ("fund for small publishers", ("Fund", "Fund")),
        ("reading plan (2024-2026)", ("Policy", "Plan")),
        ("of publishers", ("Organization", "Publisher")),
    ],
)
def test_the_head_of_a_name_stands_before_its_preposition(name: str, head: tuple[str, str]) -> None:
    assert lexicon().head_of_name(name.split()) == head


def test_all_words_are_lower_case_as_they_are_compared() -> None:
    known = lexicon()
    assert all(w == w.lower() for w in (*known.heads, *known.generic, *known.loose, *known.field, *known.sector_tails))
