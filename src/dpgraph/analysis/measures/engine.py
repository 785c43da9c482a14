"""Which library computes: networkx for small networks, igraph for large ones, with the same numbers."""

from __future__ import annotations

from typing import Protocol

from dpgraph.analysis.measures.structure import Ends, Numbers, Structure
from dpgraph.errors import InputError, allowed

LARGE = 1_000
ENGINES = ("networkx", "igraph")


class Engine(Protocol):
    """The usual measures of one network. Arrays are in the order of its nodes; directions count where it is said."""

    def betweenness(self, pivots: Ends | None = None) -> Numbers:
        """For each node, over all ordered pairs (from one of the `pivots`), the share of shortest paths through it.

        Directions count.
        """
        ...

    def distances(self, pivots: Ends) -> Numbers:
        """How many steps lead from each pivot (row) to each node, inf where none; directions count."""
        ...

    def closeness(self) -> Numbers:
        """One over the mean distance from the nodes that reach it, 0 if none does; directions count."""
        ...

    def pagerank(self) -> Numbers:
        """PageRank with damping 0.85, summing to 1; directions count."""
        ...

    def core(self) -> Ends:
        """The highest k for which the node is in the k-core; directions apart."""
        ...

    def components(self) -> Ends:
        """The number of the node's component, in the order of their first nodes; directions apart."""
        ...

    def cut_nodes(self) -> Ends:
        """The numbers of the nodes without which a component falls apart, ascending; directions apart."""
        ...

    def bridges(self) -> Ends:
        """The ties without which a component falls apart, one row of two numbers each, ascending; directions apart."""
        ...

    def clustering(self) -> Numbers:
        """The share of pairs of neighbours that are tied, NaN with fewer than two of them; directions apart."""
        ...


def engine_for(structure: Structure, engine: str | Engine | None = None) -> Engine:
    """The library by its name; without one, networkx below a thousand ties and igraph from there on.

    An engine that is given is given back: it has to be that of the same structure.

    Raises `InputError` for a name that is neither.
    """
    if engine is not None and not isinstance(engine, str):
        return engine
    name = engine or ("igraph" if structure.ties >= LARGE else "networkx")
    if name == "networkx":
        from dpgraph.analysis.measures.by_networkx import ByNetworkx

        return ByNetworkx(structure)
    if name == "igraph":
        from dpgraph.analysis.measures.by_igraph import ByIgraph

        return ByIgraph(structure)
    raise InputError(f'no engine "{name}": {allowed(name, ENGINES)}')
