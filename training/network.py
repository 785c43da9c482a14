"""The network that reads tokens in their context and decides on types and relations: how it learns."""

from __future__ import annotations

import io
import sys
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lessons import Known, Lesson, Questions, Sets, known_from, lessons, together
from numpy.typing import NDArray
from samples import Samples
from torch import Tensor, nn
from torch.nn import functional as fn

from dpgraph.documents.files import write_atomically
from dpgraph.mentions.encoder import COLUMNS
from dpgraph.mentions.passages import Passage

EPOCHS, BATCH, RATE, DECAY = 12, 12, 3e-3, 0.02
# The sizes of an embedded attribute, of a token's state, of the layer that decides; the number of convolutions.
EMBEDDED, STATE, HIDDEN, LAYERS = 24, 160, 256, 2
# How much is hidden while it learns: of word vectors, of attributes, of states.
DROP_VECTORS, DROP_ATTRIBUTES, DROP = 0.2, 0.15, 0.3
SMOOTHING = {"typing": 0.05, "relations": 0.05, "topics": 0.02}
Arrays = dict[str, NDArray[Any]]


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


def fit_network(
    parsed: Sequence[Sequence[Passage]], samples: Mapping[str, Samples], kept: Collection[int], seed: int
) -> Arrays:
    """The arrays of a network that has learnt from the texts with these numbers; each seed gives another one."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    shuffled = np.random.default_rng(seed)
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
            lost += float(loss.detach())
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
