"""Support: the policies and recommendations that speak for an opportunity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from operator import itemgetter

from dpgraph.analysis.functions import above
from dpgraph.analysis.pairs import Pair, pair
from dpgraph.analysis.scene import Scene, set_scene
from dpgraph.analysis.stated import order
from dpgraph.records import Ecosystem, Finding, Sentence, Statement
from dpgraph.terms import STATUSES

ADVISED = ("recommended", "planned", "mandated")
SPOKEN = tuple(s for s in STATUSES if s not in ("denied", "ceased"))


def promoting(scene: Scene, functions: Sequence[str]) -> tuple[tuple[float, Statement], ...]:
    """The asserted statements that a policy promotes one of the functions or a broader one, the nearest first.

    Each with its nearness: how alike what is promoted and the function are (`Scene.likeness`), from above 0 to 1. What
    is also said to have ceased (a policy that is out of date) does not count.
    """
    return scene.recall(("promoting", *functions), lambda: _promoting(scene, functions))


def _promoting(scene: Scene, functions: Sequence[str]) -> tuple[tuple[float, Statement], ...]:
    found = []
    for broad in {broad for f in functions for broad in above(scene.tree, f)}:
        near = max(scene.likeness(f, broad) for f in functions if broad in above(scene.tree, f))
        found += [(-near, place, s) for place, s in scene.recall(("promoted", broad), partial(_promoted, scene, broad))]
    return tuple((-near, s) for near, _, s in sorted(found, key=itemgetter(0, 1)))


def _promoted(scene: Scene, function: str) -> list[tuple[tuple[str, ...], Statement]]:
    """The statements that a policy promotes just this function, with what they are sorted by."""
    over = scene.recall((_over,), partial(_over, scene))
    said = (s for s in scene.about("promotes").get(function, ()) if scene.stated.type(s.subject) == "Policy")
    return [(order(s), s) for s in said if (s.subject, s.object) not in over]


def _over(scene: Scene) -> set[Pair]:
    """What no longer promotes what."""
    return {(s.subject, s.object) for s in scene.stated.of("promotes", "ceased")}


def supporting(
    scene: Scene, functions: Sequence[str], things: Collection[str], missing: Collection[Pair]
) -> tuple[Statement, ...]:
    """The statements, of whatever status, by which a document advises what is proposed: to be shown, never scored.

    A tie that is missing is itself recommended, planned or mandated; or a recommendation proposes one of the functions,
    or something that is to serve or fund it, or addresses a challenge that affects the resources or funds (`things`).
    Only where there is nothing of that kind, a recommendation that addresses a challenge which affects the function.
    """
    advised = scene.recall((_ties_advised,), partial(_ties_advised, scene))
    found = [s for ends in set(missing) for s in advised.get(ends, ())]
    found += {
        order(s): s for f in functions for s in scene.recall(("proposed", f), partial(_proposed, scene, f))
    }.values()
    found += _advice(scene, "addresses", _troubles(scene, things))
    return tuple(sorted(found or _advice(scene, "addresses", _troubles(scene, set(functions))), key=order))


def _ties_advised(scene: Scene) -> Mapping[Pair, list[Statement]]:
    found: defaultdict[Pair, list[Statement]] = defaultdict(list)
    for s in scene.stated.of("collaboratesWith", *ADVISED):
        found[pair(s.subject, s.object)].append(s)
    return found


def _advice(scene: Scene, predicate: str, objects: Iterable[str]) -> list[Statement]:
    said = _spoken(scene, predicate, objects)
    return [s for s in said if scene.stated.type(s.subject) == "Recommendation"]


def _proposed(scene: Scene, function: str) -> list[Statement]:
    """The advice that proposes a function, or what serves or funds it or is to do so."""
    said = (*_spoken(scene, "activeIn", [function]), *_spoken(scene, "funds", [function]))
    meant = {s.subject for s in said if scene.stated.type(s.subject) != "Organization"}
    return _advice(scene, "proposes", {function, *meant})


def _troubles(scene: Scene, affected: Iterable[str]) -> set[str]:
    return {s.subject for s in _spoken(scene, "affects", affected)}


def _spoken(scene: Scene, predicate: str, objects: Iterable[str]) -> list[Statement]:
    """The statements with a predicate and one of some objects, of every status but denied and ceased."""
    by_object = scene.about(predicate, *SPOKEN)
    return [s for o in dict.fromkeys(objects) for s in by_object.get(o, ())]


def find_support(ecosystem: Ecosystem, findings: Iterable[Finding]) -> Mapping[str, tuple[Sentence, ...]]:
    """For each finding's id, the sentences by which policies promote its function and documents advise its ties."""
    scene = set_scene(ecosystem)
    return {f.id: _sentences(scene, f) for f in findings}


def _sentences(scene: Scene, finding: Finding) -> tuple[Sentence, ...]:
    functions, members = finding.members.get("function", ()), finding.members
    adopted = [s for _, s in promoting(scene, functions)]
    things = (*members.get("resources", ()), *members.get("funds", ()), *members.get("challenge", ()))
    return scene.stated.sentences([*adopted, *supporting(scene, functions, things, finding.missing)])
