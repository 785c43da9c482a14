from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.graph.describing import describe
from dpgraph.graph.store import open_store


def test_a_thing_is_described_with_its_statements_and_their_words(tiny_build: Path) -> None:
    store = open_store(tiny_build)
    text = describe(store, iris.expand("dpr:learnport"))
    assert text == describe(store, iris.expand("dpr:learnport"))
    assert "Harbor Press operates the LearnPort platform" in text.decode()
    held = {str(t) for t in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    assert any("operates" in t and "harbor-press" in t for t in held)
    nothing = describe(store, iris.expand("dpr:nobody"))
    assert list(ox.parse(nothing, format=ox.RdfFormat.TURTLE)) == []
