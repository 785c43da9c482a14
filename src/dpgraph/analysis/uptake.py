"""O6, policy uptake: who qualifies for a policy, programme or fund, and is not documented to take part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nsmallest

from dpgraph.analysis.functions import OWNING, Holding
from dpgraph.analysis.making import SUPPORTED, SURE, WEAK, sure
from dpgraph.analysis.measures import geometric_mean
from dpgraph.analysis.proposals import Proposal, proposed
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import actors_near, functions_by_actor, holdings_by_actor
from dpgraph.analysis.ties import DESIGNATIONS
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding, Statement

INSTRUMENTS = frozenset({"Policy", "Initiative", "Fund"})
OCCASIONS = frozenset({"Award", "Event"})
AIMS = ("promotes", "funds", "activeIn")
TERMS = "The conditions of admission are not in the documents: who qualifies is read off the function alone."
# So many who qualify are named, those who are nearest first; all are counted.
NAMED = 50
DERIVED = "What it is for is not stated: it is taken to be what all its participants have in common."


@dataclass(frozen=True, slots=True)
class Instrument:
    """A policy, programme or fund: what it is for (on the word of `aims`), and who takes part (on that of `takers`).

    `stated` says whether its functions are stated, or read off what its participants have in common.
    """

    iri: str
    functions: tuple[str, ...]
    aims: tuple[Statement, ...]
    takers: Mapping[str, Statement]
    stated: bool


def find_uptake(scene: Scene) -> Iterable[Finding]:
    """O6: policies, programmes and funds, with those who serve what they are for and do not take part.

    Whoever manages, issues or governs it does not qualify, nor does a public body. An owner takes part where its
    resource does.
    """
    held = holdings_by_actor(scene)
    close = functions_by_actor(scene)
    near = actors_near({actor: found for actor, found in close.items() if not _is_public(scene, actor)})
    owning = {a for a, found in held.items() if any(h.thing and h.confidence >= SURE for h in found)}
    for instrument in _instruments(scene, close):
        if not scene.wants("O6", instrument.iri):
            continue
        running = {s.subject for p in ("manages", "issues") for s in scene.about(p).get(instrument.iri, ())}
        serving = scene.recall(("serving", *instrument.functions), partial(_serving, near, instrument.functions))
        missing = {a: found for a, found in serving.items() if a not in running and a not in instrument.takers}
        if missing:
            yield _uptake(scene, instrument, missing, held, owning)


def _serving(near: Mapping[str, Sequence[str]], functions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Everyone who is near one of the functions, with those that they are near; in order."""
    found: dict[str, tuple[str, ...]] = {}
    for function in functions:
        new = dict.fromkeys(near.get(function, ()), (function,))
        found |= new | {actor: (*found[actor], function) for actor in found.keys() & new.keys()}
    return dict(sorted(found.items()))


def _uptake(
    scene: Scene,
    instrument: Instrument,
    missing: Mapping[str, tuple[str, ...]],
    held: Mapping[str, list[Holding]],
    sure_owners: Collection[str],
) -> Finding:
    names, name = scene.stated.names, scene.stated.names([instrument.iri])[0]
    functions = tuple(sorted({f for found in set(missing.values()) for f in found}))
    parties = tuple(missing)
    owning = [a for a in parties if a in sure_owners]
    narrowest = {found: max(map(scene.specificity, found)) for found in set(missing.values())}
    narrow = {actor: narrowest[found] for actor, found in missing.items()}
    best = () if scene.is_draw else parties
    named = sorted(nsmallest(NAMED, best, key=lambda a: (a not in sure_owners, -narrow[a], a)))
    here = [s for a in named if a in sure_owners for h in held[a] if h.function in functions for s in h.statements]
    aims = [s for s in instrument.aims if s.object in functions] or list(instrument.aims)
    takers = len(instrument.takers)
    coverage = takers / (takers + len(parties))
    figures = {
        "qualified": len(parties),
        "taking_part": takers,
        "untapped": 1 - coverage,
        "owning": len(owning) / len(parties),
        "specificity": sum(narrow.values()) / len(missing),
        "confidence": max((s.confidence for s in aims), default=0.0),
    }
    return proposed(
        scene,
        Proposal(
            kind="O6",
            title=f"{name}: {counted(len(parties), 'actor')} could take it up",
            need=f"{name} is for {listed(names(functions))}. {_untaken(names(parties), takers)}",
            strength=geometric_mean(figures[p] for p in ("untapped", "owning", "specificity", "confidence")),
            functions=functions,
            parties=tuple(named),
            missing=tuple((actor, instrument.iri) for actor in named),
            figures=figures,
            state=SUPPORTED if instrument.stated and owning and sure(aims) else WEAK,
            said=[*aims, *here, *instrument.takers.values()],
            settle=f"The list of those admitted to {name}, or its conditions.",
            identity={"instrument": (instrument.iri,)},
            members={"function": functions, "owners": tuple(named), "participants": tuple(sorted(instrument.takers))},
            caveats=(TERMS, *_caveats(instrument, len(parties))),
            counterfactual={"coverage": (round(coverage, 6), 1.0)},
        ),
    )


