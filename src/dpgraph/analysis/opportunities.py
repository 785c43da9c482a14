"""Opportunities: which ties would close a silo, who could broker them, and which policy speaks for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from dpgraph.analysis.cases import (
    DIGITS,
    Case,
    Scene,
    build_cases,
    figures_of,
    finding_id,
    gap_sentence,
    in_roles,
    mean_directness,
    plain,
    ranked,
    score_of,
    sentences_against,
    sentences_for,
    set_scene,
    settle,
    state_of,
)
from dpgraph.analysis.duplicates import find_duplicates
from dpgraph.analysis.functions import mandate_holdings
from dpgraph.analysis.funding import find_fragmentation
from dpgraph.analysis.measures import jaccard_distance, weighted_mean
from dpgraph.analysis.profiles import brings, profiles
from dpgraph.analysis.support import promoting, supporting
from dpgraph.analysis.ties import COORDINATION, Pair
from dpgraph.analysis.wording import counted, listed
from dpgraph.errors import InputError, allowed
from dpgraph.iris import contract
from dpgraph.records import Ecosystem, Finding, Statement

KINDS = ("O1", "O2", "O3")
WEIGHTS = {"silo": 0.6, "policy": 0.2, "complement": 0.1, "brokered": 0.1}
BROKERS = 3


def find_opportunities(ecosystem: Ecosystem, kinds: Collection[str] = KINDS) -> tuple[Finding, ...]:
    """The opportunities of an ecosystem, the highest score first, then by id.

    O1 joins or federates the resources of a duplicate function (S1), O2 makes one fund or instrument of parallel ones
    (S2), O3 coordinates several bodies that govern one sector without a tie. `missing` holds the ties it proposes.
    The score is the weighted mean (weights: `WEIGHTS`) of the score of the silo, the nearness of an adopted policy that
    promotes the function, how much the parties differ in what they bring, and the share of missing ties that an actor
    tied to both ends could broker. No recommended, planned or mandated statement has any part in it; those that advise
    the tie are in `policies` to be shown (`dpgraph.analysis.support.find_support` has their sentences).
    """
    for kind in kinds:
        if kind not in KINDS:
            raise InputError(f'no opportunity kind "{kind}": {allowed(kind, KINDS)}')
    scene = set_scene(ecosystem)
    found = [
        *(_joint_platform(scene, silo) for silo in find_duplicates(scene) if silo.missing and "O1" in kinds),
        *(_joint_fund(scene, silo) for silo in find_fragmentation(scene) if silo.missing and "O2" in kinds),
        *(_coordination(scene, base) for base in _governance_splits(scene) if "O3" in kinds),
    ]
    return ranked(found)


def _joint_platform(scene: Scene, silo: Finding) -> Finding:
    function, resources = _labels(scene, silo, "function"), _labels(scene, silo, "resources")
    parties = listed(scene.stated.names(_parties(silo)))
    what = f"Join or federate the resources for {function}: {parties}"
    return _opportunity(scene, silo, "O1", what, f"{parties} could serve {function} together, with {resources}.")


def _joint_fund(scene: Scene, silo: Finding) -> Finding:
    purpose, funds = _labels(scene, silo, "function"), _labels(scene, silo, "funds")
    managers = listed(scene.stated.names(_parties(silo)))
    what = f"One joint fund or instrument for {purpose}: {managers}"
    return _opportunity(scene, silo, "O2", what, f"{managers} could pay for {purpose} together, with {funds}.")


def _coordination(scene: Scene, base: Finding) -> Finding:
    sector = _labels(scene, base, "function")
    what = f"A coordination mechanism for {sector}: {listed(scene.stated.names(_parties(base)))}"
    return _opportunity(scene, base, "O3", what, f"{base.reason} A standing mechanism would join them.")


def _opportunity(scene: Scene, base: Finding, kind: str, title: str, need: str) -> Finding:
    """The opportunity that would close a gap; the digits of its id are those of the gap's."""
    functions, parties = base.members["function"], _parties(base)
    known = profiles(scene, base, parties)
    offers = brings(known, functions)
    bridged = _bridges(scene, base.missing, parties)
    brokers = _brokers(bridged)
    policies = promoting(scene, functions)
    parts = {
        "silo": base.score,
        "policy": round(1 / (1 + policies[0][0]) if policies else 0.0, DIGITS),
        "complement": round(_complement(known, base.missing), DIGITS),
        "brokered": round(sum(1 for ends in base.missing if bridged[ends]) / len(base.missing), DIGITS),
    }
    members = {
        **base.members,
        **in_roles(broker=brokers),
        **{f"brings {contract(p)}": found for p, found in offers.items() if found},
    }
    advised = {s.subject for s in supporting(scene, base)} - set(parties)
    return Finding(
        id=f"{kind}-{base.id.partition('-')[2]}",
        kind=kind,
        title=title,
        reason=" ".join([need, *_reasons(scene, offers, brokers, [s for _, s in policies])]),
        members=members,
        ties=base.ties,
        missing=base.missing,
        policies=tuple(dict.fromkeys((*(s.subject for _, s in policies), *sorted(advised)))),
        score=round(weighted_mean(parts, WEIGHTS), DIGITS),
        figures={**base.figures, **parts},
        state=base.state,
        evidence=(*base.evidence, *scene.stated.sentences(s for _, s in policies[:1])),
        against=base.against,
        settle=base.settle,
        denied=base.denied,
    )


