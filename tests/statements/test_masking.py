"""What stands only in a masked section is gone; what stands elsewhere too stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dpgraph.errors import InputError, NotFound
from dpgraph.records import Document, Evidence, Mention, Section, Statement
from dpgraph.statements.masking import hidden_sections, mentions_outside, outside

SECTIONS = (
    Section(0, "", 0, 0, 10), Section(1, "Facts", 1, 10, 20), Section(2, "More facts", 2, 20, 30),
    Section(3, "Advice", 1, 30, 40), Section(4, "Facts", 1, 40, 50),
)  # fmt: skip
DOCUMENTS = {"d": Document("d", "d.md", "x" * 50, SECTIONS, ())}


def said(*sections: int) -> Statement:
    evidence = tuple(Evidence("d", n, 10 * n, 10 * n + 5, "xxxxx", "rule", 0.9) for n in sections)
    return Statement("a", "operates", "b", "asserted", None, evidence)


def test_a_section_is_meant_by_its_heading_or_number_with_all_beneath() -> None:
    assert hidden_sections(DOCUMENTS, ["d#Facts"]) == {("d", 1), ("d", 2), ("d", 4)}
    assert hidden_sections(DOCUMENTS, ["d#advice", "d#2"]) == {("d", 3), ("d", 2)}
    assert hidden_sections(DOCUMENTS, ["d#0"]) == {("d", 0)}
    assert hidden_sections(DOCUMENTS, []) == frozenset()


@pytest.mark.parametrize(
    ("place", "error", "words"),
    [
        ("d", InputError, "DOCUMENT#SECTION"),
        ("d#", InputError, "DOCUMENT#SECTION"),
        ("e#Facts", NotFound, "no document 'e'"),
        ("d#Fact", NotFound, "did you mean"),
    ],
)
def test_a_place_that_is_none(place: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        hidden_sections(DOCUMENTS, [place])


def test_what_rests_on_hidden_words_alone_is_gone() -> None:
    hidden = hidden_sections(DOCUMENTS, ["d#Advice"])
    assert outside([said(3), said(1)], hidden) == [said(1)]
    assert outside([said(1, 3)], hidden) == [said(1)]
    assert outside([said(3)], frozenset()) == [said(3)]


def test_mentions_in_it_are_gone_too() -> None:
    mention = Mention("d", 32, 35, "xxx", "Organization", "names", 1.0, "A")
    elsewhere = replace(mention, start=12, end=15)
    assert mentions_outside([mention, elsewhere], DOCUMENTS, hidden_sections(DOCUMENTS, ["d#Advice"])) == (elsewhere,)
