from __future__ import annotations

import math

import networkx as nx
import pytest
from networks import TRIANGLE, ZACHARY

from dpgraph.analysis.measures.congruence import congruence_by_chance, coordination
from dpgraph.analysis.measures.nulls import generator


def test_all_needs_met_is_one_and_none_is_zero() -> None:
    work = {node: ["books"] for node in TRIANGLE}
    assert coordination(work, TRIANGLE.edges).value == 1.0
    assert coordination(work, []).value == 0.0
    assert math.isnan(coordination({"a": ["books"], "b": ["games"]}, [("a", "b")]).value)
    assert math.isnan(coordination({}, []).value)


def test_the_need_of_a_pair_counts_what_it_shares() -> None:
    found = coordination({"a": ["books", "games"], "b": ["books", "games"], "c": ["books"]}, [("b", "a"), ("c", "c")])
    assert [(g.a, g.b, g.need, g.shared) for g in found.gaps()] == [
        ("a", "c", 1.0, ("books",)),
        ("b", "c", 1.0, ("books",)),
    ]
    assert (found.value, found.weighted) == (pytest.approx(1 / 3), 0.5)
    assert len(found.gaps(top=1)) == 1


def test_tasks_that_depend_on_one_another_call_for_coordination() -> None:
    work = {"author": ["writing"], "shop": ["selling"], "baker": ["baking"]}
    found = coordination(work, [], {("writing", "selling"): 0.5, ("writing", "unknown"): 1.0})
    assert [(g.a, g.b, g.need, g.shared) for g in found.gaps()] == [("author", "shop", 0.5, ())]


def test_the_strongest_needs_come_first_and_ties_of_strangers_do_not_count() -> None:
    found = coordination({"a": "xy", "b": "xy", "c": "x"}, [("a", "stranger")])
    assert [g.need for g in found.gaps()] == [2.0, 1.0, 1.0]


@pytest.mark.parametrize("top", [0, 1, 4, 7, 100])
def test_the_first_gaps_are_the_first_of_all(top: int) -> None:
    work = {f"a{n}": [f"t{m}" for m in range(4) if (n + 1) >> m & 1] for n in range(9)}
    found = coordination(work, [("a0", "a2")])
    assert found.gaps(top) == found.gaps()[:top]


def test_it_is_the_matrix_product_of_the_paper() -> None:
    import numpy as np

    chance = generator(1)
    does = (chance.random((12, 8)) < 0.3).astype(int)
    depends = np.triu((chance.random((8, 8)) < 0.2).astype(int), 1)
    work = {f"a{n:02d}": [f"t{t}" for t in np.flatnonzero(row)] for n, row in enumerate(does)}
    between = {(f"t{a}", f"t{b}"): 1.0 for a, b in zip(*np.nonzero(depends), strict=True)}
    need = does @ (np.eye(8, dtype=int) + depends + depends.T) @ does.T
    found = coordination(work, [], between)
    assert found.need.tolist() == [n for n in need[np.triu_indices(12, 1)].tolist() if n]


def test_ties_that_follow_the_work_are_not_chance() -> None:
    work = {node: [club] for node, club in nx.get_node_attributes(nx.karate_club_graph(), "club").items()}
    work = {f"n{n:02d}": tasks for n, tasks in work.items()}
    chance = congruence_by_chance(coordination(work, ZACHARY.edges), permutations=199)
    assert (chance.state, chance.p) == ("significant", 0.005)
    assert chance.observed > chance.high
    assert congruence_by_chance(coordination(work, ZACHARY.edges), permutations=199) == chance


def test_nothing_to_coordinate_is_not_computable() -> None:
    assert congruence_by_chance(coordination({"a": ["x"]}, [])).state == "not computable"
