"""What the doctests of the Python door start from: Rivertown as its curated rows tell it, the same for ever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import dpgraph


@pytest.fixture(scope="session")
def rivertown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph without extraction."""
    from dpgraph import assets, examples
    from dpgraph.graph.inference import inferred_quads
    from dpgraph.graph.ontology import read_ontology
    from dpgraph.graph.rdf import knowledge_quads
    from dpgraph.graph.store import FLOOR, write_graph

    folder = tmp_path_factory.mktemp("rivertown")
    ontology = assets.folder("ontology")
    stated = knowledge_quads(examples.knowledge(read_ontology(ontology)), ontology)
    write_graph(folder / FLOOR, [*stated, *inferred_quads(stated)])
    return folder


@pytest.fixture(scope="session")
def g(rivertown: Path) -> dpgraph.Graph:
    """The same, loaded once."""
    return dpgraph.load(rivertown)


@pytest.fixture(autouse=True)
def _named(request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]) -> None:
    """`rivertown` and `g` in the examples of `dpgraph` and `dpgraph.api`."""
    if request.node.name == "dpgraph" or request.node.name.startswith("dpgraph.api"):
        doctest_namespace.update({name: request.getfixturevalue(name) for name in ("rivertown", "g")})
