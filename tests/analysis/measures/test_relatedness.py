from __future__ import annotations

import numpy as np
import pytest

from dpgraph.analysis.measures.nulls import generator
from dpgraph.analysis.measures.relatedness import relatedness


def test_it_is_the_formula_of_the_paper() -> None:
    does = (generator(2).random((15, 6)) < 0.4).astype(float)
    found = relatedness({f"a{n:02d}": [f"t{t}" for t in np.flatnonzero(row)] for n, row in enumerate(does)})
    both, common = does.T @ does, does.sum(axis=0)
    proximity = both / np.maximum.outer(common, common)
    np.fill_diagonal(proximity, 0)
    assert found.proximity.toarray() == pytest.approx(proximity)
    assert found.density() == pytest.approx(does @ proximity / proximity.sum(axis=0))


def test_the_next_activity_is_near_and_new() -> None:
    work = {"a": ["books", "courses"], "b": ["books", "courses", "games"], "c": ["books"], "d": ["maps"]}
    found = relatedness(work).next_activities()
    assert [(actor, activity) for actor, activity, _ in found] == [("a", "games"), ("c", "courses"), ("c", "games")]
    assert all(activity not in work[actor] for actor, activity, _ in found)
    assert relatedness(work).next_activities(top=1) == found[:1]


def test_an_activity_that_goes_with_no_other_has_no_density() -> None:
    assert np.isnan(relatedness({"a": ["maps"], "b": ["books"]}).density()).all()
    assert relatedness({}).next_activities() == ()
    assert relatedness({"a": []}).next_activities() == ()
