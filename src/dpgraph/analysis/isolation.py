"""S6, isolated actor: others serve the same function, and no tie with anybody is documented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import chain

from dpgraph.analysis.functions import Holding
from dpgraph.analysis.making import SUPPORTED, SURE, WEAK, Draft, made, there
from dpgraph.analysis.pairs import pair
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import actors_near, functions_by_actor, holdings_by_actor
from dpgraph.analysis.wording import listed
from dpgraph.records import Finding

# So many peers of an isolated actor are named; all are counted.
NAMED = 50
SILENT = "No document read here speaks of its partners; that is no proof that it has none."

UNTOLD = "No document read here states a tie of any of its peers either: they may just not speak of ties."


@dataclass(frozen=True, slots=True)
class Peers:
    """Who serves the same functions as an actor without ties: how many others, how many of them with a tie.

    `closest` are those with most functions in common, the actor itself among them (in a draw, nobody); `shared` the
    functions of several.
    """

    many: int
    tied: int
    closest: tuple[str, ...]
    shared: frozenset[str]


def find_isolated(scene: Scene) -> Iterable[Finding]:
    """S6: organizations with a function that others serve too, and without any documented tie.

    The others are its peers: what they do is stated for the same function, or both lie at most a level beneath one.
    """
    held = holdings_by_actor(scene)
    near = {actor: frozenset(functions) for actor, functions in functions_by_actor(scene).items()}
    serving, tied = actors_near(near), scene.ties.actors()
    for actor, found in held.items():
        if scene.partners(actor) or not scene.wants("S6", actor):
            continue
        peers = scene.recall(("peers", near[actor]), partial(_peers, scene, serving, tied, near[actor]))
        if peers.many:
            yield _isolated(scene, actor, found, peers)


def _peers(scene: Scene, serving: Mapping[str, Sequence[str]], tied: Set[str], functions: Iterable[str]) -> Peers:
    groups = [serving[f] for f in functions]
    everyone = set().union(*groups)
    closest = () if scene.is_draw else _closest(groups)
    shared = frozenset(f for f in functions if len(serving[f]) > 1)
    return Peers(len(everyone) - 1, len(tied & everyone), closest, shared)


def _closest(groups: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Who is in most of some groups, then by name."""
    common = Counter(chain.from_iterable(groups))
    return tuple(sorted(sorted(common), key=common.__getitem__, reverse=True)[: NAMED + 1])


def _isolated(scene: Scene, actor: str, found: Sequence[Holding], peers: Peers) -> Finding:
    if not scene.scored and any(h.confidence for h in found):
        return there(scene, "S6", {"owners": (actor,)})
    names, name = scene.stated.names, scene.stated.names([actor])[0]
    things = tuple(sorted({h.thing for h in found if h.thing}))
    shared = tuple(f for f in sorted({h.function for h in found}) if f in peers.shared)
    closest = [p for p in peers.closest if p != actor][:NAMED]
    denials = [s for p in closest for s in scene.ties.denied(actor, p)]
    denied = {pair(s.subject, s.object) for s in denials}
    missing = tuple(sorted(pair(actor, p) for p in closest))
    close = max(map(scene.specificity, peers.shared))
    doing = listed(names(sorted({h.function for h in found})))
    return made(
        scene,
        Draft(
            kind="S6",
            title=f"{name}: no documented tie with anybody",
            reason=f"{name} serves {doing}, as {peers.many} other{'s do' if peers.many > 1 else ' does'} "
            f"({listed(names(closest), most=3)}), and no document read here states a tie of it with anybody.",
            identity={"owners": (actor,)},
            members={"function": shared, "resources": things, "peers": tuple(closest)},
            missing=missing,
            denied=tuple(ends for ends in missing if ends in denied),
            figures={
                "peers": peers.many,
                "resources": len(things),
                "functions": len({h.function for h in found}),
                "confidence": max(h.confidence for h in found),
                "company": 1 - 1 / (1 + peers.many),
                "stake": 1 - 1 / (2 + len(things)),
                "closeness": close,
                "tied_peers": peers.tied,
            },
            parts=("confidence", "company", "stake", "closeness"),
            state=SUPPORTED if peers.tied and any(h.thing and h.confidence >= SURE for h in found) else WEAK,
            said=[*(s for h in found for s in h.statements), *denials],
            contrary=[s for p in closest for s in scene.ties.ended(actor, p)],
            settle=f"A document that names a partner, parent or common project of {name}.",
            caveats=(SILENT if peers.tied else UNTOLD,),
        ),
    )
