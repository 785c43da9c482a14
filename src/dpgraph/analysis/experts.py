"""Do the findings agree with the experts? What of theirs is found, at which rank, and what chance would find."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from numpy.random import Generator

from dpgraph.analysis.measures.nulls import generator
from dpgraph.analysis.scene import Scene, set_scene
from dpgraph.records import Ecosystem, Expert, Finding
from dpgraph.settings import SEED

TOP = 10
# How often the random baseline is drawn.
DRAWS = 200
FUNCTIONS = ("Sector", "Technology")
LETTERS = {"silo": "S", "recommendation": "O"}
HALF = 0.5
NOT_SOUGHT = "there is no kind of finding for it"
UNTOLD = "what is left of the documents does not name it"
ELSEWHERE = "it is named, and nothing of these kinds is found there"


@dataclass(frozen=True, slots=True)
class Verdict:
    """An expert's word, and the first finding that says the same: its rank from 1 on, or None and why.

    `exactly` says whether the function is the same; if not it lies one level above or below.
    """

    expert: Expert
    rank: int | None
    finding: Finding | None
    exactly: bool
    why: str


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what experts name a list holds: in all, among the first ten, and the mean reciprocal rank."""

    of: int
    listed: int
    found: float
    in_top: float
    reciprocal_rank: float