def _untaken(parties: Sequence[str], takers: int) -> str:
    """That some serve what an instrument is for and do not take part, and how many others do."""
    serve, are = ("serves", "is") if len(parties) == 1 else ("serve", "are")
    some = f"{counted(takers, 'actor is', 'actors are')} documented to" if takers else "nobody else is"
    return f"{listed(parties)} {serve} it and {are} not documented to take part; {some}."


def _caveats(instrument: Instrument, qualified: int) -> Iterable[str]:
    if not instrument.stated:
        yield DERIVED
    if qualified > NAMED:
        yield f"Of {qualified} actors that could take it up {NAMED} are named, those that surely own something first."


def _is_public(scene: Scene, actor: str) -> bool:
    return scene.stated.cls(actor) == "GovernmentBody"


def _instruments(scene: Scene, close: Mapping[str, Collection[str]]) -> Iterable[Instrument]:
    """Every instrument with a function: stated, or else common to at least two participants."""
    aims: defaultdict[str, list[Statement]] = defaultdict(list)
    over = {(s.subject, s.object) for s in scene.stated.of("promotes", "ceased")}
    for s in (s for predicate in AIMS for s in scene.stated.of(predicate)):
        if _is_instrument(scene, s.subject) and (s.subject, s.object) not in over:
            aims[s.subject].append(s)
    takers = _takers(scene)
    for iri in sorted({*aims, *takers}):
        said = tuple(s for s in aims.get(iri, ()) if scene.stated.type(s.object) in ("Sector", "Technology"))
        taking = takers.get(iri, {})
        functions = {s.object for s in said} or _in_common([close[a] for a in sorted(taking) if a in close])
        if functions:
            yield Instrument(iri, tuple(sorted(functions)), said, taking, bool(said))


def _takers(scene: Scene) -> dict[str, dict[str, Statement]]:
    """Who takes part in each instrument, or receives from it: itself, or by a resource."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for s in (s for predicate in OWNING for s in scene.stated.of(predicate)):
        owners[s.object].add(s.subject)
    found: defaultdict[str, dict[str, Statement]] = defaultdict(dict)
    taking = [(s.object, s.subject, s) for s in scene.stated.of("participatesIn")]
    taking += [(s.subject, s.object, s) for s in scene.stated.of("funds")]
    for instrument, taker, s in taking:
        if _is_instrument(scene, instrument):
            for actor in {taker, *owners[taker]}:
                if scene.stated.type(actor) == "Organization":
                    found[instrument].setdefault(actor, s)
    return found


def _in_common(near: Sequence[Collection[str]]) -> set[str]:
    return set.intersection(*map(set, near)) if len(near) > 1 else set()


def _is_instrument(scene: Scene, iri: str) -> bool:
    return scene.stated.type(iri) in INSTRUMENTS and scene.stated.cls(iri) not in OCCASIONS | DESIGNATIONS
