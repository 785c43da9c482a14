"""Where the network looks for a span."""

from __future__ import annotations

from dpgraph.mentions.looking import span_looks
from dpgraph.mentions.passages import parse
from dpgraph.records import Document, Section

TEXT = "LearnPort opened.\n\nHarbor Press runs LearnPort and an app, an app."


def looks() -> list[dict[tuple[int, int], tuple[tuple[int, ...], list[list[int]]]]]:
    document = Document("a", "a.txt", TEXT, (Section(0, "", 0, 0, len(TEXT)),), ((0, 0, len(TEXT)),))
    spans = [[(0, 1)], [(0, 2), (3, 4), (6, 7), (9, 10)]]
    found = span_looks(list(zip(parse(document), spans, strict=True)))
    return [{span: (look.at, [list(s) for s in look.among]) for span, look in of.items()} for of in found]


def test_a_span_is_seen_with_the_tokens_beside_it() -> None:
    first, second = looks()
    assert first[0, 1][0] == (0, 0, -1, 1)  # nothing stands before it
    assert second[0, 2][0] == (3, 4, -1, 5)  # the first passage is no neighbour


def test_all_places_of_a_name_are_seen_together() -> None:
    first, second = looks()
    assert first[0, 1][1][1:] == second[3, 4][1][1:] == [[0, 0, 6, 6], [1, 5, 7]]


def test_a_common_noun_is_seen_by_itself() -> None:
    _, second = looks()
    assert second[6, 7][1][1] != second[9, 10][1][1]
