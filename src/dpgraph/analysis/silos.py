"""Silos: what is kept apart where a shared function, a policy or a purpose would make one expect a tie."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from dpgraph.analysis.duplicates import find_duplicates
from dpgraph.analysis.funding import find_fragmentation
from dpgraph.analysis.governance import find_splits
from dpgraph.analysis.isolation import find_isolated
from dpgraph.analysis.making import ranked
from dpgraph.analysis.policy_gaps import find_policy_gaps
from dpgraph.analysis.scene import Scene, set_scene
from dpgraph.analysis.stranded import find_stranded
from dpgraph.errors import InputError, allowed
from dpgraph.pauses import no_cycles_sought
from dpgraph.records import Ecosystem, Finding

DETECTORS: Mapping[str, Callable[[Scene], Iterable[Finding]]] = {
    "S1": find_duplicates,
    "S2": find_fragmentation,
    "S3": find_splits,
    "S4": find_stranded,
    "S5": find_policy_gaps,
    "S6": find_isolated,
}
SILOS = tuple(DETECTORS)


def find_silos(ecosystem: Ecosystem, kinds: Collection[str] = SILOS) -> tuple[Finding, ...]:
    """The silos of an ecosystem, the highest score first, then by id.

    S1, duplicate function: resources of different owners serve one function, at least one pair of them without a
    documented tie. S2, funding fragmentation: funds of different managers pay for one purpose, without a joint
    instrument. S3, governance split: several bodies govern one sector, without a tie by which they coordinate.
    S4, stranded resource: given up, said not to pay, or of no documented use. S5, policy gap: a challenge without an
    instrument, an instrument that reaches nobody, a promotion without a resource. S6, isolated actor: others serve
    the same function, and no tie with anybody is documented.

    Only asserted statements make a silo; denied ones are evidence for it. A finding is "supported" where the evidence
    for it has a confidence of 0.7 or more and what is shared is stated directly, "weak" if not, "not computable"
    (score 0) where the documents do not say whose the resources are. Raises `InputError` for an unknown kind.
    """
    return silos_in(set_scene(ecosystem), checked(kinds, SILOS, "silo"))


@no_cycles_sought()
def silos_in(scene: Scene, kinds: Collection[str] = SILOS) -> tuple[Finding, ...]:
    """The silos of a scene that is set already."""
    wanted = [find for kind, find in DETECTORS.items() if kind in kinds and scene.wants(kind)]
    return ranked(f for find in wanted for f in scene.once(find))


def checked(kinds: Collection[str], known: Collection[str], what: str) -> Collection[str]:
    """The kinds, all of which are known; `InputError` if not."""
    for kind in kinds:
        if kind not in known:
            raise InputError(f'no {what} kind "{kind}": {allowed(kind, known)}')
    return kinds
