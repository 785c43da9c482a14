"""O1, O2, O3: the opportunities that would close a silo of a shared function: join, fund together, coordinate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dpgraph.analysis.cases import parties_of
from dpgraph.analysis.counterfactual import changes
from dpgraph.analysis.duplicates import find_duplicates
from dpgraph.analysis.funding import find_fragmentation
from dpgraph.analysis.governance import find_splits
from dpgraph.analysis.making import one_document
from dpgraph.analysis.proposals import Proposal, proposed
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.wording import listed
from dpgraph.records import Finding


def find_joint_platforms(scene: Scene) -> Iterable[Finding]:
    """O1: join or federate the resources of a duplicate function (S1)."""
    for silo in scene.once(find_duplicates):
        if silo.missing:
            function, parties = _names(scene, silo, "function"), _joined(scene, silo)
            title = f"Join or federate the resources for {function}: {parties}"
            need = f"{parties} could serve {function} together, with {_names(scene, silo, 'resources')}."
            yield _closing(scene, silo, "O1", title, need)


def find_joint_funds(scene: Scene) -> Iterable[Finding]:
    """O2: one fund or instrument in the place of parallel ones (S2)."""
    for silo in scene.once(find_fragmentation):
        if silo.missing:
            purpose, managers = _names(scene, silo, "function"), _joined(scene, silo)
            title = f"One joint fund or instrument for {purpose}: {managers}"
            need = f"{managers} could pay for {purpose} together, with {_names(scene, silo, 'funds')}."
            yield _closing(scene, silo, "O2", title, need)


def find_coordination(scene: Scene) -> Iterable[Finding]:
    """O3: a coordination mechanism of bodies that govern one sector (S3)."""
    for silo in scene.once(find_splits):
        title = f"A coordination mechanism for {_names(scene, silo, 'function')}: {_joined(scene, silo)}"
        yield _closing(scene, silo, "O3", title, f"{silo.reason} A standing mechanism would join them.")


def _closing(scene: Scene, silo: Finding, kind: str, title: str, need: str) -> Finding:
    """The opportunity that would close a silo; the digits of its id are those of the silo's."""
    parties = parties_of(silo)
    group = {end for a, b, _ in silo.ties for end in (a, b)} | set(parties)
    found = proposed(
        scene,
        Proposal(
            kind=kind,
            title=title,
            need=need,
            strength=silo.score,
            functions=silo.members["function"],
            parties=parties,
            missing=silo.missing,
            denied=silo.denied,
            figures=silo.figures,
            state=silo.state,
            said=(),
            settle=silo.settle,
            identity=silo.members,
            caveats=silo.caveats,
            counterfactual=changes(scene, group, silo.missing, silo.missing, silo.lacking),
            id=f"{kind}-{silo.id.partition('-')[2]}",
        ),
    )
    return _with_silo(found, silo)


def _with_silo(found: Finding, silo: Finding) -> Finding:
    """The opportunity with the sentences and ties of its silo."""
    evidence = tuple(dict.fromkeys((*silo.evidence, *found.evidence)))
    against = tuple(dict.fromkeys((*silo.against, *found.against)))
    documents = {s.document for s in evidence}
    counts = {"quotes": len(evidence), "documents": len(documents)}
    figures = {**found.figures, **{name: max(many, silo.figures[name]) for name, many in counts.items()}}
    told = {one_document([s.document]) for s in evidence}
    caveats = (*(c for c in silo.caveats if c not in told), one_document(documents))
    return replace(
        found, evidence=evidence, against=against, ties=silo.ties, figures=figures, caveats=tuple(filter(None, caveats))
    )


def _joined(scene: Scene, silo: Finding) -> str:
    return listed(scene.stated.names(parties_of(silo)))


def _names(scene: Scene, silo: Finding, role: str) -> str:
    return listed(scene.stated.names(silo.members.get(role, ())))
