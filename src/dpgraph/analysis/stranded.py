"""S4, stranded resource: given up, paying for nothing, or without any documented function, user or partner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dpgraph.analysis.functions import OWNING, SERVING
from dpgraph.analysis.making import SUPPORTED, WEAK, Draft, made, sure
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.ties import DESIGNATIONS
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding, Statement

TYPES = frozenset({"Platform", "Publication", "Initiative", "Fund"})
# What happens once, or picks winners, is nothing that could be left unused.
OCCASIONS = DESIGNATIONS | {"Event"}
HELD = (*OWNING, "funds", "participatesIn")
USED = ("participatesIn", "funds", "promotes")
OPEN_ENDED = "No document read here says what it is for, who uses it or who takes part: it may be in full use."


def find_stranded(scene: Scene) -> Iterable[Finding]:
    """S4: resources that were given up, funds said not to pay, and, by owner, resources nothing is said of.

    Given up: a statement that somebody holds, funds or takes part in it has ceased, and nobody else is said to do so.
    Said not to pay: a fund is denied to finance something and nowhere said to finance anything. The last kind rests on
    silence, so it is always weak: neither function nor user, figure or partner of the resource is documented, nor of
    a whole that it is part of.
    """
    yield from _given_up(scene)
    yield from _not_paying(scene)
    yield from _unspoken(scene)


def _given_up(scene: Scene) -> Iterable[Finding]:
    ceased: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in (s for predicate in HELD for s in scene.stated.of(predicate, "ceased")):
        if _is_resource(scene, s.object):
            ceased[s.object].append(s)
    current, serving = _by_object(scene, HELD), _functions(scene)
    for thing, said in sorted(ceased.items()):
        losers, still = {s.subject for s in said}, current.get(thing, [])
        if not any(s.subject not in losers for s in still):
            again = [s for s in still if s.subject in losers]
            yield _abandoned(scene, thing, said, again, tuple(sorted(serving.get(thing, ()))))


def _abandoned(
    scene: Scene, thing: str, said: list[Statement], still: list[Statement], functions: tuple[str, ...]
) -> Finding:
    names, owners = scene.stated.names, tuple(sorted({s.subject for s in said}))
    what = "no longer funded" if all(s.predicate == "funds" for s in said) else "given up"
    doubt = "Another sentence states it as current." if still else ""
    return made(
        scene,
        Draft(
            kind="S4",
            title=f"{names([thing])[0]}: {what}",
            reason=f"{names([thing])[0]} was {what} by {listed(names(owners))}; nobody is said to have taken it over.",
            identity={"resources": (thing,), "owners": owners},
            members={"function": functions},
            figures={
                "owners": len(owners),
                "resources": 1,
                "confidence": max(s.confidence for s in said),
                "finality": 0.5 if still else 1.0,
                "size": 1 - 1 / (1 + len(said)),
            },
            parts=("confidence", "finality", "size"),
            state=SUPPORTED if not still and sure(said) else WEAK,
            said=said,
            contrary=still,
            settle=f"A document that says who runs {names([thing])[0]} today, or what became of it.",
            caveats=(doubt,),
        ),
    )


def _not_paying(scene: Scene) -> Iterable[Finding]:
    paying = {s.subject for s in scene.stated.of("funds")}
    denied: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in scene.stated.of("funds", "denied"):
        if s.subject not in paying:
            denied[s.subject].append(s)
    for fund, said in sorted(denied.items()):
        yield _idle(scene, fund, said)


def _idle(scene: Scene, fund: str, said: list[Statement]) -> Finding:
    name, purposes = scene.stated.names([fund])[0], tuple(sorted({s.object for s in said}))
    purpose = listed(scene.stated.names(purposes))
    managers = tuple(s.subject for s in scene.about("manages").get(fund, ()))
    return made(
        scene,
        Draft(
            kind="S4",
            title=f"{name}: no money for {purpose}",
            reason=f"That money of {name} goes to {purpose} is expressly denied; none to anything else is documented.",
            identity={"funds": (fund,), "function": purposes},
            members={"owners": managers},
            figures={
                "owners": len(managers),
                "resources": 1,
                "confidence": max(s.confidence for s in said),
                "finality": 1.0,
                "size": 1 - 1 / (1 + len(said)),
            },
            parts=("confidence", "finality", "size"),
            state=SUPPORTED if sure(said) else WEAK,
            said=said,
            settle=f"A document that names what {name} pays for.",
        ),
    )


def _unspoken(scene: Scene) -> Iterable[Finding]:
    """By owner, the resources that nothing more is said of than whose they are."""
    spoken = _spoken_of(scene)
    owned: defaultdict[str, dict[str, Statement]] = defaultdict(dict)
    for s in (s for predicate in OWNING for s in scene.stated.of(predicate)):
        if _is_resource(scene, s.object):
            owned[s.subject].setdefault(s.object, s)
    for owner, things in sorted(owned.items()):
        silent = {thing: s for thing, s in things.items() if thing not in spoken}
        if silent:
            yield _undocumented(scene, owner, silent, len(things))


def _undocumented(scene: Scene, owner: str, silent: Mapping[str, Statement], all_owned: int) -> Finding:
    names, things = scene.stated.names, tuple(sorted(silent))
    said = [silent[t] for t in things]
    return made(
        scene,
        Draft(
            kind="S4",
            title=f"{names([owner])[0]}: {counted(len(things), 'resource')} of no documented use",
            reason=f"{names([owner])[0]} runs {listed(names(things))}; no function, user or partner is documented.",
            identity={"owners": (owner,)},
            members={"resources": things},
            figures={
                "owners": 1,
                "resources": len(things),
                "owned": all_owned,
                "confidence": sum(s.confidence for s in said) / len(said),
                "share_unspoken": len(things) / all_owned,
                "size": 1 - 1 / (1 + len(things)),
                "finality": 0.25,
            },
            parts=("confidence", "share_unspoken", "size", "finality"),
            state=WEAK,
            said=said,
            settle=f"A document that says what {names(things[:1])[0]} is for, who uses it, or who works on it.",
            caveats=(OPEN_ENDED,),
        ),
    )


def _spoken_of(scene: Scene) -> set[str]:
    """The resources with a function, figure or partner of their own, or by a whole that they are part of."""
    found = {s.subject for predicate in (*SERVING, "usesBusinessModel") for s in scene.stated.of(predicate)}
    found |= {s.object for predicate in USED for s in scene.stated.of(predicate)}
    found |= {s.subject for predicate in ("participatesIn", "funds", "promotes") for s in scene.stated.of(predicate)}
    found |= set(scene.observed)
    found |= {thing for thing, said in _by_object(scene, OWNING).items() if len({s.subject for s in said}) > 1}
    wholes: defaultdict[str, set[str]] = defaultdict(set)
    for s in scene.stated.of("partOf"):
        wholes[s.object].add(s.subject)
    front = [whole for whole in wholes if whole in found]
    while front:
        parts = wholes.pop(front.pop(), set())
        found |= parts
        front.extend(parts)
    return found


def _functions(scene: Scene) -> Mapping[str, set[str]]:
    """What each thing serves or has served."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for s in (s for predicate in SERVING for s in scene.stated.of(predicate, "asserted", "ceased")):
        found[s.subject].add(s.object)
    return found


def _is_resource(scene: Scene, thing: str) -> bool:
    return scene.stated.type(thing) in TYPES and scene.stated.cls(thing) not in OCCASIONS


def _by_object(scene: Scene, predicates: Iterable[str]) -> dict[str, list[Statement]]:
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in (s for predicate in predicates for s in scene.stated.of(predicate)):
        found[s.object].append(s)
    return found