@dataclass(frozen=True, slots=True)
class Agreement:
    """The verdicts on one kind of expert's word, and the scores of the analysis and of two baselines."""

    kind: str
    verdicts: tuple[Verdict, ...]
    analysis: Score
    random: Score
    degree: Score


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What a baseline puts on its list: a kind of finding, the function that it is about, and members."""

    kind: str
    function: str
    members: frozenset[str]


def agreement(ecosystem: Ecosystem, findings: Sequence[Finding], experts: Sequence[Expert]) -> tuple[Agreement, ...]:
    """How far findings agree with experts: of silos, then of recommendations.

    A finding says the same as an expert if it is of a kind that is expected, is about one of the functions named or
    lies one level above or below it (where one is named), and has at least half of the members named. What no kind of
    finding is for counts as missed.

    The baselines list as many candidates as there are findings: a kind, a function that documents name, and as many
    members as findings of this kind have on average. One draws functions and members at random (the mean of 200
    lists). The other takes those functions first of which most is stated, and those members of whom most is stated
    together with the function or in general.
    """
    scene = set_scene(ecosystem)
    return tuple(_agreement(scene, kind, findings, experts) for kind in LETTERS)


def _agreement(scene: Scene, kind: str, findings: Sequence[Finding], experts: Sequence[Expert]) -> Agreement:
    listed = [f for f in findings if f.kind.startswith(LETTERS[kind])]
    asked = [e for e in experts if e.kind == kind]
    verdicts = tuple(_verdict(scene, e, listed) for e in asked)
    baseline = _Baseline(scene, listed)
    by_degree = baseline.by_degree()
    return Agreement(
        kind,
        verdicts,
        _score([v.rank for v in verdicts], len(listed)),
        baseline.at_random(asked),
        _score([_place(scene, e, by_degree) for e in asked], len(listed)),
    )


def _verdict(scene: Scene, expert: Expert, listed: Sequence[Finding]) -> Verdict:
    for rank, f in enumerate(listed, 1):
        functions = f.members.get("function", ())
        members = {iri for iris in f.members.values() for iri in iris}
        if f.kind in expert.expects and _same_members(expert, members) and _near(scene, expert, functions):
            exactly = not expert.functions or bool(set(expert.functions) & set(functions))
            return Verdict(expert, rank, f, exactly, "")
    return Verdict(expert, None, None, False, _why(scene, expert))


def _same_members(expert: Expert, members: Collection[str]) -> bool:
    return not expert.members or sum(1 for m in expert.members if m in members) >= HALF * len(expert.members)


def _near(scene: Scene, expert: Expert, functions: Iterable[str]) -> bool:
    """Whether one of the functions is one that the expert names, or lies one level above or below it."""
    return not expert.functions or any(_levels(scene, a, b) <= 1 for a in expert.functions for b in functions)


def _levels(scene: Scene, a: str, b: str) -> int:
    """How many levels lie between two functions of which one is above the other; many, where neither is."""
    above = scene.tree
    if b in above.get(a, {a}):
        return scene.steps_up(a, b)
    return scene.steps_up(b, a) if a in above.get(b, {b}) else len(above) + 2


def _why(scene: Scene, expert: Expert) -> str:
    if not expert.expects:
        return NOT_SOUGHT
    spoken = {e.iri for e in scene.stated.ecosystem.spoken_of()}
    named = [m for m in expert.members if m in spoken]
    functions = [f for f in expert.functions if f in spoken]
    lost = len(named) < HALF * len(expert.members) or (expert.functions and not functions)
    return UNTOLD if lost else ELSEWHERE


class _Baseline:
    """Lists that know how often things are named, or nothing at all."""

    def __init__(self, scene: Scene, listed: Sequence[Finding]) -> None:
        self.scene, self.many = scene, len(listed)
        sizes: defaultdict[str, list[int]] = defaultdict(list)
        for f in listed:
            sizes[f.kind].append(len({i for role, iris in f.members.items() if role != "function" for i in iris}))
        self.sizes = {kind: round(sum(found) / len(found)) for kind, found in sorted(sizes.items())}
        degree: Counter[str] = Counter()
        self.beside: defaultdict[str, set[str]] = defaultdict(set)
        for s in scene.stated.ecosystem.statements:
            for end, other in ((s.subject, s.object), (s.object, s.subject)):
                degree[end] += 1
                self.beside[end].add(other)
        ranked = sorted(degree, key=lambda iri: (-degree[iri], iri))
        self.functions = [iri for iri in ranked if scene.stated.type(iri) in FUNCTIONS]
        self.others = [iri for iri in ranked if scene.stated.type(iri) not in FUNCTIONS]

    def by_degree(self) -> list[_Candidate]:
        """The functions of which most is stated, each with every kind, and with the members of whom most is stated."""
        found = []
        for function in self.functions[: self.many]:
            first = sorted(self.others, key=lambda iri: iri not in self.beside[function])
            found += [_Candidate(kind, function, frozenset(first[:size])) for kind, size in self.sizes.items()]
        return found[: self.many]

    def at_random(self, asked: Sequence[Expert]) -> Score:
        """The mean score of lists whose kinds, functions and members are drawn."""
        chance, kinds = generator(SEED), list(self.sizes)
        scores = [_score(self._ranks(chance, kinds, asked), self.many) for _ in range(DRAWS if kinds else 0)]
        drawn = max(1, len(scores))
        names = ("found", "in_top", "reciprocal_rank")
        return Score(len(asked), self.many, *(sum(getattr(s, name) for s in scores) / drawn for name in names))

    def _ranks(self, chance: Generator, kinds: Sequence[str], asked: Sequence[Expert]) -> list[int | None]:
        functions = [self.functions[n] for n in chance.integers(len(self.functions), size=self.many)]
        drawn = [kinds[n] for n in chance.integers(len(kinds), size=self.many)]
        members = [self._drawn(chance, self.sizes[kind]) for kind in drawn]
        listed = [_Candidate(*c) for c in zip(drawn, functions, members, strict=True)]
        return [_place(self.scene, expert, listed) for expert in asked]

    def _drawn(self, chance: Generator, size: int) -> frozenset[str]:
        return frozenset(self.others[n] for n in chance.integers(len(self.others), size=size).tolist())


def _place(scene: Scene, expert: Expert, listed: Sequence[_Candidate]) -> int | None:
    fitting = (
        n
        for n, c in enumerate(listed, 1)
        if c.kind in expert.expects and _same_members(expert, c.members) and _near(scene, expert, [c.function])
    )
    return next(fitting, None)


def _score(ranks: Sequence[int | None], listed: int) -> Score:
    found = [rank for rank in ranks if rank is not None]
    mean = sum(1 / rank for rank in found) / len(ranks) if ranks else float("nan")
    return Score(len(ranks), listed, len(found), sum(1 for rank in found if rank <= TOP), mean)
