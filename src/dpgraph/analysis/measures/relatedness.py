"""Relatedness: how close an activity is to what an actor does already."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from dpgraph.analysis.measures.structure import Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Relatedness:
    """How near activities are to one another and to actors. Made by `relatedness`.

    `does` (actors by activities, 1 or 0) and `proximity` (activities by activities) are sparse matrices.
    """

    actors: tuple[str, ...]
    activities: tuple[str, ...]
    does: Any
    proximity: Any

    def density(self) -> Numbers:
        """The density of each activity (column) around each actor (row): 0 to 1; NaN for one that is near to no other.

        The sum of the proximities of the activity to those that the actor has, over the sum of all its proximities.
        """
        total = np.asarray(self.proximity.sum(axis=0), dtype=np.float64)
        near = (self.does @ self.proximity).toarray()
        density: Numbers = np.divide(near, total, out=np.full(near.shape, np.nan), where=total > 0)
        return density

    def next_activities(self, top: int | None = None) -> tuple[tuple[str, str, float], ...]:
        """(actor, activity, density) of what actors do not do yet, densest first, then by name; densities above 0."""
        density = self.density()
        density[self.does.toarray() > 0] = np.nan
        rows, columns = np.nonzero(np.nan_to_num(density) > 0)
        order = np.lexsort((columns, rows, -density[rows, columns]))[:top]
        return tuple(
            (self.actors[rows[n]], self.activities[columns[n]], float(density[rows[n], columns[n]])) for n in order
        )


def relatedness(portfolio: Mapping[str, Collection[str]]) -> Relatedness:
    """How related activities are, given what each actor does.

    The proximity of two activities is the smaller of the two conditional probabilities that an actor which does one
    does the other: actors that do both, over those that do the more common one (0 to 1; with itself 0). The density of
    an activity around an actor is the share of all its proximity that falls on what the actor does. C. Hidalgo,
    B. Klinger, A.-L. Barabasi, R. Hausmann, The product space conditions the development of nations, Science 317
    (2007), doi:10.1126/science.1144581. There an activity counts where a country is better at it than others are;
    documents give no amounts, so here it counts where it is stated.

    >>> found = relatedness({"a": ["books", "courses"], "b": ["books", "courses"], "c": ["books"], "d": ["games"]})
    >>> [(actor, activity, round(density, 2)) for actor, activity, density in found.next_activities()]
    [('c', 'courses', 1.0)]
    """
    from scipy.sparse import csr_array

    actors = tuple(sorted(portfolio))
    activities = tuple(sorted({activity for done in portfolio.values() for activity in done}))
    at = {activity: n for n, activity in enumerate(activities)}
    cells = [(n, at[activity]) for n, actor in enumerate(actors) for activity in sorted(set(portfolio[actor]))]
    rows, columns = np.array(cells, dtype=np.int64).reshape(-1, 2).T
    does = csr_array((np.ones(len(cells)), (rows, columns)), shape=(len(actors), len(activities)))
    return Relatedness(actors, activities, does, _proximity(does))


def _proximity(does: Any) -> Any:
    from scipy.sparse import coo_array, csr_array

    common = np.asarray(does.sum(axis=0)).ravel()
    both = coo_array(does.T @ does)
    apart = both.row != both.col
    row, col = both.row[apart], both.col[apart]
    return csr_array((both.data[apart] / np.maximum(common[row], common[col]), (row, col)), shape=both.shape)
