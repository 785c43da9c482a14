"""Cases: a shared function, the parties in it, and which pairs of them have a documented tie."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from dpgraph.analysis.functions import (
    Holding,
    Shared,
    Tree,
    above,
    function_tree,
    narrower,
    shared_functions,
)
from dpgraph.analysis.measures import directness, geometric_mean, herfindahl
from dpgraph.analysis.stated import Stated, index_statements
from dpgraph.analysis.ties import Pair, Tie, Ties, build_ties, pair
from dpgraph.analysis.wording import counted
from dpgraph.iris import digest
from dpgraph.records import Ecosystem, Finding, Sentence, Statement

SURE = 0.7
DIGITS = 6
PARTS = ("share_missing", "fragmentation", "size", "confidence")
SUPPORTED, WEAK, NOT_COMPUTABLE = "supported", "weak", "not computable"


@dataclass(frozen=True, slots=True)
class Scene:
    """What every detector looks at: the statements, the sectors above one another, the ties. Made by `set_scene`."""

    stated: Stated
    tree: Tree
    ties: Ties

    def narrower_than(self, function: str) -> int:
        """How many sectors lie beneath a function."""
        return sum(1 for sector in self.tree if narrower(self.tree, sector, function))


@dataclass(frozen=True, slots=True)
class Case:
    """A shared function with the parties that count in it, and which pairs of them have a tie.

    `parties` are the owners if there are at least two, else owners and participants. `meets` says whether a pair
    without a tie has here its narrowest common function: if not, a narrower case has them all.
    """

    shared: Shared
    parties: tuple[str, ...]
    ties: tuple[Tie, ...]
    missing: tuple[Pair, ...]
    meets: bool
    denials: tuple[Statement, ...]
    endings: tuple[Statement, ...]

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """What the parties that count hold."""
        return tuple(h for h in self.shared.holdings if h.party in self.parties)

    @property
    def denied(self) -> tuple[Pair, ...]:
        """The pairs without a tie that a document says have none."""
        said = {pair(s.subject, s.object) for s in self.denials}
        return tuple(ends for ends in self.missing if ends in said)


def set_scene(ecosystem: Ecosystem) -> Scene:
    """Everything that the detectors share, read once."""
    stated = index_statements(ecosystem)
    tree = function_tree(ecosystem, stated)
    return Scene(stated, tree, build_ties(ecosystem))


def build_cases(scene: Scene, holdings: Iterable[Holding], kinds: Collection[str]) -> tuple[Case, ...]:
    """Every shared function of some holdings, with the ties of these kinds between its parties."""
    return tuple(_case(scene, shared, kinds) for shared in shared_functions(holdings, scene.tree))


def finding_id(kind: str, members: Mapping[str, Collection[str]]) -> str:
    """The kind and eight digits that depend on the members alone."""
    return f"{kind}-{digest(*(x for role in sorted(members) for x in (role, *members[role])))[:8]}"


def state_of(case: Case) -> str:
    """Whether two parties without a tie are each well attested: "supported", else "weak"."""
    sure = {h.party for h in case.holdings if h.thing and h.confidence >= SURE}
    return SUPPORTED if any(a in sure and b in sure for a, b in case.missing) else WEAK


def figures_of(case: Case) -> dict[str, float]:
    """The numbers that every finding shows.

    `share_missing` is the share of pairs without a tie, `fragmentation` one minus the HHI of things over parties,
    `size` one minus one over the parties, `confidence` the mean over parties of the confidence that they hold a thing
    here (0 for a participant). All go from 0 to 1.
    """
    pairs = len(case.parties) * (len(case.parties) - 1) // 2
    hhi = herfindahl(party for party, _ in sorted({(h.party or "", h.thing or "") for h in case.holdings}))
    return {
        "owner_pairs": pairs,
        "missing_pairs": len(case.missing),
        "denied_pairs": len(case.denied),
        "share_missing": round(len(case.missing) / pairs, DIGITS),
        "hhi": round(hhi, DIGITS),
        "fragmentation": round(1 - hhi, DIGITS),
        "size": round(1 - 1 / len(case.parties), DIGITS),
        "confidence": round(_confidence(case), DIGITS),
    }


def sentences_for(scene: Scene, case: Case) -> tuple[Sentence, ...]:
    """The sentences a finding rests on: who holds what, what that is for, and who is said to have no tie."""
    return scene.stated.sentences([*(s for h in case.holdings for s in h.statements), *case.denials])


def sentences_against(scene: Scene, case: Case) -> tuple[Sentence, ...]:
    """The sentences that speak against it: ties between some of the parties, and ties that are over."""
    return scene.stated.sentences([*(s for t in case.ties for s in t.statements), *case.endings])


def gap_sentence(scene: Scene, case: Case, lack: str) -> str:
    """What the documents say, deny and leave out about ties of the parties, in one or two sentences."""
    names = scene.stated.name
    first = case.missing[0]
    if len(case.missing) == 1:
        said = f"No document read here states {lack} between {names(first[0])} and {names(first[1])}."
    else:
        pairs = counted(len(case.parties) * (len(case.parties) - 1) // 2, "pair")
        said = f"For {len(case.missing)} of the {pairs} among them, no document read here states {lack}."
    return said + "".join(f" That {names(a)} and {names(b)} are tied is expressly denied." for a, b in case.denied)


def steps_up(tree: Tree, narrow: str, broad: str) -> int:
    """How many levels lie from a function up to a broader one; 0 for the same one."""
    between = [g for g in above(tree, narrow) if g == broad or narrower(tree, g, broad)]
    return sum(1 for g in between if narrower(tree, narrow, g))


def mean_directness(scene: Scene, case: Case) -> float:
    """How directly what is stated is the shared function itself, over all that the parties hold."""
    function = case.shared.functions
    return directness(
        min((steps_up(scene.tree, h.function, f) for f in function if f in above(scene.tree, h.function)), default=0)
        for h in case.holdings
    )


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by score, the highest first, then by id."""
    return tuple(sorted(findings, key=lambda f: (-f.score, f.id)))


