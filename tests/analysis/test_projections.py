from __future__ import annotations

from dataclasses import replace

import networkx as nx
import pytest
from ecosystems import DUPLICATE, ecosystem, iri

from dpgraph.analysis.projections import KINDS, chosen, kind_named, project
from dpgraph.errors import InputError, NotFound
from dpgraph.records import Ecosystem

LINES = (
    *DUPLICATE,
    ("Harbor", "collaboratesWith", "Mill"),
    ("Harbor", "collaboratesWith", "Lantern", "recommended"),
    ("Mill", "operates", "LearnPort", "asserted", 0.5),
    ("Mill", "participatesIn", "Open Project"),
    ("Lantern", "participatesIn", "Open Project"),
    ("Ferry", "subsidiaryOf", "Lantern"),
    ("Ferry", "operates", "River"),
    ("River", "activeIn", "games"),
)
MADE = ecosystem(*LINES, broader={"algebra": ("education",)})


def ends(network: nx.Graph) -> set[frozenset[str]]:
    return {frozenset(edge[:2]) for edge in network.edges}


def pairs(*names: tuple[str, str]) -> set[frozenset[str]]:
    return {frozenset(map(iri, ends)) for ends in names}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("collaboration", [("Harbor", "Mill")]),
        ("shared platform", [("Harbor", "Mill")]),
        ("joint initiative", [("Mill", "Lantern")]),
        ("ownership", [("Ferry", "Lantern")]),
        ("common-fund", []),
        ("ties", [("Harbor", "Mill"), ("Mill", "Lantern"), ("Ferry", "Lantern")]),
        (
            "actor_functions",
            [("Harbor", "education"), ("Lantern", "education"), ("Mill", "education"), ("Ferry", "games")],
        ),
        ("resource functions", [("LearnPort", "education"), ("ClassRiver", "education"), ("River", "games")]),
    ],
)
def test_every_kind_joins_what_it_says(kind: str, expected: list[tuple[str, str]]) -> None:
    network = project(MADE, kind)
    assert ends(network) == pairs(*expected)
    assert network.graph["kind"] == kind_named(kind)
    assert all(nx.degree(network, node) for node in network)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_describes_its_nodes(kind: str) -> None:
    network = project(MADE, kind)
    assert all(set(data) == {"label", "type", "cls"} for _, data in network.nodes(data=True))
    assert isinstance(project(ecosystem(), kind), nx.Graph)


def test_statements_are_directed_and_the_rest_is_not() -> None:
    assert isinstance(project(MADE), nx.MultiDiGraph)
    assert type(project(MADE, "ties")) is nx.Graph
    assert len(project(MADE, "statements", chosen(predicates=["operates"])).edges) == 4


def test_a_tie_keeps_its_records() -> None:
    data = project(MADE, "shared-platform").edges[iri("Harbor"), iri("Mill")]
    assert (data["kinds"], data["confidence"], data["years"]) == (("shared platform",), 0.5, ())
    assert data["ties"][0].via == iri("LearnPort")
    whole = project(MADE, "ties").edges[iri("Harbor"), iri("Mill")]
    assert (whole["kinds"], whole["confidence"]) == (("collaboration", "shared platform"), 0.9)


def test_status_and_confidence_choose() -> None:
    assert ends(project(MADE, "collaboration", chosen("recommended"))) == pairs(("Harbor", "Lantern"))
    both = project(MADE, "collaboration", chosen(["asserted", "recommended"]))
    assert ends(both) == pairs(("Harbor", "Lantern"), ("Harbor", "Mill"))
    assert not ends(project(MADE, "shared platform", chosen(min_confidence=0.6)))


def test_a_year_keeps_what_is_about_it_or_about_none() -> None:
    dated = replace(
        MADE,
        statements=tuple(replace(s, year=2017 if s.predicate == "collaboratesWith" else None) for s in MADE.statements),
    )
    assert ends(project(dated, "collaboration", chosen(year=2017))) == pairs(("Harbor", "Mill"))
    assert not ends(project(dated, "collaboration", chosen(year=2018)))
    assert ends(project(dated, "shared platform", chosen(year=2018))) == pairs(("Harbor", "Mill"))
    assert project(dated, "collaboration", chosen(year=2017)).edges[iri("Harbor"), iri("Mill")]["years"] == (2017,)


def test_a_sector_keeps_those_that_serve_it_or_a_narrower_one() -> None:
    made = ecosystem(
        *LINES,
        ("Orchid", "activeIn", "algebra"),
        ("Orchid", "collaboratesWith", "Harbor"),
        broader={"algebra": ("education",)},
    )
    network = project(made, "ties", chosen(sector="Education"))
    assert ends(network) == pairs(("Harbor", "Mill"), ("Mill", "Lantern"), ("Orchid", "Harbor"))
    assert len(project(made, "ties", chosen(sector=iri("games")))) == 0
    inside = project(made, "statements", chosen(sector="education"))
    assert iri("games") not in inside and inside.has_edge(iri("LearnPort"), iri("education"))


def with_classes(made: Ecosystem, **classes: str) -> Ecosystem:
    return replace(
        made, entities={i: replace(e, cls=classes.get(e.name.split()[-1], e.cls)) for i, e in made.entities.items()}
    )


def test_projects_and_programmes_are_kinds_of_their_own() -> None:
    project_ = with_classes(MADE, Project="Project")
    assert ends(project(project_, "joint project")) == pairs(("Mill", "Lantern"))
    assert not ends(project(project_, "common programme"))
    assert ends(project(with_classes(MADE, Project="Programme"), "common-programme")) == pairs(("Mill", "Lantern"))


def test_what_there_is_not_is_told() -> None:
    with pytest.raises(InputError, match='no kind of network "colaboration": did you mean "collaboration"'):
        project(MADE, "colaboration")
    with pytest.raises(InputError, match='no status "aserted"'):
        chosen("aserted")
    with pytest.raises(InputError, match="goes from 0 to 1"):
        project(MADE, "ties", chosen(min_confidence=2))
    with pytest.raises(NotFound, match='no sector "educasion": did you mean "education"'):
        project(MADE, "ties", chosen(sector="educasion"))
    with pytest.raises(InputError, match="no kind of network"):
        project(MADE, ("asserted",))  # type: ignore[arg-type]
