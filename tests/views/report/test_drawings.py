"""The drawings: the same bytes each time, whole, told in words for who cannot see them, and safe."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from ecosystems import ecosystem
from held import Held

from dpgraph.analysis.scene import set_scene
from dpgraph.views.report import picture
from dpgraph.views.report.drawing import Bar, lines, width
from dpgraph.views.report.plots import draw_bars, draw_years
from dpgraph.views.report.words import read_words

SVG = "{http://www.w3.org/2000/svg}"
EVIL = '</text><script>alert(1)</script>"&'
BARS = [Bar("Harbor Press", 3.0, "3 yuan", True), Bar(EVIL, -1.0, "-1 yuan", False)]


def texts(drawing: str) -> str:
    return " ".join(e.text or "" for e in ElementTree.fromstring(drawing).iter(f"{SVG}text"))


def test_bars_are_told_in_words_and_nothing_in_a_name_is_markup() -> None:
    drawing = draw_bars("plot-1", "Output", BARS)
    root = ElementTree.fromstring(drawing)
    assert root.get("role") == "img"
    assert (root.find(f"{SVG}title").text, root.find(f"{SVG}desc").text) == (  # type: ignore[union-attr]
        "Output",
        f"Harbor Press: 3 yuan; {EVIL}: -1 yuan",
    )
    assert root.get("aria-labelledby") == "plot-1-title plot-1-desc"
    assert not list(root.iter(f"{SVG}script")) + list(root.iter(f"{SVG}style")) + list(root.iter(f"{SVG}metadata"))
    assert "3 yuan" in texts(drawing)


def test_the_same_bytes_and_no_id_of_another_drawing() -> None:
    assert draw_bars("plot-1", "a", BARS) == draw_bars("plot-1", "a", BARS)
    ids = [
        {e.get("id") for e in ElementTree.fromstring(draw_bars(name, "a", BARS)).iter() if e.get("id")}
        for name in ("plot-1", "plot-2")
    ]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_columns_of_years() -> None:
    drawing = draw_years("y", "Readers", [Bar("2017", 1.0, "1", True), Bar("2020", 2.0, "2", True)])
    assert {"2017", "2020"} <= set(texts(drawing).split())


@pytest.mark.parametrize("values", [(0.0, 0.0), (-1.0, -2.0), (1e13, 1.0)])
def test_any_values_have_a_plot(values: tuple[float, ...]) -> None:
    bars = [Bar("x", value, str(value), True) for value in values]
    assert "NaN" not in draw_bars("p", "t", bars) + draw_years(
        "p", "t", [Bar(str(n), *b[1:]) for n, b in numbered(bars)]
    )


def numbered(bars: list[Bar]) -> list[tuple[int, tuple[str, float, str, bool]]]:
    return [(2000 + n, (b.name, b.value, b.written, b.is_asserted)) for n, b in enumerate(bars)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_shows_owners_resources_and_functions(tiny: Held, language: str) -> None:
    scene, words = set_scene(tiny.ecosystem), read_words(language)
    shown = picture.choose(scene)
    assert shown.is_whole
    drawing = picture.draw(scene, shown, words)
    told = ElementTree.fromstring(drawing).find(f"{SVG}desc")
    assert told is not None
    for iri in {end for held in shown.held for end in held}:
        name = words.name(tiny.ecosystem, iri)
        assert name in (told.text or "")
        assert name in texts(drawing)


def test_what_the_picture_shows_is_stated(tiny: Held) -> None:
    stated = {(s.subject, s.predicate, s.object) for s in tiny.ecosystem.statements if s.status == "asserted"}
    for owner, thing, function in picture.choose(set_scene(tiny.ecosystem)).held:
        assert any((owner, p, thing) in stated for p in ("operates", "publishes", "manages"))
        assert any((thing, p, function) in stated for p in ("activeIn", "usesTechnology"))


def test_a_crowd_is_cut_to_the_functions_with_most_owners() -> None:
    many = [
        line for n in range(40) for line in ((f"owner {n}", "operates", f"app {n}"), (f"app {n}", "activeIn", f"f {n}"))
    ]
    both = [("owner 0", "operates", "common"), ("owner 1", "operates", "common"), ("common", "activeIn", "shared")]
    scene = set_scene(ecosystem(*many, *both))
    shown = picture.choose(scene)
    assert not shown.is_whole
    assert shown.many == (40, 41, 41)
    assert all(len({h[n] for h in shown.held}) <= picture.MOST[n] for n in range(3))
    assert "shared" in picture.draw(scene, shown, read_words("en"))


def test_nothing_to_draw() -> None:
    scene = set_scene(ecosystem())
    assert picture.draw(scene, picture.choose(scene), read_words("en")) == ""


@pytest.mark.parametrize("text", ["Harbor Press", "港口出版社与河镇大学", "a" * 90, "", "数字 publishing 平台"])
def test_lines_are_never_wider_than_asked(text: str) -> None:
    cut = lines(text, 20, 2)
    assert len(cut) <= 2
    assert all(width(line) <= 20 for line in cut) or "a" * 21 in text
