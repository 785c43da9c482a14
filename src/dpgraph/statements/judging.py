"""A second look at the relations of a document: how sure each is in the light of all the others.

Sentence by sentence, rules and models propose. What they cannot see there says much about who is right: whether another
sentence states the same, whether another owner of the same platform is likelier, how sure it is that the two ends are
names at all. Boosted trees weigh it; what they were trained on are proposals in passages that the models which made
them had not seen (stacking: Wolpert 1992, doi:10.1016/S0893-6080(05)80023-1). The lower of the two probabilities, that
of the proposal and that of the second look, is the confidence; of a model that no rule agrees with, a tenth less.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from dpgraph.records import Mention, Ontology
from dpgraph.statements.relation import Relation, guide_predicate
from dpgraph.statements.trees import read_trees
from dpgraph.terms import GUIDE_PREDICATES

JUDGING = Path(__file__).with_name("weights") / "judging.npz"
# The confidence below which a model's proposal is dropped, and a rule's, whose words are there for all to see.
BAR, BAR_OF_RULES = 0.25, 0.2
# The probability below which a proposal is only looked at beside others: the second look may lower it, not save it.
LEAST, LEAST_DENIED = 0.15, 0.45
# The confidence below which a model is not believed in what it is wrong about more often than it says: that two
# organizations of a sentence work together, and anything about a whole sector or technology.
FLOOR_TOGETHER, FLOOR_OF_SECTORS = 0.35, 0.8

# How far a model is believed that no rule agrees with: a word apart from what a rule asks for, it is too sure.
ALONE = 0.9
# The ways in which a relation is found, and the predicates that tell most about what acts and is acted on.
_WAYS = ("model relations", "rule", "model topics")
_TELLING = ("operates", "locatedIn", "activeIn", "promotes", "partOf")

# Subject, predicate of the guide, object.
Key: TypeAlias = tuple[str, str, str]


def judged(proposed: Sequence[Relation], mentions: Sequence[Mention], ontology: Ontology) -> Iterator[Relation]:
    """The proposals worth believing, each with its confidence.

    What annotators do not mark keeps the probability that it was proposed with: what is denied, and a corpus's own
    predicates.
    """
    types = {m.entity or "": m.type for m in mentions}
    features = judged_features([r for r in proposed if is_judged(r, ontology)], mentions, ontology)
    chances = read_trees(JUDGING).probabilities(list(features.values()))
    sure = dict(zip(features, chances.tolist(), strict=True))
    for relation in proposed:
        said, least = relation.evidence.confidence, LEAST_DENIED if relation.status == "denied" else LEAST
        now = sure[key_of(relation, ontology)] if is_judged(relation, ontology) else 1.0
        confidence = round(min(said, now) * _trust(relation), 3)
        if said >= least and now >= _bar(relation) and confidence >= _floor(relation, types):
            yield replace(relation, evidence=replace(relation.evidence, confidence=confidence))


def _bar(relation: Relation) -> float:
    return BAR if relation.evidence.method.startswith("model") else BAR_OF_RULES


def _trust(relation: Relation) -> float:
    is_alone = relation.evidence.method.startswith("model") and relation.status != "denied"
    return ALONE if is_alone else 1.0


def _floor(relation: Relation, types: Mapping[str, str]) -> float:
    """The confidence that a model needs where it is wrong more often than it says; 0 for rules and anything else."""
    if not relation.evidence.method.startswith("model"):
        return 0.0
    if types.get(relation.subject) in {"Sector", "Technology"}:
        return FLOOR_OF_SECTORS
    return FLOOR_TOGETHER if relation.predicate == "collaboratesWith" else 0.0


def is_judged(relation: Relation, ontology: Ontology) -> bool:
    """Whether annotators mark relations of this kind."""
    return relation.status != "denied" and guide_predicate(relation.predicate, ontology) in GUIDE_PREDICATES


def judged_features(
    proposed: Sequence[Relation], mentions: Sequence[Mention], ontology: Ontology
) -> dict[Key, dict[str, float]]:
    """What the trees see of everything that is proposed, once for all the sentences that propose the same.

    Nothing that only grows with the length of a document: they have learnt from short ones.
    """
    seen = _seen(proposed, mentions, ontology)
    return {
        key: {
            **_of_proposal(key, seen),
            **_of_repetitions(key, seen),
            **_of_end("subject", key[0], seen),
            **_of_end("object", key[2], seen),
            **{name: n for how, shared in _shared(key).items() for name, n in _of_rivals(how, shared, key, seen)},
            **dict(_of_deeds(key, seen)),
        }
        for key in seen.saying
    }


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of a document: the mentions of each name, what proposes a relation and how surely, and what it stands beside."""

    named: Mapping[str, Sequence[Mention]]
    saying: Mapping[Key, Sequence[Relation]]
    chances: Mapping[Key, float]
    beside: Mapping[object, Sequence[Key]]
    deeds: Mapping[object, float]


