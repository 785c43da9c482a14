from __future__ import annotations

from collections.abc import Callable

from dpgraph.documents.blocks import html_blocks
from dpgraph.documents.maintext import main_blocks
from dpgraph.records import Document

Read = Callable[..., Document]

ARTICLE = (
    "<h1>Harbor Press opens a shop</h1><p>Harbor Press operates the <em>LearnPort</em> platform for digital education in "
    "Rivertown &amp; beyond. It was opened in 2021 and has 40,000 users.</p><h2>Money</h2><p>The Story Fund, managed by the "
    "culture office, pays for most of it, and a council of readers gives advice twice a year.</p><ul><li>One branch is in "
    "the old town.</li><li>Another stands at the harbor.</li></ul><table><tr><td>Users</td><td>40,000</td></tr></table>"
)
PAGE = (
    '<html><head><title>News</title></head><body><div class="menu"><ul><li><a href="/a">Home</a></li><li><a href="/b">About '
    f'us</a></li></ul></div><div class="cookie-banner">We use cookies to make your visit nicer.</div><article>{ARTICLE}'
    '</article><div class="related"><a href="/x">Ten books of the year that everybody wants to read</a></div>'
    '<div class="footer">All rights reserved. Call us.</div></body></html>'
)


def test_the_article_stays_and_what_is_around_it_goes(read: Read) -> None:
    text = read(PAGE, "a.html").text
    for kept in ("Harbor Press opens", "operates the LearnPort", "Money", "old town.", "at the harbor.", "40,000"):
        assert kept in text
    for gone in ("Home", "About us", "cookies", "Ten books", "rights reserved"):
        assert gone not in text


def test_every_word_of_the_article_leads_back_into_the_page(read: Read) -> None:
    document = read(PAGE, "a.html")
    for word in ("LearnPort", "culture", "harbor", "Users"):
        start = document.text.index(word)
        assert PAGE[slice(*document.origin(start, start + len(word)))] == word


def test_a_page_without_a_main_text_is_read_whole() -> None:
    page = "<p>Harbor Press runs it.</p><p>Mill House does not.</p>"
    blocks = html_blocks(page)[0]
    assert main_blocks(blocks, page) == blocks


def test_the_same_page_gives_the_same_blocks() -> None:
    blocks = html_blocks(PAGE)[0]
    assert main_blocks(blocks, PAGE) == main_blocks(blocks, PAGE)
