"""Findings as rows, CSV and JSON; the summary; GraphML."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import networkx as nx
from ecosystems import DUPLICATE, FUNDS, ecosystem, iri

from dpgraph.analysis.network import build_network
from dpgraph.analysis.opportunities import find_opportunities
from dpgraph.analysis.silos import find_silos
from dpgraph.analysis.ties import actor_network
from dpgraph.views.graphml import write_graphml
from dpgraph.views.summary import summarise
from dpgraph.views.tables import COLUMNS, finding_rows, findings_csv, findings_json

MADE = ecosystem(*DUPLICATE, *FUNDS, ("Harbor", "collaboratesWith", "Lantern", "denied"))


def test_rows_name_entities() -> None:
    rows = finding_rows(MADE, find_silos(MADE))
    assert all(tuple(row) == COLUMNS for row in rows)
    row = next(r for r in rows if r["kind"] == "S1")
    assert row["members"] == "function: education; owners: Harbor, Lantern; resources: ClassRiver, LearnPort"
    assert row["missing"] == "Harbor – Lantern"


def test_csv_and_json_say_the_same() -> None:
    found = find_opportunities(MADE)
    table = list(csv.DictReader(io.StringIO(findings_csv(MADE, found))))
    whole = json.loads(findings_json(MADE, found))
    assert [r["id"] for r in table] == [f["id"] for f in whole] == [f.id for f in found]
    assert whole[0]["names"][whole[0]["missing"][0][0]] in {"Harbor", "Culture Office"}


def test_no_findings() -> None:
    assert findings_csv(MADE, ()) == ",".join(COLUMNS) + "\n"
    assert findings_json(MADE, ()) == "[]\n"


def test_the_summary_counts_and_quotes() -> None:
    summary = summarise(MADE, (*find_silos(MADE), *find_opportunities(MADE)), top=1)
    assert summary.types["Organization"] == 4
    assert summary.relations["operates"] == 2
    assert dict(summary.statuses) == {"asserted": 8, "denied": 1}
    assert (len(summary.silos), len(summary.opportunities)) == (1, 1)
    assert summary.silos[0].sentence is not None


def test_a_denial_is_the_sentence_that_a_highlight_shows() -> None:
    (silo,) = find_silos(MADE, kinds=["S1"])
    (highlight,) = summarise(MADE, [silo]).silos
    assert highlight.sentence is not None
    assert highlight.sentence.status == "denied"


def test_graphml_comes_back_as_the_same_network() -> None:
    network = build_network(MADE)
    text = write_graphml(network)
    back = nx.parse_graphml(text.decode(), force_multigraph=True)
    assert set(back.nodes) == set(network.nodes)
    assert back.number_of_edges() == network.number_of_edges()
    assert back.nodes[iri("Harbor")]["label"] == "Harbor"
    assert text == write_graphml(build_network(MADE))


def test_graphml_of_ties_joins_their_kinds_and_drops_what_xml_cannot_hold() -> None:
    made = ecosystem(("A\x00B", "collaboratesWith", "C"), ("A\x00B", "operates", "P"), ("C", "operates", "P"))
    text = write_graphml(actor_network(made)).decode()
    ET.fromstring(text)
    assert "collaboration; shared platform" in text
    assert "AB" in text
