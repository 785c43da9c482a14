from __future__ import annotations

from dpgraph.mentions.words import word_lists
from dpgraph.terms import GUIDE_TYPES


def test_every_word_is_written_as_it_is_compared() -> None:
    lists = word_lists()
    for words in (lists.connectors, lists.foreign_connectors, lists.making, lists.speech, lists.roles, lists.ranks):
        assert words and all(w == w.lower().strip() for w in words)


def test_labels_and_crossings_are_of_known_types() -> None:
    assert {*word_lists().labels.values(), *word_lists().across} <= set(GUIDE_TYPES)
