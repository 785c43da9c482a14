"""S2, funding fragmentation: several managers pay for one purpose, and no joint instrument is documented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from itertools import combinations

from dpgraph.analysis.cases import Case, Shape, build_cases, find_apart, find_unknown, is_unknown
from dpgraph.analysis.functions import Holding, Shared, fund_holdings
from dpgraph.analysis.pairs import Pair
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.ties import COORDINATION
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding

SHAPE = Shape(
    kind="S2",
    ties=COORDINATION,
    things="funds",
    parties="managers",
    lack="a joint instrument",
    joint="a joint fund, budget or programme for",
)


def find_fragmentation(scene: Scene) -> Iterable[Finding]:
    """S2: purposes that funds of different managers pay for, at least one pair of whom has no joint instrument."""
    united = partial(_united, _pooled(scene))
    for case in build_cases(scene, fund_holdings(scene.stated), SHAPE.ties, united):
        if case.own:
            yield _fragmentation(scene, case)
        elif is_unknown(case):
            yield _unmanaged(scene, case.shared)


def _united(pooled: Mapping[str, set[str]], held: Iterable[Holding]) -> set[Pair]:
    """The pairs that a joint instrument unites: a fund both manage, or one pool for their funds."""
    sharing: dict[str, set[str]] = {}
    for h in held:
        for fund in pooled.get(h.thing or "", {h.thing or ""}):
            sharing.setdefault(fund, set()).add(h.party or "")
    return {ends for parties in sharing.values() for ends in combinations(sorted(parties), 2)}


def _pooled(scene: Scene) -> dict[str, set[str]]:
    """Each fund with the funds that it pays into."""
    found: dict[str, set[str]] = {}
    for s in scene.stated.of("funds"):
        if scene.stated.type(s.object) == "Fund":
            found.setdefault(s.subject, {s.subject}).add(s.object)
    return found


def _fragmentation(scene: Scene, case: Case) -> Finding:
    purpose = listed(scene.stated.names(case.shared.functions))
    title = f"{purpose}: {counted(len({h.thing for h in case.holdings}), 'funding channel')} side by side"
    unnamed = listed(scene.stated.names(case.shared.unowned))
    besides = f" So does {unnamed}; the documents do not say who manages it." if unnamed else ""
    return find_apart(scene, SHAPE, case, title, lambda: f"{_who_pays(scene, case)} for {purpose}.{besides}")


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
    names = scene.stated.names
    purpose, funds, unmanaged = (listed(names(iris)) for iris in (shared.functions, shared.things, shared.unowned))
    reason = f"{funds} each pay for {purpose}, but the documents do not say who manages {unmanaged}."
    return find_unknown(scene, SHAPE, shared, f"{purpose}: managers unknown", reason, "manages")
