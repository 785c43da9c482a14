"""S5, policy gap: a challenge without instrument, an instrument that reaches nobody, a promotion without resource."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping

from dpgraph.analysis.functions import above, fund_holdings
from dpgraph.analysis.making import SUPPORTED, WEAK, Draft, made, sure
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import resources_held
from dpgraph.analysis.stated import order
from dpgraph.analysis.wording import counted, listed
from dpgraph.records import Finding, Statement

INSTRUMENTS = frozenset({"Policy", "Initiative", "Fund"})
PROMOTED = frozenset({"Sector", "Technology"})
CARRIED_OUT = ("manages", "participatesIn")
SILENT = "Only the documents read here were looked through; the answer may stand in another."
UNTOLD = "The documents read here name nothing of the kind anywhere near: they may just not be about it."
FAR, TOLD = 0.1, 0.5


def find_policy_gaps(scene: Scene) -> Iterable[Finding]:
    """S5: what policy leaves open, as far as the documents tell.

    Challenges that no policy, initiative or fund addresses (a recommendation is advice, not an instrument), together
    by what they affect; a policy that nobody carries out and that reaches nobody, or that is said to be over; sectors
    and technologies that a policy or an initiative promotes and that no platform, publication, project or fund serves,
    there or beneath, together by branch.
    """
    yield from _unanswered(scene)
    yield from _unapplied(scene)
    yield from _unserved(scene)


def _unanswered(scene: Scene) -> Iterable[Finding]:
    """The challenges without an instrument, together where they affect the same: most of all of what they affect."""
    of, kind = scene.stated.of, scene.stated.type
    answered = {s.object for s in of("addresses") if kind(s.subject) in INSTRUMENTS}
    open_ = [s for s in of("affects") if s.subject not in answered]
    often = Counter(s.object for s in open_)
    hit: defaultdict[str, list[str]] = defaultdict(list)
    for s in open_:
        hit[s.subject].append(s.object)
    together: defaultdict[str, list[str]] = defaultdict(list)
    for challenge, affected in sorted(hit.items()):
        together[max(affected, key=lambda iri: (kind(iri) == "Sector", often[iri], iri))].append(challenge)
    backed = {s.object for predicate in ("promotes", "funds") for s in of(predicate) if kind(s.subject) in INSTRUMENTS}
    for what, challenges in sorted(together.items()):
        said = [s for s in open_ if s.subject in challenges]
        yield _challenges(scene, what, challenges, said, any(s.object in backed for s in said))


def _challenges(scene: Scene, what: str, challenges: list[str], said: list[Statement], told: bool) -> Finding:
    """`told` says whether documents name an instrument for something that they affect: then silence is telling."""
    names, affected = scene.stated.names, tuple(sorted({s.object for s in said}))
    about = listed(names([what] if scene.stated.type(what) == "Sector" else affected))
    listing = listed(names(challenges))
    many = counted(len(challenges), "challenge")
    return made(
        scene,
        Draft(
            kind="S5",
            title=f"{about}: {many} without an instrument",
            reason=f"What holds back {about}: {listing}. No document read here names a policy, initiative or fund that "
            f"addresses {'it' if len(challenges) == 1 else 'any of them'}.",
            identity={"challenged": (what,)},
            members={
                "challenge": tuple(challenges),
                "function": tuple(i for i in affected if scene.stated.type(i) == "Sector"),
                "affected": tuple(i for i in affected if scene.stated.type(i) != "Sector"),
            },
            figures={
                "challenges": len(challenges),
                "confidence": sum(s.confidence for s in said) / len(said),
                "extent": 1 - 1 / (1 + len(challenges)),
                "told": 1.0 if told else FAR,
            },
            parts=("confidence", "extent", "told"),
            state=SUPPORTED if told and sure(said[:1]) else WEAK,
            said=said,
            settle=f"A policy, programme or fund that is said to address {listing}, or a statement that there is none.",
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
            reason=f"{name} {'was issued' if issuers else 'is named as in force'}, but "
            f"{listed([told[gap] for gap in lacks])}.",
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
    """The functions that are promoted and that no resource or fund serves, together by branch.

    Silence is telling where the documents do name resources of a broader function that is much alike (`told`).
    """
    promoted: defaultdict[str, list[Statement]] = defaultdict(list)
    for s in scene.stated.of("promotes"):
        if scene.stated.type(s.object) in PROMOTED and scene.stated.type(s.subject) in ("Policy", "Initiative"):
            promoted[s.object].append(s)
    served, active = _served(scene)
    bare = {f: said for f, said in promoted.items() if f not in served}
    branches: defaultdict[str, list[str]] = defaultdict(list)
    for function, said in sorted(bare.items()):
        branches[_branch(scene, function, served) or said[0].subject].append(function)
    for branch, functions in sorted(branches.items()):
        yield _bare(scene, branch, functions, {f: bare[f] for f in functions}, active)


def _branch(scene: Scene, function: str, served: Collection[str]) -> str | None:
    """The broader function most alike this one that resources do serve; None where there is none."""
    known = [(scene.likeness(function, f), f) for f in above(scene.tree, function) if f in served]
    return max(known)[1] if known else None


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
    branch: str,
    functions: list[str],
    promoted: Mapping[str, list[Statement]],
    active: Mapping[str, list[Statement]],
) -> Finding:
    """What is promoted and bare in one branch: beneath a function that is served, or by one policy where none is."""
    names, said = scene.stated.names, sorted((s for f in functions for s in promoted[f]), key=order)
    policies = tuple(sorted({s.subject for s in said}))
    bodies = {f: {s.subject for s in active.get(f, ())} for f in functions}
    told = [scene.likeness(f, branch) if branch in above(scene.tree, f) else FAR for f in functions]
    some = tuple(sorted({body for found in bodies.values() for body in found}))
    about, what = names([branch])[0], counted(len(functions), "promoted function")
    there = (
        f" {listed(names(some))} {'is' if len(some) == 1 else 'are'} active there without a resource." if some else ""
    )
    return made(
        scene,
        Draft(
            kind="S5",
            title=f"{about}: {what} without platform, project or fund",
            reason=f"{listed(names(policies), most=2)} promote{'s' if len(policies) == 1 else ''} "
            f"{listed(names(functions))}. No document read here names a platform, publication, project or fund that "
            f"serves {'it' if len(functions) == 1 else 'any of them'}.{there}",
            identity={"branch": (branch,)},
            members={"function": tuple(functions), "policies": policies, "participants": some},
            figures={
                "functions": len(functions),
                "promotions": len(said),
                "confidence": sum(s.confidence for s in said) / len(said),
                "backing": 1 - 1 / (1 + len(policies)),
                "emptiness": sum(1 / (1 + len(found)) for found in bodies.values()) / len(bodies),
                "extent": 1 - 1 / (1 + len(functions)),
                "told": sum(told) / len(told),
            },
            parts=("confidence", "backing", "emptiness", "extent", "told"),
            state=SUPPORTED if max(told) >= TOLD and sure(said[:1]) else WEAK,
            said=said,
            contrary=[s for f in functions for s in active.get(f, ())],
            settle=f"A document that names a platform, project or fund for {listed(names(functions), most=3)}.",
            caveats=(SILENT if max(told) >= TOLD else UNTOLD,),
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
