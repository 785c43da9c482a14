"""O5, broker: who is tied to two sides that serve one function and are not tied, or has charge of what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from dpgraph.analysis.cases import parties_of
from dpgraph.analysis.counterfactual import changes
from dpgraph.analysis.duplicates import find_duplicates
from dpgraph.analysis.functions import above
from dpgraph.analysis.making import SUPPORTED, WEAK, sure
from dpgraph.analysis.measures import geometric_mean
from dpgraph.analysis.proposals import Proposal, proposed
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import functions_by_actor
from dpgraph.analysis.ties import Pair
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding, Statement

# So many pairs of one broker are listed; all are counted.
NAMED = 50
BEST = 3
NO_TIE = "No tie to either side is documented: what speaks for it is its charge of the function."


def find_brokers(scene: Scene) -> Iterable[Finding]:
    """O5: actors that could connect two sides without a tie, which serve one function.

    A broker is tied to both sides. Beside these, for each duplicate function, the bodies that govern it or a broader
    one are named as conveners; without a tie to the sides, that is always weak.
    """
    yield from _tied(scene)
    yield from _in_charge(scene)


def _tied(scene: Scene) -> Iterable[Finding]:
    close = functions_by_actor(scene)
    for broker in sorted({actor for ends in scene.ties.pairs() for actor in ends}):
        sides = sorted(p for p in scene.ties.partners(broker) if p in close)
        bridged: dict[Pair, dict[str, float]] = {}
        for a, b in combinations(sides, 2):
            shared = {f: close[a][f] * close[b][f] for f in close[a].keys() & close[b].keys()}
            if shared and not scene.ties.between(a, b):
                bridged[a, b] = shared
        if bridged:
            yield _broker(scene, broker, bridged)


def _broker(scene: Scene, broker: str, bridged: Mapping[Pair, Mapping[str, float]]) -> Finding:
    names, name = scene.stated.names, scene.stated.names([broker])[0]
    worth: defaultdict[str, float] = defaultdict(float)
    for shared in bridged.values():
        for function, near in shared.items():
            worth[function] = max(worth[function], near * scene.specificity(function))
    functions = tuple(sorted(worth, key=lambda f: (-worth[f], f))[:BEST])
    pairs, parties = sorted(bridged)[:NAMED], sorted({end for ends in bridged for end in ends})
    said = [s for p in parties for t in scene.ties.between(broker, p) for s in t.statements]
    figures = {
        "bridged_pairs": len(bridged),
        "sides": len(parties),
        "closeness": worth[functions[0]],
        "span": 1 - 1 / (1 + len(bridged)),
        "confidence": min(s.confidence for s in said),
    }
    return proposed(
        scene,
        Proposal(
            kind="O5",
            title=f"{name} could connect {listed(names(parties), most=3)}",
            need=f"{name} is tied to {listed(names(parties))}, of whom {counted(len(bridged), 'pair')} without a tie "
            f"serve{'s' if len(bridged) == 1 else ''} {listed(names(functions))}.",
            strength=geometric_mean((figures["closeness"], figures["span"], figures["confidence"])),
            functions=functions,
            parties=tuple(parties),
            missing=tuple(pairs),
            denied=tuple(ends for ends in pairs if scene.ties.denied(*ends)),
            figures=figures,
            state=SUPPORTED if sure(said) else WEAK,
            said=[*said, *(s for ends in pairs for s in scene.ties.denied(*ends))],
            settle=f"A document that says whether {name} has brought {listed(names(pairs[0]))} together.",
            identity={"broker": (broker,)},
            members={"function": functions, "owners": tuple(parties)},
            brokers=(broker,),
            counterfactual=changes(scene, parties, list(bridged), list(bridged)),
        ),
    )


def _in_charge(scene: Scene) -> Iterable[Finding]:
    governing = scene.stated.of("governs")
    for silo in scene.once(find_duplicates):
        functions = silo.members["function"]
        charge = {s.subject: s for s in governing if any(s.object in above(scene.tree, f) for f in functions)}
        parties = parties_of(silo)
        bodies = {b: s for b, s in sorted(charge.items()) if b not in parties}
        if silo.missing and bodies:
            yield _convener(scene, silo, bodies)


def _convener(scene: Scene, silo: Finding, bodies: Mapping[str, Statement]) -> Finding:
    names, functions = scene.stated.names, silo.members["function"]
    levels = min(
        scene.steps_up(f, s.object) for s in bodies.values() for f in functions if s.object in above(scene.tree, f)
    )
    parties = parties_of(silo)
    figures = {"bodies": len(bodies), "silo": silo.score, "charge": 1 / (1 + levels)}
    what = listed(names(functions))
    return proposed(
        scene,
        Proposal(
            kind="O5",
            title=f"{listed(names(bodies), most=3)} could convene the owners in {what}",
            need=f"{listed(names(parties))} serve {what} without a tie; {listed(names(bodies))} "
            f"{'has' if len(bodies) == 1 else 'have'} charge of it or of a broader function.",
            strength=geometric_mean((silo.score, figures["charge"])),
            functions=functions,
            parties=parties,
            missing=silo.missing,
            denied=silo.denied,
            figures=figures,
            state=WEAK,
            said=list(bodies.values()),
            settle=f"A document on a meeting, programme or working group of {names(bodies)[0]} for {what}.",
            identity={"broker": tuple(bodies), "function": functions},
            members={"owners": parties},
            brokers=tuple(bodies),
            caveats=(NO_TIE,),
            counterfactual=changes(scene, parties, silo.missing, silo.missing, silo.lacking),
        ),
    )
