"""Cases: a shared function, the parties in it, and which pairs of them have a documented tie.

Three kinds of silo have this shape (S1, S2, S3); a `Shape` says wherein they differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from dpgraph.analysis.functions import Holding, Shared, shared_functions
from dpgraph.analysis.making import NOT_COMPUTABLE, SUPPORTED, SURE, WEAK, Draft, made
from dpgraph.analysis.measures import herfindahl
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.stated import Stated
from dpgraph.analysis.ties import Pair, Tie, pair
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding, Statement

PARTS = ("share_missing", "fragmentation", "size", "confidence", "directness", "own_pairs")
NEAR = 0.5


@dataclass(frozen=True, slots=True)
class Shape:
    """Wherein S1, S2 and S3 differ.

    `ties` are the kinds of tie that count, `things` and `parties` the roles of what is held and of who holds it; `lack`
    says what is missing, `joint` what a document would have to name, `parts` what the score is made of.
    """

    kind: str
    ties: Collection[str]
    things: str
    parties: str
    lack: str
    joint: str
    parts: tuple[str, ...] = PARTS


@dataclass(frozen=True, slots=True)
class Case:
    """A shared function with the parties that count in it, and which pairs of them have a tie.

    `parties` are the owners if there are at least two, else owners and participants. `own` are the pairs without a tie
    that are told here and nowhere else, since nothing else they share is as narrow and as directly stated; `also` are
    functions that the same pairs share besides.
    """

    shared: Shared
    parties: tuple[str, ...]
    ties: tuple[Tie, ...]
    missing: tuple[Pair, ...]
    denials: tuple[Statement, ...]
    endings: tuple[Statement, ...]
    own: frozenset[Pair] = frozenset()
    also: tuple[str, ...] = ()

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """What the parties that count hold."""
        return tuple(h for h in self.shared.holdings if h.party in self.parties)

    @property
    def denied(self) -> tuple[Pair, ...]:
        """The pairs without a tie that a document says have none."""
        said = {pair(s.subject, s.object) for s in self.denials}
        return tuple(ends for ends in self.missing if ends in said)


def build_cases(
    scene: Scene,
    holdings: Iterable[Holding],
    kinds: Collection[str],
    apart: Callable[[Case], Case] = lambda case: case,
) -> tuple[Case, ...]:
    """Every shared function of some holdings, with the ties of these kinds between its parties.

    `apart` may take pairs out of what is missing, before each pair is told in one case alone.
    """
    return _told_once(scene, [apart(_case(scene, s, kinds)) for s in shared_functions(holdings, scene.tree)])


def find_apart(scene: Scene, shape: Shape, case: Case, title: str, reason: str, **more: tuple[str, ...]) -> Finding:
    """The finding that parties of a case have no tie; `more` are further roles of members."""
    shared, stated = case.shared, scene.stated
    roles = {"function": shared.functions, shape.parties: shared.owners, shape.things: _things(case)}
    return made(
        scene,
        Draft(
            kind=shape.kind,
            title=title,
            reason=f"{reason} {gap_sentence(stated, case, shape.lack)}",
            identity={**roles, "unowned": shared.unowned, **more},
            members={"narrower": shared.narrower, "also": case.also},
            ties=case.ties,
            missing=case.missing,
            denied=case.denied,
            figures={"owners": len(shared.owners), "resources": len(_things(case)), **figures_of(scene, case)},
            parts=shape.parts,
            state=SUPPORTED if well_attested(scene, case) and not _of_technology(scene, case) else WEAK,
            said=[*(s for h in case.holdings for s in h.statements), *case.denials],
            contrary=[*(s for t in case.ties for s in t.statements), *case.endings],
            settle=settle(stated, case.missing[0], f"{shape.joint} {listed(stated.names(shared.functions))}"),
            caveats=tuple(_caveats(scene, case)),
        ),
    )


def find_unknown(scene: Scene, shape: Shape, shared: Shared, title: str, reason: str, owning: str) -> Finding:
    """The finding that several things serve a function and the documents do not say whose they are."""
    figures = {"owners": len(shared.owners), "resources": len(shared.things), "unowned": len(shared.unowned)}
    roles = {"function": shared.functions, shape.parties: shared.owners, shape.things: shared.things}
    return made(
        scene,
        Draft(
            kind=shape.kind,
            title=title,
            reason=reason,
            identity={**roles, "unowned": shared.unowned},
            members={"narrower": shared.narrower},
            figures=figures,
            parts=(),
            state=NOT_COMPUTABLE,
            said=[s for h in shared.holdings for s in h.statements],
            settle=f"A document that says who {owning} {listed(scene.stated.names(shared.unowned))}.",
        ),
    )


def is_unknown(case: Case) -> bool:
    """Whether there are several things, fewer than two parties, and things of which nobody is named as the owner."""
    return len(case.parties) < 2 and len(case.shared.things) > 1 and bool(case.shared.unowned)


def well_attested(scene: Scene, case: Case) -> bool:
    """Whether two parties without a tie each hold a thing here, on evidence of 0.7 and stated at most a level below."""
    functions = case.shared.functions
    close = {
        h.party for h in case.holdings if h.thing and h.confidence >= SURE and scene.nearness(h, functions) >= NEAR
    }
    return any(a in close and b in close for a, b in case.missing)


def figures_of(scene: Scene, case: Case) -> dict[str, float]:
    """The numbers of a case; all but the counts go from 0 to 1.

    `share_missing` is the share of pairs without a tie, `fragmentation` one minus the HHI of things over parties,
    `size` one minus one over the parties, `confidence` the mean over parties of the confidence that they hold a thing
    here (0 for a participant), `directness` the mean over what is held of 1 / (1 + levels up to the shared function),
    `specificity` how narrow that is, `own_pairs` the share of the missing pairs that are told here alone.
    """
    pairs = len(case.parties) * (len(case.parties) - 1) // 2
    hhi = herfindahl(party for party, _ in sorted({(h.party or "", h.thing or "") for h in case.holdings}))
    close = [scene.nearness(h, case.shared.functions) for h in case.holdings]
    return {
        "owner_pairs": pairs,
        "missing_pairs": len(case.missing),
        "denied_pairs": len(case.denied),
        "share_missing": len(case.missing) / pairs,
        "hhi": hhi,
        "fragmentation": 1 - hhi,
        "size": 1 - 1 / len(case.parties),
        "confidence": _confidence(case),
        "directness": sum(close) / len(close),
        "specificity": min(map(scene.specificity, case.shared.functions)),
        "own_pairs": len(case.own) / len(case.missing),
    }


def gap_sentence(stated: Stated, case: Case, lack: str) -> str:
    """What the documents say, deny and leave out about ties of the parties, in one or two sentences."""
    names = stated.name
    first = case.missing[0]
    if len(case.missing) == 1:
        said = f"No document read here states {lack} between {names(first[0])} and {names(first[1])}."
    else:
        pairs = counted(len(case.parties) * (len(case.parties) - 1) // 2, "pair")
        said = f"For {len(case.missing)} of the {pairs} among them, no document read here states {lack}."
    return said + "".join(f" That {names(a)} and {names(b)} are tied is expressly denied." for a, b in case.denied)


def settle(stated: Stated, ends: Pair, what: str) -> str:
    """What document would settle a finding, for one of the ties that are missing."""
    a, b = stated.names(ends)
    return f"A document that names {a} and {b} as partners in {what}, or says that there is none."


def _caveats(scene: Scene, case: Case) -> Iterable[str]:
    silent = len(case.missing) - len(case.denied)
    if silent:
        yield f"Of {counted(silent, 'pair')} the documents say nothing: silence is no proof that there is no tie."
    if all(scene.nearness(h, case.shared.functions) < NEAR for h in case.holdings):
        yield "What they share is a broad heading: each is stated to serve something two or more levels beneath it."
    if _of_technology(scene, case):
        yield "They share a technology; that is less than serving the same purpose."


def _of_technology(scene: Scene, case: Case) -> bool:
    return all(scene.stated.type(f) == "Technology" for f in case.shared.functions)


def _case(scene: Scene, shared: Shared, kinds: Collection[str]) -> Case:
    owners = shared.owners
    parties = owners if len(owners) > 1 else tuple(sorted({*owners, *shared.participants}))
    partners = {party: scene.partners(party) for party in parties}
    found = {(a, b): scene.ties.between(a, b, kinds) if b in partners[a] else () for a, b in combinations(parties, 2)}
    missing = tuple(ends for ends, ties in found.items() if not ties)
    return Case(
        shared=shared,
        parties=parties,
        ties=tuple(t for ties in found.values() for t in ties),
        missing=missing,
        denials=tuple(s for ends in found for s in scene.ties.denied(*ends)),
        endings=tuple(s for ends in missing for s in scene.ties.ended(*ends)),
    )


def _told_once(scene: Scene, cases: list[Case]) -> tuple[Case, ...]:
    """Each pair without a tie is its own case's alone: the one whose function is narrowest and most directly stated."""
    best: dict[Pair, tuple[float, int]] = {}
    shares: defaultdict[Pair, list[int]] = defaultdict(list)
    for number, case in enumerate(cases):
        close = _closeness(scene, case)
        for a, b in case.missing:
            shares[a, b].append(number)
            best[a, b] = max(best.get((a, b), (-1.0, 0)), (close[a] * close[b], -number))
    own: defaultdict[int, set[Pair]] = defaultdict(set)
    also: defaultdict[int, set[str]] = defaultdict(set)
    for ends, (_, home) in best.items():
        own[-home].add(ends)
        also[-home].update(f for n in shares[ends] if n != -home for f in cases[n].shared.functions)
    return tuple(replace(case, own=frozenset(own[n]), also=tuple(sorted(also[n]))) for n, case in enumerate(cases))


def _closeness(scene: Scene, case: Case) -> dict[str, float]:
    """For each party, how narrow the function is times how directly it is stated of what the party holds."""
    narrow = min(map(scene.specificity, case.shared.functions))
    found = dict.fromkeys(case.parties, 0.0)
    for h in case.holdings:
        if h.party:
            found[h.party] = max(found[h.party], narrow * scene.nearness(h, case.shared.functions))
    return found


def _things(case: Case) -> tuple[str, ...]:
    return tuple(sorted({h.thing for h in case.holdings if h.thing}))


def _confidence(case: Case) -> float:
    surest = dict.fromkeys(case.parties, 0.0)
    for h in case.holdings:
        if h.party and h.thing:
            surest[h.party] = max(surest[h.party], h.confidence)
    return sum(surest.values()) / len(surest)
