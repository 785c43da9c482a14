"""Functions: what serves what, and where parties meet."""

from __future__ import annotations

from ecosystems import DUPLICATE, ecosystem, iri

from dpgraph.analysis.functions import above, function_tree, lowest, resource_holdings, shared_functions
from dpgraph.analysis.stated import index_statements
from dpgraph.records import Ecosystem

LEVELS = {"algebra": ("education",), "reading": ("education",), "education": ("publishing",)}


def meetings(made: Ecosystem) -> dict[str, list[str]]:
    """Owners by the functions at which they meet."""
    stated = index_statements(made)
    shared = shared_functions(resource_holdings(stated), function_tree(made, stated))
    return {" ".join(stated.names(s.functions)): stated.names(s.owners) for s in shared}


def test_a_narrower_function_serves_the_broader_ones_and_a_stated_part_is_narrower() -> None:
    made = ecosystem(("games sector", "partOf", "leisure sector"), broader=LEVELS)
    tree = function_tree(made, index_statements(made))
    assert above(tree, iri("algebra")) == {iri("algebra"), iri("education"), iri("publishing")}
    assert iri("leisure sector") in above(tree, iri("games sector"))
    assert above(tree, "unknown") == {"unknown"}


def test_a_circle_of_sectors_is_one_level() -> None:
    made = ecosystem(broader={"a": ("b",), "b": ("c",), "c": ("a",)})
    tree = function_tree(made, index_statements(made))
    assert above(tree, iri("a")) == above(tree, iri("b")) == {iri("a"), iri("b"), iri("c")}
    assert len(lowest(tree, tree)) == 3


def test_parties_meet_at_the_narrowest_function_alone() -> None:
    assert meetings(ecosystem(*DUPLICATE, broader=LEVELS)) == {"education": ["Harbor", "Lantern"]}


def test_two_narrow_functions_meet_above() -> None:
    lines = [("A", "operates", "P"), ("P", "activeIn", "algebra"), ("B", "operates", "Q"), ("Q", "activeIn", "reading")]
    assert meetings(ecosystem(*lines, broader=LEVELS)) == {"education": ["A", "B"]}


def test_a_broader_function_is_given_only_for_a_pair_that_meets_nowhere_below() -> None:
    lines = [*DUPLICATE, ("Mill", "publishes", "Gazette"), ("Gazette", "activeIn", "publishing")]
    found = meetings(ecosystem(*lines, broader=LEVELS))
    assert found == {"education": ["Harbor", "Lantern"], "publishing": ["Harbor", "Lantern", "Mill"]}


def test_two_functions_of_the_same_things_are_one_meeting() -> None:
    lines = [*DUPLICATE, ("LearnPort", "activeIn", "video"), ("ClassRiver", "activeIn", "video")]
    assert meetings(ecosystem(*lines)) == {"education video": ["Harbor", "Lantern"]}


def test_the_functions_of_a_circle_are_one_meeting_named_by_the_first() -> None:
    assert meetings(ecosystem(*DUPLICATE, broader={"education": ("teaching",), "teaching": ("education",)})) == {
        "education": ["Harbor", "Lantern"]
    }


def test_an_organization_is_a_participant_where_it_has_no_resource() -> None:
    made = ecosystem(*DUPLICATE, ("Mill", "activeIn", "education"), ("Harbor", "activeIn", "education"))
    stated = index_statements(made)
    (shared,) = shared_functions(resource_holdings(stated), function_tree(made, stated))
    assert stated.names(shared.participants) == ["Mill"]
    assert stated.names(shared.owners) == ["Harbor", "Lantern"]
