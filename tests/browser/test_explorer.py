"""What a reader does: searches in two languages, clicks for the sentence, filters, shares a link, carries a picture away."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.browser.conftest import Visit


def shown(page: Any) -> dict[str, Any]:
    """The names that the network shows, and how many statements."""
    return dict(
        page.evaluate("""() => {
          const { nodes, links } = window.dpgraph.network.shown();
          return { names: nodes.map((node) => node.title).sort(), ties: links.reduce((sum, link) => sum + link.ties.length, 0),
                   dashed: links.filter((link) => link.dashed).length };
        }""")
    )


def click_on(page: Any, key: str, other: str = "") -> None:
    """Clicks on an entity in the drawing, or on the middle of the tie of two."""
    page.wait_for_timeout(550)  # the drawing may still be moving
    x, y = page.evaluate(
        """([key, other]) => {
          const { shown, drawing } = window.dpgraph.network;
          const at = (key) => drawing.screen(shown().nodes.find((node) => node.key === key));
          const a = at(key), b = at(other || key);
          return [(a.x + b.x) / 2, (a.y + b.y) / 2];
        }""",
        [key, other],
    )
    page.locator("#canvas").click(position={"x": x, "y": y})


@pytest.mark.parametrize("words", ["harbor", "港口"])
def test_search_finds_in_both_languages(words: str, served: str, exported: Path, visit: Visit) -> None:
    for start in (served, (exported / "questions" / "years.html").as_uri()):
        page = visit.see(start)
        page.fill("#search", words)
        page.wait_for_selector("#hits li")
        page.press("#search", "Enter")
        page.wait_for_url("**/harbor-press*")
        assert page.inner_text("h1") == "Harbor Press 港口出版社"


def test_search_flies_to_an_entity_in_the_network(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}network")
    page.fill("#search", "港口")
    page.wait_for_selector("#hits li")
    page.press("#search", "Enter")
    assert page.inner_text("#details h2") == "Harbor Press"
    page.wait_for_function("() => location.hash.includes('at=harbor-press')")


def test_a_click_shows_the_sentence(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}network")
    click_on(page, "harbor-press")
    page.wait_for_selector("#details blockquote")
    assert page.inner_text("#details h2") == "Harbor Press"
    assert "Harbor Press operates the LearnPort platform" in page.inner_text("#details")
    page.press("#canvas", "Escape")
    click_on(page, "harbor-press", "learnport")
    page.wait_for_selector("#details blockquote")
    assert "LearnPort" in page.inner_text("#details h2") and "operates" in page.inner_text("#details")
    page.click("#details blockquote a")
    page.wait_for_selector(".stated.lit")
    assert "Harbor Press operates the LearnPort platform" in page.inner_text(".reading")


def test_filters_filter(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}network")
    whole = shown(page)
    assert whole["dashed"] > 0
    page.get_by_label("Organization", exact=False).first.uncheck()
    fewer = shown(page)
    assert "Harbor Press" not in fewer["names"] and 0 < fewer["ties"] < whole["ties"]
    page.click("#reset")
    assert shown(page) == whole
    page.click("summary:text('Status')")
    for status in ("planned", "recommended", "denied", "ceased"):
        page.locator("#statuses").get_by_label(status, exact=False).uncheck()
    assert shown(page)["dashed"] == 0
    page.click("#reset")
    page.select_option("#sector", "digital-education")
    assert {"LearnPort", "ClassRiver"} <= set(shown(page)["names"]) and "PaperTrail" not in shown(page)["names"]
    page.click("#reset")
    page.select_option("#document", "Reading along the river")
    assert "LearnPort" not in shown(page)["names"]
    page.click("#reset")
    page.fill("#from", "2021")
    page.fill("#to", "2021")
    assert shown(page)["ties"] == 1
    page.click("#reset")
    page.fill("#confidence", "1")
    assert 0 < shown(page)["ties"] < whole["ties"]


def test_a_neighbourhood_grows_and_shrinks(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}network#at=learnport")
    page.click("text=Only its neighbourhood")
    first = shown(page)["names"]
    assert "Harbor Press" in first and "Story Fund" not in first
    page.click("#details button.link:text-is('Harbor Press')")
    page.click("text=Add its neighbours")
    assert set(first) < set(shown(page)["names"])
    page.click("text=Take them away")
    assert len(shown(page)["names"]) < len(first) + 3


@pytest.mark.parametrize("place", ["served", "exported"])
def test_the_address_restores_what_was_shown(place: str, request: pytest.FixtureRequest, visit: Visit) -> None:
    start = (
        f"{request.getfixturevalue('served')}network"
        if place == "served"
        else (request.getfixturevalue("exported") / "network.html").as_uri()
    )
    page = visit.see(start)
    page.select_option("#colour", "owner")
    page.select_option("#size", "betweenness")
    page.get_by_label("Fund", exact=False).first.uncheck()
    page.fill("#confidence", "0.5")
    click_on(page, "harbor-press")
    page.wait_for_function("() => location.hash.includes('at=harbor-press') && location.hash.includes('view=')")
    before, address = shown(page), page.url
    page.goto("about:blank")
    visit.see(address)
    assert shown(page) == before
    assert page.input_value("#colour") == "owner" and page.input_value("#confidence") == "0.5"
    assert page.inner_text("#details h2") == "Harbor Press"


def test_a_finding_within_the_network(served: str, visit: Visit) -> None:
    page = visit.see(served)
    page.click(".card h3 a >> nth=0")
    page.click("text=Within the whole network")
    page.wait_for_function("() => window.dpgraph.network && window.dpgraph.network.shown().gaps.length > 0")
    assert page.inner_text("#details h2")


@pytest.mark.parametrize(
    ("button", "name", "start"), [("#png", "network.png", b"\x89PNG"), ("#svg", "network.svg", b"<svg")]
)
def test_a_picture_to_carry_away(
    button: str, name: str, start: bytes, served: str, visit: Visit, tmp_path: Path
) -> None:
    page = visit.see(f"{served}network")
    with page.expect_download() as download:
        page.click(button)
    assert download.value.suggested_filename == name
    download.value.save_as(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    assert data.startswith(start) and len(data) > 2000
    if name.endswith("svg"):
        assert b'class="legend"' in data and b">Organization</text>" in data


def test_the_colours_of_statuses_are_those_of_the_ties_too(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}network#colour=status")
    tones = "() => [...new Set(window.dpgraph.network.shown().links.map((link) => link.tone))]"
    assert len(page.evaluate(tones)) > 1
    page.select_option("#colour", "class")
    assert page.evaluate(tones) == [None]


def test_the_keyboard_moves_the_drawing(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}network")
    look = "window.dpgraph.network.drawing.view()"
    before = page.evaluate(look)
    page.focus("#canvas")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    page.wait_for_timeout(500)
    after = page.evaluate(look)
    assert after[0] > before[0] and after[2] > before[2]
    page.click("summary:text('Entities shown')")
    page.locator("#entities button").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#details h2").count() == 1


def test_findings_are_narrowed(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}findings#kind=O")
    assert page.locator(".card:visible").count() == page.locator(".card[data-kind^=O]").count() > 0
    page.select_option("select[name=kind]", "")
    page.fill("input[name=words]", "fund")
    assert 0 < page.locator(".card:visible").count() < page.locator(".card").count()


def test_a_sentence_and_what_it_states_point_at_each_other(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}document/rivertown")
    page.locator(".note", has_text="LearnPort").first.hover()
    assert "Harbor Press" in " ".join(page.locator(".stated.lit").all_inner_texts())
    page.locator(".stated", has_text="launched").first.click()
    assert page.locator(".note.lit").count() >= 1


def test_a_question_takes_values(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}questions/platforms-by-sector")
    assert page.input_value("input[name=sector]") == "digital education"
    page.fill("input[name=sector]", "audiobooks")
    page.click("button:text('Ask')")
    page.wait_for_url("**sector=audiobooks")
    assert "TaleStream" in page.inner_text("table.rows")
    page.goto(f"{served}questions/figures-ranked?year=soon")
    assert "a year of four digits" in page.inner_text("[role=alert]")


def test_two_sectors_side_by_side(served: str, visit: Visit) -> None:
    page = visit.see(f"{served}compare#a=digital%20education&b=audiobooks")
    page.wait_for_selector("#side h3")
    assert page.locator("#side h3").all_inner_texts() == ["digital education", "audiobooks"]
    assert "LearnPort" in page.inner_text("#side section >> nth=0")
    assert page.locator("section[aria-labelledby=builds] tr.changed").count() == 0  # two builds that are one