def _seen(proposed: Sequence[Relation], mentions: Sequence[Mention], ontology: Ontology) -> _Seen:
    named, saying = defaultdict[str, list[Mention]](list), defaultdict[Key, list[Relation]](list)
    for mention in mentions:
        named[mention.entity or ""].append(mention)
    for relation in proposed:
        saying[key_of(relation, ontology)].append(relation)
    chances = {key: max(r.evidence.confidence for r in many) for key, many in saying.items()}
    beside, deeds = defaultdict[object, list[Key]](list), defaultdict[object, float](float)
    for key, chance in chances.items():
        for shared in _shared(key).values():
            beside[shared].append(key)
        for deed in (("subject", key[0], key[1]), ("object", key[2], key[1])):
            deeds[deed] = max(deeds[deed], chance)
    return _Seen(
        named=named,
        saying=saying,
        chances=chances,
        beside=beside,
        deeds=deeds,
    )


def key_of(relation: Relation, ontology: Ontology) -> Key:
    """What a relation says, in the guide's terms."""
    return relation.subject, guide_predicate(relation.predicate, ontology), relation.object


def _shared(key: Key) -> dict[str, object]:
    """What a relation may share with others, by name."""
    subject, predicate, obj = key
    return {
        "pair": frozenset((subject, obj)),
        "same object": (predicate, obj),
        "same subject": (subject, predicate),
        "of subject": ("subject", subject, ""),
        "of object": ("object", obj, ""),
    }


def _of_proposal(key: Key, seen: _Seen) -> dict[str, float]:
    subject, predicate, obj = key
    return {
        "chance": _odds(seen.chances[key]),
        f"predicate={predicate}": 1.0,
        f"subject type={seen.named[subject][0].type}": 1.0,
        f"object type={seen.named[obj][0].type}": 1.0,
        "reverse": _odds(seen.chances.get((obj, predicate, subject), 0.0)),
    }


def _of_repetitions(key: Key, seen: _Seen) -> dict[str, float]:
    """How surely each way of finding proposes it, once and again; and how surely any of all, were they independent."""
    found = defaultdict[str, list[float]](list)
    for relation in seen.saying[key]:
        found[_way(relation)].append(relation.evidence.confidence)
    features = {"any": _odds(1 - math.prod(1 - c for many in found.values() for c in many))}
    for way in _WAYS:
        first, second, *_ = *sorted(found[way], reverse=True), 0.0, 0.0
        features |= {way: _odds(first), f"{way} again": _odds(second), f"{way} times": float(len(found[way]))}
    return features


def _way(relation: Relation) -> str:
    method = relation.evidence.method
    return method if method.startswith("model") else "rule"


def _of_end(side: str, name: str, seen: _Seen) -> dict[str, float]:
    mentions = seen.named[name]
    return {
        f"{side} sure": max(m.score for m in mentions),
        f"{side} sure on average": sum(m.score for m in mentions) / len(mentions),
        f"{side} times": float(len(mentions)),
        f"{side} by model": float(mentions[0].method.startswith("model")),
        f"{side} lower": float(name.islower()),
        f"{side} words": float(len(name.split())),
    }


def _of_rivals(how: str, shared: object, key: Key, seen: _Seen) -> Iterator[tuple[str, float]]:
    """How a proposal stands among those that share something with it."""
    own, rivals = seen.chances[key], [seen.chances[other] for other in seen.beside[shared] if other != key]
    yield f"{how} best", _odds(max(rivals, default=0.0))
    yield f"{how} ahead", float(sum(chance > own for chance in rivals))


def _of_deeds(key: Key, seen: _Seen) -> Iterator[tuple[str, float]]:
    """What else is said of the two ends: how surely each is one end or the other of some telling predicates."""
    for end, name in (("subject", key[0]), ("object", key[2])):
        for side in ("subject", "object"):
            for predicate in _TELLING:
                yield f"{end} as {side} of {predicate}", seen.deeds.get((side, name, predicate), 0.0)


def _odds(chance: float) -> float:
    """The log-odds of a chance, about -9 to 9."""
    return math.log((chance + 1e-4) / (1.0001 - chance))
