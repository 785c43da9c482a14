"""How alike two names are, and why: what a person is told before two entities become one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.register import normal
from dpgraph.mentions.words import word_lists

_SPELLINGS = {"centre": "center", "programme": "program", "theatre": "theater", "&": "and"}
SPELLED_ALIKE = 88
_WORD_ALIKE = 85


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that two names mean one thing (0 to 1), and in words why."""

    score: float
    reason: str


@cache
def words(name: str) -> tuple[str, ...]:
    """A name as the words it is compared by.

    >>> words("The Centre for R&D, Ltd.")
    ('center', 'for', 'r', 'and', 'd', 'ltd')
    """
    found = re.findall(r"[\w']+|&", normal(name))
    return tuple(_SPELLINGS.get(w, w) for w in found)


def singular(name: Sequence[str]) -> tuple[str, ...]:
    """The words of a name with the last one in the singular.

    >>> singular(("guidance", "funds")), singular(("data", "analysis"))
    (('guidance', 'fund'), ('data', 'analysis'))
    """
    last = re.sub(r"ies$", "y", name[-1]) if len(name[-1]) > 4 else name[-1]
    return (*name[:-1], re.sub(r"(?<![sui])s$", "", last))


def likeness(name: str, other: str, places: Collection[str]) -> Likeness | None:
    """Why two names may mean one thing; None when nothing says so. `places` are the words of place names.

    >>> likeness("Chongqing DIPa Digital Media", "DIPa Digital Media", {"chongqing"})
    Likeness(score=0.92, reason='one leaves out "chongqing"')
    """
    long, short = sorted((words(name), words(other)), key=lambda w: (-len(w), w))
    if not short or _figures(long) != _figures(short):
        return None
    are_names = not name.islower() and not other.islower()  # "digital services" and "services" are two terms
    left_out = _left_out(core(name), core(other), places) if are_names else None
    return _same(long, short) or left_out or _initials(long, short) or _spelled(long, short)


@cache
def core(name: str) -> tuple[str, ...]:
    """The words of a name without the form of the company.

    >>> core("Harbor Press Co., Ltd.")
    ('harbor', 'press')
    """
    return tuple(w for w in words(name) if w not in word_lists().company_forms) or words(name)


def _figures(name: Sequence[str]) -> list[str]:
    """The words with digits: plans of two periods are two plans."""
    return sorted(w for w in name if re.search(r"\d", w))


def _same(long: Sequence[str], short: Sequence[str]) -> Likeness | None:
    if long == short:
        return Likeness(0.98, "the same words")
    if singular(long) == singular(short):
        return Likeness(0.95, "one is the plural of the other")
    bare = [[w for w in name if w not in word_lists().company_forms] for name in (long, short)]
    return Likeness(0.95, "the same but for the form of the company") if bare[0] == bare[1] != [] else None


def _left_out(name: Sequence[str], other: Sequence[str], places: Collection[str]) -> Likeness | None:
    """One is the other without some words: a place or rank anywhere, its beginning, or the kind of thing at its end."""
    long, short = (name, other) if len(name) > len(other) else (other, name)
    left = _rest(long, short)
    if not left or not (_is_own(short, places) or (len(short) >= 2 and _only_places(left, places))):
        return None
    reason = f'one leaves out "{" ".join(left)}"'
    if _only_places(left, places):
        return Likeness(0.92, reason)
    if len(short) >= 2 and tuple(long[-len(short) :]) == tuple(short):
        return Likeness(0.8, reason)
    begins = tuple(long[: len(short)]) == tuple(short) and not word_lists().small & set(left)
    enough = len(short) > 1 or len(left) == 1
    return Likeness(0.85, reason) if begins and enough and lexicon().head(left) else None


def _only_places(left: Sequence[str], places: Collection[str]) -> bool:
    lists = word_lists()
    return all(w in places or w in lists.ranks or w in lists.small for w in left)


def _rest(long: Sequence[str], short: Sequence[str]) -> list[str]:
    """The words of the longer name that the shorter one leaves out; none when it is not the longer one without some."""
    left: list[str] = []
    wanted = list(short)
    for word in reversed(long):
        if wanted and wanted[-1] == word:
            wanted.pop()
        else:
            left.insert(0, word)
    return [] if wanted else left


def _is_own(name: Sequence[str], places: Collection[str]) -> bool:
    """Whether a word of a name is its own: no kind of thing, no place, no word of the field."""
    return any(w not in _common() and w not in places and len(w) > 1 for w in name)


@cache
def _common() -> frozenset[str]:
    known, lists = lexicon(), word_lists()
    heads = frozenset(w for head in known.heads for w in head.split())
    return heads | known.generic | known.loose | known.field | lists.company_forms | lists.ranks | lists.small


def _initials(long: Sequence[str], short: Sequence[str]) -> Likeness | None:
    fits = len(short) == 1 and len(long) >= 3 and short[0] == initials(long)
    return Likeness(0.8, "one is the initials of the other") if fits else None


def initials(name: Sequence[str]) -> str:
    """The first letters of the words of a name, small words aside."""
    return "".join(w[0] for w in name if w not in word_lists().small)


def _spelled(long: Sequence[str], short: Sequence[str]) -> Likeness | None:
    """All words but a few are the same, and those are spelled nearly the same."""
    if len(long) != len(short):
        return None
    ratio = fuzz.ratio(" ".join(long), " ".join(short))
    differing = [(a, b) for a, b in zip(long, short, strict=True) if a != b]
    if ratio < SPELLED_ALIKE or any(fuzz.ratio(a, b) < _WORD_ALIKE for a, b in differing):
        return None
    return Likeness(round(0.9 * ratio / 100, 3), "spelled nearly the same")
