from __future__ import annotations

import pytest
from ecosystems import DUPLICATE, ecosystem, iri

from dpgraph.analysis.gaps import COLUMNS, find_gaps
from dpgraph.analysis.projections import chosen
from dpgraph.errors import InputError

MADE = ecosystem(
    *DUPLICATE,
    ("Mill", "operates", "Abacus"),
    ("Abacus", "activeIn", "algebra"),
    ("Harbor", "collaboratesWith", "University"),
    ("Lantern", "collaboratesWith", "University"),
    ("Mill", "collaboratesWith", "Harbor"),
    ("Mill", "collaboratesWith", "Lantern", "denied"),
    broader={"algebra": ("education",)},
)


def test_a_gap_is_a_common_function_without_a_tie() -> None:
    found = find_gaps(MADE)
    assert list(found.columns) == list(COLUMNS)
    assert found[["label_a", "label_b", "need", "functions", "standing"]].values.tolist() == [
        ["Harbor", "Lantern", 1.0, "education", "silent"],
        ["Lantern", "Mill", 0.5, "education / algebra", "denied"],
    ]
    assert found.loc[0, "brokers"] == "University" and found.loc[0, "common_partners"] == 1
    assert found.loc[0, "overlap"] == "underpowered"
    assert (found.loc[1, "shared"], found.loc[1, "p"]) == (0, 1.0)


def test_the_whole_is_the_congruence() -> None:
    whole = find_gaps(MADE).attrs
    assert (whole["needed"], whole["met"], whole["congruence"]) == (3, 1, pytest.approx(1 / 3))
    assert whole["weighted_congruence"] == pytest.approx(0.25)
    assert whole["state"] == "underpowered"


def test_the_gaps_can_be_chosen() -> None:
    assert len(find_gaps(MADE, top=1)) == 1
    assert len(find_gaps(MADE, "ownership")) == 3
    assert len(find_gaps(MADE, choice=chosen(["asserted", "denied"]))) == 1
    narrow = find_gaps(MADE, choice=chosen(sector="algebra"))
    assert (len(narrow), narrow.attrs["needed"]) == (0, 0)
    assert find_gaps(MADE, choice=chosen(sector="education"))["a"].tolist() == [iri("Harbor"), iri("Lantern")]
    with pytest.raises(InputError, match="statements is no kind of tie between organizations"):
        find_gaps(MADE, "statements")


def test_nothing_shared_leaves_no_gap() -> None:
    found = find_gaps(ecosystem())
    assert (list(found.columns), len(found), found.attrs["state"]) == (list(COLUMNS), 0, "not computable")
