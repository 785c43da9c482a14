"""The E-I index: do ties stay within groups or cross them?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from dpgraph.analysis.measures.nulls import PERMUTATIONS, Chance, against_chance, arrangements, generator
from dpgraph.analysis.measures.structure import Ends, Network, Structure, codes, structure_of
from dpgraph.settings import SEED

FEW = 1000


@dataclass(frozen=True, slots=True)
class ExternalInternal:
    """The E-I index of a network: `external` and `internal` ties, and the least and greatest index that could be.

    `low` and `high` hold for the sizes of the groups and the number of ties; `groups` has each group's own index (its
    ties to others against those within it), `chance` the index under a dealing out of the labels anew.
    """

    external: int
    internal: int
    low: float
    high: float
    groups: Mapping[object, float]
    chance: Chance

    @property
    def value(self) -> float:
        """(external - internal) / (external + internal): from -1 (all within) to 1 (all across); NaN without ties."""
        return _index(self.external, self.internal)

    @property
    def rescaled(self) -> float:
        """The index on a scale from -1 (`low`) to 1 (`high`); NaN where only one value is possible."""
        return 2 * (self.value - self.low) / (self.high - self.low) - 1 if self.high > self.low else float("nan")


def external_internal(
    network: Network, groups: Mapping[str, object], permutations: int = PERMUTATIONS, seed: int = SEED
) -> ExternalInternal:
    """The E-I index of a network whose nodes belong to groups; nodes without a group, and their ties, are left out.

    A low p-value (of both tails) says that ties keep to groups, or cross them, more than they would if the same groups
    were dealt out by chance. Directions do not matter. D. Krackhardt, R. Stern, Informal networks and organizational
    crises: an experimental simulation, Social Psychology Quarterly 51 (1988), pp. 123-140, doi:10.2307/2786835.

    >>> import networkx as nx
    >>> barbell = nx.relabel_nodes(nx.barbell_graph(3, 0), str)
    >>> found = external_internal(barbell, {n: int(n) < 3 for n in barbell})
    >>> found.external, found.internal, round(found.value, 3), round(found.low, 3), found.high
    (1, 6, -0.714, -0.714, 1.0)
    """
    structure = structure_of(network)
    labels, known = codes(structure, groups)
    ends = np.column_stack((structure.tails, structure.heads))
    ends = ends[(labels[ends] >= 0).all(axis=1)]
    grouped = np.flatnonzero(labels >= 0)
    external = _crossing(labels, ends)
    low, high = attainable(np.bincount(labels[grouped], minlength=1), len(ends))
    chance, dealt, drawn = generator(seed), labels.copy(), []
    for _ in range(permutations if len(ends) else 0):
        dealt[grouped] = chance.permutation(labels[grouped])
        drawn.append(_index(crossed := _crossing(dealt, ends), len(ends) - crossed))
    possible = arrangements(labels[grouped].tolist()) if len(grouped) <= FEW else None
    return ExternalInternal(
        external, len(ends) - external, low, high,
        {group: _index(*_of_group(labels, ends, n)) for n, group in enumerate(known)},
        against_chance(_index(external, len(ends) - external), drawn, tail="both", possible=possible),
    )  # fmt: skip


def attainable(sizes: Ends, ties: int) -> tuple[float, float]:
    """The least and greatest E-I index that so many ties can have between groups of these sizes; NaN without ties.

    >>> attainable(np.array([3, 3]), 15)
    (0.2, 0.2)
    """
    within = int((sizes * (sizes - 1) // 2).sum())
    across = int(sizes.sum() * (sizes.sum() - 1) // 2) - within
    inner, outer = min(ties, within), min(ties, across)
    return _index(ties - inner, inner), _index(outer, ties - outer)


def node_indices(network: Network, groups: Mapping[str, object]) -> dict[str, float]:
    """Each node's own E-I index, in the order of the nodes; NaN without a group, or without ties to grouped ones."""
    structure = structure_of(network)
    labels, _ = codes(structure, groups)
    across, within = _by_node(structure, labels)
    ties = across + within
    values = np.divide(across - within, ties, out=np.full(len(ties), np.nan), where=ties > 0)
    return dict(zip(structure.names, values.tolist(), strict=True))


def _by_node(structure: Structure, labels: Ends) -> tuple[Ends, Ends]:
    ends = np.column_stack((structure.tails, structure.heads))
    ends = ends[(labels[ends] >= 0).all(axis=1)]
    crosses = labels[ends[:, 0]] != labels[ends[:, 1]]
    count = [np.bincount(ends[chosen].ravel(), minlength=structure.nodes) for chosen in (crosses, ~crosses)]
    return count[0], count[1]


def _index(external: int, internal: int) -> float:
    return (external - internal) / (external + internal) if external + internal else float("nan")


def _crossing(labels: Ends, ends: Ends) -> int:
    return int(np.count_nonzero(labels[ends[:, 0]] != labels[ends[:, 1]]))


def _of_group(labels: Ends, ends: Ends, group: int) -> tuple[int, int]:
    inside = (labels[ends] == group).sum(axis=1)
    return int(np.count_nonzero(inside == 1)), int(np.count_nonzero(inside == 2))
