"""S3, governance split: several bodies have charge of one sector, and no tie by which they coordinate is documented."""

from __future__ import annotations

from collections.abc import Iterable

from dpgraph.analysis.cases import Case, Shape, build_cases, find_apart
from dpgraph.analysis.functions import mandate_holdings
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.ties import COORDINATION
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding

SHAPE = Shape(
    kind="S3",
    ties=COORDINATION,
    things="bodies",
    parties="bodies",
    lack="a tie by which they coordinate",
    joint="a coordination mechanism for",
)


def find_splits(scene: Scene) -> Iterable[Finding]:
    """S3: sectors that several bodies govern, at least two of them without a tie by which they could coordinate."""
    for case in build_cases(scene, mandate_holdings(scene.stated), SHAPE.ties):
        if case.own:
            yield _split(scene, case)


def _split(scene: Scene, case: Case) -> Finding:
    names = scene.stated.names
    sector = listed(names(case.shared.functions))
    title = f"{sector}: {counted(len(case.parties), 'body', 'bodies')} in charge"
    return find_apart(scene, SHAPE, case, title, lambda: f"{listed(names(case.parties))} each have charge of {sector}.")
