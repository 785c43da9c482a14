"""The collector of cycles rests for a while, and never longer."""

from __future__ import annotations

import gc

import pytest

from dpgraph.pauses import no_cycles_sought


def test_it_goes_on_afterwards_whatever_happens() -> None:
    assert gc.isenabled()
    with no_cycles_sought():
        assert not gc.isenabled()
    with pytest.raises(ZeroDivisionError), no_cycles_sought():
        _ = 1 / 0
    assert gc.isenabled()


def test_what_was_made_meanwhile_is_old() -> None:
    with no_cycles_sought():
        made = [[] for _ in range(1000)]  # type: ignore[var-annotated]
    old = {id(thing) for thing in gc.get_objects(generation=2)}
    assert all(id(thing) in old for thing in made)


def test_who_had_paused_it_finds_it_paused() -> None:
    gc.disable()
    try:
        with no_cycles_sought():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()