def _reasons(
    scene: Scene, offers: Mapping[str, tuple[str, ...]], brokers: Sequence[str], policies: Sequence[Statement]
) -> Iterable[str]:
    names = scene.stated.names
    for party in [p for p, found in offers.items() if found][:2]:
        yield f"{scene.stated.name(party)} would bring {listed(names(offers[party]), most=3)}."
    if brokers:
        yield f"{listed(names(brokers))} {'is' if len(brokers) == 1 else 'are'} tied to both sides."
    if policies:
        first = policies[0]
        yield f"{scene.stated.name(first.subject)} promotes {scene.stated.name(first.object)}."
    else:
        yield "No policy read here promotes it."


def _parties(finding: Finding) -> tuple[str, ...]:
    """Everyone whom the finding's missing ties would join."""
    return tuple(sorted({end for ends in finding.missing for end in ends}))


def _labels(scene: Scene, finding: Finding, role: str) -> str:
    return listed(scene.stated.names(finding.members.get(role, ())))


def _bridges(scene: Scene, missing: Iterable[Pair], parties: Sequence[str]) -> dict[Pair, frozenset[str]]:
    """For each missing tie, the actors that have a documented tie with both of its ends."""
    partners = {p: scene.ties.partners(p) for p in parties}
    return {(a, b): partners[a] & partners[b] for a, b in missing}


def _brokers(bridged: Mapping[Pair, frozenset[str]]) -> tuple[str, ...]:
    """The actors that bridge most missing ties, the best first."""
    counts: dict[str, int] = {}
    for actors in bridged.values():
        for actor in actors:
            counts[actor] = counts.get(actor, 0) + 1
    return tuple(sorted(counts, key=lambda actor: (-counts[actor], actor))[:BROKERS])


def _complement(known: Mapping[str, frozenset[str]], missing: Sequence[Pair]) -> float:
    """The mean difference of what the two ends of a missing tie have; from 0 (the same, or nothing known) to 1."""
    return sum(jaccard_distance(known[a], known[b]) for a, b in missing) / len(missing)


def _governance_splits(scene: Scene) -> Iterable[Finding]:
    """Sectors that several bodies govern, at least two of them without a tie by which they could coordinate."""
    for case in build_cases(scene, mandate_holdings(scene.stated), COORDINATION):
        if case.meets:
            yield _split(scene, case)


def _split(scene: Scene, case: Case) -> Finding:
    sector = listed(scene.stated.names(case.shared.functions))
    members = in_roles(function=case.shared.functions, owners=case.parties)
    evidence = sentences_for(scene, case)
    direct = round(mean_directness(scene, case), DIGITS)
    figures = {"owners": len(case.parties), **figures_of(case), "directness": direct}
    bodies = counted(len(case.parties), "body", "bodies")
    return Finding(
        id=finding_id("O3", members),
        kind="O3",
        title=f"{sector}: {bodies} in charge",
        reason=f"{listed(scene.stated.names(case.parties))} each have charge of {sector}. "
        + gap_sentence(scene, case, "a tie by which they coordinate"),
        members={**members, **in_roles(narrower=case.shared.narrower)},
        ties=plain(case.ties),
        missing=case.missing,
        policies=(),
        score=score_of(figures, "directness"),
        figures={**figures, "quotes": len(evidence)},
        state=state_of(case),
        evidence=evidence,
        against=sentences_against(scene, case),
        denied=case.denied,
        settle=settle(scene.stated, case.missing[0], f"a coordination mechanism for {sector}"),
    )
