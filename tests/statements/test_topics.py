"""What a sentence may be about without naming it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

import pytest

from dpgraph.mentions.deciding import hashed
from dpgraph.mentions.reading import reader
from dpgraph.mentions.register import Register
from dpgraph.records import Document
from dpgraph.statements.pairs import parties
from dpgraph.statements.relations import scenes
from dpgraph.statements.scene import Scene
from dpgraph.statements.topics import FAR, MOST, TopicLooks, topics, unnamed_pairs

Read = Callable[..., Document]
STORY = "Harbor Press operates the LearnPort platform. It uses machine learning."


@pytest.fixture
def last_scene(read: Read, register: Register) -> Callable[[str], Scene]:
    """The last sentence of a text, with what was told before it and nothing more."""

    def make(text: str) -> Scene:
        reading = reader(register)(read(text))
        count = len(list(scenes(reading)))
        return next(islice(scenes(reading), count - 1, None))

    return make


def names(scene: Scene) -> list[str | None]:
    return [topic.placed.mention.entity for topic in topics(scene)]


def test_topics_are_what_the_section_has_told_of(last_scene: Callable[[str], Scene]) -> None:
    assert sorted(filter(None, names(last_scene(STORY)))) == ["Harbor Press", "LearnPort"]
    assert names(last_scene("Harbor Press operates the LearnPort platform.")) == []


def test_what_the_sentence_names_is_no_topic_of_it(last_scene: Callable[[str], Scene]) -> None:
    assert names(last_scene(f"{STORY} Harbor Press grew.")) == ["LearnPort"]  # a technology is no topic


def test_no_topic_from_another_section(last_scene: Callable[[str], Scene]) -> None:
    assert names(last_scene(f"# One\n\n{STORY}\n\n# Two\n\nMachine learning costs little.")) == []


def test_all_but_the_first_topic_are_forgotten_after_some_sentences(last_scene: Callable[[str], Scene]) -> None:
    scene = last_scene(STORY + " Nobody was surprised." * (FAR + 1))
    assert names(scene) == ["Harbor Press"]
    (first,) = topics(scene)
    assert (first.distance, first.rank, first.rivals, first.type) == (FAR + 2, 0, 0, "Organization")


def test_topics_are_few(last_scene: Callable[[str], Scene]) -> None:
    presses = ", ".join(
        f"{name} Press" for name in ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gum", "Hazel")
    )
    assert len(topics(last_scene(f"{presses} and Ivy Press met. Machine learning was the theme."))) == MOST


def test_each_topic_goes_with_each_name(last_scene: Callable[[str], Scene]) -> None:
    scene = last_scene(STORY)
    present = parties(scene)
    assert {(t.placed.mention.entity, p.placed.mention.entity) for t, p in unnamed_pairs(scene, present)} == {
        ("Harbor Press", "machine learning"),
        ("LearnPort", "machine learning"),
    }


def test_a_look_tells_the_pronoun_and_the_direction(last_scene: Callable[[str], Scene]) -> None:
    scene = last_scene(STORY)
    looks = TopicLooks(scene)
    topic, party = next(unnamed_pairs(scene, parties(scene)))
    as_subject, as_object = (looks(topic, party, is_subject=way) for way in (True, False))
    assert hashed(["pronoun=it:own"])[0] in as_subject.features
    assert as_subject.at == as_object.at
    assert set(as_subject.features) != set(as_object.features)
