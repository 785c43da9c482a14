"""Brokerage roles: who stands between actors that are not tied, and to which groups the three belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations as orderings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.measures.nulls import PERMUTATIONS, TOLERANCE, generator
from dpgraph.analysis.measures.structure import Ends, Network, Numbers, Structure, codes, structure_of, triangles
from dpgraph.settings import SEED

ROLES = ("coordinator", "itinerant", "gatekeeper", "representative", "liaison")


@dataclass(frozen=True, slots=True, eq=False)
class Brokerage:
    """How often each node brokers in which role. Made by `brokerage`.

    `counts`, `z` and `p` have a row for each of `names` and a column for each of `ROLES`, then one for all together.
    """

    names: tuple[str, ...]
    counts: NDArray[np.int64]
    z: Numbers
    p: Numbers
    permutations: int

    def of(self, name: str) -> dict[str, int]:
        """The counts of one node by role, and the `total`."""
        row = self.counts[self.names.index(name)]
        return dict(zip((*ROLES, "total"), row.tolist(), strict=True))


def brokerage(
    network: Network, groups: Mapping[str, object], permutations: int = PERMUTATIONS, seed: int = SEED
) -> Brokerage:
    """The brokerage roles of each node, given its group.

    b brokers between a and c if ties lead from a to b and from b to c, but none from a to c. It is a coordinator if all
    three are of one group, an itinerant (consultant) if a and c are of one group and b of another, a gatekeeper if only
    b and c are of one group, a representative if only a and b are, a liaison if all three differ. An undirected tie
    leads both ways, so that gatekeeper and representative are the same there. A node without a group is a group of its
    own. R. Gould, R. Fernandez, Structures of mediation: a formal approach to brokerage in transaction networks,
    Sociological Methodology 19 (1989), pp. 89-126, doi:10.2307/270949.

    `z` and `p` (of a count as high) say how a count stands to those with the groups dealt out anew over the nodes; `z`
    is NaN where chance leaves no choice, as in the last column always.

    >>> import networkx as nx
    >>> path = nx.path_graph(["a", "b", "c"])
    >>> brokerage(path, {"a": "x", "b": "y", "c": "z"}, permutations=0).of("b")["liaison"]
    2
    >>> brokerage(path, {"a": "x", "b": "y", "c": "x"}, permutations=0).of("b")["itinerant"]
    2
    """
    structure = structure_of(network)
    labels = _with_own(codes(structure, groups)[0])
    paths = _paths(structure)
    counts = _counts(paths, labels)
    chance = generator(seed)
    draws = permutations if structure.ties else 0
    drawn = _moments(counts, (_counts(paths, chance.permutation(labels)) for _ in range(draws)))
    return Brokerage(structure.names, counts, *drawn, draws)


@dataclass(frozen=True, slots=True, eq=False)
class _Paths:
    """The two-step paths of a network: matrices of who leads to whom, how many there are by broker, the closed ones."""

    out: Any
    into: Any
    both: Any
    totals: Ends
    closed: _Closed


@dataclass(frozen=True, slots=True, eq=False)
class _Closed:
    """The paths (a, b, c) that a tie from a to c closes; of undirected triangles one order.

    `ties` are the ends of all ties, `sides` the numbers of the ties (a, b) and (b, c) of each path, `brokers` the nodes
    that stand on it (b alone, or all three). `first`, `last` and `ends` are matrices that count the paths on which a
    node brokers (rows) and a tie (columns) is the first step, the last step, or the one that closes it.
    """

    ties: tuple[Ends, Ends]
    sides: tuple[Ends, Ends]
    brokers: tuple[Ends, ...]
    first: Any
    last: Any
    ends: Any


def _paths(structure: Structure) -> _Paths:
    out = structure.matrix()
    into, both = (out.T.tocsr(), out.multiply(out.T).tocsr()) if structure.directed else (out, out)
    closed = _closed(structure)
    sums = [np.asarray(m.sum(axis=1)).ravel().astype(np.int64) for m in (out, into, both)]
    shut = _broker_counts(closed, np.zeros(structure.nodes, dtype=np.int64))[0]
    return _Paths(out, into, both, sums[0] * sums[1] - sums[2] - shut, closed)


def _closed(structure: Structure) -> _Closed:
    a, b, c = np.ascontiguousarray(_closed_rows(structure).T)
    ab, bc, ac = (_ties_at(structure, *ends) for ends in ((a, b), (b, c), (a, c)))
    shape, joined = (structure.nodes, structure.ties), (structure.tails, structure.heads)
    if structure.directed:
        return _Closed(joined, (ab, bc), (b,), *(_counting(shape, ((b, ties),)) for ties in (ab, bc, ac)))
    steps = _counting(shape, ((a, ab), (a, ac), (b, ab), (b, bc), (c, ac), (c, bc)))
    return _Closed(joined, (ab, bc), (a, b, c), steps, steps, _counting(shape, ((a, bc), (b, ac), (c, ab))))


def _closed_rows(structure: Structure) -> Ends:
    found = triangles(structure)
    if not structure.directed:
        return found
    orders = np.concatenate([found[:, order] for order in orderings(range(3))])
    size = structure.nodes
    arrows = structure.tails * size + structure.heads
    there = [np.isin(orders[:, a] * size + orders[:, b], arrows) for a, b in ((0, 1), (1, 2), (0, 2))]
    return orders[np.logical_and.reduce(there)]


def _ties_at(structure: Structure, tails: Ends, heads: Ends) -> Ends:
    """The numbers of the ties between some nodes."""
    ends = (tails, heads) if structure.directed else (np.minimum(tails, heads), np.maximum(tails, heads))
    keys = structure.tails * structure.nodes + structure.heads
    return np.searchsorted(keys, ends[0] * structure.nodes + ends[1])


def _counting(shape: tuple[int, int], parts: Sequence[tuple[Ends, Ends]]) -> Any:
    """How often each node meets each tie."""
    from scipy.sparse import csc_array

    nodes, ties = (np.concatenate(part).astype(np.int32) for part in zip(*parts, strict=True))
    # What stands twice is added up tie by tie, as few nodes meet a tie.
    return csc_array((np.ones(len(nodes), dtype=np.int32), (nodes, ties)), shape=shape).tocsr()


def _broker_counts(closed: _Closed, labels: Ends) -> list[Ends]:
    """How many closed paths each node stands on as a coordinator, itinerant, gatekeeper and representative.

    Of two steps within a group the tie that closes them is within it too.
    """
    alike = labels[closed.ties[0]] == labels[closed.ties[1]]
    within = np.flatnonzero(alike[closed.sides[0]] & alike[closed.sides[1]])
    all_alike = sum(np.bincount(nodes[within], minlength=len(labels)) for nodes in closed.brokers)
    first, last, ends = (
        steps @ alike.astype(np.int32) - all_alike for steps in (closed.first, closed.last, closed.ends)
    )
    if len(closed.brokers) == 1:
        return [all_alike, ends, last, first]
    # Undirected paths lead both ways; `first` has each triangle once for either neighbour.
    either = first - all_alike
    return [2 * all_alike, 2 * ends, either, either]


def _with_own(labels: Ends) -> Ends:
    """Labels in which every node without a group has one of its own."""
    own = labels.copy()
    own[labels < 0] = labels.max(initial=-1) + 1 + np.arange(np.count_nonzero(labels < 0))
    return own


def _counts(paths: _Paths, labels: Ends) -> NDArray[np.int64]:
    """By role and in all: what degrees by group would allow, less the paths that return or are closed."""
    from scipy.sparse import csr_array

    size = len(labels)
    member = csr_array((np.ones(size), (np.arange(size), labels)), shape=(size, int(labels.max(initial=0)) + 1))
    to = paths.out @ member
    since, mutual = (to if matrix is paths.out else matrix @ member for matrix in (paths.into, paths.both))
    own_to, own_since, own_mutual = (np.asarray(m[np.arange(size), labels]).ravel() for m in (to, since, mutual))
    all_to, all_since = (np.asarray(m.sum(axis=1)).ravel() for m in (to, since))
    alike = np.asarray(to.multiply(since).sum(axis=1)).ravel() - np.asarray(mutual.sum(axis=1)).ravel()
    inside = own_to * own_since - own_mutual
    closed = _broker_counts(paths.closed, labels)
    roles = (inside, alike - inside, (all_since - own_since) * own_to, own_since * (all_to - own_to))
    known = [np.rint(role - shut).astype(np.int64) for role, shut in zip(roles, closed, strict=True)]
    return np.column_stack((*known, paths.totals - sum(known), paths.totals))


def _moments(counts: NDArray[np.int64], drawn: Any) -> tuple[Numbers, Numbers]:
    """Z-scores and p-values without keeping all draws."""
    total, squares = np.zeros(counts.shape), np.zeros(counts.shape)
    reached, n = np.ones(counts.shape), 0
    for draw in drawn:
        off = draw - counts  # small numbers, so that their squares lose nothing
        total, squares, reached, n = total + off, squares + off.astype(float) ** 2, reached + (off >= 0), n + 1
    if n < 2:
        return np.full(counts.shape, np.nan), np.full(counts.shape, np.nan)
    spread = np.sqrt(np.maximum(squares - total**2 / n, 0) / (n - 1))
    z = np.divide(-total / n, spread, out=np.full(counts.shape, np.nan), where=spread > TOLERANCE)
    return z, reached / (n + 1)
