"""Likely ties: pairs of organizations whose tie would be least surprising, and how far such a guess can be trusted."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

from dpgraph.analysis.measures.links import SCORES, link_scores
from dpgraph.analysis.measures.prediction import evaluate_links
from dpgraph.settings import SEED

if TYPE_CHECKING:
    import pandas as pd

COLUMNS: Mapping[str, tuple[str, str]] = {
    "a": ("str", "one organization's IRI"),
    "b": ("str", "the other's"),
    "label_a": ("str", "its name"),
    "label_b": ("str", "the other's name"),
    **dict.fromkeys(SCORES, ("float64", "0 or more; higher is likelier (see `link_scores`)")),
}


def likely_ties(
    network: nx.Graph,
    attributes: Mapping[str, Collection[str]] | None = None,
    top: int = 100,
    seed: int = SEED,
) -> pd.DataFrame:
    """The `top` pairs without a tie that have the highest combined score, the likeliest first, then by name.

    Candidates have a common neighbour or a common attribute. `attrs` say for each score whether it "predicts" here, is
    a "heuristic" that does not beat degree and chance, or whether that is "not computable" (`evaluate_links`).
    """
    import pandas as pd

    found = link_scores(network, attributes=attributes)
    first = np.lexsort((found.heads, found.tails, -found.scores["combination"]))[:top]
    ends = {"a": found.tails[first], "b": found.heads[first]}
    columns: dict[str, object] = {side: [found.names[n] for n in numbers] for side, numbers in ends.items()}
    labels = dict(network.nodes(data="label"))
    columns |= {f"label_{s}": [labels.get(found.names[n]) or found.names[n] for n in ends[s]] for s in ends}
    columns |= {score: found.scores[score][first] for score in SCORES}
    frame = pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, (kind, _) in COLUMNS.items()})
    frame.attrs = {p.score: p.verdict for p in evaluate_links(network, attributes, seed=seed)}
    return frame
