"""S5, policy gap: a challenge without instrument, an instrument that reaches nobody, a promotion without resource."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from dpgraph.analysis.functions import above, fund_holdings, narrower
from dpgraph.analysis.making import SUPPORTED, WEAK, Draft, made, sure
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import resources_held
from dpgraph.analysis.stated import order
from dpgraph.analysis.wording import listed
from dpgraph.records import Finding, Statement

INSTRUMENTS = frozenset({"Policy", "Initiative", "Fund"})
PROMOTED = frozenset({"Sector", "Technology"})
CARRIED_OUT = ("manages", "participatesIn")
SILENT = "Only the documents read here were looked through; the answer may stand in another."
UNTOLD = "The documents read here name nothing of the kind anywhere near: they may just not be about it."
FAR, TOLD = 0.1, 0.5


def find_policy_gaps(scene: Scene) -> Iterable[Finding]:
    """S5: what policy leaves open, as far as the documents tell.

    A challenge that no policy, initiative or fund addresses (a recommendation is advice, not an instrument); a policy
    that nobody carries out, or that reaches nobody, or is said to be over; a sector or technology that a policy or an
    initiative promotes and that no platform, publication, project or fund serves, there or beneath.
    """
    yield from _unanswered(scene)
    yield from _unapplied(scene)
    yield from _unserved(scene)


def _unanswered(scene: Scene) -> Iterable[Finding]:
    of, kind = scene.stated.of, scene.stated.type
    answered = {s.object for s in of("addresses") if kind(s.subject) in INSTRUMENTS}
    affected: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in of("affects"):
        affected[s.subject].append(s)
    backed = {s.object for predicate in ("promotes", "funds") for s in of(predicate) if kind(s.subject) in INSTRUMENTS}
    for challenge, said in sorted(affected.items()):
        if challenge not in answered:
            yield _challenge(scene, challenge, said, any(s.object in backed for s in said))


def _challenge(scene: Scene, challenge: str, said: list[Statement], told: bool) -> Finding:
    """`told` says whether documents name an instrument for something that it affects: then silence is telling."""
    name, hit = scene.stated.names([challenge])[0], tuple(sorted({s.object for s in said}))
    return made(
        scene,
        Draft(
            kind="S5",
            title=f"{name}: no instrument addresses it",
            reason=f"What it affects: {listed(scene.stated.names(hit))}. "
            "No document read here names a policy, initiative or fund that addresses it.",
            identity={"challenge": (challenge,)},
            members={
                "function": tuple(i for i in hit if scene.stated.type(i) == "Sector"),
                "affected": tuple(i for i in hit if scene.stated.type(i) != "Sector"),
            },
            figures={
                "affected": len(hit),
                "confidence": sum(s.confidence for s in said) / len(said),
                "reach": 1 - 1 / (1 + len(hit)),
                "told": 1.0 if told else FAR,
            },
            parts=("confidence", "reach", "told"),
            state=SUPPORTED if told and sure(said[:1]) else WEAK,
            said=said,
            settle=f"A policy, programme or fund that is said to address {name}, or a statement that there is none.",
            caveats=(SILENT if told else UNTOLD,),
        ),
    )


def _unapplied(scene: Scene) -> Iterable[Finding]:
    of = scene.stated.of
    promoted: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in of("promotes"):
        promoted[s.subject].append(s)
    issued, over = _by_object(of("issues")), _by_subject(of("promotes", "ceased"))
    carried = {s.object for predicate in CARRIED_OUT for s in of(predicate)}
    reached = _reached(scene)
    for policy in sorted({*promoted, *issued}):
        if scene.stated.type(policy) == "Policy":
            aims = promoted[policy]
            gaps = {
                "no implementer": policy not in carried and not any(s.object in carried for s in aims),
                "no beneficiary": not any(s.object in reached for s in aims),
                "over": bool(over.get(policy)),
            }
            if gaps["over"] or (gaps["no implementer"] and gaps["no beneficiary"]):
                yield _policy(scene, policy, gaps, [*issued.get(policy, []), *aims[:5]], over.get(policy, []))


def _policy(
    scene: Scene, policy: str, gaps: Mapping[str, bool], said: list[Statement], over: list[Statement]
) -> Finding:
    name, issuers = scene.stated.names([policy])[0], tuple(sorted({s.subject for s in said if s.predicate == "issues"}))
    lacks = [gap for gap, holds in gaps.items() if holds]
    told = {
        "no implementer": "nobody is said to carry it out",
        "no beneficiary": "nobody is documented whom it reaches",
        "over": "it is said to be out of force or out of date",
    }
    return made(
        scene,
        Draft(
            kind="S5",
            title=f"{name}: {listed(lacks)}",
            reason=f"{name} is adopted, but {listed([told[gap] for gap in lacks])}.",
            identity={"policy": (policy,)},
            members={
                "issuers": issuers,
                "function": tuple(sorted({s.object for s in said if s.predicate == "promotes"})),
            },
            figures={
                "confidence": max((s.confidence for s in said), default=0.0),
                "lack": len(lacks) / len(gaps),
            },
            parts=("confidence", "lack"),
            state=SUPPORTED if over and sure(over) else WEAK,
            said=[*said, *over],
            settle=f"A report on {name}: who carries it out, and whom it has reached.",
            caveats=(SILENT,) if not over else (),
        ),
    )


def _reached(scene: Scene) -> set[str]:
    """What somebody is active in or holds, everything broader, and every body, platform and initiative."""
    found = {h.function for h in (*resources_held(scene), *fund_holdings(scene.stated))}
    found = found.union(*(above(scene.tree, f) for f in found))
    entities = scene.stated.ecosystem.entities.values()
    acting = {s.subject for s in scene.stated.of("operates")} | {s.object for s in scene.stated.of("operates")}
    return found | {e.iri for e in entities if e.iri in acting}


def _unserved(scene: Scene) -> Iterable[Finding]:
    """The topmost functions that are promoted and that no resource or fund serves; narrower ones belong to them.

    Silence is telling where the documents do name resources of a broader function that is much alike (`told`).
    """
    promoted: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in scene.stated.of("promotes"):
        if scene.stated.type(s.object) in PROMOTED and scene.stated.type(s.subject) in ("Policy", "Initiative"):
            promoted[s.object].append(s)
    served, active = _served(scene)
    bare = {f: said for f, said in promoted.items() if f not in served}
    for function in sorted(bare):
        if not any(narrower(scene.tree, function, broad) for broad in bare):
            beneath = [f for f in sorted(bare) if narrower(scene.tree, f, function)]
            said = sorted((s for f in (function, *beneath) for s in bare[f]), key=order)
            yield _bare(scene, function, beneath, said, active.get(function, []), served)


def _served(scene: Scene) -> tuple[set[str], dict[str, list[Statement]]]:
    """The functions that a resource or fund serves, broader ones included; and where bodies are active without one."""
    served: set[str] = set()
    active: defaultdict[str, list[Statement]] = defaultdict(list)
    for h in resources_held(scene):
        if h.thing:
            served |= above(scene.tree, h.function)
        else:
            for function in above(scene.tree, h.function):
                active[function].extend(h.statements)
    for h in fund_holdings(scene.stated):
        served |= above(scene.tree, h.function)
    return served, active


def _bare(
    scene: Scene,
    function: str,
    beneath: list[str],
    said: list[Statement],
    active: list[Statement],
    served: Collection[str],
) -> Finding:
    names, policies = scene.stated.names, tuple(sorted({s.subject for s in said}))
    told = max((scene.likeness(function, f) for f in above(scene.tree, function) if f in served), default=FAR)
    name, bodies = names([function])[0], tuple(sorted({s.subject for s in active}))
    some = f" {listed(names(bodies))} {'is' if len(bodies) == 1 else 'are'} active in it." if bodies else ""
    return made(
        scene,
        Draft(
            kind="S5",
            title=f"{name}: promoted, without platform, project or fund",
            reason=f"{listed(names(policies), most=2)} promote{'s' if len(policies) == 1 else ''} {name}. "
            f"No document read here names a platform, publication, project or fund that serves it.{some}",
            identity={"function": (function,)},
            members={"narrower": tuple(beneath), "policies": policies, "participants": bodies},
            figures={
                "promotions": len(said),
                "confidence": max(s.confidence for s in said),
                "backing": 1 - 1 / (1 + len(policies)),
                "emptiness": 1 / (1 + len(bodies)),
                "extent": 1 - 1 / (2 + len(beneath)),
                "told": told,
            },
            parts=("confidence", "backing", "emptiness", "extent", "told"),
            state=SUPPORTED if told >= TOLD and sure(said[:1]) else WEAK,
            said=said,
            contrary=active,
            settle=f"A document that names a platform, project or fund for {name}.",
            caveats=(SILENT if told >= TOLD else UNTOLD,),
            policies=policies,
        ),
    )


def _by_object(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        found[s.object].append(s)
    return found


def _by_subject(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    found: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in statements:
        found[s.subject].append(s)
    return found
