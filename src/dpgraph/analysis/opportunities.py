"""Opportunities: which ties or instruments would help, who could broker them, and which policy speaks for them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from dpgraph.analysis.activities import find_next_activities
from dpgraph.analysis.brokering import find_brokers
from dpgraph.analysis.joining import find_coordination, find_joint_funds, find_joint_platforms
from dpgraph.analysis.making import ranked
from dpgraph.analysis.partners import find_partners
from dpgraph.analysis.scene import Scene, set_scene
from dpgraph.analysis.silos import checked
from dpgraph.analysis.uptake import find_uptake
from dpgraph.pauses import no_cycles_sought
from dpgraph.records import Ecosystem, Finding

DETECTORS: Mapping[str, Callable[[Scene], Iterable[Finding]]] = {
    "O1": find_joint_platforms,
    "O2": find_joint_funds,
    "O3": find_coordination,
    "O4": find_partners,
    "O5": find_brokers,
    "O6": find_uptake,
    "O7": find_next_activities,
}
KINDS = tuple(DETECTORS)


def find_opportunities(ecosystem: Ecosystem, kinds: Collection[str] = KINDS) -> tuple[Finding, ...]:
    """The opportunities of an ecosystem, the highest score first, then by id.

    O1 joins or federates the resources of a duplicate function (S1), O2 makes one fund or instrument of parallel ones
    (S2), O3 coordinates several bodies that govern one sector (S3), O4 joins actors that lack what the other has, O5
    names who could bring two sides together, O6 who qualifies for a policy, programme or fund and does not take part,
    O7 what an actor could do next. `missing` holds the ties that each proposes, `counterfactual` what would change.

    The score is the weighted mean (weights: `proposals.WEIGHTS`) of how strong the shared need is, the nearness of an
    adopted policy that promotes the function, how much the parties differ in what they bring, and the share of
    missing ties that an actor tied to both ends could broker. No recommended, planned or mandated statement has any
    part in it; those that advise the tie are in `policies` to be shown (`support.find_support` has their sentences).
    Raises `InputError` for an unknown kind.
    """
    return opportunities_in(set_scene(ecosystem), checked(kinds, KINDS, "opportunity"))


@no_cycles_sought()
def opportunities_in(scene: Scene, kinds: Collection[str] = KINDS) -> tuple[Finding, ...]:
    """The opportunities of a scene that is set already."""
    wanted = [find for kind, find in DETECTORS.items() if kind in kinds and scene.wants(kind)]
    return ranked(f for find in wanted for f in scene.once(find))
