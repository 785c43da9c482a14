"""Places for the nodes of a network, worked out beforehand so that the page stands still and is always the same."""

from __future__ import annotations

import random
from collections.abc import Sequence
from math import ceil, cos, pi, sin, sqrt

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from dpgraph.settings import SEED

Places = NDArray[np.float64]

SPACING = 90.0
STEPS = 500

# How near two nodes may stand, and how often those that are nearer are pushed apart.
NEAREST, PUSHES = 46.0, 60

# In parts of more nodes, only those near one another repel each other.
EXACT = 1000


def lay_out(network: nx.Graph) -> dict[str, tuple[int, int]]:
    """Whole-numbered coordinates for every node; the same network always gets the same ones.

    Each connected part is laid out by itself by igraph, by springs along its edges and repulsion between its nodes
    from a fixed start, and the parts are set in rows, the largest first.
    T. M. J. Fruchterman, E. M. Reingold, Graph drawing by force-directed placement, Software: Practice and Experience
    21 (1991), doi:10.1002/spe.4380211102.
    """
    plain = nx.Graph()
    plain.add_nodes_from(sorted(network))
    plain.add_edges_from(sorted((min(a, b), max(a, b)) for a, b in network.edges() if a != b))
    parts = sorted((sorted(part) for part in nx.connected_components(plain)), key=lambda part: (-len(part), part))
    return _in_rows(parts, [_spring(plain, part) for part in parts])


def _spring(network: nx.Graph, part: Sequence[str]) -> Places:
    """The places of one part, its middle at the origin, as far apart that each node has room for itself."""
    import igraph

    if len(part) == 1:
        return np.zeros((1, 2))
    index = {node: i for i, node in enumerate(part)}
    ends = sorted((min(index[a], index[b]), max(index[a], index[b])) for a, b in network.subgraph(part).edges())
    drawing = igraph.Graph(n=len(part), edges=ends)
    igraph.set_random_number_generator(random.Random(SEED))
    start = _start(network, part, index).tolist()
    places = np.array(
        drawing.layout_fruchterman_reingold(seed=start, niter=STEPS, grid=len(part) > EXACT).coords, dtype=np.float64
    )
    places -= (places.max(axis=0) + places.min(axis=0)) / 2
    room = sqrt(max(float(np.prod(np.ptp(places, axis=0) + 0.5)), 1e-9) / len(part))
    return np.round(_apart(places * SPACING / room), 3)


def _apart(places: Places) -> Places:
    """The places, with whatever stood too near to something else pushed away from it."""
    from scipy.spatial import cKDTree

    angles = np.arange(len(places)) * pi * (3 - sqrt(5))
    places = places + np.stack([np.cos(angles), np.sin(angles)], axis=1) * 1e-3  # so that no two are in one place
    for _ in range(PUSHES):
        pairs = cKDTree(places).query_pairs(NEAREST, output_type="ndarray")
        if not len(pairs):
            break
        a, b = pairs[np.lexsort(pairs.T)].T
        along = places[a] - places[b]
        apart = np.hypot(along[:, 0], along[:, 1])[:, None]
        push = along / apart * (NEAREST - apart) / 2
        near = np.maximum(np.bincount(a, minlength=len(places)) + np.bincount(b, minlength=len(places)), 1)
        for axis in (0, 1):
            pushed = np.bincount(a, push[:, axis], len(places)) - np.bincount(b, push[:, axis], len(places))
            places[:, axis] += 1.5 * pushed / near
    return places


def _start(network: nx.Graph, part: Sequence[str], index: dict[str, int]) -> Places:
    """A first guess: in rings around the node with most neighbours, in the order of a walk through the part."""
    centre = min(part, key=lambda node: (-network.degree(node), node))
    walk = [centre, *(node for _, node in nx.bfs_edges(network, centre, sort_neighbors=sorted))]
    places = np.zeros((len(part), 2))
    for n, node in enumerate(walk):
        angle = n * pi * (3 - sqrt(5))
        places[index[node]] = np.array([cos(angle), sin(angle)]) * sqrt(n)
    return places


def _in_rows(parts: Sequence[Sequence[str]], drawn: Sequence[Places]) -> dict[str, tuple[int, int]]:
    """The parts side by side, in rows of the length that makes the whole picture largest on a screen."""
    sizes = [(float(w), float(h)) for w, h in (np.ptp(p, axis=0) + 2 * SPACING for p in drawn)]
    widest = max((w for w, _ in sizes), default=0.0)
    lengths = [widest, *(sum(w for w, _ in sizes[:n]) for n in range(2, 8))]
    corners = min((_rows(sizes, max(widest, length)) for length in lengths), key=lambda c: _extent(c, sizes))
    return {
        node: (ceil(left + width / 2 + x), ceil(top + height / 2 + y))
        for part, places, (left, top), (width, height) in zip(parts, drawn, corners, sizes, strict=True)
        for node, (x, y) in zip(part, places, strict=True)
    }


def _rows(sizes: Sequence[tuple[float, float]], length: float) -> list[tuple[float, float]]:
    """The upper left corner of each part, in rows that are no longer than `length`."""
    corners: list[tuple[float, float]] = []
    left = top = tallest = 0.0
    for width, height in sizes:
        if left and left + width > length + 0.5:
            left, top, tallest = 0.0, top + tallest, 0.0
        corners.append((left, top))
        left, tallest = left + width, max(tallest, height)
    return corners


def _extent(corners: Sequence[tuple[float, float]], sizes: Sequence[tuple[float, float]]) -> float:
    """How large a screen (four wide, three high) must be to show all."""
    ends = [(x + w, y + h) for (x, y), (w, h) in zip(corners, sizes, strict=True)]
    return max((max(x / 4, y / 3) for x, y in ends), default=0.0)
