"""Words of like meaning share codes."""

from __future__ import annotations

from dpgraph.mentions.model import load_model
from dpgraph.mentions.senses import senses


def codes(word: str) -> set[str]:
    return set(senses(load_model()(word)[0]))


def test_a_word_has_the_same_code_in_each_table_every_time() -> None:
    assert list(senses(load_model()("book")[0])) == list(senses(load_model()("The book")[1]))
    assert sorted(code[0] for code in codes("book")) == [str(table) for table in range(6)]


def test_near_words_share_more_codes_than_far_ones() -> None:
    near = sum(len(codes(a) & codes(b)) for a, b in (("book", "novel"), ("magazine", "newspaper"), ("buy", "purchase")))
    far = sum(len(codes(a) & codes(b)) for a, b in (("book", "purchase"), ("magazine", "buy"), ("novel", "acquire")))
    assert near > far


def test_a_word_without_a_vector_has_none() -> None:
    assert codes("Xqzwlfk") == set()
