"""S1, duplicate function: several owners serve one function, and no tie between them is documented."""

from __future__ import annotations

from collections.abc import Iterable

from dpgraph.analysis.cases import (
    DIGITS,
    NOT_COMPUTABLE,
    WEAK,
    Case,
    Scene,
    build_cases,
    figures_of,
    finding_id,
    gap_sentence,
    in_roles,
    plain,
    score_of,
    sentences_against,
    sentences_for,
    settle,
    state_of,
)
from dpgraph.analysis.functions import Shared, resource_holdings
from dpgraph.analysis.measures import specificity
from dpgraph.analysis.ties import KINDS
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding


def find_duplicates(scene: Scene) -> Iterable[Finding]:
    """S1: functions that resources of different owners serve, at least one pair of whom has no documented tie."""
    for case in build_cases(scene, resource_holdings(scene.stated), KINDS):
        if case.meets and case.shared.owners:
            yield _duplicate(scene, case)
        elif len(case.parties) < 2 and len(case.shared.things) > 1 and case.shared.unowned:
            yield _unknown(scene, case.shared)


def _duplicate(scene: Scene, case: Case) -> Finding:
    shared, stated = case.shared, scene.stated
    participants = shared.participants
    members = in_roles(
        function=shared.functions, owners=shared.owners, resources=_owned(case), participants=participants,
        unowned=shared.unowned,
    )  # fmt: skip
    evidence = sentences_for(scene, case)
    beneath = max(scene.narrower_than(f) for f in shared.functions)
    figures = {
        "owners": len(shared.owners),
        "participants": len(participants),
        "resources": len(members["resources"]),
        **figures_of(case),
        "specificity": round(specificity(beneath, len(scene.tree)), DIGITS),
        "quotes": len(evidence),
    }
    function = listed(stated.names(shared.functions))
    return Finding(
        id=finding_id("S1", members),
        kind="S1",
        title=f"{function}: {_parties(case)} side by side",
        reason=f"{_who_serves(scene, case, function)} {gap_sentence(scene, case, 'a tie')}",
        members={**members, **in_roles(narrower=shared.narrower)},
        ties=plain(case.ties),
        missing=case.missing,
        policies=(),
        score=score_of(figures, "specificity"),
        figures=figures,
        state=state_of(case) if len(shared.owners) > 1 else WEAK,
        evidence=evidence,
        against=sentences_against(scene, case),
        denied=case.denied,
        settle=settle(stated, case.missing[0], f"a joint project, contract or platform in {function}"),
    )


def _parties(case: Case) -> str:
    owners = len(case.shared.owners)
    others = counted(len(case.parties) - owners, "participant")
    return counted(owners, "owner") if owners > 1 else f"1 owner and {others}"


def _who_serves(scene: Scene, case: Case, function: str) -> str:
    stated, shared = scene.stated, case.shared
    resources = listed(stated.names(_owned(case)))
    owners = listed(stated.names(shared.owners))
    if len(shared.owners) > 1:
        return f"{owners} serve {function} with resources of their own ({resources})."
    others = listed(stated.names(p for p in case.parties if p not in shared.owners))
    active = "is" if len(case.parties) - len(shared.owners) == 1 else "are"
    return f"{owners} serves {function} with {resources}; {others} {active} active in it too, with no resource named."


def _owned(case: Case) -> tuple[str, ...]:
    return tuple(sorted({h.thing for h in case.holdings if h.thing}))


def _unknown(scene: Scene, shared: Shared) -> Finding:
    stated, things = scene.stated, shared.things
    function = listed(stated.names(shared.functions))
    members = in_roles(function=shared.functions, owners=shared.owners, resources=things, unowned=shared.unowned)
    evidence = stated.sentences(s for h in shared.holdings for s in h.statements)
    unowned = listed(stated.names(shared.unowned))
    return Finding(
        id=finding_id("S1", members),
        kind="S1",
        title=f"{function}: owners unknown",
        reason=f"{listed(stated.names(things))} serve {function}, but the documents do not say who runs {unowned}.",
        members={**members, **in_roles(narrower=shared.narrower)},
        ties=(),
        missing=(),
        policies=(),
        score=0.0,
        figures={"owners": len(shared.owners), "resources": len(things), "unowned": len(shared.unowned)},
        state=NOT_COMPUTABLE,
        evidence=evidence,
        settle=f"A document that says who operates or publishes {unowned}.",
    )
