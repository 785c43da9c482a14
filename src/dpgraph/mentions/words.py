"""The word lists that mentions are read with: data in `words.toml`, one record here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Words:
    """The lists of `words.toml`, which says what each is for."""

    labels: Mapping[str, str]
    across: Mapping[str, frozenset[str]]
    connectors: frozenset[str]
    foreign_connectors: frozenset[str]
    making: frozenset[str]
    speech: frozenset[str]
    roles: frozenset[str]
    left_out: frozenset[str]
    lone_terms: frozenset[str]
    model_kinds: frozenset[str]
    company_forms: frozenset[str]
    ranks: frozenset[str]
    small: frozenset[str]

    def may_cross(self, kind: str, connector: str) -> bool:
        """Whether a name of this type may go on after a connector.

        >>> word_lists().may_cross("Policy", "on"), word_lists().may_cross("Place", "on")
        (True, False)
        """
        return connector in self.across.get(kind, frozenset())


@cache
def word_lists() -> Words:
    """The lists in `words.toml`."""
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    across = {kind: frozenset(words) for kind, words in data["across"].items()}
    return Words(data["labels"], across, **{name: frozenset(words) for name, words in data["lists"].items()})
