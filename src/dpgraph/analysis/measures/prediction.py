"""How good link prediction is here: hide some ties, and see how high they are ranked."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dpgraph.analysis.measures.links import SCORES, attribute_matrix, score_pairs, two_steps
from dpgraph.analysis.measures.nulls import generator, interval
from dpgraph.analysis.measures.structure import (
    Ends,
    Network,
    Numbers,
    Structure,
    structure_from,
    structure_of,
    undirected,
)
from dpgraph.settings import SEED

DEGREE = "preferential_attachment"
RANDOM = "random"
FEWEST = 10
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Prediction:
    """How well one score tells hidden ties from pairs that are not tied.

    `auc` is the probability that a hidden tie scores higher than such a pair (equal scores count half): 0 to 1, 0.5 for
    no better than chance; `low` and `high` bound its middle 95 % over the repeats. `over_degree` and `over_random` are
    the lower bounds of its lead over the two baselines. `hidden` ties were hidden in each of `repeats`.
    """

    score: str
    auc: float
    low: float
    high: float
    over_degree: float
    over_random: float
    hidden: int
    repeats: int

    @property
    def verdict(self) -> str:
        """What to call it: "predicts" if it beats both baselines, else "heuristic"; "baseline"; "not computable"."""
        if np.isnan(self.auc):
            return "not computable"
        if self.score in (DEGREE, RANDOM):
            return "baseline"
        return "predicts" if self.over_degree > 0 and self.over_random > 0 else "heuristic"


def evaluate_links(
    network: Network,
    attributes: Mapping[str, Collection[str]] | None = None,
    share: float = 0.1,
    repeats: int = 20,
    seed: int = SEED,
) -> tuple[Prediction, ...]:
    """Every score of `link_scores`, and a random one, tried on ties that are hidden from it.

    In each repeat that `share` of the ties is taken away, and every score ranks them among as many pairs that are not
    tied, drawn by chance. A score *predicts* where the lower bounds (2.5 % of the repeats) of its lead over
    degree alone (preferential attachment) and over chance are both above 0; else it is called a heuristic. NaN with
    fewer than ten ties, or without pairs that are not tied. D. Liben-Nowell, J. Kleinberg, The link-prediction problem
    for social networks, JASIST 58 (2007), doi:10.1002/asi.20591.

    >>> import networkx as nx
    >>> blocks = nx.relabel_nodes(nx.connected_caveman_graph(8, 6), str)
    >>> {found.score: found.verdict for found in evaluate_links(blocks)}["adamic_adar"]
    'predicts'
    """
    structure = undirected(structure_of(network))
    names = (*SCORES, RANDOM)
    free = structure.nodes * (structure.nodes - 1) // 2 - structure.ties
    if structure.ties < FEWEST or free < 1:
        nan = float("nan")
        return tuple(Prediction(name, nan, nan, nan, nan, nan, 0, 0) for name in names)
    hidden = max(1, min(MOST, round(share * structure.ties)))
    chance = generator(seed)
    has = attribute_matrix(structure, attributes or {})
    rows = [_tried(structure, has, hidden, chance) for _ in range(repeats)]
    found = {name: np.array([row[name] for row in rows]) for name in names}
    return tuple(
        Prediction(
            name, float(auc.mean()), *interval(auc), interval(auc - found[DEGREE])[0], interval(auc - found[RANDOM])[0],
            hidden, repeats,
        )
        for name, auc in found.items()
    )  # fmt: skip


def auc(hits: Numbers, misses: Numbers) -> float:
    """The probability that one of the hits scores higher than one of the misses, equal scores counting half.

    >>> auc(np.array([2.0, 1.0]), np.array([1.0, 0.0]))
    0.875
    """
    values = np.sort(misses)
    below = np.searchsorted(values, hits, side="left")
    upto = np.searchsorted(values, hits, side="right")
    return float((below + upto).mean() / 2 / len(values))


def _tried(structure: Structure, has: Any, hidden: int, chance: np.random.Generator) -> dict[str, float]:
    chosen = np.zeros(structure.ties, dtype=bool)
    chosen[chance.permutation(structure.ties)[:hidden]] = True
    ends = np.column_stack((structure.tails, structure.heads))
    left = structure_from(structure.names, ends[~chosen], structure.weights[~chosen], directed=False)
    apart = _untied(structure, hidden, chance)
    asked = np.concatenate((ends[chosen], apart))
    near = left.matrix()
    scores = score_pairs(near, two_steps(near), has, asked[:, 0], asked[:, 1])
    scores[RANDOM] = chance.random(len(asked))
    return {name: auc(score[:hidden].round(12), score[hidden:].round(12)) for name, score in scores.items()}


def _untied(structure: Structure, wanted: int, chance: np.random.Generator) -> Ends:
    """Some pairs that are not tied, drawn by chance; all there are if there are not so many."""
    size = structure.nodes
    tied = structure.tails * size + structure.heads
    if size <= 1000:
        low, high = np.triu_indices(size, 1)
        free = np.setdiff1d(low * size + high, tied)
        keys = chance.permutation(free)[:wanted]
    else:
        drawn = chance.integers(size, size=(4 * wanted + 100, 2))
        low, high = drawn.min(axis=1), drawn.max(axis=1)
        kept = (low < high) & ~np.isin(low * size + high, tied)
        keys = (low * size + high)[kept][:wanted]
    return np.column_stack(np.divmod(keys, size))
