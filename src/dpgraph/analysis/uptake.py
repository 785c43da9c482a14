"""O6, policy uptake: who qualifies for a policy, programme or fund, and is not documented to take part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.functions import OWNING, Holding
from dpgraph.analysis.making import SUPPORTED, SURE, WEAK, sure
from dpgraph.analysis.measures import geometric_mean
from dpgraph.analysis.proposals import Proposal, proposed
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import functions_by_actor, holdings_by_actor
from dpgraph.analysis.stated import Stated
from dpgraph.analysis.ties import DESIGNATIONS
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding, Statement

Chosen = NDArray[np.bool_]
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


@dataclass(frozen=True, slots=True, eq=False)
class Qualified:
    """Who qualifies for an instrument and takes no part, in order; `functions` are those for which they do.

    `owning` says of each whether it surely owns something, `narrow` how narrow its narrowest function is (0 to 1).
    """

    actors: Sequence[str]
    functions: tuple[str, ...]
    owning: Chosen
    narrow: NDArray[np.float64]

    def nearest(self, most: int) -> Qualified:
        """So many of them at most: the owners first, then those of the narrowest functions; in order."""
        best = np.sort(np.lexsort((-self.narrow, ~self.owning))[:most])
        return Qualified([self.actors[n] for n in best.tolist()], self.functions, self.owning[best], self.narrow[best])


def find_uptake(scene: Scene) -> Iterable[Finding]:
    """O6: policies, programmes and funds, with those who serve what they are for and do not take part.

    Whoever manages, issues or governs it does not qualify, nor does a public body. An owner takes part where its
    resource does.
    """
    held, close = holdings_by_actor(scene), functions_by_actor(scene)
    qualifying = _Qualifying(scene, held, close)
    for instrument in _instruments(scene, close):
        if scene.wants("O6", instrument.iri):
            running = {s.subject for p in ("manages", "issues") for s in scene.about(p).get(instrument.iri, ())}
            qualified = qualifying.beside(instrument, running)
            if qualified.actors:
                yield _uptake(scene, instrument, qualified, held)


class _Qualifying:
    """Who is near which function, public bodies apart, as a table of functions (rows) and actors (columns)."""

    def __init__(
        self, scene: Scene, held: Mapping[str, Iterable[Holding]], close: Mapping[str, Collection[str]]
    ) -> None:
        actors = [actor for actor in sorted(close) if not _is_public(scene, actor)]
        self._actors = np.array(actors, dtype=object)
        self._place = {actor: n for n, actor in enumerate(actors)}
        self._functions = sorted({f for actor in actors for f in close[actor]})
        self._row = {function: n for n, function in enumerate(self._functions)}
        self._near = np.zeros((len(self._functions), len(actors)), dtype=bool)
        for actor, place in self._place.items():
            self._near[[self._row[f] for f in close[actor]], place] = True
        self._specificity = np.array([scene.specificity(f) for f in self._functions])
        owned = (any(h.thing and h.confidence >= SURE for h in held[actor]) for actor in actors)
        self._owning = np.fromiter(owned, dtype=bool)

    def beside(self, instrument: Instrument, running: Iterable[str]) -> Qualified:
        """Those near a function of an instrument that neither take part nor run it."""
        rows = np.array([self._row[f] for f in instrument.functions if f in self._row], dtype=np.int64)
        open_ = np.logical_or.reduce(self._near[rows], axis=0)
        open_[[self._place[actor] for actor in {*running, *instrument.takers} if actor in self._place]] = False
        places = np.flatnonzero(open_)
        near = self._near[np.ix_(rows, places)]
        functions = tuple(self._functions[n] for n, own in zip(rows, near, strict=True) if own.any())
        narrow = np.where(near, self._specificity[rows][:, None], 0.0).max(axis=0, initial=0.0)
        return Qualified(self._actors[places].tolist(), functions, self._owning[places], narrow)


def _uptake(
    scene: Scene, instrument: Instrument, qualified: Qualified, held: Mapping[str, Sequence[Holding]]
) -> Finding:
    names, name = scene.stated.names, scene.stated.names([instrument.iri])[0]
    functions, many, takers = qualified.functions, len(qualified.actors), len(instrument.takers)
    named = qualified.nearest(0 if scene.is_draw else NAMED)
    actors = tuple(named.actors)
    aims = [s for s in instrument.aims if s.object in functions] or list(instrument.aims)
    figures = _figures(instrument, qualified, aims)
    return proposed(
        scene,
        Proposal(
            kind="O6",
            title=f"{name}: {counted(many, 'actor')} could take it up",
            need=f"{name} is for {listed(names(functions))}. {_untaken(scene.stated, qualified.actors, takers)}",
            strength=geometric_mean(figures[p] for p in ("untapped", "owning", "specificity", "confidence")),
            functions=functions,
            parties=actors,
            missing=tuple((actor, instrument.iri) for actor in actors),
            figures=figures,
            state=SUPPORTED if instrument.stated and figures["owning"] and sure(aims) else WEAK,
            said=[*aims, *_said(held, named), *instrument.takers.values()],
            settle=f"The list of those admitted to {name}, or its conditions.",
            identity={"instrument": (instrument.iri,)},
            members={"function": functions, "owners": actors, "participants": tuple(sorted(instrument.takers))},
            caveats=(TERMS, *_caveats(instrument, many)),
            counterfactual={"coverage": (round(takers / (takers + many), 6), 1.0)},
        ),
    )


def _figures(instrument: Instrument, qualified: Qualified, aims: Iterable[Statement]) -> dict[str, float]:
    takers, many = len(instrument.takers), len(qualified.actors)
    return {
        "qualified": many,
        "taking_part": takers,
        "untapped": 1 - takers / (takers + many),
        "owning": int(qualified.owning.sum()) / many,
        "specificity": float(qualified.narrow.cumsum()[-1]) / many,
        "confidence": max((s.confidence for s in aims), default=0.0),
    }


def _said(held: Mapping[str, Sequence[Holding]], named: Qualified) -> list[Statement]:
    """What is said of those that surely own something, as far as it is about what they qualify for."""
    functions = frozenset(named.functions)
    own = (h for actor in compress(named.actors, named.owning) for h in held[actor] if h.function in functions)
    return [s for h in own for s in h.statements]


def _untaken(stated: Stated, parties: Sequence[str], takers: int) -> str:
    """That some serve what an instrument is for and do not take part, and how many others do."""
    serve, are = ("serves", "is") if len(parties) == 1 else ("serve", "are")
    some = f"{counted(takers, 'actor is', 'actors are')} documented to" if takers else "nobody else is"
    return f"{stated.listed(parties)} {serve} it and {are} not documented to take part; {some}."


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
