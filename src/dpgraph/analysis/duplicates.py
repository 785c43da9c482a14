"""S1, duplicate function: several owners serve one function, and no tie between them is documented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dpgraph.analysis.cases import PARTS, Case, Shape, build_cases, find_apart, find_unknown, is_unknown
from dpgraph.analysis.functions import Shared
from dpgraph.analysis.making import WEAK
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import resources_held
from dpgraph.analysis.ties import KINDS
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding

SHAPE = Shape(
    kind="S1",
    ties=KINDS,
    things="resources",
    parties="owners",
    lack="a tie",
    joint="a joint project, contract or platform in",
    parts=(*PARTS, "specificity"),
)


def find_duplicates(scene: Scene) -> Iterable[Finding]:
    """S1: functions that resources of different owners serve, at least one pair of whom has no documented tie."""
    for case in build_cases(scene, resources_held(scene), SHAPE.ties):
        if case.own and case.shared.owners:
            yield _duplicate(scene, case)
        elif is_unknown(case):
            yield _unknown(scene, case.shared)


def _duplicate(scene: Scene, case: Case) -> Finding:
    function = listed(scene.stated.names(case.shared.functions))
    title = f"{function}: {_parties(case)} side by side"
    found = find_apart(
        scene, SHAPE, case, title, lambda: _who_serves(scene, case, function), participants=case.shared.participants
    )
    return found if len(case.shared.owners) > 1 else replace(found, state=WEAK)


def _parties(case: Case) -> str:
    owners = len(case.shared.owners)
    others = counted(len(case.parties) - owners, "participant")
    return counted(owners, "owner") if owners > 1 else f"1 owner and {others}"


def _who_serves(scene: Scene, case: Case, function: str) -> str:
    stated, shared = scene.stated, case.shared
    resources = stated.listed(case.things)
    owners = stated.listed(shared.owners)
    if len(shared.owners) > 1:
        return f"{owners} serve {function} with resources of their own ({resources})."
    others = listed(stated.names(p for p in case.parties if p not in shared.owners))
    active = "is" if len(case.parties) - len(shared.owners) == 1 else "are"
    return f"{owners} serves {function} with {resources}; {others} {active} active in it too, with no resource named."


def _unknown(scene: Scene, shared: Shared) -> Finding:
    names = scene.stated.names
    function, things, unowned = (listed(names(iris)) for iris in (shared.functions, shared.things, shared.unowned))
    reason = f"{things} serve {function}, but the documents do not say who runs {unowned}."
    return find_unknown(scene, SHAPE, shared, f"{function}: owners unknown", reason, "operates or publishes")
