from __future__ import annotations

import random
import re

import pytest

from dpgraph.documents.traced import Traced

PIECES = ["a", "b ", "  ", "\n", "- ", "ä", "出", "**", "x-", ".", "1"]


def texts(count: int = 200) -> list[str]:
    chance = random.Random(1)
    return ["".join(chance.choices(PIECES, k=chance.randint(0, 30))) for _ in range(count)]


def stands(traced: Traced, file: str) -> bool:
    """Whether every character is the one of the file that it points at."""
    return all(file[at] == char for char, at in zip(traced.text, traced.at, strict=True))


@pytest.mark.parametrize("pattern", [r"\s+", r"-\s", r"\*\*", r"[ab]", r"^\s", r"x(?=-)"])
def test_what_stays_after_a_removal_still_points_at_itself(pattern: str) -> None:
    for file in texts():
        kept = Traced.of(file).replace(pattern, "")
        assert kept.text == re.sub(pattern, "", file)
        assert stands(kept, file)


def test_a_kept_group_keeps_its_offsets() -> None:
    assert Traced.of("see **this** one").replace(r"\*\*(\w+)\*\*", r"\1") == Traced(
        "see this one", (0, 1, 2, 3, *range(6, 10), *range(12, 16))
    )


def test_new_characters_stand_where_the_match_began() -> None:
    assert Traced.of("a \n b", 10).replace(r"\s+", "_") == Traced("a_b", (10, 11, 14))


def test_offsets_never_go_back() -> None:
    for file in texts():
        at = Traced.of(file).replace(r"\s+", " ").replace(r"([ab])-?", r"\1").strip().at
        assert list(at) == sorted(at)


@pytest.mark.parametrize("pattern", [r"\s", r"\.", "never"])
def test_pieces_joined_are_the_whole_without_the_marks(pattern: str) -> None:
    for file in texts():
        pieces = Traced.of(file).split(pattern)
        assert [p.text for p in pieces] == re.split(pattern, file)
        assert all(stands(p, file) for p in pieces)


def test_strip_is_that_of_a_string() -> None:
    for file in texts():
        stripped = Traced.of(file).strip()
        assert stripped.text == file.strip()
        assert stands(stripped, file)


def test_runs_tell_every_offset() -> None:
    for file in texts():
        kept = Traced.of(file).replace(r"\s", "")
        assert [raw + i for _, raw, length in kept.runs() for i in range(length)] == list(kept.at)
        assert [here for here, _, _ in kept.runs()] == sorted({here for here, _, _ in kept.runs()})


def test_padding_stands_at_the_last_character() -> None:
    assert Traced.of("ab", 5).padded(" ") == Traced("ab ", (5, 6, 6))


def test_an_empty_text_is_false() -> None:
    assert not Traced.of("")
    assert not Traced.of(" \n").strip()
    assert Traced.of("").runs() == ()
