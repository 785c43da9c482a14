"""The scene: what every detector looks at, read once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, TypeVar

from dpgraph.analysis.functions import OWNING, Holding, Known, Tree, above, function_tree, narrower
from dpgraph.analysis.measures import specificity
from dpgraph.analysis.pairs import Pairs
from dpgraph.analysis.stated import ASSERTED, Stated, Unquoted, index_statements
from dpgraph.analysis.ties import KINDS, Tie, Ties, ties_in
from dpgraph.pauses import no_cycles_sought
from dpgraph.records import Ecosystem, Finding, Statement

T = TypeVar("T")
TRAITS = ("activeIn", "usesTechnology", "usesBusinessModel")
# The role of those whom findings of a kind are about: its other findings need not be looked for in a draw.
ABOUT = {"S6": "owners", "O4": "owners", "O5": "broker", "O6": "instrument", "O7": "owners"}
Wanted = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Scene:
    """The statements, the functions above one another, and the ties between actors. Made by `set_scene`.

    `partners` gives everyone who has a documented tie with an actor (`Ties.partners`, asked once for each). `beneath`
    counts the functions under each, `observed` the figures that documents state of each entity; `traits` are the
    sectors, technologies and business models of each actor, its own and those of its resources. `memory` keeps what has
    been worked out already, `holdings` what other draws have found, too. Of a draw, `wanted` says which scores matter
    (`wanted_of`); None, all. If it is not `scored`, it only matters which of them are not 0.
    """

    stated: Stated
    tree: Tree
    beneath: Mapping[str, int]
    ties: Ties
    partners: Callable[[str], frozenset[str]]
    observed: Mapping[str, int]
    traits: Mapping[str, frozenset[str]]
    wanted: Wanted | None = None
    scored: bool = True
    holdings: Known = field(default_factory=dict, repr=False, compare=False)
    memory: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_draw(self) -> bool:
        """Whether it is a draw by chance, of which only the scores are wanted."""
        return isinstance(self.stated, Unquoted)

    def wants(self, kind: str, *about: str) -> bool:
        """Whether findings of this kind, about these actors or this instrument, need be there."""
        return self.wanted is None or (kind in self.wanted and self.wanted[kind].issuperset(about))

    def specificity(self, function: str) -> float:
        """How narrow a function is: from nearly 0 (everything lies beneath it) to 1 (nothing does)."""
        found: float | None = self.memory.get(function)
        if found is None:
            found = self.memory[function] = specificity(self.beneath.get(function, 0), len(self.tree))
        return found

    def steps_up(self, narrow: str, broad: str) -> int:
        """How many levels lie from a function up to a broader one; 0 for the same one."""
        between = (g for g in above(self.tree, narrow) if g == broad or narrower(self.tree, g, broad))
        return self.recall(("steps", narrow, broad), lambda: sum(1 for g in between if narrower(self.tree, narrow, g)))

    def nearness(self, holding: Holding, functions: tuple[str, ...]) -> float:
        """1 / (1 + levels) from what is stated up to the nearest of some functions; 1 if it is one of them."""
        key = holding.function, functions
        found: float | None = self.memory.get(key)
        if found is None:
            found = self.memory[key] = self._nearness(*key)
        return found

    def _nearness(self, stated: str, functions: tuple[str, ...]) -> float:
        reached = [f for f in functions if f in above(self.tree, stated)]
        return 1 / (1 + min((self.steps_up(stated, f) for f in reached), default=0))

    def once(self, find: Callable[[Scene], Iterable[T]]) -> tuple[T, ...]:
        """What a function finds in this scene; it is asked once, however often the answer is needed."""
        if find not in self.memory:
            self.memory[find] = tuple(find(self))
        found: tuple[T, ...] = self.memory[find]
        return found

    def between(self, a: str, b: str, kinds: Collection[str] = KINDS) -> tuple[Tie, ...]:
        """The documented ties of two actors, `a` before `b`; asked once (`Ties.between`)."""
        found: tuple[Tie, ...] = self.recall(("ties", a, b), lambda: self.ties.between(a, b))
        return found if kinds is KINDS else tuple(t for t in found if t.kind in kinds)

    def tied(self, kinds: Collection[str] = KINDS) -> Pairs:
        """Every pair with a documented tie of some kinds (`Ties.tied`)."""
        return self.recall(("tied", *kinds), lambda: self.ties.tied(kinds))

    @property
    def denied(self) -> Pairs:
        """Every pair of which a document says that it has no tie."""
        return self.recall(("denied",), lambda: Pairs.within(self.ties.denials))

    @property
    def ended(self) -> Pairs:
        """Every pair of which a document says that a tie is over."""
        return self.recall(("ended",), lambda: Pairs.within(self.ties.endings))

    def recall(self, key: tuple[object, ...], find: Callable[[], T]) -> T:
        """What a function finds, which is asked once for each key."""
        if key not in self.memory:
            self.memory[key] = find()
        found: T = self.memory[key]
        return found

    def about(self, predicate: str, *statuses: str) -> Mapping[str, list[Statement]]:
        """The statements with a predicate and one of the statuses (`Stated.of`), by their objects."""
        return self.recall(("about", predicate, statuses), lambda: _by_object(self.stated.of(predicate, *statuses)))

    def likeness(self, narrow: str, broad: str) -> float:
        """How alike a function and a broader one are: 1 if they are the same, nearly 0 if the broad one is anything.

        2 IC(broad) / (IC(narrow) + IC(broad)), where the information content is the specificity (D. Lin, An
        information-theoretic definition of similarity, ICML 1998, pp. 296-304).
        """
        wide = self.specificity(broad)
        return 2 * wide / (wide + self.specificity(narrow))


@no_cycles_sought()
def set_scene(ecosystem: Ecosystem, counted: tuple[str, ...] = (ASSERTED,)) -> Scene:
    """Everything that the detectors share; statements of the statuses `counted` count as the case."""
    stated = index_statements(ecosystem, counted)
    tree = function_tree(ecosystem, stated)
    observed = Counter(o.subject for o in ecosystem.observations if o.subject)
    ties = ties_in(stated, counted)
    return Scene(stated, tree, _beneath(tree), ties, cache(ties.partners), observed, _traits(stated))


def wanted_of(findings: Iterable[Finding]) -> Wanted:
    """By the kinds of some findings, the actors and instruments that these are about."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for f in findings:
        found[f.kind].update(f.members[ABOUT[f.kind]] if f.kind in ABOUT else ())
    return {kind: frozenset(about) for kind, about in found.items()}


def unquoted(
    scene: Scene, wanted: Wanted | None = None, holdings: Known | None = None, *, scored: bool = True
) -> Scene:
    """The scene for draws: its findings have numbers and no sentences, and only those `wanted` need be there.

    `holdings` are kept from draw to draw. Without `scored` any score but 0 stands for any other.
    """
    said = scene.stated
    stated = Unquoted(said.ecosystem, said.by, said.counted)
    known = {} if holdings is None else holdings
    return replace(scene, stated=stated, wanted=wanted, scored=scored, holdings=known, memory={})


def _by_object(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        found[s.object].append(s)
    return dict(found)


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
