"""What the networks decide: of a span what type it is, of two ends which predicate joins them.

A decision looks at some tokens, at some sets of tokens and at a few features; each network weighs them in one hidden
layer, and the geometric mean of their probabilities is the answer.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dpgraph.mentions.encoder import NETWORKS, Vectors, multiplied, rows_of, weights

# So many decisions are weighed at once.
_BATCH = 2048
# A probability is never taken for less.
_LEAST = 1e-6
Hashes = NDArray[np.uint32]
Places: TypeAlias = Sequence[int]


def hashed(features: Iterable[str]) -> Hashes:
    """The hashes of some features, in their order."""
    return np.fromiter((zlib.crc32(f.encode()) for f in features), dtype=np.uint32)


def shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """The softmax of scores along the last axis."""
    exponents = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(exponents / exponents.sum(axis=-1, keepdims=True), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at for a decision: tokens of the document (-1 for none), sets of them, hashed features."""

    at: tuple[int, ...]
    among: tuple[Places, ...]
    features: Hashes


@dataclass(frozen=True, slots=True)
class Decider:
    """The hidden layer and the classes of one kind of decision; `keys` are the sorted hashes of known features.

    `features` holds what each of them adds to the hidden layer, and nothing in its last row.
    """

    classes: tuple[str, ...]
    keys: Hashes
    features: Vectors
    hidden: Vectors
    hidden_bias: Vectors
    output: Vectors
    output_bias: Vectors

    def tables(self, states: Vectors, looks: Sequence[Look]) -> NDArray[np.float64]:
        """The probabilities of several decisions: shape (looks, classes). `states` are those of a whole document."""
        parts = [self._table(states, looks[n : n + _BATCH]) for n in range(0, len(looks), _BATCH)]
        return np.vstack(parts) if parts else np.empty((0, len(self.classes)))

    def _table(self, states: Vectors, looks: Sequence[Look]) -> NDArray[np.float64]:
        known = rows_of(np.concatenate([look.features for look in looks]), self.keys)
        ends = np.cumsum([len(look.features) for look in looks])
        said = np.insert(known, ends, len(self.keys))  # the last row, for a look without features
        starts = np.append(0, ends[:-1] + np.arange(1, len(ends)))
        added = np.add.reduceat(self.features[said], starts, axis=0)
        hidden = np.maximum(multiplied(seen(states, looks), self.hidden) + added + self.hidden_bias, 0)
        return shares((multiplied(hidden, self.output) + self.output_bias).astype(np.float64))


def seen(states: Vectors, looks: Sequence[Look]) -> Vectors:
    """What is seen: the states of the single tokens, then mean and maximum of each set; a row for each look."""
    with_none = np.vstack([states, np.zeros((1, states.shape[1]), dtype=np.float32)])
    single = with_none[np.array([look.at for look in looks])].reshape(len(looks), -1)
    sets = range(len(looks[0].among))
    return np.hstack([single, *(_gathered(with_none, [look.among[n] for look in looks]) for n in sets)])


def _gathered(states: Vectors, sets: Sequence[Places]) -> Vectors:
    """Mean and maximum over each set of tokens, zeros for an empty one; a set that comes again is gathered once."""
    distinct = {_key(places): places for places in sets}
    rows = dict(zip(distinct, range(len(distinct)), strict=True))
    padded = [list(places) or [-1] for places in distinct.values()]
    gathered = states[[token for places in padded for token in places]]
    counts = np.array([len(places) for places in padded])
    starts = np.cumsum([0, *counts[:-1]])
    means = np.add.reduceat(gathered, starts, axis=0) / counts[:, None].astype(np.float32)
    found = np.hstack([means, np.maximum.reduceat(gathered, starts, axis=0)])
    return found[[rows[_key(places)] for places in sets]]


def _key(places: Places) -> range | int:
    """What two sets share that are one: a range its value, a list its identity."""
    return places if isinstance(places, range) else id(places)


@cache
def deciders(name: str) -> tuple[Decider, ...]:
    """What decides on "typing", "relations" or "topics" in each network."""
    return tuple(_decider(name, path) for path in NETWORKS)


def _decider(name: str, path: Path) -> Decider:
    stored = {key.removeprefix(f"{name}."): a for key, a in weights(path).items() if key.startswith(f"{name}.")}
    return Decider(
        tuple(map(str, stored["classes"])),
        stored["keys"],
        np.vstack([stored["features"], np.zeros((1, stored["features"].shape[1]), dtype=np.float32)]),
        stored["hidden"],
        stored["hidden_bias"],
        stored["output"],
        stored["output_bias"],
    )


def asked(name: str, looks: Sequence[Look], states: Vectors) -> list[dict[str, float]]:
    """For each decision, the probability that the networks together give every class.

    `states` are those of a whole document, as `encoded` gives them: of one network beside those of the next.
    """
    asked_of = deciders(name)
    parts = np.split(states, len(asked_of), axis=1)
    table = agreed([one.tables(part, looks) for one, part in zip(asked_of, parts, strict=True)])
    return [dict(zip(asked_of[0].classes, row, strict=True)) for row in table.tolist()]


def agreed(tables: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
    """What several tables of probabilities say together: the normalised geometric mean of each row.

    >>> agreed([np.array([[0.5, 0.5]]), np.array([[0.9, 0.1]])]).round(2).tolist()
    [[0.75, 0.25]]
    """
    logs = [np.log(table + _LEAST) for table in tables]
    return shares(np.mean(logs, axis=0)) if len(tables[0]) else tables[0]
