"""The picture of a small network: every box and tie once, nothing from a name becomes markup."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from dpgraph.views.site.lines import End
from dpgraph.views.site.picture import MOST, Box, Strand, draw_picture, left_out
from dpgraph.views.site.plots import draw_bars, draw_years

HEADINGS = ("Actors", "What they have", "", "Function")


def end(name: str) -> End:
    return End(name, name, "", "Organization", "publisher", f"/resource/{name}", "dot", "#0072B2")


def drawn(columns: list[list[str]], ties: list[tuple[str, str, str]]) -> str:
    boxes = [Box(end(name), n) for n, names in enumerate(columns) for name in names]
    return draw_picture(boxes, [Strand(a, b, "tied", kind, "#s") for a, b, kind in ties], HEADINGS, "A picture")


def test_boxes_and_ties() -> None:
    picture = drawn([["a", "b"], ["x"]], [("a", "b", "missing"), ("a", "x", "asserted"), ("b", "nobody", "asserted")])
    root = ElementTree.fromstring(picture)
    assert root.get("aria-label") == "A picture"
    assert len([e for e in root.iter() if e.get("class") == "box"]) == 3
    assert [e.get("class") for e in root if "strand" in (e.get("class") or "")] == ["strand asserted", "strand missing"]


def test_it_is_the_same_for_the_same_and_empty_for_nothing() -> None:
    columns, ties = [["b", "a"], ["y", "x"]], [("a", "y", "asserted"), ("b", "x", "asserted")]
    assert drawn(columns, ties) == drawn(columns, ties)
    assert drawn([], []) == ""


def test_boxes_do_not_lie_upon_each_other() -> None:
    picture = drawn([[f"a name that needs several lines {n}" for n in range(9)], ["x"]], [])
    tops = [
        (float(x), float(y), float(y) + float(h))
        for x, y, h in re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="\d+" height="([\d.]+)"', picture)
    ]
    for x, top, bottom in tops:
        assert not [o for o in tops if o[0] == x and o[1] < bottom and top < o[2] and o != (x, top, bottom)]


def test_a_crowded_column_says_what_it_leaves_out() -> None:
    boxes = [Box(end(f"n{n}"), 0) for n in range(MOST + 3)]
    assert draw_picture(boxes, [], HEADINGS, "").count('class="box"') == MOST
    assert left_out(boxes) == "3 entities are not drawn; the lists have them all."
    assert left_out(boxes[:3]) == ""


def test_names_are_text() -> None:
    nasty = "<script>\"&'</script>"
    for picture in (drawn([[nasty], ["x"]], [(nasty, "x", "asserted")]), draw_bars([(nasty, 1.0)], nasty)):
        assert "<script" not in picture
        ElementTree.fromstring(picture)
    ElementTree.fromstring(draw_years([(2001, -1.0), (2003, 2.0)], nasty, nasty))
