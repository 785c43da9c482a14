"""The head nouns that tell what kind of thing a name names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeAlias

_LONGEST = 3
# What a head noun tells: type and class.
Head: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Head nouns with (type, class), and word lists: what names nothing alone, belongs to no term, marks this field."""

    heads: Mapping[str, Head]
    generic: frozenset[str]
    loose: frozenset[str]
    field: frozenset[str]
    sector_tails: frozenset[str]

    def head(self, words: Sequence[str]) -> tuple[str, str] | None:
        """Type and class by the longest head noun that ends a run of lower-case words, or None.

        >>> lexicon().head(["harbor", "learning", "platform"])
        ('Platform', 'LearningPlatform')
        """
        for size in range(min(_LONGEST, len(words)), 0, -1):
            if found := self.heads.get(" ".join(words[-size:])):
                return found
        return None

    def head_of_name(self, words: Sequence[str]) -> tuple[str, str] | None:
        """Type and class of a whole name: its head is what stands before "of", "for", "on" ..., else its last noun.

        >>> lexicon().head_of_name("opinions of the ministry on publishing".split())
        ('Policy', 'Opinions')
        """
        cut = next((i for i, w in enumerate(words) if i and w in _PREPOSITIONS), len(words))
        bare = [w for w in words[:cut] if not w.startswith("(")]
        return self.head(bare) or (self.head(words[:-1]) if words[-1:] and words[-1].startswith("(") else None)


_PREPOSITIONS = frozenset({"of", "for", "on", "to", "in", "at", "with", "between", "against", "from"})


_own: ContextVar[Mapping[str, Head]] = ContextVar("_own", default={})  # noqa: B039  # nobody writes into it
_extended: ContextVar[Lexicon | None] = ContextVar("_extended", default=None)


def lexicon() -> Lexicon:
    """The lexicon in `heads.toml`, and what `with_heads` adds to it."""
    return _extended.get() or _shipped()


@contextmanager
def with_heads(heads: Mapping[str, Head]) -> Iterator[None]:
    """Adds head nouns to the lexicon for as long as the block lasts; one that is known already means the new thing."""
    shipped = _shipped()
    whole = replace(shipped, heads={**shipped.heads, **heads}) if heads else None
    tokens = _own.set(heads), _extended.set(whole)
    try:
        yield
    finally:
        _own.reset(tokens[0])
        _extended.reset(tokens[1])


def own_heads() -> Mapping[str, Head]:
    """The head nouns that `with_heads` adds."""
    return _own.get()


@cache
def _shipped() -> Lexicon:
    data = tomllib.loads(Path(__file__).with_name("heads.toml").read_text(encoding="utf-8"))
    lists = {name: frozenset(data.pop(name)["words"]) for name in ("generic", "loose", "field", "sector_tails")}
    heads = {noun: (kind, cls) for kind, classes in data.items() for cls, nouns in classes.items() for noun in nouns}
    return Lexicon(heads, **lists)
