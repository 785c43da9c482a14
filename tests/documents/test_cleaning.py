from __future__ import annotations

from collections.abc import Callable

import pytest

from dpgraph.records import Document

Read = Callable[..., Document]


def paragraphs(document: Document) -> list[str]:
    return document.text.split("\n\n")


def headings(document: Document) -> list[tuple[str, int]]:
    return [(s.title, s.level) for s in document.sections]


def test_a_word_cut_at_a_page_break_is_whole_again(read: Read) -> None:
    document = read("News of the week\n\nHarbor Press plans to in-\n\nvest in new titles. It also hires.")
    assert paragraphs(document)[1] == "Harbor Press plans to invest in new titles. It also hires."


def test_a_hyphen_before_a_capital_stays(read: Read) -> None:
    assert "Anglo-Saxon" in read("News of the week\n\nIt prints Anglo-\n\nSaxon and Norse tales in print.").text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("The fund pays for apps and", "platforms of the town."),
        ("The fund pays for apps,", "platforms and fairs."),
        ("Harbor Press works with the", "Rivertown University."),
        ("Harbor Press runs the platform", "(since 2019) on its own."),
        ("Harbor Press runs", "the platform on its own."),
    ],
)
def test_a_sentence_cut_by_a_blank_line_is_whole_again(read: Read, left: str, right: str) -> None:
    assert paragraphs(read(f"News of the week\n\n{left}\n\n{right} More follows here."))[1].startswith(
        f"{left} {right}"
    )


def test_whole_sentences_stay_apart(read: Read) -> None:
    document = read("News of the week\n\nHarbor Press runs a platform.\n\nMill House prints a magazine.")
    assert paragraphs(document)[1:] == ["Harbor Press runs a platform.", "Mill House prints a magazine."]


def test_lines_broken_at_a_fixed_width_are_joined(read: Read) -> None:
    lines = [
        "Harbor Press of Rivertown runs the LearnPort platform for",
        "Digital lessons, and it works together with the other",
        "Presses of the town, among them Mill House and the Lantern",
        "Media Group, whose app is well known to all who study.",
    ]
    assert " ".join(lines) in read("News\n\n" + "\n".join(lines)).text


def test_lines_of_markdown_are_joined(read: Read) -> None:
    assert "Harbor Press Runs It." in read("# News\n\nHarbor Press\nRuns It.\n", "a.md").text


def test_headings_of_a_plain_text_are_found(read: Read) -> None:
    text = (
        "Publishing in Rivertown\n\n1. Who runs what\n\nHarbor Press runs a platform for digital lessons.\n\n"
        "Money\n\nThe Story Fund pays for books of many kinds.\n\n(2) Plans for the coming year\n\nThe town will build a library of its own."
    )
    assert headings(read(text)) == [
        ("Publishing in Rivertown", 1),
        ("1. Who runs what", 2),
        ("Money", 2),
        ("(2) Plans for the coming year", 3),
    ]


def test_a_heading_glued_to_its_paragraph_opens_a_section(read: Read) -> None:
    text = "Opinions of the town\n\n(4) Build contents. Support new works. Pay the authors well."
    assert headings(read(text))[-1] == ("(4) Build contents", 4)


@pytest.mark.parametrize("line", ["Harbor Press runs a platform.", "First of all, the town", "And the town pays,"])
def test_prose_is_no_heading(read: Read, line: str) -> None:
    document = read(f"News of the week\n\n{line}\n\nmore words follow here, as they do in prose of every kind.")
    assert headings(document) == [("News of the week", 1)]


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies to make this site work.",
        "Read our Cookie Policy",
        "Subscribe now",
        "© 2024 Harbor Press",
        "All rights reserved.",
        "Follow us on the networks",
        "Skip to main content",
        "Report problems by telephone: +49 30 1234567",
        "Home",
    ],
)
def test_boilerplate_goes(read: Read, line: str) -> None:
    document = read(f"News of the week\n\n{line}\n\nHarbor Press runs a platform.")
    assert paragraphs(document) == ["News of the week", "Harbor Press runs a platform."]


@pytest.mark.parametrize(
    "line",
    [
        "Harbor Press shares its platform with schools.",
        "The next issue appears in May.",
        "Search engines find the portal.",
        "Copyright law protects digital works, and the town supports its reform.",
        "(c) the town should pay the authors better.",
    ],
)
def test_sentences_that_begin_like_boilerplate_stay(read: Read, line: str) -> None:
    assert line in paragraphs(read(f"News of the week\n\n{line}\n\nHarbor Press runs a platform."))


def test_invisible_characters_and_citation_marks_go(read: Read) -> None:
    document = read("News of the week\n\nHarbor\u00a0Press\u200b runs\u00ad a  platform [12][3]. It pays.")
    assert paragraphs(document)[1] == "Harbor Press runs a platform. It pays."


def test_a_repeated_title_is_told_once(read: Read) -> None:
    document = read("<h1>News</h1><p>News</p><p>Harbor Press runs a platform.</p>", "a.html")
    assert paragraphs(document) == ["News", "Harbor Press runs a platform."]


def test_chinese_numbers_open_sections(read: Read) -> None:
    text = "数字出版\n\n一、平台建设\n\n重庆出版集团建设数字教育平台，面向全市中小学提供课程。"
    document = read(text, language="en")  # said to be English, so that it is read at all
    assert headings(document)[1] == ("一、平台建设", 2)
