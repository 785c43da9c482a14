from __future__ import annotations

import pytest

from dpgraph.mentions.likeness import likeness, words

PLACES = {"rivertown", "lakeside"}


@pytest.mark.parametrize(
    ("name", "other", "reason"),
    [
        ("The Harbor Press", "Harbor Press’s", "the same words"),
        ("Harbor Centre for Research & Teaching", "Harbor Center for Research and Teaching", "the same words"),
        ("guidance fund", "guidance funds", "one is the plural of the other"),
        ("Harbor Press Co., Ltd.", "Harbor Press", "the same but for the form of the company"),
        ("Rivertown Municipal Culture Commission", "Municipal Culture Commission", 'one leaves out "rivertown"'),
        ("Rivertown Harbor Digital Media", "Harbor Digital Media", 'one leaves out "rivertown"'),
        ("Lantern New Area National Base", "Lantern New Area Base", 'one leaves out "national"'),
        ("Lantern Media Group", "Lantern Media", 'one leaves out "group"'),
        ("National Reading Research Office", "NRRO", "one is the initials of the other"),
        ("Harbor Publishing House", "Harbour Publishing House", "spelled nearly the same"),
    ],
)
def test_names_that_may_mean_one_thing(name: str, other: str, reason: str) -> None:
    found = likeness(name, other, PLACES)
    assert found == likeness(other, name, PLACES)
    assert found and found.reason == reason
    assert 0.7 < found.score < 1


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("13th Reading Plan", "14th Reading Plan"),
        ("Reading Plan (2020)", "Reading Plan (2021)"),
        ("Rivertown Daily", "Lakeside Daily"),
        ("Rivertown Publishing Group", "Publishing Group of Lakeside"),
        ("digital cultural services", "cultural services"),
        ("Harbor Press", "Lantern Press"),
        ("Lantern Digital Media", "Digital Media"),
        ("AI", "Arts Institute"),
        ("…", "Harbor Press"),
    ],
)
def test_names_that_do_not(name: str, other: str) -> None:
    assert likeness(name, other, PLACES) is None


def test_a_name_without_letters_has_no_words() -> None:
    assert words("…") == ()
    assert words("出版 Group") == ("出版", "group")
