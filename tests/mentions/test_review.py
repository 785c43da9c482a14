from __future__ import annotations

from pathlib import Path

import pytest

from dpgraph.errors import InputError, NotFound
from dpgraph.mentions.resolution import Merge
from dpgraph.mentions.review import decide, read_review, write_review

ASKED = Merge("Harbor Press", "Harbor, Ltd", "", 0.92, 'one leaves out "press"')


def test_a_review_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_review(tmp_path, [ASKED])
    assert read_review(tmp_path) == [ASKED]


def test_a_missing_review_says_what_makes_one(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="dpgraph build"):
        read_review(tmp_path)


def test_a_decision_keeps_why_it_was_asked_for_and_may_be_changed(tmp_path: Path) -> None:
    decide(tmp_path, "A", "B", "accept", [], ["A", "B"])
    decide(tmp_path, "Harbor Press", "Harbor, Ltd", "accept", [ASKED], [])
    file = decide(tmp_path, "Harbor, Ltd", "Harbor Press", "reject", [ASKED], [])
    assert file.read_text(encoding="utf-8").splitlines() == [
        "name,other,decision,score,reason",
        "A,B,accept,1.00,decided by hand",
        '"Harbor, Ltd",Harbor Press,reject,0.92,"one leaves out ""press"""',
    ]


def test_an_unknown_name_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"no entity is called 'Harbor Pres'; did you mean \"Harbor Press\"\?"):
        decide(tmp_path, "Harbor Pres", "B", "accept", [ASKED], ["B"])
    assert not (tmp_path / "merges.csv").exists()


def test_a_broken_file_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "merges.csv").write_text("name,other\nA,B\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column 'decision'"):
        decide(tmp_path, "A", "B", "accept", [], ["A", "B"])
    assert (tmp_path / "merges.csv").read_text(encoding="utf-8") == "name,other\nA,B\n"
