"""Sentences come once a place, in one order whatever order their statements come in."""

from __future__ import annotations

from dataclasses import replace

from ecosystems import DUPLICATE, ecosystem

from dpgraph.analysis.stated import index_statements


def test_a_sentence_that_states_two_things_comes_once_as_the_surer_read_it() -> None:
    stated = index_statements(ecosystem(*DUPLICATE))
    first, second, *others = stated.ecosystem.statements
    unsure = replace(second, evidence=(replace(first.evidence[0], confidence=0.5),))
    told = stated.sentences((first, unsure, *others))
    assert told == stated.sentences((*others, unsure, first))
    assert len(told) == 3
    assert [s.confidence for s in told if s.start == first.evidence[0].start] == [0.9]
