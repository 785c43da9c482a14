"""Where a news item's first sentence begins."""

from __future__ import annotations

import pytest

from dpgraph.mentions.datelines import dateline
from dpgraph.mentions.model import load_model


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("OSLO, Norway – The Harbor Press opened a shop.", "The"),
        ("OSLO, Norway - The Harbor Press opened a shop.", "The"),
        ("OSLO, Sept. 12, 2024 (NORWIRE) -- The Harbor Press opened a shop.", "The"),
        ("Oslo, 3 June 2024 -- Harbor Press opened a shop.", "Harbor"),
    ],
)
def test_a_sentence_starts_after_the_dateline(text: str, first: str) -> None:
    sentences = list(load_model()(text).sents)
    assert sentences[1][0].text == first
    assert next(t for t in sentences[1] if t.dep_ == "nsubj").text == "Press"


@pytest.mark.parametrize("what", ["the oldest house", "Norway's oldest house"])
def test_a_name_between_dashes_is_no_dateline(what: str) -> None:
    assert dateline(f"Harbor Press – {what} – opened a shop.") is None
