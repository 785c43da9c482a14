"""One build with a malicious document in it, served and exported once, and one browser: headless Chromium by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.server.conftest import serving

from dpgraph import assets
from dpgraph.pipeline import build
from dpgraph.views.site.exporting import write_site
from dpgraph.views.site.reading import explore

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync")  # fmt: skip
EVIL = "<script>window.hacked=1</script>"
DOCUMENT = f"""# Notes "quoted" {EVIL}

## What <b>it</b> says

Evil Press {EVIL} operates the LearnPort platform. <img src=x onerror="window.hacked=2"> Evil Press is a publisher.
See [the note](javascript:window.hacked=3) and "a quote' of both kinds.
"""
ROWS = f"""subject,predicate,object,status,year,document,section,quote,curator
Evil Press {EVIL},operates,LearnPort,asserted,,notes,What <b>it</b> says,Evil Press {EVIL} operates the LearnPort platform,editors
"""


@pytest.fixture(scope="session")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny corpus with one document more, built."""
    corpus = Path(shutil.copytree(assets.tiny(), tmp_path_factory.mktemp("browsed") / "corpus"))
    (corpus / "documents" / "notes.md").write_text(DOCUMENT, encoding="utf-8")
    (corpus / "curated" / "notes.csv").write_text(ROWS, encoding="utf-8")
    for name, row in (
        ("sources", f"notes,Notes {EVIL},dpgraph,2025-03-01,,en,Apache-2.0,"),
        ("entities", f"Evil Press {EVIL},Publisher"),
    ):
        with (corpus / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{row}\n")
    out = corpus.parent / "graph"
    build(corpus, out)
    return out


@pytest.fixture(scope="session")
def served(graph: Path) -> Iterator[str]:
    """The address of the explorer."""
    with serving(graph, "--beside", str(graph)) as running:
        yield running.address


@pytest.fixture(scope="session")
def exported(graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The explorer as files."""
    folder = tmp_path_factory.mktemp("exported") / "site"
    write_site(explore(graph), folder)
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser, where there is one."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright for Python")
    if not CHROMIUM:
        pytest.skip("needs Chromium: .ci/services installs it on Debian")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


class Visit:
    """A page that keeps what goes wrong: errors on its console, and requests to other hosts."""

    def __init__(self, page: Any) -> None:
        self.page, self.wrong = page, list[str]()
        page.set_default_timeout(10_000)
        page.on(
            "console", lambda message: self.wrong.append(message.text) if message.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not url.startswith(("data:", "blob:", "file:", "http://127.0.0.1:")):
            self.wrong.append(f"asked for {url}")

    def see(self, address: str) -> Any:
        """Goes there, waits until it is drawn, and gives the page."""
        self.page.goto(address, wait_until="load")
        if self.page.locator("#canvas").count():
            self.page.wait_for_function("() => window.dpgraph.network && window.dpgraph.frames > 0")
        return self.page


@pytest.fixture
def visit(chromium: Any) -> Iterator[Visit]:
    """A visitor with a window of their own; a test fails when anything goes wrong on a page."""
    context = chromium.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    visit = Visit(context.new_page())
    yield visit
    context.close()
    assert visit.wrong == []


Shoot = Callable[[Any, str], None]


@pytest.fixture
def shoot() -> Shoot:
    """Writes a picture of a page into the folder that DPGRAPH_SCREENSHOTS names, for a person to look at."""
    folder = os.environ.get("DPGRAPH_SCREENSHOTS")

    def shoot(page: Any, name: str) -> None:
        if folder:
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    return shoot
