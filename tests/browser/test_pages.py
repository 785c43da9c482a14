"""Every page as a browser sees it: loads without an error, asks no other host, is accessible, fits a telephone."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from tests.browser.conftest import Shoot, Visit

PAGES = {
    "overview": "",
    "findings": "findings",
    "network": "network",
    "entity": "resource/harbor-press",
    "document": "document/rivertown",
    "documents": "documents",
    "compare": "compare",
    "questions": "questions",
    "question": "questions/platforms-by-sector",
    "ranked": "questions/figures-ranked",
}


def file_of(exported: Path, path: str) -> str:
    return (exported / (f"{path}.html" if path else "index.html")).as_uri()


def faults(page: Any) -> list[str]:
    """What axe-core calls serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for v in found
        if v["impact"] in {"serious", "critical"}
        for node in v["nodes"]
    ]


SERVED = {**PAGES, "editor": "query", "ontology": "ontology"}


@pytest.mark.parametrize("name", SERVED)
def test_a_page_loads_and_is_accessible(name: str, served: str, visit: Visit, shoot: Shoot) -> None:
    page = visit.see(served + SERVED[name])
    shoot(page, f"{name}-light")
    assert page.locator("h1").count() == 1 and page.locator("main").count() == 1
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    shoot(page, f"{name}-dark")
    assert faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    shoot(page, f"{name}-narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_of_every_finding(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}findings")
    links = page.eval_on_selector_all(".card h3 a", "all => all.map(a => a.href)")
    assert len(links) >= 3
    for link in links:
        visit.see(link)
        assert page.locator("svg.picture a.box").count() >= 2
        missing = page.locator("#missing ~ ul li").count()
        assert bool(missing) == bool(page.locator("svg.picture .missing, svg.picture .denied").count()), link
        assert page.locator("#evidence ~ blockquote").count() >= 1
    assert faults(page) == []


def test_the_editor_answers(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}query?question=who-issued")
    page.wait_for_selector(".yasr_results td")
    assert faults(page) == []
    page.click("#show")
    page.wait_for_selector("table.rows td")
    assert page.locator("svg.picture").count() == 1


def test_the_network_is_printed(served: str, visit: Visit, shoot: Shoot) -> None:
    page = visit.see(f"{served}network")
    assert page.locator("#picture .printed svg").count() == 0
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    shoot(page, "network-printed")
    assert page.locator(".printed svg path").count() > 20 and page.locator("#canvas").is_hidden()
    assert "Harbor Press" in page.locator(".printed svg text").all_text_contents()
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("#picture .printed svg").count() == 0


@pytest.mark.parametrize("path", PAGES.values())
def test_the_files_open_from_disk(path: str, exported: Path, visit: Visit) -> None:
    page = visit.see(file_of(exported, path))
    assert page.locator("h1").count() == 1
    links = page.eval_on_selector_all("a[href]", "all => all.map(a => new URL(a.getAttribute('href'), location).href)")
    files = {unquote(urlsplit(link).path) for link in links if link.startswith("file:")}
    assert len(files) > 5 and all(Path(file).is_file() for file in files)


def test_what_a_document_holds_is_never_run(served: str, exported: Path, visit: Visit) -> None:
    nasty = "resource/evil-press-script-window-hacked-1-script"
    for path in (
        "document/notes",
        nasty,
        "",
        "network",
        "compare",
        "documents",
        f"network#at={nasty.partition('/')[2]}",
    ):
        page = visit.see(served + path)
        page.wait_for_timeout(100)
        assert page.evaluate("window.hacked") is None, path
        assert page.locator("main img, main script, a[href^='javascript:']").count() == 0
    visit.see(f"{served}document/notes")
    assert "<script>window.hacked=1</script>" in page.inner_text(".reading")
    page.fill("#search", "evil")
    page.wait_for_selector("#hits li")
    assert page.evaluate("window.hacked") is None and page.locator("#hits script").count() == 0
    visit.see(file_of(exported, "document/notes"))
    assert page.evaluate("window.hacked") is None
