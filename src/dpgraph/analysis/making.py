"""How a finding is put together: its id, score, sentences, and what every finding says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dpgraph.analysis.measures import geometric_mean
from dpgraph.analysis.pairs import Pair
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.ties import Tie
from dpgraph.iris import digest
from dpgraph.records import Finding, Sentence, Statement

SURE = 0.7
DIGITS = 6
# Of more sentences for a finding, or against it, so many are quoted, the surest; all are counted.
QUOTED = 100
STATES = SUPPORTED, WEAK, NOT_COMPUTABLE = "supported", "weak", "not computable"
QUESTIONS = {
    "S1": "owners-without-a-tie", "S2": "funds-side-by-side", "S3": "bodies-side-by-side", "S4": "stranded-resources",
    "S5": "policy-gaps", "S6": "actors-without-a-tie", "O1": "owners-without-a-tie", "O2": "funds-side-by-side",
    "O3": "bodies-side-by-side", "O4": "complementary-partners", "O5": "possible-brokers", "O6": "policy-uptake",
    "O7": "next-activities",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """What a detector says; `made` makes a finding of it.

    `identity` are the members that make the id, `members` further ones. `parts` name the figures whose geometric mean
    is the score, unless `score` gives it. `said` are the statements for it, `contrary` those against it.
    """

    kind: str
    title: str
    reason: str
    identity: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, float]
    parts: Sequence[str]
    state: str
    said: Sequence[Statement]
    settle: str
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ties: tuple[Tie, ...] = ()
    missing: tuple[Pair, ...] = ()
    denied: tuple[Pair, ...] = ()
    contrary: Sequence[Statement] = ()
    caveats: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    counterfactual: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    id: str = ""
    score: float | None = None


def made(scene: Scene, draft: Draft) -> Finding:
    """The finding of a draft: with its id and score, its sentences, and how many documents and figures stand behind.

    `documents` counts the documents of the best evidence, `quotes` the sentences, `observations` the figures that
    documents state about the members.
    """
    identity, members = in_roles(**draft.identity), in_roles(**{**draft.identity, **draft.members})
    sentences, documents = scene.stated.told(draft.said)
    figures = {name: round(value, DIGITS) for name, value in draft.figures.items()}
    counts = {
        "observations": 0 if scene.is_draw else _observed(scene, members),
        "quotes": len(sentences),
        "documents": len(documents),
    }
    alone = one_document(documents)
    many = f"Of {len(sentences)} sentences the {QUOTED} surest are quoted." if len(sentences) > QUOTED else ""
    return Finding(
        id=draft.id or finding_id(draft.kind, identity),
        kind=draft.kind,
        title=draft.title,
        reason=draft.reason,
        members=members,
        ties=tuple(dict.fromkeys((t.a, t.b, t.kind) for t in draft.ties)),
        missing=draft.missing,
        policies=draft.policies,
        score=_score(draft),
        figures={**figures, **counts},
        state=draft.state,
        evidence=_surest(sentences),
        against=_surest(scene.stated.sentences(draft.contrary)),
        settle=draft.settle,
        denied=draft.denied,
        caveats=tuple(filter(None, (*draft.caveats, many, alone))),
        question=QUESTIONS[draft.kind],
        counterfactual=draft.counterfactual,
    )


def there(
    scene: Scene, kind: str, identity: Mapping[str, tuple[str, ...]], missing: tuple[Pair, ...] = (), lacking: int = 0
) -> Finding:
    """A finding of which only that it is there matters (`Scene.scored`)."""
    return made(scene, wordless(kind, identity, {"missing_pairs": lacking}, missing=missing, score=1.0))


def wordless(
    kind: str,
    identity: Mapping[str, tuple[str, ...]],
    figures: Mapping[str, float],
    parts: Sequence[str] = (),
    **more: Any,
) -> Draft:
    """The draft of a finding in a draw by chance, of which nobody reads the words; `more` are further fields."""
    return Draft(kind, "", "", identity, figures, parts, WEAK, said=(), settle="", **more)


def one_document(documents: Collection[str]) -> str:
    """A caveat where all evidence stands in one document, else "".

    >>> one_document({"report"}), one_document({"a", "b"})
    ('All of it rests on one document (report).', '')
    """
    return f"All of it rests on one document ({min(documents)})." if len(documents) == 1 else ""


def finding_id(kind: str, members: Mapping[str, Collection[str]]) -> str:
    """The kind and eight digits that depend on the members alone."""
    return f"{kind}-{digest(*(x for role in sorted(members) for x in (role, *members[role])))[:8]}"


def in_roles(**members: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Members by role, without the roles that nobody has."""
    return {role: found for role, found in members.items() if found}


def ranked(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings by state (supported, weak, not computable), then the best of each kind in turn, by score, then by id.

    Scores order findings of one kind and say nothing of one kind against another: so the list takes the first of each
    kind, then the second of each, and so on.
    """
    best = sorted(findings, key=lambda f: (STATES.index(f.state), -f.score, f.id))
    seen: Counter[tuple[str, str]] = Counter()
    places = {}
    for f in best:
        places[f.id] = seen[f.kind, f.state]
        seen[f.kind, f.state] += 1
    return tuple(sorted(best, key=lambda f: (STATES.index(f.state), places[f.id], -f.score, f.id)))


def sure(statements: Iterable[Statement]) -> bool:
    """Whether each of some statements has a confidence of 0.7 or more."""
    return all(s.confidence >= SURE for s in statements)


def _surest(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """In their order; of more than 100 only the surest."""
    if len(sentences) <= QUOTED:
        return sentences
    best = sorted(range(len(sentences)), key=lambda n: (-sentences[n].confidence, n))[:QUOTED]
    return tuple(sentences[n] for n in sorted(best))


def _score(draft: Draft) -> float:
    """That which is given, else the geometric mean of the parts; 0 where there are none."""
    if draft.score is not None:
        return round(draft.score, DIGITS)
    return round(geometric_mean(draft.figures[p] for p in draft.parts), DIGITS) if draft.parts else 0.0


def _observed(scene: Scene, members: Mapping[str, tuple[str, ...]]) -> int:
    things = {iri for role, found in members.items() if role not in ("function", "narrower", "also") for iri in found}
    return sum(scene.observed.get(iri, 0) for iri in things)
