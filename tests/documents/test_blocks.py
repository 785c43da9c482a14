from __future__ import annotations

import pytest

from dpgraph.documents.blocks import html_blocks, is_markdown, text_blocks, unmarked


def told(text: str) -> list[tuple[str, int, bool]]:
    return [(unmarked(b.content)[0].text, b.level, b.bullet) for b in text_blocks(text)]


def page(text: str) -> list[tuple[str, int, bool]]:
    return [(unmarked(b.content)[0].text, b.level, b.bullet) for b in html_blocks(text)[0]]


def test_headings_paragraphs_and_bullets() -> None:
    assert told("# Title\n\nSome text.\n- one\n* two\n1. three\n## Part ##\n") == [
        ("Title", 1, False),
        ("Some text.", 0, False),
        ("one", 0, True),
        ("two", 0, True),
        ("1. three", 0, True),
        ("Part", 2, False),
    ]


@pytest.mark.parametrize("line", ["---", "* * *", "=====", "|---|:--|", "   ", ""])
def test_rules_and_empty_lines_are_no_blocks(line: str) -> None:
    assert told(f"Before.\n{line}\nAfter.") == [("Before.", 0, False), ("After.", 0, False)]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("See [the report](http://example.org/a).", "See the report."),
        ("![logo](x.png)Harbor Press", "Harbor Press"),
        ("The **Story Fund** pays.", "The Story Fund pays."),
        ("Run `dpgraph build` first.", "Run dpgraph build first."),
        ("> Quoted words.", "Quoted words."),
        ("5 * 3 * 2 and snake_case_name stay", "5 * 3 * 2 and snake_case_name stay"),
    ],
)
def test_inline_markup_goes(line: str, text: str) -> None:
    assert told(line) == [(text, 0, False)]


@pytest.mark.parametrize("line", ["It prints *River Crafts* monthly.", "It prints _River Crafts_ monthly."])
def test_italics_are_kept_as_emphasis(line: str) -> None:
    (block,) = text_blocks(line)
    content, spans = unmarked(block.content)
    assert [content.text[a:b] for a, b in spans] == ["River Crafts"]


def test_a_row_of_a_table_is_a_bullet() -> None:
    assert told("| Name | Owner |\n|---|---|\n| LearnPort | Harbor Press |") == [
        ("Name; Owner", 0, True),
        ("LearnPort; Harbor Press", 0, True),
    ]


def test_offsets_are_those_of_the_file() -> None:
    text = "# Title\r\n\r\nSome *text*.\r\n- bullet\r\n"
    for block in text_blocks(text):
        content = unmarked(block.content)[0]
        assert all(text[at] == char for char, at in zip(content.text, content.at, strict=True))


def test_a_page_without_what_surrounds_its_text() -> None:
    text = (
        "<html><head><title>Harbor Press</title><style>p {}</style></head><body><nav>Home</nav><h1>News</h1>"
        "<p>Harbor Press <b>runs</b>\n  LearnPort.</p><ul><li>one</li><li>two</li></ul>"
        "<script>var a = '<p>no</p>'</script><form><p>Search</p></form><footer>Imprint</footer></body></html>"
    )
    assert page(text) == [
        ("News", 1, False),
        ("Harbor Press runs LearnPort.", 0, False),
        ("one", 0, True),
        ("two", 0, True),
    ]
    assert html_blocks(text)[1] == "Harbor Press"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Food &amp; Ink", "Food & Ink"),
        ("Caf&eacute; Press", "Café Press"),
        ("&#20986;&#x7248;", "出版"),
        ("a&nbsp;b", "a b"),
        ("The R&D department of AT&T", "The R&D department of AT&T"),
        ("5 &lt; 6 &unknown; rest", "5 < 6 &unknown rest"),
    ],
)
def test_references_are_what_they_mean(text: str, read: str) -> None:
    assert page(f"<p>{text}</p>") == [(read, 0, False)]


def test_a_reference_points_at_its_ampersand() -> None:
    text = "<p>Food &amp; Ink</p>"
    (block,) = html_blocks(text)[0]
    assert [text[at] for at in block.content.at] == list("Food & Ink")


def test_a_page_that_is_never_closed() -> None:
    assert page("<p>One<p>Two <i>three") == [("One", 0, False), ("Two three", 0, False)]


def test_italics_of_a_page() -> None:
    (block,) = html_blocks("<p>It prints <em>River Crafts</em> monthly.</p>")[0]
    content, ((start, end),) = unmarked(block.content)
    assert content.text[start:end] == "River Crafts"


@pytest.mark.parametrize(
    ("text", "expected"), [("# A\ntext", True), ("text\n## B", True), ("#tag", False), ("a # b", False)]
)
def test_markdown_is_told_by_its_headings(text: str, expected: bool) -> None:
    assert is_markdown(text) is expected
