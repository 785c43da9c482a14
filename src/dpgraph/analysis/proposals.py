"""Proposals: what speaks for a tie or an instrument, who brings what, who brokers, and what stands in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dpgraph.analysis.counterfactual import Changes
from dpgraph.analysis.functions import above
from dpgraph.analysis.making import DIGITS, Draft, made, there
from dpgraph.analysis.measures import jaccard_distance, weighted_mean
from dpgraph.analysis.pairs import Pair
from dpgraph.analysis.profiles import brings
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.stated import order
from dpgraph.analysis.support import promoting, supporting
from dpgraph.analysis.wording import listed
from dpgraph.iris import contract
from dpgraph.records import Finding, Statement

WEIGHTS = {"need": 0.6, "policy": 0.2, "complement": 0.1, "brokered": 0.1}
BROKERS = 3
OBSTACLES = 5


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a detector of opportunities says; `proposed` makes a finding of it.

    `need` is the shared need in a sentence and `strength` how strong it is (0 to 1); `parties` are those whom it would
    join, `missing` the ties it proposes, `resources` what it is about. The rest is as in `Draft`.
    """

    kind: str
    title: str
    need: str
    strength: float
    functions: tuple[str, ...]
    parties: tuple[str, ...]
    missing: tuple[Pair, ...]
    figures: Mapping[str, float]
    state: str
    said: Sequence[Statement]
    settle: str
    identity: Mapping[str, tuple[str, ...]]
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    denied: tuple[Pair, ...] = ()
    contrary: Sequence[Statement] = ()
    caveats: tuple[str, ...] = ()
    brokers: tuple[str, ...] = ()
    counterfactual: Changes = field(default_factory=dict)
    id: str = ""


def proposed(scene: Scene, p: Proposal) -> Finding:
    """The opportunity, with the policies that promote it, the funds that pay for it, offers, brokers and obstacles."""
    policies = promoting(scene, p.functions)
    parts = {"need": p.strength, "policy": policies[0][0] if policies else 0.0}
    if not scene.scored and round(weighted_mean({**parts, "complement": 0.0, "brokered": 0.0}, WEIGHTS), DIGITS):
        return there(scene, p.kind, p.identity)
    members = {**p.identity, **p.members}
    resources = (*members.get("resources", ()), *members.get("funds", ()))
    known = {party: scene.traits.get(party, frozenset()) for party in p.parties}
    offers = {} if scene.is_draw else brings(known, p.functions)
    bridged = scene.recall(("bridged", p.parties, p.missing), lambda: _bridged(scene, p.missing, p.parties))
    differ = scene.recall(("complement", p.parties, p.missing), lambda: _complement(known, p.missing))
    paid = scene.recall(("paying", *p.functions), lambda: _paying(scene, p.functions))
    brokers = p.brokers or (() if scene.is_draw else _brokers(scene, bridged))
    obstacles = [] if scene.is_draw else _obstacles(scene, {*p.functions, *p.parties, *resources})
    parts |= {"complement": differ, "brokered": len(bridged) / len(p.missing) if p.missing else 0.0}
    shown = () if scene.is_draw else supporting(scene, p.functions, resources, p.missing)
    advised = {s.subject for s in shown} - set(p.parties)
    return made(
        scene,
        Draft(
            kind=p.kind,
            title=p.title,
            reason=" ".join([p.need, *_reasons(scene, offers, brokers, [s for _, s in policies], paid)]),
            identity=p.identity,
            members={} if scene.is_draw else _members(p, offers, brokers, paid, obstacles),
            figures={**p.figures, **parts},
            parts=(),
            score=weighted_mean(parts, WEIGHTS),
            state=p.state,
            said=[*p.said, *(s for _, s in policies[:1]), *paid[:1]],
            settle=p.settle,
            missing=p.missing,
            denied=p.denied,
            contrary=[*p.contrary, *obstacles],
            caveats=p.caveats,
            policies=tuple(dict.fromkeys((*(s.subject for _, s in policies), *sorted(advised)))),
            counterfactual=p.counterfactual,
            id=p.id,
        ),
    )


def _members(
    p: Proposal,
    offers: Mapping[str, tuple[str, ...]],
    brokers: tuple[str, ...],
    paid: Sequence[Statement],
    obstacles: Sequence[Statement],
) -> dict[str, tuple[str, ...]]:
    """Who and what a proposal names, by the part that it plays."""
    return {
        **p.members,
        "broker": brokers,
        "payers": tuple(dict.fromkeys(s.subject for s in paid)),
        "obstacles": tuple(dict.fromkeys(s.subject for s in obstacles)),
        **{f"brings {contract(party)}": found for party, found in offers.items() if found},
    }


def _reasons(
    scene: Scene,
    offers: Mapping[str, tuple[str, ...]],
    brokers: Sequence[str],
    policies: Sequence[Statement],
    paid: Sequence[Statement],
) -> Iterable[str]:
    names = scene.stated.names
    for party in [p for p, found in offers.items() if found][:2]:
        yield f"{names([party])[0]} would bring {listed(names(offers[party]), most=3)}."
    if brokers:
        yield f"{listed(names(brokers))} could bring them together."
    if policies:
        yield f"{names([policies[0].subject])[0]} promotes {names([policies[0].object])[0]}."
    else:
        yield "No policy read here promotes it."
    if paid:
        yield f"{names([paid[0].subject])[0]} pays for {names([paid[0].object])[0]}."


def _paying(scene: Scene, functions: Sequence[str]) -> list[Statement]:
    """The asserted statements that a fund pays for one of the functions or a broader one, the nearest first."""
    found: list[tuple[int, tuple[str, str, str, str], Statement]] = []
    for broad in {broad for f in functions for broad in above(scene.tree, f)}:
        level = min(scene.steps_up(f, broad) for f in functions if broad in above(scene.tree, f))
        paying = (s for s in scene.about("funds").get(broad, ()) if scene.stated.type(s.subject) == "Fund")
        found.extend((level, order(s), s) for s in paying)
    return [s for _, _, s in sorted(found, key=lambda f: f[:2])]


def _obstacles(scene: Scene, about: set[str]) -> list[Statement]:
    """What is stated to hold back the functions, parties or resources: those of fewest functions first."""
    said = [s for thing in sorted(about) for s in scene.about("affects").get(thing, ())]
    said.sort(key=lambda s: (scene.stated.type(s.object) in ("Sector", "Place"), order(s)))
    first = {s.subject: s for s in reversed(said)}
    return [s for s in said if first[s.subject] is s][:OBSTACLES]


def _bridged(scene: Scene, missing: Iterable[Pair], parties: Sequence[str]) -> list[Pair]:
    """The missing ties of two parties with both of whom another actor has a documented tie."""
    inside, partners = frozenset(parties), scene.partners
    return [(a, b) for a, b in missing if a in inside and b in inside and not partners(a).isdisjoint(partners(b))]


def _brokers(scene: Scene, bridged: Iterable[Pair]) -> tuple[str, ...]:
    """The actors that bridge most missing ties, the best first."""
    counts = Counter(actor for a, b in bridged for actor in scene.partners(a) & scene.partners(b))
    return tuple(sorted(counts, key=lambda actor: (-counts[actor], actor))[:BROKERS])


def _complement(known: Mapping[str, frozenset[str]], missing: Sequence[Pair]) -> float:
    """The mean difference of what the two ends of a missing tie have; from 0 (the same, or nothing known) to 1."""
    differ = [jaccard_distance(known[a], known[b]) for a, b in missing if a in known and b in known]
    return sum(differ) / len(differ) if differ else 0.0
