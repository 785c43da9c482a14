"""No pair that is alike is lost by not trying every pair."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from dpgraph.mentions.likeness import likeness
from dpgraph.mentions.neighbours import near

WORDS = st.sampled_from(
    [
        "Rivertown",
        "Municipal",
        "Culture",
        "Commission",
        "Harbor",
        "Harbour",
        "Press",
        "of",
        "and",
        "Ltd",
        "HCC",
        "Group",
        "Media",
        "books",
    ]
)
NAMES = st.lists(st.lists(WORDS, min_size=1, max_size=4).map(" ".join), max_size=12, unique=True)
PLACES = {"rivertown"}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(names=NAMES)
def test_near_holds_every_pair_that_is_alike(names: list[str]) -> None:
    alike = {frozenset(pair) for pair in combinations(names, 2) if likeness(*pair, PLACES)}
    assert alike <= {frozenset(pair) for pair in near(names)}


def test_a_name_is_not_its_own_neighbour() -> None:
    assert list(near(["Harbor Press"])) == []
