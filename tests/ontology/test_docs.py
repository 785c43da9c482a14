"""The pages about the ontology are those that the ontology and the shipped corpus give today."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    import runpy

    made: dict[str, str] = runpy.run_path(str(DOCS / "build_ontology.py"))["pages"]()
    return made


@pytest.mark.parametrize("name", ["ontology.md", "ontology.svg"])
def test_the_page_is_up_to_date(pages: dict[str, str], name: str) -> None:
    told = f"docs/{name} is not what the ontology says today: python docs/build_ontology.py"
    assert (DOCS / name).read_text(encoding="utf-8") == pages[name], told


def test_every_link_leads_to_a_card(pages: dict[str, str]) -> None:
    page = pages["ontology.md"]
    assert set(re.findall(r"\]\(#(\w+)\)", page)) <= set(re.findall(r'<a id="(\w+)">', page))


def test_the_picture_is_well_formed_and_needs_nothing_from_elsewhere(pages: dict[str, str]) -> None:
    ElementTree.fromstring(pages["ontology.svg"])
    assert re.findall(r"https?://[^\"]+", pages["ontology.svg"]) == ["http://www.w3.org/2000/svg"]
