"""Ties between actors: what the documents state, what they deny, and what they are silent about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import networkx as nx

from dpgraph.analysis.pairs import Pair, Pairs, pair
from dpgraph.analysis.stated import Stated, each_once, index_statements, order
from dpgraph.pauses import no_cycles_sought
from dpgraph.records import Ecosystem, Statement

COLLABORATION = "collaboration"
OWNERSHIP = "ownership"
MEMBERSHIP = "membership"
COMMON_PARENT = "common parent"
COMMON_MEMBERSHIP = "common membership"
SHARED_PLATFORM = "shared platform"
JOINT_INITIATIVE = "joint initiative"
COMMON_FUND = "common fund"
KINDS = (
    COLLABORATION, OWNERSHIP, MEMBERSHIP, COMMON_PARENT, COMMON_MEMBERSHIP,
    SHARED_PLATFORM, JOINT_INITIATIVE, COMMON_FUND,
)  # fmt: skip

# What two public bodies need to act together; that both stand under one government is not enough.
COORDINATION = (COLLABORATION, OWNERSHIP, SHARED_PLATFORM, JOINT_INITIATIVE, COMMON_FUND)

# Two that were picked by the same award or scheme have not thereby worked together.
DESIGNATIONS = frozenset({"Award", "DemonstrationScheme"})


class Tie(NamedTuple):
    """A tie between two actors, `a` before `b`.

    `kind` is one of `KINDS`; `via` is what they share (a platform, parent, initiative or fund), None of a direct tie;
    `statements` say so, `confidence` is that of the least certain of them (0 to 1).
    """

    a: str
    b: str
    kind: str
    via: str | None
    statements: tuple[Statement, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Chain:
    """Statements that lead from an actor to what it takes part in, the confidence of the least certain (0 to 1).

    `owned` says whether all of them are of ownership.
    """

    statements: tuple[Statement, ...] = ()
    confidence: float = 1.0
    owned: bool = True

    def and_then(self, s: Statement) -> Chain:
        """The chain that is longer by a statement."""
        owned = self.owned and s.predicate == "subsidiaryOf"
        return Chain((*self.statements, s), min(self.confidence, s.confidence), owned)


START = Chain()


@dataclass(frozen=True, slots=True)
class Ties:
    """Who is tied to whom, on whose word. Made by `build_ties`.

    `direct` holds the ties that name both actors and `named` each actor's partners in them; `shared` what each actor
    takes part in and `members` who does; `denials` and `endings` the statements that there is no tie, or none any more.
    """

    direct: Mapping[Pair, tuple[Tie, ...]]
    named: Mapping[str, frozenset[str]]
    shared: Mapping[str, Mapping[tuple[str, str], Chain]]
    members: Mapping[tuple[str, str], tuple[str, ...]]
    denials: Mapping[Pair, tuple[Statement, ...]]
    endings: Mapping[Pair, tuple[Statement, ...]]

    def between(self, a: str, b: str, kinds: Collection[str] = KINDS) -> tuple[Tie, ...]:
        """The documented ties of two actors, ordered by kind and by what they share."""
        found = [t for t in (*self.direct.get(pair(a, b), ()), *self._common(*pair(a, b))) if t.kind in kinds]
        return tuple(sorted(found, key=_place) if len(found) > 1 else found)

    def denied(self, a: str, b: str) -> tuple[Statement, ...]:
        """The statements that these two are not tied."""
        return self.denials.get(pair(a, b), ())

    def ended(self, a: str, b: str) -> tuple[Statement, ...]:
        """The statements that a tie of these two is over."""
        return self.endings.get(pair(a, b), ())

    def standing(self, a: str, b: str, kinds: Collection[str] = KINDS) -> str:
        """What the documents say of two actors: "documented", "denied" or "silent".

        Where one sentence states a tie and another denies one, the pair is "documented", and `denied` has the other.
        """
        if self.between(a, b, kinds):
            return "documented"
        return "denied" if self.denied(a, b) else "silent"

    def partners(self, actor: str) -> frozenset[str]:
        """Every other actor that has a documented tie with this one."""
        through = {other for key in self.shared.get(actor, {}) for other in self.members[key]}
        return frozenset(through | self.named.get(actor, frozenset())) - {actor}

    def actors(self) -> frozenset[str]:
        """Everyone with a documented tie."""
        through = {actor for group in self.members.values() if len(group) > 1 for actor in group}
        return frozenset(through | self.named.keys())

    def tied(self, kinds: Collection[str] = KINDS) -> Pairs:
        """Every pair with a documented tie of some kinds, no tie being put together.

        What comes of a common organization above is of both its kinds here, common parent and common membership.
        """
        direct = (ends for ends, ties in self.direct.items() if any(t.kind in kinds for t in ties))
        through = (group for (kind, _), group in self.members.items() if kind in kinds)
        return Pairs.within((*direct, *through))

    def pairs(self) -> tuple[Pair, ...]:
        """Every pair with a documented tie, in order."""
        return self.tied().pairs()

    def _common(self, a: str, b: str) -> Iterable[Tie]:
        """In no order."""
        mine, theirs = self.shared.get(a, {}), self.shared.get(b, {})
        if pair(a, b) in self.direct and any(t.kind in (OWNERSHIP, MEMBERSHIP) for t in self.direct[a, b]):
            mine = {key: chain for key, chain in mine.items() if key[0] != COMMON_PARENT}
        for key in mine.keys() & theirs.keys():
            one, other = mine[key], theirs[key]
            statements = each_once(one.statements + other.statements)
            kind = key[0] if key[0] != COMMON_PARENT or (one.owned and other.owned) else COMMON_MEMBERSHIP
            yield Tie(a, b, kind, key[1], statements, min(one.confidence, other.confidence))


def _place(tie: Tie) -> tuple[int, str]:
    return KINDS.index(tie.kind), tie.via or ""


def build_ties(ecosystem: Ecosystem, statuses: Collection[str] = ("asserted",)) -> Ties:
    """The ties between organizations that statements of these statuses document, and those that they deny.

    Kinds: collaboration (collaboratesWith), ownership (a chain of subsidiaryOf), membership (a chain of partOf),
    common parent and common membership (both chains end in the same organization), shared platform (both operate it),
    joint initiative (both manage or take part in it, awards and demonstration schemes apart), common fund (both manage
    it or receive from it).
    """
    return ties_in(index_statements(ecosystem), statuses)


def ties_in(stated: Stated, statuses: Collection[str]) -> Ties:
    """The ties that indexed statements document (`build_ties`)."""
    chains = _chains(stated, statuses)
    shared = _shared(stated, statuses, chains)
    members: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for actor in sorted(shared):
        for key in shared[actor]:
            members[key].append(actor)
    direct = _direct(stated, statuses, chains)
    return Ties(
        direct,
        _partners(direct),
        shared,
        {key: tuple(group) for key, group in sorted(members.items())},
        _between_organizations(stated, "denied"),
        _between_organizations(stated, "ceased"),
    )


@no_cycles_sought()
def actor_network(
    ecosystem: Ecosystem,
    statuses: Collection[str] = ("asserted",),
    keeps: Callable[[Tie], bool] | None = None,
) -> nx.Graph:
    """The organizations that have a tie, joined where they do.

    Nodes carry `label`, `type` and `cls`; edges `kinds` (the kinds of tie, in the order of `KINDS`), `ties` (the `Tie`
    records with their statements), `confidence` (of the surest tie, 0 to 1) and `years` (those stated, ascending). Only
    ties that `keeps` accepts are there, all of them by default. Organizations without any are not in it, denied ties
    neither.
    """
    stated, ties = index_statements(ecosystem), build_ties(ecosystem, statuses)
    found = {}
    for ends in ties.pairs():
        kept = tuple(t for t in ties.between(*ends) if keeps is None or keeps(t))
        if kept:
            found[ends] = _described(kept)
    network = nx.Graph()
    for actor in sorted({end for ends in found for end in ends}):
        network.add_node(actor, label=stated.name(actor), type=stated.type(actor), cls=stated.cls(actor))
    network.add_edges_from((a, b, data) for (a, b), data in found.items())
    return network


def _described(ties: tuple[Tie, ...]) -> dict[str, object]:
    """The attributes of an edge."""
    return {
        "kinds": tuple(dict.fromkeys(t.kind for t in ties)),
        "ties": ties,
        "confidence": max(t.confidence for t in ties),
        "years": tuple(sorted({s.year for t in ties for s in t.statements if s.year is not None})),
    }


def _chains(stated: Stated, statuses: Collection[str]) -> dict[str, dict[str, Chain]]:
    """For each organization, every one above it with the shortest chain of statements that leads there."""
    up: defaultdict[str, list[Statement]] = defaultdict(list)
    for statement in (*stated.of("subsidiaryOf", *statuses), *stated.of("partOf", *statuses)):
        if {stated.type(statement.subject), stated.type(statement.object)} == {"Organization"}:
            up[statement.subject].append(statement)
    return {actor: _climb(actor, up) for actor in sorted(up)}


def _climb(actor: str, up: Mapping[str, list[Statement]]) -> dict[str, Chain]:
    reached: dict[str, Chain] = {}
    front = [(actor, START)]
    while front:
        here, chain = front.pop(0)
        for statement in up.get(here, ()):
            if statement.object not in reached and statement.object != actor:
                reached[statement.object] = chain.and_then(statement)
                front.append((statement.object, reached[statement.object]))
    return reached


def _direct(
    stated: Stated, statuses: Collection[str], chains: Mapping[str, Mapping[str, Chain]]
) -> dict[Pair, tuple[Tie, ...]]:
    found: defaultdict[Pair, list[Tie]] = defaultdict(list)
    for ends, said in _joined(stated.of("collaboratesWith", *statuses)).items():
        found[ends].append(Tie(*ends, COLLABORATION, None, said, min(s.confidence for s in said)))
    for actor, above in chains.items():
        for parent, chain in above.items():
            kind, ends = OWNERSHIP if chain.owned else MEMBERSHIP, pair(actor, parent)
            found[ends].append(Tie(*ends, kind, None, chain.statements, chain.confidence))
    return {ends: tuple(ties) for ends, ties in sorted(found.items())}


def _partners(direct: Iterable[Pair]) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for a, b in direct:
        found[a].add(b)
        found[b].add(a)
    return {actor: frozenset(others) for actor, others in found.items()}


def _shared(
    stated: Stated, statuses: Collection[str], chains: Mapping[str, Mapping[str, Chain]]
) -> dict[str, dict[tuple[str, str], Chain]]:
    found: defaultdict[str, dict[tuple[str, str], Chain]] = defaultdict(dict)
    for kind, actor, via, statement in _affiliations(stated, statuses):
        if stated.type(actor) == "Organization":
            found[actor].setdefault((kind, via), START.and_then(statement))
    for actor, above in chains.items():
        for parent, chain in above.items():
            found[actor][COMMON_PARENT, parent] = chain
    return dict(found)


def _affiliations(stated: Stated, statuses: Collection[str]) -> Iterable[tuple[str, str, str, Statement]]:
    for s in stated.of("operates", *statuses):
        yield SHARED_PLATFORM, s.subject, s.object, s
    for s in (*stated.of("manages", *statuses), *stated.of("participatesIn", *statuses)):
        if stated.type(s.object) == "Fund":
            yield COMMON_FUND, s.subject, s.object, s
        elif stated.cls(s.object) not in DESIGNATIONS:
            yield JOINT_INITIATIVE, s.subject, s.object, s
    for s in stated.of("funds", *statuses):
        if stated.type(s.subject) == "Fund":
            yield COMMON_FUND, s.object, s.subject, s


def _between_organizations(stated: Stated, status: str) -> dict[Pair, tuple[Statement, ...]]:
    said = (s for predicate in ("collaboratesWith", "subsidiaryOf", "partOf") for s in stated.of(predicate, status))
    return _joined(s for s in said if {stated.type(s.subject), stated.type(s.object)} == {"Organization"})


def _joined(statements: Iterable[Statement]) -> dict[Pair, tuple[Statement, ...]]:
    """Statements by the pair that they are about, in whichever direction."""
    found: defaultdict[Pair, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.subject != s.object:
            found[pair(s.subject, s.object)].append(s)
    return {ends: tuple(sorted(said, key=order)) for ends, said in sorted(found.items())}
