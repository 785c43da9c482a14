"""The kind of a name: by its head, its surroundings, its quotes, the list it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dpgraph.mentions.kinds import (
    Kind,
    kind_of_label,
    kind_of_list,
    kind_of_name,
    kind_of_quoted,
    kind_of_surroundings,
    with_head,
)
from dpgraph.mentions.model import load_model

if TYPE_CHECKING:
    from spacy.tokens import Doc


def span(text: str, name: str) -> tuple[Doc, int, int]:
    doc = load_model()(text)
    at = text.index(name)
    found = doc.char_span(at, at + len(name))
    assert found is not None
    return doc, found.start, found.end


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("Harbor Press", "Publisher"),
        ("Ministry of Culture and Tourism", "GovernmentBody"),
        ("Reading Nation Action Plan (2024-2026)", "Plan"),
    ],
)
def test_a_name_by_its_head(name: str, cls: str) -> None:
    found = kind_of_name(name.split())
    assert found and found.cls == cls


@pytest.mark.parametrize("name", ["Press", "Harbor Lights", "Digital Publishing Industry"])
def test_a_lone_head_no_head_or_a_sector_makes_no_name(name: str) -> None:
    assert kind_of_name(name.split()) is None


@pytest.mark.parametrize(
    ("text", "name", "kind", "method"),
    [
        ("They use the Taotuhuo platform daily.", "Taotuhuo", "Platform", "noun after"),
        ("He reads the journal Waterways daily.", "Waterways", "Publication", "noun before"),
        ("Koob, an app for readers, grew.", "Koob", "Platform", "apposition"),
        ("Readers will come, says Maria Jansen.", "Maria Jansen", "Person", "role or speech"),
    ],
)
def test_a_name_by_its_surroundings(text: str, name: str, kind: str, method: str) -> None:
    found = kind_of_surroundings(*span(text, name))
    assert found and (found.type, found.method) == (kind, method)


def test_a_name_written_like_a_site_is_one() -> None:
    found = kind_of_label(*span("They bought it at taotuhuo.com today.", "taotuhuo.com"))
    assert found and found.cls == "Website"


@pytest.mark.parametrize(
    ("text", "quoted", "kind"),
    [
        ("They follow the “content + delivery” model.", "content + delivery", "BusinessModel"),
        ("The “Quiet Pages” app was praised.", "Quiet Pages", "Platform"),
        ("They said “one company, one policy” again.", "one company, one policy", None),
    ],
)
def test_what_is_quoted(text: str, quoted: str, kind: str | None) -> None:
    doc, start, end = span(text, quoted)
    found = kind_of_quoted(doc, start, end, text.index("”") + 1)
    assert (found.type if found else None) == kind


def test_a_list_takes_the_kind_of_its_noun() -> None:
    found = kind_of_list(*span("Platforms such as Koob and Lesart grew.", "Koob"))
    assert found and (found.type, found.method) == ("Platform", "list under a noun")


def test_a_place_takes_in_its_noun_and_a_platform_does_not() -> None:
    doc, _, end = span("The Eling district and the Koob platform grew.", "Eling")
    other = load_model()("The Koob platform grew.")
    assert with_head(doc, end, Kind("Place", "District", "noun after", 0.8)) == end + 1
    assert with_head(other, 2, Kind("Platform", "Platform", "noun after", 0.8)) == 2
