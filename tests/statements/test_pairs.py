"""What the networks are asked about, and where they look."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dpgraph.mentions.deciding import hashed
from dpgraph.mentions.reading import reader
from dpgraph.mentions.register import Register
from dpgraph.records import Document
from dpgraph.statements.pairs import Party, joining_word, pair_look, pair_types, pairs, parties
from dpgraph.statements.relations import scenes
from dpgraph.statements.scene import REFERRED, Scene

Read = Callable[..., Document]


@pytest.fixture
def last_scene(read: Read, register: Register) -> Callable[[str], Scene]:
    return lambda text: list(scenes(reader(register)(read(text))))[-1]


def names(found: list[Party]) -> list[str | None]:
    return [p.placed.mention.entity for p in found]


def test_parties_are_names_and_what_refers_to_them(last_scene: Callable[[str], Scene]) -> None:
    found = parties(last_scene("Harbor Press grew. It operates the LearnPort platform."))
    assert names(found) == ["Harbor Press", "LearnPort"]
    assert [p.factor for p in found] == [REFERRED, 1.0]


def test_pairs_go_both_ways_and_join_nothing_with_itself(last_scene: Callable[[str], Scene]) -> None:
    found = parties(last_scene("Harbor Press said that Harbor Press operates the LearnPort platform."))
    asked = {(a.placed.mention.entity, b.placed.mention.entity) for a, b in pairs(found)}
    assert asked == {("Harbor Press", "LearnPort"), ("LearnPort", "Harbor Press")}


def test_what_is_far_apart_is_no_pair(last_scene: Callable[[str], Scene]) -> None:
    between = " and then" * 30
    found = parties(last_scene(f"Harbor Press wrote{between} that people like the LearnPort platform."))
    assert len(found) == 2
    assert list(pairs(found)) == []


def test_a_look_is_at_both_ends_between_and_at_the_word_that_joins(last_scene: Callable[[str], Scene]) -> None:
    scene = last_scene("Harbor Press operates the LearnPort platform.")
    one, other = parties(scene)
    look = pair_look(scene, one, other, ["operates-verb"])
    assert look.at == (0, 1, 4, 4, 2, -1, 5)
    assert [list(places) for places in look.among] == [[2, 3], [2, 5], list(range(7))]
    assert {*hashed(["order=f", "rule=operates-verb", "Organization>Platform"])} <= {*look.features}
    assert pair_types(one, other) == "Organization>Platform"
    assert hashed(["order=b"])[0] in pair_look(scene, other, one, []).features


def test_the_word_that_joins_two_names(last_scene: Callable[[str], Scene]) -> None:
    scene = last_scene("Harbor Press operates the LearnPort platform.")
    one, other = parties(scene)
    assert joining_word(one.root, other.root).text == "operates"
    other, one = parties(last_scene("The LearnPort platform owned by Harbor Press will close."))[:2]
    assert joining_word(one.root, other.root).text == joining_word(other.root, one.root).text == "owned"


def test_what_is_planned_is_joined_by_the_verb_for_doing_it(last_scene: Callable[[str], Scene]) -> None:
    one, other = parties(last_scene("Harbor Press plans to launch the LearnPort platform."))
    assert joining_word(one.root, other.root).text == joining_word(other.root, one.root).text == "launch"
