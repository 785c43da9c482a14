"""The scene: what every detector looks at, read once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dpgraph.analysis.functions import OWNING, Holding, Tree, above, function_tree, narrower
from dpgraph.analysis.measures import specificity
from dpgraph.analysis.stated import ASSERTED, Stated, Unquoted, index_statements
from dpgraph.analysis.ties import Ties, build_ties
from dpgraph.records import Ecosystem

TRAITS = ("activeIn", "usesTechnology", "usesBusinessModel")


@dataclass(frozen=True, slots=True)
class Scene:
    """The statements, the functions above one another, and the ties between actors. Made by `set_scene`.

    `beneath` counts the functions under each, `observed` the figures that documents state of each entity; `traits` are
    the sectors, technologies and business models of each actor, its own and those of its resources.
    """

    stated: Stated
    tree: Tree
    beneath: Mapping[str, int]
    ties: Ties
    observed: Mapping[str, int]
    traits: Mapping[str, frozenset[str]]

    def specificity(self, function: str) -> float:
        """How narrow a function is: from nearly 0 (everything lies beneath it) to 1 (nothing does)."""
        return specificity(self.beneath.get(function, 0), len(self.tree))


def set_scene(ecosystem: Ecosystem, counted: tuple[str, ...] = (ASSERTED,)) -> Scene:
    """Everything that the detectors share; statements of the statuses `counted` count as the case."""
    stated = index_statements(ecosystem, counted)
    tree = function_tree(ecosystem, stated)
    observed = Counter(o.subject for o in ecosystem.observations if o.subject)
    return Scene(stated, tree, _beneath(tree), build_ties(ecosystem, counted), observed, _traits(stated))


def unquoted(scene: Scene) -> Scene:
    """The scene for draws: its findings have numbers and no sentences."""
    stated = scene.stated
    return replace(scene, stated=Unquoted(stated.ecosystem, stated.by, stated.counted))


def steps_up(tree: Tree, narrow: str, broad: str) -> int:
    """How many levels lie from a function up to a broader one; 0 for the same one."""
    between = [g for g in above(tree, narrow) if g == broad or narrower(tree, g, broad)]
    return sum(1 for g in between if narrower(tree, narrow, g))


def nearness(tree: Tree, holding: Holding, functions: tuple[str, ...]) -> float:
    """1 / (1 + levels) from what is stated up to the nearest of some functions; 1 if it is one of them."""
    reached = [f for f in functions if f in above(tree, holding.function)]
    return 1 / (1 + min((steps_up(tree, holding.function, f) for f in reached), default=0))


def _beneath(tree: Tree) -> Mapping[str, int]:
    return Counter(broad for narrow, wide in tree.items() for broad in wide if narrower(tree, narrow, broad))


def _traits(stated: Stated) -> dict[str, frozenset[str]]:
    own: defaultdict[str, set[str]] = defaultdict(set)
    for s in (s for predicate in TRAITS for s in stated.of(predicate)):
        own[s.subject].add(s.object)
    found = {actor: set(traits) for actor, traits in own.items()}
    for s in (s for predicate in OWNING for s in stated.of(predicate)):
        found.setdefault(s.subject, set()).update(own.get(s.object, ()))
    return {actor: frozenset(traits) for actor, traits in found.items()}
