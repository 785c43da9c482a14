"""O7, next feasible activity: a sector that lies close to what an actor does already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from dpgraph.analysis.functions import Holding, above
from dpgraph.analysis.making import SUPPORTED, SURE, WEAK
from dpgraph.analysis.measures import geometric_mean
from dpgraph.analysis.measures.nulls import PERMUTATIONS, Chance, against_chance, generator
from dpgraph.analysis.measures.relatedness import Relatedness, relatedness
from dpgraph.analysis.proposals import Proposal, proposed
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import holdings_by_actor
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding

# Of each actor so many activities are given, all at least so dense, and at most so many in all.
BEST = 2
DENSE = 0.25
MOST = 100
# So many who do it are named; all are counted.
NAMED = 50


def find_next_activities(scene: Scene) -> Iterable[Finding]:
    """O7: sectors that an actor does not serve yet and that are related to those that it does serve.

    Two sectors are related where the same actors serve both (Hidalgo et al. 2007). A density is set against that of as
    many sectors drawn by chance; where that test could not have been significant, the finding says so.
    """
    held = holdings_by_actor(scene)
    portfolio = _common({actor: _sectors(scene, found) for actor, found in held.items()})
    found = relatedness(portfolio)
    given: defaultdict[str, int] = defaultdict(int)
    chosen = 0
    for actor, sector, density in found.next_activities():
        beyond = not any(sector in above(scene.tree, f) or f in above(scene.tree, sector) for f in portfolio[actor])
        if density >= DENSE and beyond and given[actor] < BEST and chosen < MOST:
            given[actor] += 1
            chosen += 1
            if scene.wants("O7", actor):
                yield _activity(scene, found, actor, sector, density, held[actor])


def _activity(
    scene: Scene, found: Relatedness, actor: str, sector: str, density: float, held: Sequence[Holding]
) -> Finding:
    names, name, what = scene.stated.names, *scene.stated.names([actor, sector])
    close, others = ((), ()) if scene.is_draw else _related(found, actor, sector)
    chance = _by_chance(scene, found, actor, sector, density)
    certain = max(h.confidence for h in held)

    said = [s for h in held if h.function in close for s in h.statements]
    settled = chance.state == "significant" and certain >= SURE
    caveat = f"{counted(len(found.actors), 'actor')} and {counted(len(found.activities), 'sector')} are compared: {{}}."
    return proposed(
        scene,
        Proposal(
            kind="O7",
            title=f"{name}: {what} as a next activity",
            need=f"{listed(names(others), most=3)} serve{'s' if len(others) == 1 else ''} {what}. Of what "
            f"{'it serves' if len(others) == 1 else 'some of them serve'} besides, {name} serves "
            f"{listed(names(close), most=3)} already.",
            strength=geometric_mean((density, certain)),
            functions=(sector,),
            parties=(actor,),
            missing=(),
            figures={
                "density": density,
                "density_by_chance": chance.mean,
                "p density": chance.p,
                "draws": chance.n,
                "related": len(close),
                "examples": len(others),
                "confidence": certain,
            },
            state=SUPPORTED if settled else WEAK,
            said=said,
            settle=f"A document on plans, skills or customers of {name} in {what}.",
            identity={"owners": (actor,), "function": (sector,)},
            members={"related": close, "examples": others[:NAMED]},
            caveats=(caveat.format(f"the density is {chance.state} against chance"),),
            counterfactual={"owners": (float(len(others)), float(len(others) + 1))},
        ),
    )


def _related(found: Relatedness, actor: str, sector: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What the actor does that is related to the sector, and who does the sector."""
    row, column = found.actors.index(actor), found.activities.index(sector)
    near = found.proximity[:, [column]].toarray().ravel() * found.does[[row], :].toarray().ravel()
    doing = found.does[:, [column]].toarray().ravel()
    order = np.lexsort((np.arange(len(near)), -near))
    close = tuple(found.activities[n] for n in order if near[n] > 0)
    return close, tuple(found.actors[n] for n in np.flatnonzero(doing))


def _by_chance(scene: Scene, found: Relatedness, actor: str, sector: str, density: float) -> Chance:
    """The density beside that of as many activities, drawn from all others by chance; in a draw, beside none."""
    if scene.is_draw:
        return against_chance(density, [])
    row, column = found.actors.index(actor), found.activities.index(sector)
    near = np.delete(found.proximity[:, [column]].toarray().ravel(), column)
    many = int(found.does[[row], :].sum())
    orders = scene.recall((_shuffled, len(near)), partial(_shuffled, len(near)))
    return against_chance(density, near[orders[:, :many]].sum(axis=1) / near.sum())


def _shuffled(many: int) -> NDArray[np.int64]:
    """The numbers below `many` in an order by chance, as often as there are permutations."""
    chance = generator()
    return np.array([chance.permutation(many) for _ in range(PERMUTATIONS)])


def _common(portfolio: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """The portfolios without what one actor alone does: of that, nobody can be said to do it along with something."""
    doing = Counter(sector for sectors in portfolio.values() for sector in sectors)
    kept = {actor: frozenset(s for s in sectors if doing[s] > 1) for actor, sectors in portfolio.items()}
    return {actor: sectors for actor, sectors in kept.items() if sectors}


def _sectors(scene: Scene, held: Iterable[Holding]) -> frozenset[str]:
    return frozenset(h.function for h in held if scene.stated.type(h.function) == "Sector")
