"""Networks whose measures are known by heart or from the literature."""

from __future__ import annotations

import networkx as nx


def named(network: nx.Graph) -> nx.Graph:
    """The network with names in the place of numbers, in the same order."""
    return nx.relabel_nodes(network, {n: f"n{i:02d}" for i, n in enumerate(network)})


TRIANGLE = named(nx.complete_graph(3))
TWO_TRIANGLES = named(nx.disjoint_union(nx.complete_graph(3), nx.complete_graph(3)))
BARBELL = named(nx.barbell_graph(3, 0))
STAR = named(nx.star_graph(4))
PATH = named(nx.path_graph(5))
KITE = named(nx.krackhardt_kite_graph())
ZACHARY = named(nx.karate_club_graph())
nx.set_edge_attributes(ZACHARY, 1, "weight")
CLUBS = {f"n{i:02d}": club for i, (_, club) in enumerate(nx.karate_club_graph().nodes(data="club"))}
ARROWS = named(nx.gnp_random_graph(40, 0.1, seed=3, directed=True))
SCATTERED = named(nx.gnp_random_graph(60, 0.03, seed=7))

ALL = {
    "triangle": TRIANGLE, "two triangles": TWO_TRIANGLES, "barbell": BARBELL, "star": STAR, "path": PATH, "kite": KITE,
    "Zachary": ZACHARY, "arrows": ARROWS, "scattered": SCATTERED,
}  # fmt: skip
UNDIRECTED = {name: network for name, network in ALL.items() if not network.is_directed()}
