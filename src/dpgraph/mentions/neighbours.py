"""Which of many names to compare at all: those that `likeness` could find alike, without trying every pair."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from dpgraph.mentions.likeness import SPELLED_ALIKE, core, initials, words

_ROWS = 500

Pair = tuple[str, str]


def near(names: Sequence[str]) -> Iterator[Pair]:
    """Pairs of names: one has all words of the other, is its initials, or is spelled nearly the same."""
    return chain(_held(names), _abbreviated(names), _misspelled(names))


def _held(names: Sequence[str]) -> Iterator[Pair]:
    """By the rarest word of the shorter name, which the longer one must have."""
    often = Counter(w for name in names for w in set(core(name)))
    by_rarest: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if core(name):
            by_rarest[min(core(name), key=lambda w: (often[w], w))].append(name)
    for long in names:
        held = Counter(core(long))
        for short in chain.from_iterable(by_rarest.get(w, ()) for w in held):
            if short != long and Counter(core(short)) <= held:
                yield long, short


def _abbreviated(names: Sequence[str]) -> Iterator[Pair]:
    single = {words(name)[0]: name for name in names if len(words(name)) == 1}
    for name in names:
        if len(words(name)) > 1 and (short := single.get(initials(words(name)))):
            yield name, short


def _misspelled(names: Sequence[str]) -> Iterator[Pair]:
    """By their letters, among names of as many words."""
    from rapidfuzz import fuzz, process

    by_size: dict[int, list[str]] = defaultdict(list)
    for name in names:
        by_size[len(words(name))].append(name)
    for group in by_size.values():
        texts = [" ".join(words(name)) for name in group]
        for start in range(0, len(texts), _ROWS):
            rows = texts[start : start + _ROWS]
            scores = process.cdist(rows, texts[start:], scorer=fuzz.ratio, score_cutoff=SPELLED_ALIKE, dtype="uint8")
            yield from ((group[start + i], group[start + j]) for i, j in zip(*scores.nonzero(), strict=True) if i < j)
