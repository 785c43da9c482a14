import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest

from dpgraph import assets, iris
from dpgraph.graph.ecosystem import read_ecosystem
from dpgraph.graph.rdf import knowledge_quads
from dpgraph.graph.sparql import select
from dpgraph.graph.store import FLOOR, open_store, write_graph
from dpgraph.records import Document, Ecosystem, Entity, Evidence, Knowledge, Section, Statement


@pytest.fixture(scope="module")
def ecosystem(store: ox.Store) -> Ecosystem:
    return read_ecosystem(partial(select, store))


def test_what_went_in_comes_out(ecosystem: Ecosystem, knowledge: Knowledge) -> None:
    assert ecosystem.statements == knowledge.statements
    assert ecosystem.observations == knowledge.observations
    assert {e.iri: e for e in knowledge.entities}.items() <= ecosystem.entities.items()


def test_confidences_and_values_are_floats(ecosystem: Ecosystem) -> None:
    assert all(isinstance(e.confidence, float) for s in ecosystem.statements for e in s.evidence)
    assert all(isinstance(o.value, float) and isinstance(o.confidence, float) for o in ecosystem.observations)


def test_sections_have_their_headings(ecosystem: Ecosystem) -> None:
    assert ecosystem.sections["rivertown", 1] == "Who runs what"


def test_concepts_are_there_with_what_is_above_them(ecosystem: Ecosystem) -> None:
    concept = iris.expand("dpr:digital-education")
    assert ecosystem.entities[concept].type == "Sector"
    assert iris.expand("dpr:education") in ecosystem.broader[concept]
    assert set(ecosystem.broader) <= set(ecosystem.entities)


def test_statuses_and_policy_kinds_are_no_entities(ecosystem: Ecosystem) -> None:
    assert not [e for e in ecosystem.entities.values() if e.type in {"Status", "Concept"}]


def test_everything_is_in_a_fixed_order(store: ox.Store, ecosystem: Ecosystem) -> None:
    again = read_ecosystem(partial(select, store))
    assert list(again.entities) == list(ecosystem.entities) == sorted(ecosystem.entities)
    assert again == ecosystem


def made_up(statements: int) -> Knowledge:
    """Many statements about a few organizations, spread over documents with odd names."""
    names = [f"名 report {i}%" for i in range(5)]
    sections = tuple(Section(j, f"Part {j}", 1, j * 100, (j + 1) * 100) for j in range(20))
    documents = tuple(Document(name, name, "x" * 2000, sections, ()) for name in names)
    sites = tuple(
        Entity(
            f"{iris.PREFIXES['dpr']}site-{i:05}", f"Site {i:05}", "Platform", "Website", (), ((names[i % 5], i % 20),)
        )
        for i in range(statements)
    )
    press = Entity(iris.expand("dpr:press"), "Press", "Organization", "Publisher", (("P", "en"), ("社", "zh")))

    def statement(i: int, site: Entity) -> Statement:
        start = i % 20 * 100 + i % 90
        words = Evidence(names[i % 5], i % 20, start, start + 5, "xxxxx", "rule operates-verb", 0.75)
        return Statement(press.iri, "operates", site.iri, ("asserted", "planned")[i % 2], 2000 + i % 20, (words,))

    return Knowledge(documents, (press, *sites), tuple(statement(i, site) for i, site in enumerate(sites)), ())


def test_two_thousand_statements_are_read_at_once(tmp_path: Path) -> None:
    knowledge = made_up(2000)
    write_graph(tmp_path / FLOOR, knowledge_quads(knowledge, assets.folder("ontology")))
    store, started = open_store(tmp_path), time.perf_counter()
    ecosystem = read_ecosystem(partial(select, store))
    assert time.perf_counter() - started < 3  # 0.3 s on two quiet cores
    assert sorted(ecosystem.statements, key=repr) == sorted(knowledge.statements, key=repr)
    assert ecosystem.entities[iris.expand("dpr:site-00007")] == knowledge.entities[8]
    assert ecosystem.sections["名 report 3%", 4] == "Part 4"


def test_a_shuffled_graph_reads_the_same(knowledge: Knowledge, ecosystem: Ecosystem, tmp_path: Path) -> None:
    shuffled = replace(
        knowledge,
        entities=knowledge.entities[::-1],
        statements=knowledge.statements[::-1],
        observations=knowledge.observations[::-1],
    )
    write_graph(tmp_path / FLOOR, knowledge_quads(shuffled, assets.folder("ontology")))
    assert read_ecosystem(partial(select, open_store(tmp_path))) == ecosystem
