"""Cases: a shared function, the parties in it, and which pairs of them have a documented tie.

Three kinds of silo have this shape (S1, S2, S3); a `Shape` says wherein they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from dpgraph.analysis.functions import Holding, Shared, shared_functions
from dpgraph.analysis.making import NOT_COMPUTABLE, SUPPORTED, SURE, WEAK, Draft, made, there, wordless
from dpgraph.analysis.measures import herfindahl
from dpgraph.analysis.pairs import Pair, Pairs, pair
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.stated import Stated
from dpgraph.analysis.telling import Meeting, told_at_all, told_once
from dpgraph.analysis.ties import Tie
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding, Statement

PARTS = ("share_missing", "fragmentation", "size", "confidence", "directness", "own_pairs")
NEAR = 0.5
# Of more pairs without a tie, or ties, so many are listed; all are counted.
LISTED = 500
Apart = Callable[[Iterable[Holding]], Collection[Pair]]
PARTIES = ("owners", "managers", "bodies")


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


@dataclass(frozen=True)
class Case:
    """A shared function with the parties that count in it, and which pairs of them have a tie.

    `parties` are the owners if there are at least two, else owners and participants, and `holdings` what these hold.
    `tied` are the pairs that have a tie, 500 at most of which are in `ties`, and `otherwise` those that are joined in
    another way. `own` counts the pairs left that are told here and nowhere else, since nothing else they share is as
    narrow and as directly stated; `also` are functions that the same pairs share besides.
    """

    shared: Shared
    parties: tuple[str, ...]
    holdings: tuple[Holding, ...]
    tied: Pairs
    ties: tuple[Tie, ...]
    denials: tuple[Statement, ...]
    endings: tuple[Statement, ...]
    otherwise: Pairs
    own: int = 0
    also: tuple[str, ...] = ()

    @property
    def pairs(self) -> int:
        """How many pairs of parties there are."""
        return len(self.parties) * (len(self.parties) - 1) // 2

    @property
    def lacking(self) -> int:
        """How many of them have no tie."""
        return self.pairs - len(self.joined)

    @cached_property
    def things(self) -> tuple[str, ...]:
        """The named things that the parties hold."""
        return tuple(sorted({h.thing for h in self.holdings if h.thing}))

    @cached_property
    def joined(self) -> Pairs:
        """The pairs that have a tie, or are joined in another way."""
        return self.tied.together(self.otherwise)

    @cached_property
    def denied(self) -> tuple[Pair, ...]:
        """The pairs without a tie that a document says have none."""
        denied = Pairs.of(self.parties, (pair(s.subject, s.object) for s in self.denials))
        return denied.without(self.joined).pairs()

    @property
    def first(self) -> Pair:
        """The first pair without a tie."""
        return self.joined.others(1).pairs()[0]

    @cached_property
    def missing(self) -> tuple[Pair, ...]:
        """The pairs without a tie, in order; of more than 500 those that are denied, and some evenly spread."""
        if self.lacking <= LISTED:
            return self.joined.others().pairs()
        named = Pairs.of(self.parties, (self.first, *self.denied[:LISTED]))
        return named.together(Pairs.spread(self.parties, LISTED)).without(self.joined).pairs()


def build_cases(
    scene: Scene,
    holdings: Iterable[Holding],
    kinds: Collection[str],
    apart: Apart = lambda held: (),
) -> tuple[Case, ...]:
    """Every shared function of some holdings, with the ties of these kinds between its parties.

    `apart` may name further pairs that are joined by what they hold, before each pair is told in one case alone.
    """
    cases = [_case(scene, s, kinds, apart) for s in shared_functions(holdings, scene.tree)]
    return _told_once(scene, cases, scene.tied(kinds))


def find_apart(
    scene: Scene, shape: Shape, case: Case, title: str, who: Callable[[], str], **more: tuple[str, ...]
) -> Finding:
    """The finding that parties of a case have no tie: `who` are they, `more` are further roles."""
    shared, stated = case.shared, scene.stated
    roles = {"function": shared.functions, shape.parties: shared.owners, shape.things: case.things}
    roles |= {"unowned": shared.unowned, **more}
    if not scene.scored and any(h.thing and h.confidence for h in case.holdings):
        # Of the parts of the score, only confidence may be 0.
        return there(scene, shape.kind, roles, case.missing, case.lacking)
    if scene.is_draw:
        figures, pairs = figures_of(scene, case), {"missing": case.missing, "denied": case.denied}
        return made(scene, wordless(shape.kind, roles, figures, shape.parts, **pairs))
    return made(
        scene,
        Draft(
            kind=shape.kind,
            title=title,
            reason=f"{who()} {gap_sentence(stated, case, shape.lack)}",
            identity=roles,
            members={"narrower": shared.narrower, "also": case.also},
            ties=case.ties,
            missing=case.missing,
            denied=case.denied,
            figures={"owners": len(shared.owners), "resources": len(case.things), **figures_of(scene, case)},
            parts=shape.parts,
            state=SUPPORTED if well_attested(scene, case) and not _of_technology(scene, case) else WEAK,
            said=[*(s for h in case.holdings for s in h.statements), *case.denials],
            contrary=[*(s for t in case.ties for s in t.statements), *case.endings],
            settle=settle(stated, case.first, f"{shape.joint} {listed(stated.names(shared.functions))}"),
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


def parties_of(silo: Finding) -> tuple[str, ...]:
    """Everyone whom the ties that a silo lacks would join."""
    if silo.lacking == len(silo.missing):
        return tuple(sorted({end for ends in silo.missing for end in ends}))
    owners = [party for role in PARTIES for party in silo.members.get(role, ())]
    return tuple(sorted(owners if len(owners) > 1 else {*owners, *silo.members.get("participants", ())}))


def is_unknown(case: Case) -> bool:
    """Whether there are several things, fewer than two parties, and things of which nobody is named as the owner."""
    return len(case.parties) < 2 and len(case.shared.things) > 1 and bool(case.shared.unowned)


def well_attested(scene: Scene, case: Case) -> bool:
    """Whether two parties without a tie each hold a thing here, on evidence of 0.7 and stated at most a level below."""
    functions = case.shared.functions
    sure = (h for h in case.holdings if h.thing and h.confidence >= SURE and scene.nearness(h, functions) >= NEAR)
    close = {h.party for h in sure if h.party}
    pairs = len(close) * (len(close) - 1) // 2
    return pairs > len(case.joined) or pairs > len(case.joined.among(sorted(close)))


def figures_of(scene: Scene, case: Case) -> dict[str, float]:
    """The numbers of a case; all but the counts go from 0 to 1.

    `share_missing` is the share of pairs without a tie, `fragmentation` one minus the HHI of things over parties,
    `size` one minus one over the parties, `confidence` the mean over parties of the confidence that they hold a thing
    here (0 for a participant), `directness` the mean over what is held of 1 / (1 + levels up to the shared function),
    `specificity` how narrow that is, `own_pairs` the share of the missing pairs that are told here alone.
    """
    hhi = herfindahl(party for party, _ in sorted({(h.party or "", h.thing or "") for h in case.holdings}))
    close = [scene.nearness(h, case.shared.functions) for h in case.holdings]
    return {
        "owner_pairs": case.pairs,
        "missing_pairs": case.lacking,
        "denied_pairs": len(case.denied),
        "share_missing": case.lacking / case.pairs,
        "hhi": hhi,
        "fragmentation": 1 - hhi,
        "size": 1 - 1 / len(case.parties),
        "confidence": _confidence(case),
        "directness": sum(close) / len(close),
        "specificity": min(map(scene.specificity, case.shared.functions)),
        "own_pairs": case.own / case.lacking,
    }


def gap_sentence(stated: Stated, case: Case, lack: str) -> str:
    """What the documents say, deny and leave out about ties of the parties, in one or two sentences."""
    names = stated.name
    first = case.first
    if case.lacking == 1:
        said = f"No document read here states {lack} between {names(first[0])} and {names(first[1])}."
    else:
        said = (
            f"For {case.lacking} of the {counted(case.pairs, 'pair')} among them, no document read here states {lack}."
        )
    return said + "".join(f" That {names(a)} and {names(b)} are tied is expressly denied." for a, b in case.denied)


def settle(stated: Stated, ends: Pair, what: str) -> str:
    """What document would settle a finding, for one of the ties that are missing."""
    a, b = stated.names(ends)
    return f"A document that names {a} and {b} as partners in {what}, or says that there is none."


def _caveats(scene: Scene, case: Case) -> Iterable[str]:
    silent = case.lacking - len(case.denied)
    if case.lacking > LISTED:
        yield f"Of {case.lacking} pairs without a tie {len(case.missing)} are listed, evenly spread; all are counted."
    if silent:
        yield f"Of {counted(silent, 'pair')} the documents say nothing: silence is no proof that there is no tie."
    if all(scene.nearness(h, case.shared.functions) < NEAR for h in case.holdings):
        yield "What they share is a broad heading: each is stated to serve something two or more levels beneath it."
    if _of_technology(scene, case):
        yield "They share a technology; that is less than serving the same purpose."


def _of_technology(scene: Scene, case: Case) -> bool:
    return all(scene.stated.type(f) == "Technology" for f in case.shared.functions)


def _case(scene: Scene, shared: Shared, kinds: Collection[str], apart: Apart) -> Case:
    owners = shared.owners
    parties = owners if len(owners) > 1 else tuple(sorted({*owners, *shared.participants}))
    inside = frozenset(parties)
    held = tuple(h for h in shared.holdings if h.party in inside)
    tied = scene.tied(kinds).among(parties)
    ties = (t for ends in (() if scene.is_draw else tied.pairs(LISTED)) for t in scene.between(*ends, kinds))
    ended = () if scene.is_draw else scene.ended.among(parties).without(tied).pairs()
    return Case(
        shared=shared,
        parties=parties,
        holdings=held,
        tied=tied,
        ties=tuple(islice(ties, LISTED)),
        denials=tuple(s for ends in scene.denied.among(parties).pairs() for s in scene.ties.denials[ends]),
        otherwise=Pairs.of(parties, apart(held)).without(tied),
        endings=tuple(s for ends in ended for s in scene.ties.endings[ends]),
    )


def _told_once(scene: Scene, cases: list[Case], tied: Pairs) -> tuple[Case, ...]:
    """Each pair without a tie is its own case's alone: the one whose function is narrowest and most directly stated."""
    meetings = [Meeting(_closeness(scene, case), case.otherwise.pairs()) for case in cases]
    if not scene.scored:
        return tuple(
            replace(case, own=is_told) for case, is_told in zip(cases, told_at_all(meetings, tied), strict=True)
        )
    told = told_once(meetings, tied, also=not scene.is_draw)
    return tuple(
        replace(case, own=here.own, also=tuple(sorted({f for n in here.also for f in cases[n].shared.functions})))
        for case, here in zip(cases, told, strict=True)
    )


def _closeness(scene: Scene, case: Case) -> dict[str, float]:
    """For each party, how narrow the function is times how directly it is stated of what the party holds."""
    narrow = min(map(scene.specificity, case.shared.functions))
    found = dict.fromkeys(case.parties, 0.0)
    for h in case.holdings:
        if h.party:
            found[h.party] = max(found[h.party], narrow * scene.nearness(h, case.shared.functions))
    return found


def _confidence(case: Case) -> float:
    surest = dict.fromkeys(case.parties, 0.0)
    for h in case.holdings:
        if h.party and h.thing:
            surest[h.party] = max(surest[h.party], h.confidence)
    return sum(surest.values()) / len(surest)
