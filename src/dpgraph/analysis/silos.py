"""Silos: the same function served by different owners, who have no documented tie."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from dpgraph.analysis.cases import Scene, ranked, set_scene
from dpgraph.analysis.duplicates import find_duplicates
from dpgraph.analysis.funding import find_fragmentation
from dpgraph.errors import InputError, allowed
from dpgraph.records import Ecosystem, Finding

DETECTORS: Mapping[str, Callable[[Scene], Iterable[Finding]]] = {"S1": find_duplicates, "S2": find_fragmentation}


def find_silos(ecosystem: Ecosystem, kinds: Collection[str] = ("S1", "S2")) -> tuple[Finding, ...]:
    """The silos of an ecosystem, the highest score first, then by id.

    S1, duplicate function: resources of different owners serve one function, and at least one pair of the owners has
    no documented tie. S2, funding fragmentation: funds of different managers pay for one purpose, and at least one
    pair of the managers has no joint instrument. Only asserted statements make a silo; denied ones are evidence for it.
    A finding is "supported" if two owners without a tie each have evidence of confidence 0.7 or more, "weak" if not,
    "not computable" (score 0) where the documents do not say whose the resources are.
    """
    scene = set_scene(ecosystem)
    for kind in kinds:
        if kind not in DETECTORS:
            raise InputError(f'no silo kind "{kind}": {allowed(kind, DETECTORS)}')
    return ranked(f for kind in DETECTORS if kind in kinds for f in DETECTORS[kind](scene))
