"""The page: it stands alone, is always the same, and shows what documents say as text."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
from dataclasses import replace
from typing import Any

import pytest
from ecosystems import DUPLICATE, FUNDS, Line, ecosystem

from dpgraph.analysis.opportunities import find_opportunities
from dpgraph.analysis.silos import find_silos
from dpgraph.records import Ecosystem
from dpgraph.views.page import draw_page

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
LINES: tuple[Line, ...] = (*DUPLICATE, *FUNDS, ("Harbor", "collaboratesWith", "Lantern", "recommended"))


def page_of(made: Ecosystem, title: str = "Rivertown") -> str:
    return draw_page(made, (*find_silos(made), *find_opportunities(made)), title)


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.fixture(scope="module")
def page() -> str:
    return page_of(ecosystem(*LINES))


def test_it_loads_nothing(page: str) -> None:
    assert not re.search(r"""\b(?:src|href|action|poster|srcset)\s*=\s*["']?\s*(?:https?:)?//""", page)
    assert not re.search(r"""@import|url\(\s*["']?(?!data:)[\w/]*:?//""", page)
    markup = re.sub(r"(<(script|style)[^>]*>).*?</\2>", r"\1", page, flags=re.DOTALL)
    assert not re.search(r"<(?:link|iframe|object|embed|base|img)\b", markup)
    assert re.findall(r"<script[^>]*>", markup) == [
        '<script type="application/json" id="data">',
        "<script>",
        "<script>",
    ]


def test_its_policy_allows_its_own_scripts_and_style_and_nothing_else(page: str) -> None:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert found
    policy = found[1]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    inline = re.findall(r"<(?:script|style)>(.*?)</(?:script|style)>", page, re.DOTALL)
    assert len(inline) == 3
    for text in inline:
        assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy


def test_it_keeps_the_licence_of_what_it_holds(page: str) -> None:
    assert "The Apache 2.0 License" in page
    assert "@copyright" in page


def test_markup_in_documents_is_text() -> None:
    made = ecosystem(("Harbor", "operates", EVIL), (EVIL, "activeIn", "education"), *DUPLICATE[2:])
    page = page_of(made, title=EVIL)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert EVIL in {e["name"] for e in data_of(page)["details"]["entities"]}


def test_every_statement_is_an_edge_and_dashed_unless_asserted(page: str) -> None:
    data = data_of(page)
    assert len(data["edges"]) == len(LINES)
    assert [e["predicate"] for e in data["edges"] if e["dashes"]] == ["collaboratesWith"]
    assert data["options"]["physics"] == {"enabled": False}
    names = [e["name"] for e in data["details"]["entities"]]
    edge = next(e for e in data["edges"] if e["predicate"] == "operates")
    number, method = data["details"]["statements"][int(edge["id"][1:])]["evidence"][0]
    assert data["details"]["sentences"][number] == [
        f"{names[edge['from']]} operates {names[edge['to']]}",
        "d",
        "A section",
    ]
    assert method == "curated by editors"


def test_findings_point_at_their_members(page: str) -> None:
    data = data_of(page)
    names = [e["name"] for e in data["details"]["entities"]]
    silo = next(f for f in data["details"]["findings"] if f["kind"] == "S1")
    assert [names[n] for n in silo["roles"]["owners"]] == ["Harbor", "Lantern"]
    assert [[names[a], names[b]] for a, b in silo["missing"]] == [["Harbor", "Lantern"]]


def test_the_same_whatever_the_order_of_the_input(page: str) -> None:
    made = ecosystem(*LINES)
    turned = tuple(random.Random(3).sample(made.statements, len(made.statements)))
    assert page_of(replace(made, statements=turned)) == page


def test_an_empty_ecosystem_has_a_page() -> None:
    assert data_of(page_of(ecosystem()))["nodes"] == []
