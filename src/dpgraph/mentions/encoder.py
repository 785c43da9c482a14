"""Tokens in their context as vectors: a small convolutional network over what spaCy says of each word.

A token's vector, words, shape, tag, dependency and label are embedded and added up; gated convolutions (Dauphin et al.
2017, arXiv:1612.08083) then let each token see its neighbours. What is decided with these vectors, in `deciding`, was
trained together with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

# Networks that were trained alike from different first weights: together they are right more often than one.
NETWORKS = tuple(Path(__file__).with_name("weights") / f"network-{n}.npz" for n in (0, 1))
# What is embedded of a token, by spaCy's names of its attributes.
COLUMNS = ("LOWER", "LEMMA", "PREFIX", "SUFFIX", "SHAPE", "TAG", "DEP", "ENT_TYPE", "ENT_IOB")
# Odd numbers that tell the same value in two columns apart.
_SALTS = (np.arange(len(COLUMNS), dtype=np.uint64) * np.uint64(2) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
_TINY = np.float32(1e-5)
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Norm:
    """Layer normalisation (Ba et al. 2016, arXiv:1607.06450)."""

    gain: Vectors
    shift: Vectors

    def __call__(self, states: Vectors) -> Vectors:
        """Each row with mean 0 and variance 1, then scaled and shifted."""
        centred = states - states.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + _TINY)
        return np.asarray(centred / spread * self.gain + self.shift, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Convolution:
    """A gated convolution over three tokens, added to what it reads: weights of shape (3 * size, 2 * size)."""

    weights: Vectors
    bias: Vectors
    norm: Norm

    def __call__(self, states: Vectors) -> Vectors:
        """The states of a text's tokens after this layer."""
        size = states.shape[1]
        beside = np.zeros((len(states), 3 * size), dtype=np.float32)
        beside[1:, :size], beside[:, size : 2 * size], beside[:-1, 2 * size :] = states[:-1], states, states[1:]
        found = multiplied(beside, self.weights) + self.bias
        return self.norm(states + found[:, :size] / (1 + np.exp(-found[:, size:])))


@dataclass(frozen=True, slots=True)
class Encoder:
    """What each known attribute and each word's vector add to a token, and the layers above.

    `keys` are the sorted keys of the rows of `attributes`, whose last row is that of an attribute not known; the last
    row of `vectors` is that of a word without a vector.
    """

    keys: NDArray[np.uint64]
    attributes: Vectors
    vectors: Vectors
    bias: Vectors
    norm: Norm
    layers: tuple[Convolution, ...]

    def __call__(self, docs: Sequence[Doc]) -> Vectors:
        """A row for each token of some texts, one after the other: shape (tokens, size)."""
        keys, words = (np.concatenate([see(doc) for doc in docs]) for see in (token_keys, vector_rows))
        known = self.attributes[rows_of(keys, self.keys)].sum(axis=1)
        # One row of zeros after each text: no token sees one of another text.
        gaps = np.cumsum([len(doc) for doc in docs])
        states = np.insert(self.norm(known + self.vectors[words] + self.bias), gaps, 0, axis=0)
        gaps = gaps + np.arange(len(docs))
        for layer in self.layers:
            states = layer(states)
            states[gaps] = 0
        return np.delete(states, gaps, axis=0)


def encoded(docs: Sequence[Doc]) -> Vectors:
    """The tokens of some parsed texts in their context, for each network beside the next: shape (tokens, sizes)."""
    return np.hstack([made(docs[0].vocab, path)(docs) for path in NETWORKS]) if docs else np.empty((0, 0), np.float32)


def token_keys(doc: Doc) -> NDArray[np.uint64]:
    """What is embedded of each token: shape (tokens, columns)."""
    return np.asarray(doc.to_array(list(COLUMNS)), dtype=np.uint64).reshape(len(doc), len(COLUMNS)) ^ _SALTS


def vector_rows(doc: Doc) -> NDArray[np.intp]:
    """The row of each token's vector, -1 for a token without one."""
    return np.asarray(doc.vocab.vectors.find(keys=doc.to_array("ORTH")), dtype=np.intp)


def rows_of(wanted: NDArray[Any], keys: NDArray[Any]) -> NDArray[np.intp]:
    """Where some keys stand among sorted ones; the number of these for a key that is not there.

    >>> rows_of(np.array([7, 5, 3]), np.array([3, 7])).tolist()
    [1, 2, 0]
    """
    at = np.searchsorted(keys, wanted)
    return np.where(keys[np.minimum(at, len(keys) - 1)] == wanted, at, len(keys))


@cache
def _product() -> Any:
    """SpaCy's own product of matrices: one thread, so that it gives the same bytes beside any number of processes."""
    from thinc.api import NumpyOps

    return NumpyOps().gemm


def multiplied(one: Vectors, other: Vectors) -> Vectors:
    """The product of two matrices."""
    found: Vectors = _product()(np.ascontiguousarray(one), other)
    return found


@cache
def weights(path: Path) -> Mapping[str, NDArray[Any]]:
    """The arrays of a network and of what decides with it, by name."""
    with np.load(path) as stored:
        return {n: a.astype(np.float32) if a.dtype == np.float16 else a for n, a in stored.items()}


@cache
def made(vocab: Vocab, path: Path) -> Encoder:
    """A network over the vectors of a vocabulary."""
    return made_encoder(weights(path), np.asarray(vocab.vectors.data, dtype=np.float32))


def made_encoder(stored: Mapping[str, NDArray[Any]], vectors: Vectors) -> Encoder:
    """The network that some arrays make over the vectors of words; what is only added up is multiplied out once."""
    attributes = [
        multiplied(stored["embedding"][stored["column"] == n], into) for n, into in enumerate(stored["attributes"])
    ]
    order = np.argsort(stored["column"], kind="stable").argsort(kind="stable")
    nothing = np.zeros((1, len(stored["bias"])), dtype=np.float32)
    layers = range(sum(name.startswith("layer") for name in stored) // 4)
    return Encoder(
        stored["keys"],
        np.vstack([np.vstack(attributes)[order], nothing]),
        np.vstack([multiplied(vectors, stored["vectors"]), nothing]),
        stored["bias"],
        Norm(stored["gain"], stored["shift"]),
        tuple(_convolution(stored, f"layer{n}") for n in layers),
    )


def _convolution(stored: Mapping[str, NDArray[Any]], name: str) -> Convolution:
    norm = Norm(stored[f"{name}.gain"], stored[f"{name}.shift"])
    return Convolution(stored[f"{name}.weights"], stored[f"{name}.bias"], norm)
