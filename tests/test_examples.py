"""Another sector, from data files alone: the museums of Fairhaven."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import dpgraph
from dpgraph import pipeline
from dpgraph.errors import InputError
from dpgraph.pipeline import Build, build, failing_rules
from tests.repo.project import CHECKOUT

MUSEUMS = CHECKOUT / "examples" / "museums"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example, so that its build can lie in it."""
    return Path(shutil.copytree(MUSEUMS, tmp_path_factory.mktemp("sector") / "museums"))


@pytest.fixture(scope="module")
def built(project: Path) -> Build:
    return build(project, project / "build")


@pytest.fixture(scope="module")
def graph(built: Build) -> dpgraph.Graph:
    return dpgraph.load(built.folder)


def test_it_is_read_whole_and_conforms(built: Build) -> None:
    assert built.skipped == ()
    assert built.violations == ()
    assert "The museums of Fairhaven" in built.page.read_text(encoding="utf-8")


def test_its_own_classes_and_relations_are_found_in_the_text(graph: dpgraph.Graph) -> None:
    statements = graph.statements()
    own = statements[statements.predicate.isin(["exhibits", "lends"]) & (statements.status == "asserted")]
    assert set(zip(own.subject_name, own.predicate, own.object_name, strict=True)) == {
        ("Fairhaven City Museum", "exhibits", "Harbour Collection"),
        ("Fairhaven City Museum", "lends", "Harbour Collection"),
        ("Stone Gallery", "exhibits", "Quarry Paintings"),
        ("Stone Gallery", "lends", "Quarry Paintings"),
        ("Weavers Museum", "exhibits", "Loom Collection"),
    }
    classes = graph.entities().set_index("name")["class"]
    assert classes[["Stone Gallery", "Loom Collection"]].tolist() == ["Museum", "MuseumCollection"]


def test_what_follows_is_inferred(graph: dpgraph.Graph) -> None:
    shown = graph.sparql("SELECT ?what { dpr:weavers-museum dpg:publishes ?what }")
    assert shown.what.tolist() == ["https://w3id.org/dpgraph/resource/loom-collection"]


def test_its_question_is_offered_beside_the_shipped_ones(graph: dpgraph.Graph) -> None:
    assert {"collections-on-show", "platforms-by-sector"} <= graph.questions.keys()
    assert graph.sparql("collections-on-show").values.tolist() == [
        ["Fairhaven City Museum", "Harbour Collection", "yes"],
        ["Stone Gallery", "Quarry Paintings", "yes"],
        ["Weavers Museum", "Loom Collection", "no"],
    ]


def test_its_findings_are_those_of_the_story(graph: dpgraph.Graph) -> None:
    names = {e.iri: e.name for e in graph.ecosystem.entities.values()}
    channels = next(f for f in graph.silos() if f.kind == "S2")
    assert {names[iri] for iri in channels.members["funds"]} == {"Heritage Fund", "Open Doors Fund"}
    tours = next(f for f in graph.silos(["S1"]) if "virtual tours" in f.title or "museums" in f.title)
    assert {"Fairhaven City Museum", "Stone Gallery"} <= {names[iri] for iri in tours.members["owners"]}


def test_its_rules_do_what_they_say(project: Path) -> None:
    assert failing_rules(project) == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("rules.toml", '"exhibits"', '"exibits"', r"rules\.toml: rule exhibits-verb: unknown predicate 'exibits'"),
        ("heads.toml", "Museum =", "Musuem =", r"heads\.toml: unknown class 'Musuem'; did you mean \"Museum\""),
        ("ontology/museums.ttl", "dpg:Museum\n", "dpg:Publisher\n", r"museums\.ttl: dpg:Publisher is defined already"),
        ("entities.csv", "Weavers Museum,Museum", "Weavers Museum,Musem", r"entities\.csv:3: unknown class 'Musem'"),
        ("curated/weavers-report.csv", "affects", "afects", r"weavers-report\.csv:2: unknown predicate 'afects'"),
    ],
)
def test_a_slip_in_a_data_file_is_told(
    tmp_path: Path, file: str, old: str, new: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = Path(shutil.copytree(MUSEUMS, tmp_path / "museums"))
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setattr(pipeline, "_extractions", lambda *_: iter(()))
    with pytest.raises(InputError, match=reason):
        build(project, tmp_path / "out")


@pytest.mark.parametrize(
    "spoil", [lambda f: (f / "queries" / "platforms-by-sector.rq").write_text("SELECT * { ?s ?p ?o }")]
)
def test_a_question_of_a_shipped_name_is_refused(tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    from dpgraph.graph.questions import known_questions

    project = Path(shutil.copytree(MUSEUMS, tmp_path / "museums"))
    spoil(project)
    with pytest.raises(InputError, match=r"platforms-by-sector\.rq: there is a shipped question of this name"):
        known_questions(project)
