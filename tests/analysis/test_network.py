"""The network: one edge a statement, in one order, with its evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ecosystems import DUPLICATE, Line, ecosystem, iri

from dpgraph.analysis.network import add_isolates, build_network
from dpgraph.errors import InputError
from dpgraph.records import Entity

LINES: tuple[Line, ...] = (*DUPLICATE, ("Harbor", "collaboratesWith", "Lantern", "recommended"))


def test_asserted_statements_are_edges_with_evidence() -> None:
    network = build_network(ecosystem(*LINES))
    assert network.number_of_edges() == len(DUPLICATE)
    edge = network.edges[iri("Harbor"), iri("LearnPort"), "operates"]
    assert edge["quote"] == "Harbor operates LearnPort"
    assert (edge["document"], edge["section"], edge["year"]) == ("d", "A section", None)
    assert network.nodes[iri("LearnPort")] == {"label": "LearnPort", "type": "Platform", "cls": "Platform"}


def test_other_statuses_only_when_asked_for_and_under_a_key_of_their_own() -> None:
    both = build_network(
        ecosystem(*LINES, ("Harbor", "collaboratesWith", "Lantern")), statuses=("asserted", "recommended")
    )
    keys = set(both[iri("Harbor")][iri("Lantern")])
    assert keys == {"collaboratesWith", "collaboratesWith recommended"}


def test_filters() -> None:
    made = ecosystem(*DUPLICATE, ("Harbor", "publishes", "Gazette", "asserted", 0.4))
    assert build_network(made, predicates=["operates"]).number_of_edges() == 2
    assert not build_network(made, min_confidence=0.5).has_node(iri("Gazette"))
    with pytest.raises(InputError, match="min_confidence is 2"):
        build_network(made, min_confidence=2)
    with pytest.raises(InputError, match="did you mean"):
        build_network(made, statuses=["aserted"])


def test_isolates_are_added_by_a_function_of_their_own() -> None:
    made = ecosystem(*DUPLICATE)
    alone = replace(made, entities={**made.entities, iri("Alone"): Entity(iri("Alone"), "Alone", "Person", "Person")})
    network = build_network(alone)
    assert iri("Alone") not in network
    assert add_isolates(network, alone).nodes[iri("Alone")]["label"] == "Alone"
    assert iri("Alone") not in network


def test_the_order_of_the_input_does_not_matter() -> None:
    made = ecosystem(*LINES)
    turned = replace(made, statements=made.statements[::-1])
    assert list(build_network(made).edges(keys=True)) == list(build_network(turned).edges(keys=True))
    assert list(build_network(made)) == list(build_network(turned))


def test_an_unregistered_entity_is_named_by_its_iri() -> None:
    made = ecosystem(*DUPLICATE)
    bare = replace(made, entities={})
    assert build_network(bare).nodes[iri("Harbor")] == {"label": "dpr:harbor", "type": "", "cls": ""}


def test_nothing() -> None:
    assert len(build_network(ecosystem())) == 0
