"""The annotated texts as tensors: what the network sees of each token, where it looks, and which answer is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import torch
from numpy.typing import NDArray
from samples import Samples
from torch import Tensor

from dpgraph.mentions.encoder import rows_of, token_keys, vector_rows
from dpgraph.mentions.passages import Passage

# What is seen fewer times is not learnt.
LEAST = 3


@dataclass(frozen=True)
class Sets:
    """Sets of rows, one after the other: the rows, and the number of the set that each belongs to."""

    rows: Tensor
    of: Tensor

    def moved(self, rows: int, sets: int) -> Sets:
        """The same where so many rows and sets come before."""
        return Sets(self.rows + rows, self.of + sets)


@dataclass(frozen=True)
class Questions:
    """The decisions of one kind on a text: where each looks, and the class that is right."""

    at: Tensor
    among: tuple[Sets, ...]
    features: Sets
    right: Tensor


@dataclass(frozen=True)
class Lesson:
    """A text: rows of attributes and vectors of each token, a gap after each passage, and what is asked of it.

    Its last row is a gap, too: that is where -1 looks.
    """

    attributes: Tensor
    vectors: Tensor
    is_token: Tensor
    asked: Mapping[str, Questions]


@dataclass(frozen=True)
class Known:
    """What the network knows: keys of attributes with their columns, keys of features and classes of each question."""

    keys: NDArray[np.uint64]
    column: NDArray[np.uint8]
    features: Mapping[str, NDArray[np.uint32]]
    classes: Mapping[str, tuple[str, ...]]


def known_from(parsed: Sequence[Sequence[Passage]], samples: Mapping[str, Samples], kept: Collection[int]) -> Known:
    """What occurs often enough in the texts that are learnt from."""
    columns: Counter[tuple[int, int]] = Counter()
    for number in kept:
        for passage in parsed[number]:
            for column, keys in enumerate(token_keys(passage.doc).T.tolist()):
                columns.update((key, column) for key in keys)
    learnt = frozenset(kept)
    often = sorted(pair for pair, count in columns.items() if count >= LEAST)
    features = {}
    for name, some in samples.items():
        counts = Counter(
            chain.from_iterable(
                look.features.tolist() for look, n in zip(some.looks, some.groups, strict=True) if n in learnt
            )
        )
        features[name] = np.array(sorted(f for f, count in counts.items() if count >= LEAST), dtype=np.uint32)
    classes = {name: tuple(sorted(set(some.labels))) for name, some in samples.items()}
    keys, column = zip(*often, strict=True)
    return Known(np.array(keys, dtype=np.uint64), np.array(column, dtype=np.uint8), features, classes)


def lessons(
    parsed: Sequence[Sequence[Passage]], samples: Mapping[str, Samples], known: Known, kept: Collection[int]
) -> Iterator[Lesson]:
    """The texts that are learnt from."""
    of: dict[str, dict[int, list[int]]] = {name: {} for name in samples}
    for name, some in samples.items():
        for row, number in enumerate(some.groups):
            of[name].setdefault(number, []).append(row)
    for number in sorted(kept):
        yield _lesson(parsed[number], {n: (some, of[n].get(number, [])) for n, some in samples.items()}, known)


def _lesson(passages: Sequence[Passage], asked: Mapping[str, tuple[Samples, list[int]]], known: Known) -> Lesson:
    attributes, vectors, is_token = [], [], []
    for passage in passages:
        attributes.append(
            np.pad(rows_of(token_keys(passage.doc), known.keys), ((0, 1), (0, 0)), constant_values=len(known.keys))
        )
        vectors.append(np.pad(vector_rows(passage.doc), (0, 1), constant_values=-1))
        is_token.append(np.pad(np.ones(len(passage.doc), dtype=bool), (0, 1)))
    tokens = np.concatenate(is_token)
    places = np.append(np.flatnonzero(tokens), len(tokens) - 1)  # -1 is the last gap
    return Lesson(
        torch.from_numpy(np.concatenate(attributes)),
        torch.from_numpy(np.concatenate(vectors)),
        torch.from_numpy(tokens),
        {name: _questions(some, rows, places, known, name) for name, (some, rows) in asked.items() if rows},
    )


def _questions(some: Samples, rows: Sequence[int], places: NDArray[np.intp], known: Known, name: str) -> Questions:
    looks = [some.looks[row] for row in rows]
    classes = {label: n for n, label in enumerate(known.classes[name])}
    keys = known.features[name]
    return Questions(
        torch.from_numpy(places[np.array([look.at for look in looks])]),
        tuple(_sets([places[list(look.among[n]) or [-1]] for look in looks]) for n in range(len(looks[0].among))),
        _sets([np.append(rows_of(look.features, keys), len(keys)) for look in looks]),
        torch.tensor([classes[some.labels[row]] for row in rows]),
    )


def _sets(rows: Sequence[NDArray[np.intp]]) -> Sets:
    of = np.repeat(np.arange(len(rows)), [len(r) for r in rows])
    return Sets(torch.from_numpy(np.concatenate(rows)), torch.from_numpy(of))


def together(some: Sequence[Lesson]) -> Lesson:
    """Several texts as one."""
    firsts = np.cumsum([0, *(len(lesson.vectors) for lesson in some[:-1])]).tolist()
    asked = {}
    for name in sorted({name for lesson in some for name in lesson.asked}):
        parts = [
            (first, lesson.asked[name]) for first, lesson in zip(firsts, some, strict=True) if name in lesson.asked
        ]
        before = np.cumsum([0, *(len(q.right) for _, q in parts[:-1])]).tolist()
        moved = [[s.moved(first, sets) for s in q.among] for (first, q), sets in zip(parts, before, strict=True)]
        asked[name] = Questions(
            torch.cat([q.at + first for first, q in parts]),
            tuple(_joined(sets) for sets in zip(*moved, strict=True)),
            _joined([q.features.moved(0, sets) for (_, q), sets in zip(parts, before, strict=True)]),
            torch.cat([q.right for _, q in parts]),
        )
    return Lesson(
        torch.cat([lesson.attributes for lesson in some]),
        torch.cat([lesson.vectors for lesson in some]),
        torch.cat([lesson.is_token for lesson in some]),
        asked,
    )


def _joined(sets: Sequence[Sets]) -> Sets:
    return Sets(torch.cat([s.rows for s in sets]), torch.cat([s.of for s in sets]))
