"""Trains the network that reads tokens in their context and decides on types and relations, on what train.py gathers.

    python training/network.py --out FILE     train and write the weights (without --out: into the package)

Deterministic: one thread and a fixed seed. Needs PyTorch; reading the weights does not.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as fn
from train import Samples, everything

from dpgraph.documents.files import write_atomically
from dpgraph.mentions.encoder import COLUMNS, ENCODER, rows_of, token_keys, vector_rows
from dpgraph.mentions.passages import Passage

SEED, EPOCHS, BATCH, RATE, DECAY = 20170101, 12, 12, 3e-3, 0.02
# The sizes of an embedded attribute, of a token's state, of the layer that decides; the number of convolutions.
EMBEDDED, STATE, HIDDEN, LAYERS = 24, 128, 128, 2
# How much is hidden while it learns: of word vectors, of attributes, of states.
DROP_VECTORS, DROP_ATTRIBUTES, DROP = 0.2, 0.15, 0.3
# What is seen fewer times is not learnt.
LEAST = 3
SMOOTHING = {"typing": 0.05, "relations": 0.05, "topics": 0.02}
Arrays = dict[str, NDArray[Any]]


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


class Layer(nn.Module):
    """A gated convolution over three tokens with layer norm."""

    def __init__(self) -> None:
        super().__init__()
        self.weigh = nn.Linear(3 * STATE, 2 * STATE)
        self.norm = nn.LayerNorm(STATE)

    def forward(self, states: Tensor, is_token: Tensor) -> Tensor:
        """The states after it; gaps stay zero."""
        padded = fn.pad(fn.dropout(states, DROP, self.training), (0, 0, 1, 1))
        found = self.weigh(torch.cat([padded[:-2], padded[1:-1], padded[2:]], 1))
        return self.norm(states + fn.glu(found, 1)) * is_token.unsqueeze(1)


class Deciding(nn.Module):
    """One kind of decision."""

    def __init__(self, seen: int, features: int, classes: int) -> None:
        super().__init__()
        self.features = nn.Embedding(features + 1, HIDDEN, padding_idx=features)
        nn.init.normal_(self.features.weight, 0, 0.1)
        with torch.no_grad():
            self.features.weight[features] = 0
        self.hidden = nn.Linear(seen * STATE, HIDDEN)
        self.output = nn.Linear(HIDDEN, classes)

    def forward(self, states: Tensor, asked: Questions) -> Tensor:
        """The scores of the classes: shape (decisions, classes)."""
        count = len(asked.right)
        seen = [states[asked.at].reshape(count, -1)]
        for sets in asked.among:
            seen += [_mean(states, sets, count), _maximum(states, sets, count)]
        said = torch.zeros(count, HIDDEN).index_add(0, asked.features.of, self.features(asked.features.rows))
        hidden = self.hidden(fn.dropout(torch.cat(seen, 1), DROP, self.training))
        return self.output(fn.dropout(fn.relu(hidden + fn.dropout(said, DROP, self.training)), DROP, self.training))


def _mean(states: Tensor, sets: Sets, count: int) -> Tensor:
    sums = torch.zeros(count, STATE).index_add(0, sets.of, states[sets.rows])
    return sums / torch.bincount(sets.of, minlength=count).unsqueeze(1)


def _maximum(states: Tensor, sets: Sets, count: int) -> Tensor:
    of = sets.of.unsqueeze(1).expand(-1, STATE)
    return torch.zeros(count, STATE).scatter_reduce(0, of, states[sets.rows], "amax", include_self=False)


class Network(nn.Module):
    """The encoder and all that decides with it."""

    def __init__(self, known: Known, table: Tensor, seen: Mapping[str, int]) -> None:
        super().__init__()
        self.table = table
        self.column = torch.from_numpy(np.append(known.column, 0).astype(np.int64))
        self.embedding = nn.Embedding(len(known.keys) + 1, EMBEDDED, padding_idx=len(known.keys))
        nn.init.normal_(self.embedding.weight, 0, 0.3)
        with torch.no_grad():
            self.embedding.weight[len(known.keys)] = 0
        self.attributes = nn.Linear(len(COLUMNS) * EMBEDDED, STATE, bias=False)
        self.vectors = nn.Linear(table.shape[1], STATE)
        self.norm = nn.LayerNorm(STATE)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.deciding = nn.ModuleDict(
            {n: Deciding(seen[n], len(known.features[n]), len(known.classes[n])) for n in known.classes}
        )

    def forward(self, lesson: Lesson) -> dict[str, Tensor]:
        """The scores of every decision on a text."""
        embedded = self.embedding(lesson.attributes)
        if self.training:
            embedded = embedded * (torch.rand(embedded.shape[:2]) > DROP_ATTRIBUTES).unsqueeze(-1)
        vectors = fn.dropout(self.table[lesson.vectors], DROP_VECTORS, self.training)
        states = self.norm(self.attributes(embedded.flatten(1)) + self.vectors(vectors)) * lesson.is_token.unsqueeze(1)
        for layer in self.layers:
            states = layer(states, lesson.is_token)
        return {name: self.deciding[name](states, asked) for name, asked in lesson.asked.items()}


def fit_network(parsed: Sequence[Sequence[Passage]], samples: Mapping[str, Samples], kept: Collection[int]) -> Arrays:
    """The arrays of a network that has learnt from the texts with these numbers."""
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    shuffled = np.random.default_rng(SEED)
    known = known_from(parsed, samples, kept)
    texts = list(lessons(parsed, samples, known, kept))
    vectors = parsed[0][0].doc.vocab.vectors.data
    table = torch.from_numpy(np.vstack([vectors, np.zeros((1, vectors.shape[1]), dtype=np.float32)]))
    seen = {name: len(some.looks[0].at) + 2 * len(some.looks[0].among) for name, some in samples.items()}
    network = Network(known, table, seen)
    optimizer = torch.optim.AdamW(network.parameters(), lr=RATE, weight_decay=DECAY)
    batches = -(-len(texts) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=EPOCHS * batches, pct_start=0.1)
    for epoch in range(EPOCHS):
        order, lost = shuffled.permutation(len(texts)), 0.0
        for first in range(0, len(order), BATCH):
            lesson = together([texts[i] for i in order[first : first + BATCH]])
            scores = network(lesson)
            loss = torch.stack(
                [fn.cross_entropy(s, lesson.asked[n].right, label_smoothing=SMOOTHING[n]) for n, s in scores.items()]
            ).sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            lost += float(loss)
        sys.stderr.write(f"round {epoch + 1} of {EPOCHS}: loss {lost / batches:.3f}\n")
    return _arrays(network.eval(), known)


def _arrays(network: Network, known: Known) -> Arrays:
    arrays = {
        "keys": known.keys,
        "column": known.column,
        "embedding": _half(network.embedding.weight[:-1]),
        "attributes": _half(network.attributes.weight.T).reshape(len(COLUMNS), EMBEDDED, STATE),
        "vectors": _half(network.vectors.weight.T),
        "bias": _single(network.vectors.bias),
        "gain": _single(network.norm.weight),
        "shift": _single(network.norm.bias),
    }
    for number, layer in enumerate(network.layers):
        arrays[f"layer{number}.weights"] = _half(layer.weigh.weight.T)
        arrays[f"layer{number}.bias"] = _single(layer.weigh.bias)
        arrays[f"layer{number}.gain"] = _single(layer.norm.weight)
        arrays[f"layer{number}.shift"] = _single(layer.norm.bias)
    for name, part in network.deciding.items():
        arrays[f"{name}.classes"] = np.array(known.classes[name])
        arrays[f"{name}.keys"] = known.features[name]
        arrays[f"{name}.features"] = _half(part.features.weight[:-1])
        arrays[f"{name}.hidden"] = _half(part.hidden.weight.T)
        arrays[f"{name}.hidden_bias"] = _single(part.hidden.bias)
        arrays[f"{name}.output"] = _half(part.output.weight.T)
        arrays[f"{name}.output_bias"] = _single(part.output.bias)
    return arrays


def _half(weights: Tensor) -> NDArray[np.float16]:
    return np.ascontiguousarray(weights.detach().numpy().astype(np.float16))


def _single(weights: Tensor) -> NDArray[np.float32]:
    return weights.detach().numpy().astype(np.float32)


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Writes the weights of a network."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    write_atomically(path, file.getvalue())


def main() -> None:
    """Trains the network and writes it."""
    parser = argparse.ArgumentParser(description="Trains the network that reads tokens in their context.")
    parser.add_argument("--out", type=Path, default=ENCODER, help="where to write the weights")
    options = parser.parse_args()
    examples, parsed, samples = everything()
    by_name = {path.stem: some for path, some in samples.items()}
    write_arrays(options.out, fit_network(parsed, by_name, range(len(examples))))
    sys.stdout.write(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
