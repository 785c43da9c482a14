"""Who serves what: what each organization holds or is active in, and the functions that lie near to that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial

from dpgraph.analysis.functions import Holding, above, resource_holdings
from dpgraph.analysis.scene import Scene

# A function is near where it is stated, or lies one level above what is stated.
NEAR = 0.5


def resources_held(scene: Scene) -> tuple[Holding, ...]:
    """Who holds which resource for which function; then participants (`resource_holdings`)."""
    return scene.once(_resources)


def holdings_by_actor(scene: Scene) -> dict[str, list[Holding]]:
    """What each organization holds or takes part in, by sector or technology."""
    return dict(scene.once(_by_actor))


def functions_by_actor(scene: Scene) -> dict[str, dict[str, float]]:
    """The functions near each organization, and how near (`near_functions`)."""
    return dict(scene.once(_near))


def _resources(scene: Scene) -> Iterable[Holding]:
    return resource_holdings(scene.stated, scene.holdings)


def _near(scene: Scene) -> Iterable[tuple[str, dict[str, float]]]:
    return ((actor, near_functions(scene, held)) for actor, held in holdings_by_actor(scene).items())


def _by_actor(scene: Scene) -> Iterable[tuple[str, list[Holding]]]:
    held: defaultdict[str, list[Holding]] = defaultdict(list)
    for h in resources_held(scene):
        if h.party and scene.stated.type(h.party) == "Organization":
            held[h.party].append(h)
    return sorted(held.items())


def near_functions(scene: Scene, held: Iterable[Holding]) -> dict[str, float]:
    """The functions that are stated (1), and those one level above (0.5)."""
    found: dict[str, float] = {}
    for stated in dict.fromkeys(h.function for h in held):
        for function, near in scene.recall(("near", stated), partial(_near_one, scene, stated)):
            found[function] = max(found.get(function, 0.0), near)
    return found


def _near_one(scene: Scene, stated: str) -> tuple[tuple[str, float], ...]:
    found = ((function, 1 / (1 + scene.steps_up(stated, function))) for function in above(scene.tree, stated))
    return tuple((function, near) for function, near in found if near >= NEAR)


def actors_near(close: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The actors near each function, given the functions near each actor; both in order."""
    serving: defaultdict[str, list[str]] = defaultdict(list)
    for actor in sorted(close):
        for function in close[actor]:
            serving[function].append(actor)
    return dict(sorted(serving.items()))
