"""Measures of networks, one family a file: what it counts, its formula and range, what NaN means, and its source.

A measure takes plain collections, a networkx network, or the arrays made of one (`structure`), and names no document.
"""

from dpgraph.analysis.measures.scores import (
    directness,
    geometric_mean,
    herfindahl,
    jaccard_distance,
    specificity,
    weighted_mean,
)

__all__ = ["directness", "geometric_mean", "herfindahl", "jaccard_distance", "specificity", "weighted_mean"]
