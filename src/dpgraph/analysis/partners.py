"""O4, complementary partners: content with technology, reach with expertise, in a function that both serve."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from dpgraph.analysis.counterfactual import changes
from dpgraph.analysis.functions import OWNING, Holding, above
from dpgraph.analysis.making import SUPPORTED, SURE, WEAK
from dpgraph.analysis.matching import Match, best_matches
from dpgraph.analysis.proposals import Proposal, proposed
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import holdings_by_actor
from dpgraph.analysis.wording import listed
from dpgraph.records import Finding, Statement

# What shows that an actor has a strength: its own class or that of a resource it holds, or what it is said to use.
STRENGTHS: Mapping[str, frozenset[str]] = {
    "content": frozenset({"Publisher", "Magazine", "MediaGroup", "Database", "Journal", "Newspaper", "MagazineTitle",
                          "Book", "Publication"}),
    "technology": frozenset({"DataPlatform", "Technology"}),
    "reach": frozenset({"OnlineStore", "SocialMediaAccount", "MediaPlatform", "Audience"}),
    "expertise": frozenset({"University", "ResearchInstitute", "KnowledgeServicePlatform"}),
}  # fmt: skip
PEOPLE = re.compile(
    r"user|reader|download|visit|subscri|audience|impression|student|member|customer|listener", re.IGNORECASE
)
# So many partnerships are given, those of the greatest need.
MOST = 250
READ_OFF = "Strengths are read off what documents happen to name; a strength nobody mentions is missed."
Strengths = Mapping[str, Mapping[str, tuple[Statement, ...]]]


def find_partners(scene: Scene) -> Iterable[Finding]:
    """O4: actors without a tie that serve one function, each with a strength the other lacks.

    One has content and the other technology, or one reach and the other expertise. Of each actor, the three best
    matches are given; of more than 250, those with the greatest need.
    """
    has = _strengths(scene)
    held = {actor: _of_sectors(scene, found) for actor, found in holdings_by_actor(scene).items()}
    matches = best_matches(scene, has, held)
    for match in matches if scene.is_draw else matches[:MOST]:
        if scene.wants("O4", *match.ends):
            yield _partnership(scene, match, has, held, len(matches))


def _partnership(
    scene: Scene, match: Match, has: Strengths, held: Mapping[str, list[Holding]], matches: int
) -> Finding:
    names, (a, b) = scene.stated.names, match.ends
    function = names([match.function])[0]
    only = {end: [s for s in has[end] if s not in has[other]] for end, other in ((a, b), (b, a))}
    first, second = (f"{names([end])[0]} has {listed(only[end])}" for end in (a, b))
    here = [h for end in (a, b) for h in held[end] if match.function in above(scene.tree, h.function)]
    shown = [s for end in (a, b) for strength in only[end] for s in has[end][strength][:2]]
    sure = all(any(h.confidence >= SURE and h.thing for h in held[end]) for end in (a, b))
    return proposed(
        scene,
        Proposal(
            kind="O4",
            title=f"Partners for {function}: {names([a])[0]} and {names([b])[0]}",
            need=f"Both serve {function}; {first}, {second}.",
            strength=match.need,
            functions=(match.function,),
            parties=match.ends,
            missing=(match.ends,),
            denied=(match.ends,) if scene.ties.denied(a, b) else (),
            figures={"closeness": match.closeness, "difference": match.difference, "confidence": match.confidence},
            state=SUPPORTED if sure else WEAK,
            said=[*(s for h in here for s in h.statements), *shown, *scene.ties.denied(a, b)],
            contrary=scene.ties.ended(a, b),
            settle=f"A document that names {names([a])[0]} and {names([b])[0]} as partners, or says why they are not.",
            identity={"owners": match.ends, "function": (match.function,)},
            members={"resources": tuple(sorted({h.thing for h in here if h.thing}))},
            counterfactual=changes(scene, match.ends, [match.ends], [match.ends]),
            caveats=(READ_OFF, *([f"Of {matches} such partnerships {MOST} are given."] if matches > MOST else [])),
        ),
    )


def _of_sectors(scene: Scene, held: Iterable[Holding]) -> list[Holding]:
    return [h for h in held if scene.stated.type(h.function) == "Sector"]


def _strengths(scene: Scene) -> dict[str, dict[str, tuple[Statement, ...]]]:
    """What each actor is strong in, with the statements that show it (none, where its own class does)."""
    found: defaultdict[str, defaultdict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for actor, cls, said in _signs(scene):
        for strength, classes in STRENGTHS.items():
            if cls in classes:
                found[actor][strength].extend(said)
    return {actor: {s: tuple(said) for s, said in sorted(has.items())} for actor, has in found.items()} | {
        e.iri: {} for e in scene.stated.ecosystem.entities.values() if e.iri not in found
    }


def _signs(scene: Scene) -> Iterable[tuple[str, str, tuple[Statement, ...]]]:
    stated = scene.stated
    for e in stated.ecosystem.entities.values():
        if e.type == "Organization":
            yield e.iri, e.cls, ()
    watched = {o.subject for o in stated.ecosystem.observations if PEOPLE.search(f"{o.indicator} {o.unit}")}
    using = {s.subject: s for s in stated.of("usesTechnology")}
    for s in (s for predicate in OWNING for s in stated.of(predicate)):
        yield s.subject, stated.cls(s.object), (s,)
        if s.object in watched:
            yield s.subject, "Audience", (s,)
        if s.object in using:
            yield s.subject, "Technology", (s, using[s.object])
    for s in using.values():
        yield s.subject, "Technology", (s,)