def score_of(figures: Mapping[str, float], *parts: str) -> float:
    """The geometric mean of the figures in `PARTS` and those that are named besides; from 0 to 1."""
    return round(geometric_mean(figures[p] for p in (*PARTS, *parts)), DIGITS)


def in_roles(**members: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Members by role, without the roles that nobody has."""
    return {role: found for role, found in members.items() if found}


def plain(ties: Iterable[Tie]) -> tuple[tuple[str, str, str], ...]:
    """Ties as (actor, actor, kind), each once."""
    return tuple(dict.fromkeys((t.a, t.b, t.kind) for t in ties))


def settle(stated: Stated, ends: Pair, what: str) -> str:
    """What document would settle a finding, for one of the ties that are missing."""
    a, b = stated.names(ends)
    return f"A document that names {a} and {b} as partners in {what}, or says that there is none."


def _case(scene: Scene, shared: Shared, kinds: Collection[str]) -> Case:
    owners = shared.owners
    parties = owners if len(owners) > 1 else tuple(sorted({*owners, *shared.participants}))
    found = {ends: scene.ties.between(*ends, kinds) for ends in combinations(parties, 2)}
    missing = tuple(ends for ends, ties in found.items() if not ties)
    return Case(
        shared=shared,
        parties=parties,
        ties=tuple(t for ties in found.values() for t in ties),
        missing=missing,
        meets=not shared.met.isdisjoint(missing),
        denials=tuple(s for ends in found for s in scene.ties.denied(*ends)),
        endings=tuple(s for ends in missing for s in scene.ties.ended(*ends)),
    )


def _confidence(case: Case) -> float:
    surest = dict.fromkeys(case.parties, 0.0)
    for h in case.holdings:
        if h.party and h.thing:
            surest[h.party] = max(surest[h.party], h.confidence)
    return sum(surest.values()) / len(surest)
