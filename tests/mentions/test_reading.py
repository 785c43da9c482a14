"""Which words of a sentence name something, and what."""

from __future__ import annotations

import pytest

from tests.mentions.conftest import ReadText

# (sentence, the mention, its type)
CASES = [
    ("Harbor Press operates the LearnPort platform.", "Harbor Press", "Organization"),
    ("Harbor Press operates the LearnPort platform.", "LearnPort", "Platform"),
    ("The Ministry of Culture and Tourism issued a circular.", "Ministry of Culture and Tourism", "Organization"),
    ("The Science and Technology Commission met.", "Science and Technology Commission", "Organization"),
    ("The Culture, Sports and Tourism Bureau of Norland issued a notice.", "Culture, Sports and Tourism Bureau of Norland", "Organization"),
    ("They follow the “content + delivery services” model.", "content + delivery services", "BusinessModel"),
    ("The “Quiet Pages” app was praised.", "Quiet Pages", "Platform"),
    ("The team created “Quiet Pages” last spring.", "Quiet Pages", "Platform"),
    ("Enterprises such as Koob and Lesart grew.", "Koob", "Organization"),
    ("The council adopted the Reading Nation Action Plan (2024-2026).", "Reading Nation Action Plan (2024-2026)", "Policy"),
    ("The Nordic Translation Fund supports small houses.", "Nordic Translation Fund", "Fund"),
    ("They joined the 19th Nordic Book Fair in May.", "19th Nordic Book Fair", "Initiative"),
    ("Maria Jansen lives in Norway.", "Norway", "Place"),
    ("Maria Jansen lives in Norway.", "Maria Jansen", "Person"),
    ("They work with the IoT.", "IoT", "Technology"),
    ("The company entered the digital comics market.", "digital comics market", "Sector"),
    ("Harbor Press studied a yearly sales model.", "yearly sales model", "BusinessModel"),
    ("Both Lantern Publishing Group and Mill House Press were chosen.", "Lantern Publishing Group", "Organization"),
    ("Both Lantern Publishing Group and Mill House Press were chosen.", "Mill House Press", "Organization"),
    ("The Norland Reading Report By Mill House Press came out.", "Mill House Press", "Organization"),
    ("The houses use 5G, VR/AR, blockchain and other digital technologies.", "VR", "Technology"),
    ("The municipal reading promotion demonstration program began.", "municipal reading promotion demonstration program", "Initiative"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "kind"), CASES)
def test_a_name_is_found_with_its_type(read_text: ReadText, text: str, words: str, kind: str) -> None:
    found = {(m.text, m.type) for m in read_text(text).mentions}
    assert (words, kind) in found


@pytest.mark.parametrize(
    "text",
    [
        "Several enterprises and some platforms grew last year.",
        "First, it raised the quality of its services.",
        "They said “one company, one policy” again and again.",
        "In Spring many readers stay at home.",
        "Nine enterprises grew last year.",
    ],
)
def test_mere_words_name_nothing(read_text: ReadText, text: str) -> None:
    assert read_text(text).mentions == []


def test_offsets_are_those_of_the_words(read_text: ReadText) -> None:
    text = "Harbor Press, a publisher in Norway, runs LearnPort.\n\nIts app LearnPort Kids won the Golden Page Award."
    assert all(text[m.start : m.end] == m.text for m in read_text(text).mentions)


def test_emphasis_marks_a_title(read_text: ReadText) -> None:
    text = "Readers love River Crafts very much."
    found = {(m.text, m.type) for m in read_text(text, ((13, 25),)).mentions}
    assert ("River Crafts", "Publication") in found


def test_a_quoted_title_keeps_its_commas(read_text: ReadText) -> None:
    title = "Guiding Opinions of Norland on Promoting the Integrated Development of Reading Rooms, Mobile Libraries, Village Schools, and Related Trades"
    found = {(m.text, m.type) for m in read_text(f"The council adopted the “{title}” in May.").mentions}
    assert (title, "Policy") in found


def test_a_byline_in_italics_is_no_title(read_text: ReadText) -> None:
    text = "By the Mill House Press of Norland"
    assert "Publication" not in {m.type for m in read_text(text, ((0, len(text)),)).mentions}


def test_an_acronym_means_its_long_form(read_text: ReadText) -> None:
    reading = read_text("The Nordic Reading Council (NRC) met in May. The NRC will meet again.")
    assert {m.entity for m in reading.mentions if m.type == "Organization"} == {"Nordic Reading Council"}


def test_a_short_form_means_the_one_long_name_it_fits(read_text: ReadText) -> None:
    reading = read_text("The Municipal Culture Commission pays. The Culture Commission also decides.")
    assert {m.entity for m in reading.mentions} == {"Municipal Culture Commission"}


def test_a_short_form_that_fits_two_names_means_neither(read_text: ReadText) -> None:
    text = "The Norland Culture Commission and the Sudland Culture Commission met. The Culture Commission agreed."
    assert "Culture Commission" in {m.entity for m in read_text(text).mentions}


def test_a_plural_term_is_the_concept_of_the_vocabulary(read_text: ReadText) -> None:
    assert [m.entity for m in read_text("They promote audiobooks.").mentions] == ["audiobooks"]


def test_the_same_text_reads_the_same_twice(read_text: ReadText) -> None:
    text = "Lantern Media Group and Mill House opened ClassRiver, an app for digital education, in Norway."
    assert read_text(text).mentions == read_text(text).mentions
