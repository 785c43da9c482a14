"""Findings in a notebook, the argument of one, its subgraph, and comparisons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import dpgraph
from dpgraph.analysis.comparing import Side, compare
from dpgraph.analysis.selecting import get_named
from dpgraph.errors import InputError, NotFound
from dpgraph.graph.findings import finding_node
from dpgraph.iris import expand
from dpgraph.views.argument import evidence_query, subgraph


@pytest.fixture(scope="module")
def graph(tiny_build: Path) -> dpgraph.Graph:
    return dpgraph.load(tiny_build)


def test_what_a_build_wrote_is_what_is_found_anew(graph: dpgraph.Graph, tiny_build: Path) -> None:
    from dpgraph.analysis.uncertainty import assess

    stored = (*graph.silos(), *graph.opportunities())
    assert {f.id: f for f in stored} == {f.id: f for f in assess(graph.ecosystem)}


def test_findings_are_a_sequence_with_a_table(graph: dpgraph.Graph) -> None:
    silos = graph.silos()
    frame = silos.to_frame()
    assert list(frame.id) == [f.id for f in silos]
    assert (frame.low <= frame.score).all()
    assert [f.id for f in silos[:2]] == [silos[0].id, silos[1].id]
    assert silos[0].title in silos._repr_html_()
    assert "<script" not in silos._repr_html_()


def test_a_finding_shows_its_sentences_and_doubts(graph: dpgraph.Graph) -> None:
    shown = replace(graph.silos(["S1"])[0], title="<i>")._repr_html_()
    for part in ("&lt;i&gt;", "Lantern Media Group operates ClassRiver", "To be kept in mind", "What would settle it"):
        assert part in shown
    assert "Speaks against it" not in shown


def test_the_whole_argument_shows_sentences_numbers_and_the_question(graph: dpgraph.Graph) -> None:
    (duplicate, *_) = graph.silos(["S1"])
    told = graph.argument(duplicate.id)
    for part in (duplicate.title, "Harbor Press – Lantern Media Group", "“Lantern Media Group operates ClassRiver”"):
        assert part in told
    for title in ("Speaks for it:", "Numbers:", "To be kept in mind:", "What would settle it:", "SELECT DISTINCT"):
        assert title in told
    assert duplicate.title in graph.silos(["S1"]).explain(0)
    with pytest.raises(NotFound, match="no finding 'S1-00000000'"):
        graph.argument("S1-00000000")


def test_every_finding_names_a_question_that_there_is(graph: dpgraph.Graph) -> None:
    assert {f.question for f in (*graph.silos(), *graph.opportunities())} <= set(graph.questions)


def test_the_network_of_a_finding_shows_the_missing_tie(graph: dpgraph.Graph) -> None:
    (duplicate, *_) = graph.silos(["S1"])
    network = subgraph(graph.ecosystem, duplicate)
    (missing,) = [(a, b) for a, b, data in network.edges(data=True) if data["predicate"] == "missing tie"]
    assert missing == duplicate.missing[0]
    assert network.nodes[missing[0]]["roles"] == ("owners",)


def test_kinds_sectors_statuses_years_and_confidence_choose(graph: dpgraph.Graph) -> None:
    assert {f.kind for f in graph.silos(["S2", "S3"])} == {"S2", "S3"}
    assert {f.kind for f in graph.silos(["S1"], sector="digital education")} == {"S1"}
    assert len(graph.silos(["S1"], sector="audiobooks")) == 0
    assert len(graph.silos(["S4"], status=["asserted", "planned"])) <= len(graph.silos(["S4"]))
    assert len(graph.opportunities(2)) == 2
    with pytest.raises(InputError, match='no silo kind "S9"'):
        graph.silos(["S9"])
    with pytest.raises(InputError, match='no status "sure"'):
        graph.silos(status="sure")
    with pytest.raises(NotFound, match='no sector or technology "cooking"'):
        graph.silos(sector="cooking")


def test_an_ecosystem_differs_in_nothing_from_itself(graph: dpgraph.Graph) -> None:
    found = graph.compare(graph)
    assert (found.difference.dropna() == 0).all()
    assert found.attrs == {"only_a": [], "only_b": []}


def test_two_sectors_side_by_side(graph: dpgraph.Graph) -> None:
    found = graph.compare(sectors=("digital education", "audiobooks"))
    assert found.loc["owners"].tolist() == [2, 1, -1]
    assert any("digital education" in title for title in found.attrs["only_a"])
    assert graph.compare(regions=("Rivertown", "Green Delta")).loc["owners", "difference"] == 0
    assert graph.compare(years=(2021, 1999)).loc["owners", "a"] >= graph.compare(years=(2021, 1999)).loc["owners", "b"]


def test_kinds_statuses_and_confidence_are_chosen_in_a_comparison(graph: dpgraph.Graph) -> None:
    found = graph.compare(graph, kinds=["S1", "O4"])
    assert [name for name in found.index if name.startswith("findings")] == ["findings S1", "findings O4"]
    ceased = graph.compare(graph, status="ceased")
    assert ceased.loc["owners", "a"] < found.loc["owners", "a"]
    sure = graph.compare(graph, min_confidence=1.0)
    assert sure.loc["owners", "a"] <= found.loc["owners", "a"]
    with pytest.raises(InputError, match='no finding kind "S9"'):
        graph.compare(graph, kinds=["S9"])


def test_one_thing_is_compared_at_a_time(graph: dpgraph.Graph) -> None:
    with pytest.raises(InputError, match="compare with one other build"):
        graph.compare()
    with pytest.raises(NotFound, match="no place"):
        graph.compare(regions=("Rivertown", "Atlantis"))


def test_a_side_may_be_a_sector(graph: dpgraph.Graph) -> None:
    sector = get_named(graph.ecosystem, "digital education", "Sector")
    found = compare(Side(graph.ecosystem, sector), Side(graph.ecosystem))
    numbers = {row.measure: (row.a, row.b) for row in found.rows}
    assert numbers["owners"] == (2, 3)
    assert not found.only_a


def test_findings_can_be_asked_for_by_sparql(graph: dpgraph.Graph) -> None:
    (duplicate, *_) = graph.silos(["S1"])
    rows = graph.sparql(
        "SELECT ?finding ?score { GRAPH dpx:analysis { ?finding a dpg:DuplicateFunction ; dpg:score ?score } } ORDER BY DESC(?score)"
    )
    assert finding_node(duplicate.id).value in rows.finding.tolist()
    assert (
        graph.sparql("SELECT (COUNT(?t) AS ?n) { ?t a dpg:MissingTie ; dpg:between ?a, ?b . FILTER(?a != ?b) }").n[0]
        > 0
    )
    closed = graph.sparql("SELECT ?silo { ?o a dpg:JointPlatform ; dpg:closes ?silo . ?silo a dpg:DuplicateFunction }")
    assert len(closed) == len(graph.opportunities(kinds=["O1"]))


def test_the_sparql_of_an_argument_shows_its_sentences_and_what_is_between_its_members(graph: dpgraph.Graph) -> None:
    for finding in (*graph.silos(), *graph.opportunities()):
        query = evidence_query(finding)
        assert query.rstrip() in graph.argument(finding.id)
        rows = graph.sparql(query)
        assert {s.quote for s in (*finding.evidence, *finding.against)} <= set(rows.quote)
        shown = set(zip(rows.subject, rows.property, rows.object, strict=True))
        members = {iri for role, ids in finding.members.items() if not role.startswith("brings ") for iri in ids}
        between = [s for s in graph.ecosystem.statements if {s.subject, s.object} <= members]
        assert {(s.subject, expand(f"dpg:{s.predicate}"), s.object) for s in between} <= shown
