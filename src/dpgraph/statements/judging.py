"""A second look at the relations of a document: how sure each is in the light of all the others.

Sentence by sentence, rules and models propose. What they cannot see there says much about who is right: whether another
sentence states the same, whether another owner of the same platform is likelier, how sure it is that the two ends are
names at all. A logistic model weighs it; what it was trained on are proposals in passages that the models which made
them had not seen (stacking: Wolpert 1992, doi:10.1016/S0893-6080(05)80023-1). The lower of the two probabilities, that
of the proposal and that of the second look, is the confidence.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from dpgraph.mentions.deciding import hashed
from dpgraph.records import Mention, Ontology
from dpgraph.statements.linear import read_linear
from dpgraph.statements.relation import Relation, guide_predicate
from dpgraph.terms import GUIDE_PREDICATES

JUDGING = Path(__file__).with_name("weights") / "judging.npz"
RIGHT = "right"
# The confidence below which a model's proposal is dropped, and a rule's, whose words are there for all to see.
BAR, BAR_OF_RULES = 0.25, 0.2
# The probability below which a proposal is only looked at beside others: the second look may lower it, not save it.
LEAST, LEAST_OF_TOPICS, LEAST_DENIED = 0.25, 0.35, 0.45
# The confidence below which a model is not believed in what it is wrong about more often than it says: that two
# organizations of a sentence work together, and anything about a whole sector or technology.
FLOOR_TOGETHER, FLOOR_OF_SECTORS = 0.35, 0.8

# Subject, predicate of the guide, object.
Key: TypeAlias = tuple[str, str, str]


def judged(proposed: Sequence[Relation], mentions: Sequence[Mention], ontology: Ontology) -> Iterator[Relation]:
    """The proposals worth believing, each with its confidence.

    What annotators do not mark keeps the probability that it was proposed with: what is denied, and a corpus's own
    predicates.
    """
    known = [r for r in proposed if is_judged(r, ontology)]
    types = {m.entity or "": m.type for m in mentions}
    model = read_linear(JUDGING)
    rows = model.tables([hashed(features) for features in judged_features(known, mentions, ontology)])
    sure = dict(zip(map(id, known), rows[:, model.classes.index(RIGHT)].tolist(), strict=True))
    for relation in proposed:
        said = relation.evidence.confidence
        now = sure.get(id(relation), 1.0)
        confidence = round(min(said, now), 3)
        if said >= _least(relation) and now >= _bar(relation) and confidence >= _floor(relation, types):
            yield replace(relation, evidence=replace(relation.evidence, confidence=confidence))


def _bar(relation: Relation) -> float:
    return BAR if relation.evidence.method.startswith("model") else BAR_OF_RULES


def _floor(relation: Relation, types: Mapping[str, str]) -> float:
    """The confidence that a model needs where it is wrong more often than it says; 0 for rules and anything else."""
    if not relation.evidence.method.startswith("model"):
        return 0.0
    if types.get(relation.subject) in {"Sector", "Technology"}:
        return FLOOR_OF_SECTORS
    return FLOOR_TOGETHER if relation.predicate == "collaboratesWith" else 0.0


def _least(relation: Relation) -> float:
    if relation.status == "denied":
        return LEAST_DENIED
    return LEAST_OF_TOPICS if relation.evidence.method == "model topics" else LEAST


def is_judged(relation: Relation, ontology: Ontology) -> bool:
    """Whether annotators mark relations of this kind."""
    return relation.status != "denied" and guide_predicate(relation.predicate, ontology) in GUIDE_PREDICATES


def judged_features(
    proposed: Sequence[Relation], mentions: Sequence[Mention], ontology: Ontology
) -> Iterator[list[str]]:
    """What the model sees of each proposal."""
    seen = _seen(proposed, mentions, ontology)
    for relation in proposed:
        key = _key(relation, ontology)
        yield [
            *_of_proposal(relation, key, seen),
            *_of_repetitions(relation, key, seen),
            *_of_end("s", key[0], seen),
            *_of_end("o", key[2], seen),
            *_of_rivals("pair", frozenset((key[0], key[2])), key, seen),
            *_of_rivals("same object", key[1:], key, seen),
            *_of_rivals("same subject", key[:2], key, seen),
        ]


@dataclass(frozen=True, slots=True)
class _Seen:
    """Of a document: the mentions of each name and its place in their order, and the chances of each proposal."""

    named: Mapping[str, Sequence[Mention]]
    order: Mapping[str, int]
    chances: Mapping[Key, Sequence[float]]
    rivals: Mapping[object, Sequence[tuple[float, Key]]] = field(default_factory=dict)
    likely: Mapping[str, int] = field(default_factory=dict)


def _seen(proposed: Sequence[Relation], mentions: Sequence[Mention], ontology: Ontology) -> _Seen:
    named, chances = defaultdict[str, list[Mention]](list), defaultdict[Key, list[float]](list)
    for mention in mentions:
        named[mention.entity or ""].append(mention)
    for relation in proposed:
        chances[_key(relation, ontology)].append(relation.evidence.confidence)
    rivals = defaultdict[object, list[tuple[float, Key]]](list)
    for key, many in chances.items():
        for shared in (frozenset((key[0], key[2])), key[1:], key[:2]):
            rivals[shared].append((max(many), key))
    likely = Counter(key[0] for key, many in chances.items() if max(many) > 0.5)
    return _Seen(named, {name: order for order, name in enumerate(named)}, chances, rivals, likely)


def _key(relation: Relation, ontology: Ontology) -> Key:
    return relation.subject, guide_predicate(relation.predicate, ontology), relation.object


def _of_proposal(relation: Relation, key: Key, seen: _Seen) -> Iterator[str]:
    predicate, method, chance = key[1], relation.evidence.method, _step(relation.evidence.confidence)
    kind = method if method.startswith("model") else "rule"
    types = ">".join(seen.named[name][0].type for name in (key[0], key[2]))
    yield f"predicate={predicate}"
    yield f"types={types}"
    yield f"predicate+types={predicate}:{types}"
    yield f"predicate+kind={predicate}:{kind}"
    yield f"method={method}"
    yield f"status={relation.status}"
    yield f"predicate+status={predicate}:{relation.status}"
    yield f"chance={chance}"
    yield f"chance+kind={chance}:{kind}"
    yield f"chance+predicate={chance // 2}:{predicate}"
    yield f"object word={predicate}:{key[2].split()[-1].lower()}"
    yield f"says={min(seen.likely.get(key[0], 0), 8) // 2}"


def _of_repetitions(relation: Relation, key: Key, seen: _Seen) -> Iterator[str]:
    kind = "model" if relation.evidence.method.startswith("model") else "rule"
    chances = sorted(seen.chances[key], reverse=True)
    yield f"times={min(len(chances), 4)}"
    yield f"times+kind={min(len(chances), 4)}:{kind}"
    if len(chances) > 1:
        yield f"elsewhere={_step(chances[relation.evidence.confidence == chances[0]])}"


def _of_end(side: str, name: str, seen: _Seen) -> Iterator[str]:
    mentions = seen.named[name]
    yield f"{side} sure={_step(max(m.score for m in mentions))}"
    yield f"{side} times={min(len(mentions), 5)}"
    yield f"{side} order={min(seen.order[name], 6) // 2}"
    yield f"{side} by={mentions[0].method}"
    yield f"{side} words={min(len(name.split()), 5)}"
    yield f"{side} lower={name.islower()}"


def _of_rivals(how: str, shared: object, key: Key, seen: _Seen) -> Iterator[str]:
    """How a proposal stands among those that share two of its parts with it."""
    own, rivals = max(seen.chances[key]), [chance for chance, other in seen.rivals[shared] if other != key]
    ahead, best = sum(chance > own for chance in rivals), max(rivals, default=0.0)
    yield f"{how} ahead={min(ahead, 4)}"
    yield f"{how} ahead+predicate={min(ahead, 4)}:{key[1]}"
    yield f"{how} rivals={min(len(rivals), 6) // 2}"
    yield f"{how} best={_step(best)}"
    yield f"{how} leads={best < own}:{key[1]}"


def _step(chance: float) -> int:
    """The log-odds of a chance in steps of two thirds, from -6 to 6."""
    odds = (chance + 1e-4) / (1.0001 - chance)
    return max(-6, min(6, round(1.5 * math.log(odds))))
