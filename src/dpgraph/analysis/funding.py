"""S2, funding fragmentation: several managers pay for one purpose, and no joint instrument is documented."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dpgraph.analysis.cases import (
    DIGITS,
    NOT_COMPUTABLE,
    Case,
    Scene,
    build_cases,
    figures_of,
    finding_id,
    gap_sentence,
    in_roles,
    mean_directness,
    plain,
    score_of,
    sentences_against,
    sentences_for,
    settle,
    state_of,
)
from dpgraph.analysis.functions import Shared, fund_holdings
from dpgraph.analysis.ties import COORDINATION
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding


def find_fragmentation(scene: Scene) -> Iterable[Finding]:
    """S2: purposes that funds of different managers pay for, at least one pair of whom has no joint instrument."""
    for case in build_cases(scene, fund_holdings(scene.stated), COORDINATION):
        apart = _apart(scene, case)
        if apart.meets:
            yield _fragmentation(scene, apart)
        elif len(case.parties) < 2 and len(case.shared.things) > 1 and case.shared.unowned:
            yield _unmanaged(scene, case.shared)


def _apart(scene: Scene, case: Case) -> Case:
    """The case without the pairs that a joint instrument unites: a fund both manage, or one pool for their funds."""
    pooled = _pooled(scene)
    funds: dict[str, set[str]] = {}
    for h in case.holdings:
        funds.setdefault(h.party or "", set()).update(pooled.get(h.thing or "", {h.thing or ""}))
    missing = tuple((a, b) for a, b in case.missing if not funds[a] & funds[b])
    return replace(case, missing=missing, meets=not case.shared.met.isdisjoint(missing))


def _pooled(scene: Scene) -> dict[str, set[str]]:
    """Each fund with the funds that it pays into."""
    found: dict[str, set[str]] = {}
    for s in scene.stated.of("funds"):
        if scene.stated.type(s.object) == "Fund":
            found.setdefault(s.subject, {s.subject}).add(s.object)
    return found


def _fragmentation(scene: Scene, case: Case) -> Finding:
    shared, stated = case.shared, scene.stated
    members = in_roles(function=shared.functions, funds=shared.things, managers=case.parties, unowned=shared.unowned)
    evidence = sentences_for(scene, case)
    figures = {
        "owners": len(case.parties),
        "resources": len(shared.things),
        **figures_of(case),
        "directness": round(mean_directness(scene, case), DIGITS),
        "quotes": len(evidence),
    }
    purpose = listed(stated.names(shared.functions))
    return Finding(
        id=finding_id("S2", members),
        kind="S2",
        title=f"{purpose}: {counted(len(shared.things), 'funding channel')} side by side",
        reason=f"{_who_pays(scene, case)} for {purpose}. {gap_sentence(scene, case, 'a joint instrument')}",
        members={**members, **in_roles(narrower=shared.narrower)},
        ties=plain(case.ties),
        missing=case.missing,
        policies=(),
        score=score_of(figures, "directness"),
        figures=figures,
        state=state_of(case),
        evidence=evidence,
        against=sentences_against(scene, case),
        denied=case.denied,
        settle=settle(stated, case.missing[0], f"a joint fund, budget or programme for {purpose}"),
    )


def _who_pays(scene: Scene, case: Case) -> str:
    """The funds with their managers, then the bodies that pay without a fund."""
    names = scene.stated.names
    managers: dict[str, list[str]] = {}
    for fund, manager in sorted({(h.thing or "", h.party or "") for h in case.holdings}):
        managers.setdefault(fund, []).append(manager)
    bodies = [fund for fund, held in managers.items() if fund in held]
    funds = [f"{names([f])[0]} (managed by {listed(names(held))})" for f, held in managers.items() if f not in bodies]
    return f"{listed([*funds, *names(bodies)])} each pay"


def _unmanaged(scene: Scene, shared: Shared) -> Finding:
    stated = scene.stated
    purpose, unmanaged = listed(stated.names(shared.functions)), listed(stated.names(shared.unowned))
    members = in_roles(function=shared.functions, funds=shared.things, managers=shared.owners, unowned=shared.unowned)
    funds = listed(stated.names(shared.things))
    return Finding(
        id=finding_id("S2", members),
        kind="S2",
        title=f"{purpose}: managers unknown",
        reason=f"{funds} each pay for {purpose}, but the documents do not say who manages {unmanaged}.",
        members={**members, **in_roles(narrower=shared.narrower)},
        ties=(),
        missing=(),
        policies=(),
        score=0.0,
        figures={"owners": len(shared.owners), "resources": len(shared.things), "unowned": len(shared.unowned)},
        state=NOT_COMPUTABLE,
        evidence=stated.sentences(s for h in shared.holdings for s in h.statements),
        settle=f"A document that says who manages {unmanaged}.",
    )
