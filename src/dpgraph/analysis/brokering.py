"""O5, broker: who is tied to two sides that serve one function and are not tied, or has charge of what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from dpgraph.analysis.cases import parties_of
from dpgraph.analysis.counterfactual import changes
from dpgraph.analysis.duplicates import find_duplicates
from dpgraph.analysis.functions import above
from dpgraph.analysis.making import SUPPORTED, WEAK, finding_id, sure
from dpgraph.analysis.measures import geometric_mean
from dpgraph.analysis.proposals import Proposal, proposed
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import functions_by_actor
from dpgraph.analysis.ties import Pair, pair
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding, Statement

# So many pairs of one broker are listed; all are counted.
NAMED = 50
# So many brokers are given, those with the strongest case.
MOST = 250
BEST = 3
NO_TIE = "No tie to either side is documented: what speaks for it is its charge of the function."


@dataclass(frozen=True, slots=True)
class Bridge:
    """An actor with the pairs of its partners that have no tie, how near each function is to these, and who says so."""

    broker: str
    pairs: tuple[Pair, ...]
    worth: Mapping[str, float]
    said: tuple[Statement, ...]

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that the pairs share, those nearest to them first, three at most."""
        return tuple(sorted(self.worth, key=lambda f: (-self.worth[f], f))[:BEST])

    @property
    def figures(self) -> dict[str, float]:
        """How near the nearest function is, how many pairs there are, and how sure the ties to them (0 to 1)."""
        return {
            "closeness": self.worth[self.functions[0]],
            "span": 1 - 1 / (1 + len(self.pairs)),
            "confidence": min(s.confidence for s in self.said),
        }

    @property
    def strength(self) -> float:
        """The geometric mean of the figures."""
        return geometric_mean(self.figures.values())


def find_brokers(scene: Scene) -> Iterable[Finding]:
    """O5: actors that could connect two sides without a tie, which serve one function.

    A broker is tied to both sides. Beside these, for each duplicate function, the bodies that govern it or a broader
    one are named as conveners; without a tie to the sides, that is always weak.
    """
    yield from _tied(scene)
    yield from _in_charge(scene)


def _tied(scene: Scene) -> Iterable[Finding]:
    """Of more than 250 brokers, the surest and strongest."""
    found = tuple(_bridging(scene))
    if len(found) > MOST and not scene.is_draw:
        found = tuple(sorted(found, key=lambda b: (not sure(b.said), -b.strength, b.broker)))[:MOST]
    return (_broker(scene, bridge) for bridge in found)


def _bridging(scene: Scene) -> Iterable[Bridge]:
    """Every actor that is tied to two sides without a tie; of a draw, those that are wanted."""
    close = functions_by_actor(scene)
    kinds = {actor: frozenset(near.items()) for actor, near in close.items()}
    shared: dict[tuple[object, object], dict[str, float]] = {}
    for broker in sorted({actor for ends in scene.ties.pairs() for actor in ends}):
        if not scene.wants(finding_id("O5", {"broker": (broker,)})):
            continue
        sides = sorted(p for p in scene.partners(broker) if p in close)
        bridged: list[Pair] = []
        met: set[tuple[object, object]] = set()
        for a, b in combinations(sides, 2):
            both = kinds[a], kinds[b]
            if both not in shared:
                shared[both] = {f: close[a][f] * close[b][f] for f in close[a].keys() & close[b].keys()}
            if shared[both] and b not in scene.partners(a):
                bridged.append((a, b))
                met.add(both)
        if bridged:
            worth: defaultdict[str, float] = defaultdict(float)
            for f, near in (found for both in met for found in shared[both].items()):
                worth[f] = max(worth[f], near * scene.specificity(f))
            parties = sorted({end for ends in bridged for end in ends})
            said = (s for p in parties for t in scene.between(*pair(broker, p)) for s in t.statements)
            yield Bridge(broker, tuple(bridged), worth, tuple(said))


def _broker(scene: Scene, bridge: Bridge) -> Finding:
    names, broker, said, functions = scene.stated.names, bridge.broker, bridge.said, bridge.functions
    bridged, pairs, name = bridge.pairs, bridge.pairs[:NAMED], scene.stated.names([bridge.broker])[0]
    parties = sorted({end for ends in bridged for end in ends})
    figures = {"bridged_pairs": len(bridged), "sides": len(parties), **bridge.figures}
    return proposed(
        scene,
        Proposal(
            kind="O5",
            title=f"{name} could connect {listed(names(parties), most=3)}",
            need=f"{name} is tied to {listed(names(parties))}, of whom {counted(len(bridged), 'pair')} without a tie "
            f"serve{'s' if len(bridged) == 1 else ''} {listed(names(functions))}.",
            strength=bridge.strength,
            functions=functions,
            parties=tuple(parties),
            missing=pairs,
            denied=tuple(ends for ends in pairs if scene.ties.denied(*ends)),
            figures=figures,
            state=SUPPORTED if sure(said) else WEAK,
            said=[*said, *(s for ends in pairs for s in scene.ties.denied(*ends))],
            settle=f"A document that says whether {name} has brought {listed(names(pairs[0]))} together.",
            identity={"broker": (broker,)},
            members={"function": functions, "owners": tuple(parties)},
            brokers=(broker,),
            counterfactual=changes(scene, parties, bridged, bridged),
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
