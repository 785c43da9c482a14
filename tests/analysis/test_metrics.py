from __future__ import annotations

import math
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from dpgraph.analysis.brokers import COLUMNS as BROKER_COLUMNS
from dpgraph.analysis.brokers import find_brokers
from dpgraph.analysis.metrics import COLUMNS, network_metrics, node_metrics
from dpgraph.errors import InputError

sys.path.insert(0, str(Path(__file__).parent / "measures"))

from networks import ALL, ARROWS, CLUBS, ZACHARY

CLUB = ZACHARY.copy()
nx.set_node_attributes(CLUB, CLUBS, "cls")
nx.set_node_attributes(CLUB, {node: node.upper() for node in CLUB}, "label")


@pytest.mark.parametrize("name", [*ALL, "empty"])
def test_the_table_has_its_columns_and_types(name: str) -> None:
    network = ALL.get(name, nx.Graph())
    found = node_metrics(network)
    assert {c: str(t).replace("object", "str") for c, t in found.dtypes.items()} == {
        c: t for c, (t, _) in COLUMNS.items()
    }
    assert found["id"].tolist() == list(network)


def test_the_engines_make_the_same_table() -> None:
    one, other = node_metrics(CLUB, "networkx"), node_metrics(CLUB, "igraph")
    pd.testing.assert_frame_equal(one, other, rtol=1e-9, atol=1e-9)
    assert one.attrs == pytest.approx(other.attrs, nan_ok=True)


def test_the_same_network_makes_the_same_table() -> None:
    pd.testing.assert_frame_equal(node_metrics(CLUB), node_metrics(CLUB))


def test_the_whole_stands_beside_the_table() -> None:
    whole = node_metrics(CLUB).attrs
    assert whole == pytest.approx(network_metrics(CLUB), nan_ok=True)
    assert (whole["nodes"], whole["ties"], whole["pivots"]) == (34, 78, 34)
    assert whole["class_assortativity"] == pytest.approx(nx.attribute_assortativity_coefficient(CLUB, "cls"))
    assert math.isnan(whole["reciprocity"])


def test_directed_ties_count_in_and_out() -> None:
    found = node_metrics(ARROWS).set_index("id")
    assert found["in_degree"].to_dict() == dict(ARROWS.in_degree)
    assert found["out_degree"].to_dict() == dict(ARROWS.out_degree)
    assert (found["degree"] == found["in_degree"] + found["out_degree"]).all()


def test_brokers_come_busiest_first_with_their_roles() -> None:
    found = find_brokers(CLUB)
    assert list(found.columns) == list(BROKER_COLUMNS)
    assert found["total"].is_monotonic_decreasing and found["total"].min() > 0
    assert found.loc[0, "id"] in ("n00", "n33") and "coordinator" in found.loc[0, "roles"]
    assert found.loc[0, "label"] == found.loc[0, "id"].upper()
    roles = ["coordinator", "itinerant", "gatekeeper", "representative", "liaison"]
    assert (found[roles].sum(axis=1) == found["total"]).all()
    assert found.attrs["permutations"] == 999


def test_brokers_between_communities() -> None:
    found = find_brokers(CLUB, by="community", permutations=19)
    assert found["liaison"].sum() > 0
    with pytest.raises(InputError, match='no grouping "sector": Allowed: class, community'):
        find_brokers(CLUB, by="sector")


def test_nobody_brokers_where_nobody_is_tied() -> None:
    found = find_brokers(nx.Graph())
    assert (list(found.columns), len(found)) == (list(BROKER_COLUMNS), 0)
    assert np.isnan(node_metrics(nx.empty_graph(["a"])).loc[0, "betweenness"])
