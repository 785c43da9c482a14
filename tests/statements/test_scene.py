"""Which mention a word of a sentence leads to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dpgraph.mentions.reading import reader
from dpgraph.mentions.register import Register
from dpgraph.records import Document
from dpgraph.statements.relations import scenes
from dpgraph.statements.scene import Scene

Read = Callable[..., Document]
INTRODUCED = "Harbor Press operates the LearnPort platform."


@pytest.fixture
def last_scene(read: Read, register: Register) -> Callable[[str], Scene]:
    return lambda text: list(scenes(reader(register)(read(text, "a.md"))))[-1]


def meant(scene: Scene, word: str) -> str | None:
    placed = scene.referred(next(t for t in scene.sentence if t.lower_ == word))
    return placed.mention.entity if placed else None


def led_to(scene: Scene, word: str, *through: str) -> list[str | None]:
    token = next(t for t in scene.sentence if t.text == word)
    return [a.placed.mention.entity for a in scene.resolve([token], frozenset(through))]


def test_it_means_what_acted_last(last_scene: Callable[[str], Scene]) -> None:
    assert meant(last_scene(f"{INTRODUCED} It grew."), "it") == "Harbor Press"


def test_its_means_the_subject_of_its_own_sentence_first(last_scene: Callable[[str], Scene]) -> None:
    scene = last_scene(f"{INTRODUCED} Mill House abandoned its PaperTrail app in 2020.")
    assert meant(scene, "its") == "Mill House"


def test_a_noun_means_the_last_thing_of_its_kind(last_scene: Callable[[str], Scene]) -> None:
    assert meant(last_scene(f"{INTRODUCED} Readers like the platform."), "platform") == "LearnPort"


def test_a_noun_with_a_place_means_the_last_thing_too(last_scene: Callable[[str], Scene]) -> None:
    scene = last_scene(f"{INTRODUCED} The Oslo-based company hired editors.")
    assert meant(scene, "company") == "Harbor Press"


def test_a_foundation_is_no_publisher(last_scene: Callable[[str], Scene]) -> None:
    scene = last_scene("Harbor Press grew. The Norland Foundation pays the fees. The publisher hired editors.")
    assert meant(scene, "publisher") == "Harbor Press"


@pytest.mark.parametrize(
    "text", ["Readers like a platform.", "Readers like the new platform.", "Readers like the book."]
)
def test_an_indefinite_or_described_or_other_noun_means_nothing_before(
    text: str, last_scene: Callable[[str], Scene]
) -> None:
    assert meant(last_scene(f"{INTRODUCED} {text}"), text.rstrip(".").split()[-1]) is None


@pytest.mark.parametrize(("between", "entity"), [("\n\n", "Harbor Press"), ("\n\n## Others\n\n", None)])
def test_what_was_named_before_is_forgotten_with_its_section(
    between: str, entity: str | None, last_scene: Callable[[str], Scene]
) -> None:
    scene = last_scene(f"# News\n\n{INTRODUCED}{between}It grew.")
    assert meant(scene, "it") == entity


def test_a_noun_leads_to_its_name_and_to_the_list_under_it(last_scene: Callable[[str], Scene]) -> None:
    assert led_to(last_scene("Readers like the LearnPort platform."), "platform") == ["LearnPort"]
    listed = last_scene("They run platforms such as LearnPort, ClassRiver and PaperTrail.")
    assert led_to(listed, "platforms") == ["LearnPort", "ClassRiver", "PaperTrail"]


def test_a_noun_between_leads_on_only_where_a_rule_lets_it(last_scene: Callable[[str], Scene]) -> None:
    scene = last_scene("The plan promotes the development of digital education.")
    assert led_to(scene, "development") == []
    assert led_to(scene, "development", "development") == ["digital education"]
