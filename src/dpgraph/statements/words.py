"""The word lists that statements are read with: data in `words.toml`, one record here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of `words.toml`, which says what each is for."""

    modals: Mapping[str, str]
    verb_nouns: Mapping[str, str]
    singulars: Mapping[str, str]
    counts: Mapping[str, str]
    advises: frozenset[str]
    plans: frozenset[str]
    orders: frozenset[str]
    makes: frozenset[str]
    fails: frozenset[str]
    ceases: frozenset[str]
    open_modals: frozenset[str]
    voices: frozenset[str]
    uncounted: frozenset[str]
    measures: frozenset[str]
    numbers: frozenset[str]
    spans_of_time: frozenset[str]
    after_time: frozenset[str]
    before_time: frozenset[str]
    gives: frozenset[str]
    money: frozenset[str]
    units: frozenset[str]
    growth: frozenset[str]
    decline: frozenset[str]
    open_nouns: frozenset[str]


@cache
def word_lists() -> Words:
    """The lists in `words.toml`."""
    data: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    lists = {name: frozenset(words) for name, words in data.pop("lists").items()}
    return Words(**(data | lists))
