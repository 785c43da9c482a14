"""How soon the network is seen, and how smoothly it moves.

Run it: python benchmarks/views.py [ENTITIES ...]        (needs Chromium and Playwright for Python)

    prepare     places, sizes, communities and the two data files, in Python, in seconds
    data        the size of what the page loads before it shows anything, in MB
    explorer    the network of the explorer: milliseconds to the first picture, frames a second while it is dragged and
                zoomed; beyond 5,000 entities it shows groups, so once more with every group open
    pyvis       the page of one file, likewise (vis-network; left out beyond 5,000)

Sizes are entities, with four ties each, most of them near one another; 500, 2,000, 5,000 and 20,000 unless others are
given. The browser is headless and draws without a graphics card. Nothing is asserted.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from dpgraph import iris
from dpgraph.records import Ecosystem, Entity, Evidence, Statement
from dpgraph.terms import STATUSES, TYPES
from dpgraph.views.page import draw_page
from dpgraph.views.site.addresses import Addresses
from dpgraph.views.site.explorer import Explorer
from dpgraph.views.site.holdings import Holdings, Text
from dpgraph.views.site.rendering import STATIC

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip
TIES, NEAR, LARGEST_PYVIS = 4, 60, 5000
ROW = "{:>9} {:>7} {:<15} {:>9} {:>8} {:>9} {:>8} {:>8}"
FILES = Addresses("", ".html")
# Frames that the page has drawn, counted by its own clock.
COUNT = """(seconds) => new Promise((done) => {
  let frames = 0; const begun = performance.now();
  const next = () => { frames += 1; if (performance.now() - begun < seconds * 1000) requestAnimationFrame(next);
                       else done(1000 * frames / (performance.now() - begun)); };
  requestAnimationFrame(next);
})"""


def main() -> None:
    """Prints a line for each size and page."""
    sizes = [int(word.replace("_", "")) for word in sys.argv[1:]] or [500, 2000, 5000, 20_000]
    print(ROW.format("entities", "ties", "page", "prepare s", "data MB", "first ms", "pan fps", "zoom fps"))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                _report(browser, size, Path(folder))
        browser.close()


def _report(browser: Any, size: int, folder: Path) -> None:
    held = Holdings("made up", made_up(size), (), {"d": Text("d", "A document", None, ())}, {})
    begun = time.perf_counter()
    data = _write_explorer(held, folder)
    took = time.perf_counter() - begun
    _line(browser, held, "explorer", took, data, (folder / "network.html").as_uri())
    if size > 5000:
        opened = "|".join(str(c) for c in range(400))
        _line(browser, held, "all groups open", took, data, f"{(folder / 'network.html').as_uri()}#open={opened}")
    if size <= LARGEST_PYVIS:
        begun = time.perf_counter()
        page = folder / "pyvis.html"
        page.write_text(draw_page(held.ecosystem, (), "Made up"), encoding="utf-8")
        _line(browser, held, "pyvis", time.perf_counter() - begun, page.stat().st_size, page.as_uri())


def _write_explorer(held: Holdings, folder: Path) -> int:
    """The files that the network page needs; how large the data for the first picture is."""
    explorer = Explorer(held, lambda text: True)
    shutil.copytree(STATIC, folder / "static")
    (folder / "data").mkdir()
    for name in ("network", "evidence"):
        (folder / "data" / f"{name}.js").write_text(explorer.data(name, FILES), encoding="utf-8")
    (folder / "network.html").write_text(explorer.page("network", FILES), encoding="utf-8")
    return (folder / "data" / "network.js").stat().st_size


def _line(browser: Any, held: Holdings, name: str, took: float, data: int, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    if name == "pyvis":
        page.wait_for_function("() => window.dpgraph && window.dpgraph.network", timeout=120_000)
        first = 1000 * (time.perf_counter() - begun)
    else:
        page.wait_for_function("() => window.dpgraph && window.dpgraph.firstPicture", timeout=120_000)
        first = page.evaluate("() => window.dpgraph.firstPicture")
    page.wait_for_timeout(1500)
    pan, zoom = _dragged(page), _zoomed(page)
    counts = (f"{len(held.ecosystem.entities):,}", f"{len(held.ecosystem.statements):,}")
    print(ROW.format(*counts, name, f"{took:.1f}", f"{data / 1e6:.2f}", f"{first:.0f}", f"{pan:.0f}", f"{zoom:.0f}"))
    page.close()


def _dragged(page: Any) -> float:
    """Frames a second while the pointer drags the drawing to and fro."""
    page.mouse.move(500, 450)
    page.mouse.down()
    counting = page.evaluate_handle(f"() => ({{ found: ({COUNT})(2) }})")
    stop = time.perf_counter() + 2
    step = 0
    while time.perf_counter() < stop:
        step += 1
        page.mouse.move(500 + 150 * (step % 2), 450 + 7 * (step % 11))
    page.mouse.up()
    return float(counting.evaluate("(held) => held.found"))


def _zoomed(page: Any) -> float:
    """Frames a second while the wheel turns."""
    counting = page.evaluate_handle(f"() => ({{ found: ({COUNT})(2) }})")
    stop = time.perf_counter() + 2
    step = 0
    while time.perf_counter() < stop:
        step += 1
        page.mouse.wheel(0, 120 if step % 2 else -120)
    return float(counting.evaluate("(held) => held.found"))


def made_up(size: int) -> Ecosystem:
    """Entities on a ring with ties that mostly reach near ones, each with a sentence; the same for the same size."""
    drawn = random.Random(1)
    names = [f"Entity {n}" for n in range(size)]
    ends = [iris.expand(f"dpr:{iris.slug(name)}") for name in names]
    entities = {
        iri: Entity(iri, name, kind := drawn.choice(TYPES), kind) for iri, name in zip(ends, names, strict=True)
    }
    statements = {}
    for n in range(TIES * size):
        a = drawn.randrange(size)
        b = (a + drawn.randrange(1, NEAR)) % size if drawn.random() < 0.95 else drawn.randrange(size)
        status = "asserted" if drawn.random() < 0.8 else drawn.choice(STATUSES)
        quote = f"Sentence {n} says that {names[a]} promotes {names[b]}, in so many words as a sentence of a report has"
        evidence = (Evidence("d", 0, n * 100, n * 100 + len(quote), quote, "made up", 0.9),)
        statements[a, b] = Statement(ends[a], "promotes", ends[b], status, 2000 + n % 25, evidence)
    return Ecosystem(dict(sorted(entities.items())), tuple(statements.values()), (), {}, {("d", 0): "All"})


if __name__ == "__main__":
    main()
