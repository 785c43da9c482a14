"""An extraction in the guide's form: every text is the file's own words at its offsets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dpgraph.mentions.register import Register
from dpgraph.records import Document, Ontology
from dpgraph.statements.extraction import extract
from dpgraph.statements.guide import guide_form

Read = Callable[..., Document]
MARKDOWN = """# News of *2021*

Harbor   Press operates the **LearnPort** platform. It will launch the ClassRiver app.

- R\\&D at [Mill House](https://example.org/) in Norway earned 12 million\nyuan.
"""
HTML = """<html><head><title>News</title></head><body><h1>News of 2021</h1>
<p>Harbor&nbsp;Press operates the <b>LearnPort</b> platform. It will launch the ClassRiver&#32;app.</p>
<ul><li>R&amp;D at <a href="/">Mill House</a> in Norway earned 12 million yuan.</li></ul></body></html>
"""


@pytest.fixture(params=[("news.md", MARKDOWN), ("news.html", HTML)], ids=["md", "html"])
def made(
    request: pytest.FixtureRequest, read: Read, register: Register, ontology: Ontology
) -> tuple[dict[str, Any], str]:
    name, original = request.param
    [extraction] = extract([read(original, name)], register, ontology)
    return guide_form(extraction, register, ontology, original), original


def spans(found: dict[str, Any]) -> Iterator[tuple[int, int, str]]:
    for entity in found["entities"]:
        yield from ((m["start"], m["end"], m["text"]) for m in entity["mentions"])
    for said in (*found["relations"], *found["observations"]):
        yield said["start"], said["end"], said["evidence"]


def test_offsets_are_those_of_the_file(made: tuple[dict[str, Any], str]) -> None:
    found, original = made
    assert found["entities"] and found["relations"] and found["observations"]
    assert all(original[start:end] == text for start, end, text in spans(found))


def test_mentions_begin_and_end_with_their_names(made: tuple[dict[str, Any], str]) -> None:
    texts = {e["name"]: [m["text"] for m in e["mentions"]] for e in made[0]["entities"]}
    assert texts["LearnPort"] == ["LearnPort"]
    assert texts["Mill House"] == ["Mill House"]
    assert all(t.startswith("Harbor") and t.endswith("Press") for t in texts["Harbor Press"])


def test_ends_are_ids_of_entities(made: tuple[dict[str, Any], str]) -> None:
    found, _ = made
    ids = {e["id"] for e in found["entities"]}
    assert {r[end] for r in found["relations"] for end in ("subject", "object")} <= ids
    assert {o["subject"] for o in found["observations"]} <= {*ids, None}


def test_what_is_planned_is_proposed(made: tuple[dict[str, Any], str]) -> None:
    [planned] = [r for r in made[0]["relations"] if "ClassRiver" in r["evidence"] and r["predicate"] == "operates"]
    assert (planned["status"], planned["modality"]) == ("planned", "proposed")


def test_a_whole_value_is_an_integer(made: tuple[dict[str, Any], str]) -> None:
    assert [(o["value"], type(o["value"]), o["unit"]) for o in made[0]["observations"]] == [(12_000_000, int, "CNY")]
