"""Which mentions of a document are one entity, and what it is called."""

from __future__ import annotations

import pytest

from dpgraph.mentions.linking import Found, link, named
from dpgraph.mentions.register import Register
from dpgraph.records import Mention


def found(text: str, *names: tuple[str, str], cls: str = "") -> list[Found]:
    """Mentions of these (name, type) in a text, each after the one before."""
    mentions, at = [], 0
    for name, kind in names:
        at = text.index(name, at)
        mentions.append(Found(Mention("a", at, at + len(name), name, kind, "test", 0.8), cls or kind, None))
        at += len(name)
    return mentions


def entities(text: str, register: Register, *names: tuple[str, str]) -> list[str | None]:
    return [m.entity for m in link(found(text, *names), register, text)[0]]


def test_case_articles_and_possessives_do_not_part(register: Register) -> None:
    text = "The Harbor Press grew. HARBOR PRESS hired. Harbor Press’s list"
    names = [(n, "Organization") for n in ("The Harbor Press", "HARBOR PRESS", "Harbor Press’s")]
    assert set(entities(text, register, *names)) == {"Harbor Press"}


def test_a_short_form_in_brackets_means_the_name_before_it(register: Register) -> None:
    text = "The Nordic Reading Council (NRC) met. NRC agreed."
    names = [("Nordic Reading Council", "Organization"), ("NRC", "Organization"), ("NRC", "Organization")]
    assert set(entities(text, register, *names)) == {"Nordic Reading Council"}


def test_brackets_with_other_letters_mean_something_else(register: Register) -> None:
    text = "The Nordic Reading Council (Oslo) met in Oslo."
    names = [("Nordic Reading Council", "Organization"), ("Oslo", "Place"), ("Oslo", "Place")]
    assert entities(text, register, *names) == ["Nordic Reading Council", "Oslo", "Oslo"]


def test_an_acronym_in_brackets_may_come_from_another_language(register: Register) -> None:
    text = "The Norland Reading Foundation (FNL) met. FNL agreed."
    names = [("Norland Reading Foundation", "Organization"), ("FNL", "Organization"), ("FNL", "Organization")]
    assert set(entities(text, register, *names)) == {"Norland Reading Foundation"}


def test_letters_of_a_place_in_brackets_stay_a_place(register: Register) -> None:
    text = "The Northern Reading Foundation (UK) met in the UK."
    names = [("Northern Reading Foundation", "Organization"), ("UK", "Place"), ("UK", "Place")]
    assert entities(text, register, *names) == ["Northern Reading Foundation", "UK", "UK"]


def test_one_word_means_the_only_name_that_it_opens(register: Register) -> None:
    names = [("Lantern Publishers", "Organization"), ("Lantern Learning", "Platform"), ("Lantern", "Organization")]
    text = "Lantern Publishers owns Lantern Learning. Lantern grew."
    assert entities(text, register, *names)[2] == "Lantern Publishers"
    two = [("Lantern Publishers", "Organization"), ("Lantern Media", "Organization"), ("Lantern", "Organization")]
    assert entities("Lantern Publishers left Lantern Media. Lantern grew.", register, *two)[2] == "Lantern"


def test_one_word_that_comes_first_means_itself(register: Register) -> None:
    names = [("Lantern", "Organization"), ("Lantern Publishers", "Organization")]
    assert entities("Lantern bought Lantern Publishers.", register, *names) == ["Lantern", "Lantern Publishers"]


def test_a_surname_means_the_person(register: Register) -> None:
    text = "Maria Jansen came. Jansen spoke."
    assert entities(text, register, ("Maria Jansen", "Person"), ("Jansen", "Person")) == ["Maria Jansen"] * 2


def test_a_surname_of_two_persons_means_neither(register: Register) -> None:
    text = "Maria Jansen and Otto Jansen came. Jansen spoke."
    names = [("Maria Jansen", "Person"), ("Otto Jansen", "Person"), ("Jansen", "Person")]
    assert entities(text, register, *names) == ["Maria Jansen", "Otto Jansen", "Jansen"]


@pytest.mark.parametrize(("kind", "means"), [("Organization", "Lantern Media Group"), ("Place", "Media Group")])
def test_a_short_form_has_the_type_of_the_long_one(kind: str, means: str, register: Register) -> None:
    text = "Lantern Media Group grew. Media Group hired."
    assert entities(text, register, ("Lantern Media Group", "Organization"), ("Media Group", kind))[1] == means


def test_a_term_of_the_vocabularies_is_called_as_they_call_it(register: Register) -> None:
    mentions, classes = link(found("They sell an audiobook.", ("audiobook", "Sector")), register, "")
    assert [m.entity for m in mentions] == [register.find("audiobook")]
    assert classes == {}


def test_a_name_is_no_term_of_the_same_words(register: Register) -> None:
    mentions, classes = link(found("Audiobooks hired.", ("Audiobooks", "Organization")), register, "")
    assert classes == {"Audiobooks": "Organization"}
    assert mentions[0].entity == "Audiobooks"


def test_a_new_entity_has_the_narrowest_class_of_its_type(register: Register) -> None:
    text = "Harbor Press and Harbor Press"
    wide, narrow = (
        found(text, ("Harbor Press", "Organization")),
        found(text, ("Harbor Press", "Organization"), cls="Publisher"),
    )
    assert link([*wide, *narrow], register, text)[1] == {"Harbor Press": "Publisher"}


def test_a_name_is_its_words_without_what_surrounds_them() -> None:
    assert [named(t) for t in ("“River Crafts”", "the\nHarbor  Press’s", "A Reader,")] == [
        "River Crafts",
        "Harbor Press",
        "Reader",
    ]
