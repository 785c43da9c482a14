"""O5, broker: who is tied to two sides that serve one function and are not tied, or has charge of what they share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dpgraph.analysis.bridging import Neighbours, least_sure, said_by
from dpgraph.analysis.cases import parties_of
from dpgraph.analysis.counterfactual import MANY, changes
from dpgraph.analysis.duplicates import find_duplicates
from dpgraph.analysis.functions import above
from dpgraph.analysis.making import SUPPORTED, SURE, WEAK, there
from dpgraph.analysis.measures import geometric_mean
from dpgraph.analysis.pairs import Pairs
from dpgraph.analysis.proposals import Proposal, proposed
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import functions_by_actor
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
    """An actor with the pairs of its partners that have no tie, the functions that these share, and how sure it is."""

    broker: str
    sides: Pairs
    functions: tuple[str, ...]
    closeness: float
    confidence: float

    @property
    def figures(self) -> dict[str, float]:
        """How near the nearest function is, how many pairs there are, and how sure the ties to them (0 to 1)."""
        return {
            "closeness": self.closeness,
            "span": 1 - 1 / (1 + len(self.sides)),
            "confidence": self.confidence,
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
    if not scene.scored:
        # Each is a common partner of those it stands between, which alone makes a score.
        return (there(scene, "O5", {"broker": (broker,)}) for broker, _ in _between(scene, _neighbours(scene)))
    found = tuple(_bridging(scene))
    if len(found) > MOST and not scene.is_draw:
        found = tuple(sorted(found, key=lambda b: (b.confidence < SURE, -b.strength, b.broker)))[:MOST]
    return (_broker(scene, bridge) for bridge in found)


def _bridging(scene: Scene) -> Iterable[Bridge]:
    """Every actor that is tied to two sides without a tie, with what these share."""
    actors = _neighbours(scene)
    for broker, sides in _between(scene, actors):
        worth = {f: near * scene.specificity(f) for f, near in actors.nearness(sides).items()}
        functions = tuple(sorted(worth, key=lambda f: (-worth[f], f))[:BEST])
        yield Bridge(broker, sides, functions, worth[functions[0]], least_sure(scene.ties, broker, sides.parties))


def _neighbours(scene: Scene) -> Neighbours:
    return Neighbours(functions_by_actor(scene), scene.partners)


def _between(scene: Scene, actors: Neighbours) -> Iterable[tuple[str, Pairs]]:
    """Every actor that is tied to two sides without a tie, with these; of a draw, those that are wanted."""
    close = functions_by_actor(scene)
    for broker in sorted(scene.ties.actors()):
        if scene.wants("O5", broker):
            sides = actors.apart(p for p in scene.partners(broker) if p in close)
            if len(sides):
                yield broker, sides


def _broker(scene: Scene, bridge: Bridge) -> Finding:
    names, broker, functions, parties = scene.stated.names, bridge.broker, bridge.functions, bridge.sides.parties
    many, name = len(bridge.sides), names([broker])[0]
    pairs = bridge.sides.pairs(NAMED)
    bridged = () if scene.is_draw or len(parties) > MANY else bridge.sides.pairs()
    said = [] if scene.is_draw else said_by(scene.ties, broker, parties)
    figures = {"bridged_pairs": many, "sides": len(parties), **bridge.figures}
    return proposed(
        scene,
        Proposal(
            kind="O5",
            title=f"{name} could connect {listed(names(parties), most=3)}",
            need=f"{name} is tied to {scene.stated.listed(parties)}, of whom {counted(many, 'pair')} without a tie "
            f"serve{'s' if many == 1 else ''} {listed(names(functions))}.",
            strength=bridge.strength,
            functions=functions,
            parties=parties,
            missing=pairs,
            denied=tuple(ends for ends in pairs if scene.ties.denied(*ends)),
            figures=figures,
            state=SUPPORTED if bridge.confidence >= SURE else WEAK,
            said=[*said, *(s for ends in pairs for s in scene.ties.denied(*ends))],
            settle=f"A document that says whether {name} has brought {listed(names(pairs[0]))} together.",
            identity={"broker": (broker,)},
            members={"function": functions, "owners": parties},
            brokers=(broker,),
            counterfactual=changes(scene, parties, bridged, bridged, many),
        ),
    )


def _in_charge(scene: Scene) -> Iterable[Finding]:
    governing = scene.stated.of("governs")
    for silo in scene.once(find_duplicates):
        reached = frozenset().union(*(above(scene.tree, f) for f in silo.members["function"]))
        charge = {s.subject: s for s in governing if s.object in reached}
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
