"""Comparing: the same measures of two ecosystems, or of two parts or years of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import nan

from dpgraph.analysis.functions import above, fund_holdings
from dpgraph.analysis.measures.congruence import coordination
from dpgraph.analysis.measures.fragmentation import fragmentation
from dpgraph.analysis.opportunities import KINDS as OPPORTUNITIES
from dpgraph.analysis.scene import Scene, set_scene
from dpgraph.analysis.serving import functions_by_actor, resources_held
from dpgraph.analysis.silos import SILOS
from dpgraph.analysis.stated import ASSERTED
from dpgraph.analysis.uncertainty import every_finding, same
from dpgraph.records import Ecosystem, Finding


@dataclass(frozen=True, slots=True)
class Row:
    """A measure of two sides: `a` and `b` are NaN where it cannot be computed; `difference` is b - a."""

    measure: str
    a: float
    b: float

    @property
    def difference(self) -> float:
        """How much more the second side has."""
        return self.b - self.a


@dataclass(frozen=True, slots=True)
class Comparison:
    """Measures of two sides, and the findings that only one of them has."""

    rows: tuple[Row, ...]
    only_a: tuple[Finding, ...]
    only_b: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """An ecosystem, or what of it serves one sector; statements of the statuses `counted` count as the case."""

    ecosystem: Ecosystem
    sector: str | None = None
    counted: tuple[str, ...] = (ASSERTED,)


KINDS = (*SILOS, *OPPORTUNITIES)


def compare(a: Side, b: Side, kinds: Collection[str] = KINDS) -> Comparison:
    """The measures of both sides, in one order, and the findings of the one that the other has not.

    Counts of owners, participants, resources, funds, ties and documents; `fragmentation`: the share of owner pairs
    without a path of at most two ties; `hhi` of resources over owners; `congruence`: the share of the pairs that
    serve a common function which are tied (Cataldo et al. 2006); and how many findings there are of each of `kinds`.
    Findings are the same that have the same kind and function, or the same id.
    """
    scenes = [(set_scene(side.ecosystem, side.counted), side.sector) for side in (a, b)]
    found = [_findings(scene, sector, kinds) for scene, sector in scenes]
    numbers = [_measures(scene, sector, some, kinds) for (scene, sector), some in zip(scenes, found, strict=True)]
    known = [{same(f) for f in some} for some in found]
    return Comparison(
        rows=tuple(Row(name, value, numbers[1][name]) for name, value in numbers[0].items()),
        only_a=tuple(f for f in found[0] if same(f) not in known[1]),
        only_b=tuple(f for f in found[1] if same(f) not in known[0]),
    )


def measured(ecosystem: Ecosystem, sectors: Iterable[str]) -> dict[str, dict[str, float]]:
    """The measures of `compare` for each of several sectors of one ecosystem."""
    scene = set_scene(ecosystem)
    return {sector: _measures(scene, sector, _findings(scene, sector, KINDS), KINDS) for sector in sectors}


def in_sector(scene: Scene, finding: Finding, sector: str) -> bool:
    """Whether a finding is about a sector or a narrower one."""
    return any(sector in above(scene.tree, f) for f in finding.members.get("function", ()))


def _findings(scene: Scene, sector: str | None, kinds: Collection[str]) -> tuple[Finding, ...]:
    some = (f for f in every_finding(scene) if f.kind in kinds)
    return tuple(f for f in some if sector is None or in_sector(scene, f, sector))


def _measures(scene: Scene, sector: str | None, found: Iterable[Finding], kinds: Collection[str]) -> dict[str, float]:
    held = [h for h in resources_held(scene) if sector is None or sector in above(scene.tree, h.function)]
    paid = [h for h in fund_holdings(scene.stated) if sector is None or sector in above(scene.tree, h.function)]
    owned = {(h.party, h.thing) for h in held if h.party and h.thing}
    owners = {party for party, _ in owned}
    serving = {h.party for h in held if h.party}
    ties = [ends for ends in scene.ties.pairs() if sector is None or serving.issuperset(ends)]
    apart = fragmentation(owned, {actor: scene.ties.partners(actor) for actor in owners})
    tasks = {actor: list(near) for actor, near in functions_by_actor(scene).items() if actor in serving}
    often = Counter(f.kind for f in found)
    return {
        "owners": len(owners),
        "participants": len(serving - owners),
        "resources": len({thing for _, thing in owned}),
        "funds": len({h.thing for h in paid}),
        "ties": len(ties),
        "fragmentation": apart.apart,
        "hhi": apart.hhi,
        "congruence": coordination(tasks, ties).value if tasks else nan,
        "documents": len({e.document for s in scene.stated.ecosystem.statements for e in s.evidence}),
        **{f"findings {kind}": often[kind] for kind in KINDS if kind in kinds},
    }
