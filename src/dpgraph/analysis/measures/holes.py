"""Structural holes: how far an actor's contacts are tied to one another, and so leave it nothing to bridge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from dpgraph.analysis.measures.structure import Ends, Network, Numbers, products_at, structure_of


@dataclass(frozen=True, slots=True, eq=False)
class Holes:
    """Burt's measures of each node, in the order of `names`. Made by `structural_holes`.

    `constraint`: above 0, in general not above 9/8; NaN without ties. `effective_size`: from 1 (contacts all tied
    to one another alike) to the number of contacts; NaN without ties. `efficiency`: effective size over contacts, above
    0 to 1. `hierarchy`: 0 (each contact constrains alike) to 1 (one does all); NaN with fewer than two contacts.
    """

    names: tuple[str, ...]
    constraint: Numbers
    effective_size: Numbers
    efficiency: Numbers
    hierarchy: Numbers


def structural_holes(network: Network, weight: str | None = None) -> Holes:
    """Constraint, effective size, efficiency and hierarchy of every node.

    With z(i, j) the strength of the ties from i to j and back (1 for an undirected tie unless weighted), and
    p(i, j) = z(i, j) / sum over k of z(i, k): the constraint that j puts on i is (p(i, j) + sum over q of p(i, q)
    p(q, j))^2, and i's constraint the sum over its contacts. Effective size is the number of contacts less the sum over
    j and q of p(i, q) m(j, q), where m(j, q) = z(j, q) / max over k of z(j, k); for plain ties that is n - 2t / n, with
    t ties among n contacts (S. Borgatti, Structural holes: unpacking Burt's redundancy measures, Connections 20
    (1997)). Hierarchy is the sum over contacts of r ln r / (n ln n), r being a contact's constraint over the mean of
    all. A directed tie counts as half of one that goes both ways. R. Burt, Structural Holes, Harvard University Press
    1992, doi:10.4159/9780674029095; why low constraint matters: R. Burt, Structural holes and good ideas, American
    Journal of Sociology 110 (2004), doi:10.1086/421787.

    >>> import networkx as nx
    >>> found = structural_holes(nx.star_graph(["hub", "a", "b"]))
    >>> found.constraint.tolist(), found.effective_size.tolist(), found.hierarchy.tolist()
    ([0.5, 1.0, 1.0], [2.0, 1.0, 1.0], [0.0, nan, nan])
    """
    structure = structure_of(network, weight)
    strength = _strengths(structure.matrix(weighted=weight is not None))
    ego, contact = strength.nonzero()
    contacts = np.bincount(ego, minlength=structure.nodes)
    share = _scaled(strength, np.asarray(strength.sum(axis=1)).ravel())
    local = (share.data + products_at(share, share.T.tocsr(), ego, contact)) ** 2  # share has strength's places
    constraint = np.bincount(ego, local, minlength=structure.nodes)
    mutual = _scaled(strength, _largest(strength))
    redundancy = np.bincount(ego, products_at(share, mutual, ego, contact), minlength=structure.nodes)
    tied = contacts > 0
    return Holes(
        structure.names,
        np.where(tied, constraint, np.nan),
        np.where(tied, contacts - redundancy, np.nan),
        np.divide(contacts - redundancy, contacts, out=np.full(len(tied), np.nan), where=tied),
        _hierarchy(local, ego, constraint, contacts),
    )


def _strengths(matrix: Any) -> Any:
    """How strong the ties of two nodes are, both ways together."""
    found = (matrix + matrix.T).tocsr()
    found.sort_indices()
    return found


def _scaled(matrix: Any, by: Numbers) -> Any:
    """The matrix with each row divided by a number; rows of zeros stay."""
    inverse = np.divide(1.0, by, out=np.zeros(len(by)), where=by > 0)
    found = matrix.copy()
    found.data = matrix.data * np.repeat(inverse, np.diff(matrix.indptr))
    return found


def _largest(matrix: Any) -> Numbers:
    return (
        np.asarray(matrix.max(axis=1).toarray(), dtype=np.float64).ravel() if matrix.nnz else np.zeros(matrix.shape[0])
    )


def _hierarchy(local: Numbers, ego: Ends, constraint: Any, contacts: Any) -> Numbers:
    ratio = local * contacts[ego] / constraint[ego]
    entropy = np.bincount(ego, ratio * np.log(ratio), minlength=len(contacts))
    several = contacts > 1
    scale = contacts * np.log(np.maximum(contacts, 1))
    found: Numbers = np.divide(entropy, scale, out=np.full(len(contacts), np.nan), where=several)
    return np.where(several, np.maximum(found, 0.0), np.nan)
