"""A second opinion on every candidate, by a model trained on annotated sentences: is it a name, and of what type?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from dpgraph.mentions.candidates import REGISTERED, Candidate
from dpgraph.mentions.features import by_span, features
from dpgraph.mentions.linear import read_linear
from dpgraph.mentions.passages import Passage

TYPING = Path(__file__).with_name("weights") / "typing.npz"
METHOD = "model typing"
_NONE = "none"
# How far each way of finding is believed against the model: the share of its finds that annotators agree with.
TRUST = {
    "quoted sum": 1.0,
    "dateline": 0.9, "listing body": 0.9, "well-known name": 0.9,
    "apposition": 0.8, "emphasised title": 0.8, "known acronym": 0.8, "noun before": 0.8, "quoted name": 0.8,
    "role or speech": 0.8, "sector phrase": 0.8,
    "described name": 0.7, "list under a noun": 0.7, "model phrase": 0.7,
    "head noun": 0.6, "fund phrase": 0.5, "known term": 0.45, "joined name": 0.3,
}  # fmt: skip
# The share that the trusted rule has in the answer, at a trust of 1.
RULE_WEIGHT = 0.65
# How sure of "no name" the model must be to drop a span, and to drop one that is no more than a noun phrase.
STRICT, LOOSE = 0.6, 0.2


def typed(passage: Passage, candidates: Iterable[Candidate]) -> list[Candidate]:
    """One candidate a span, of the type that model and rules together give it, without what they take for no name.

    Names that the corpus's own register holds stay as they are. The class is the one a rule gave, if of that type.
    """
    kept = []
    for (start, end), same in by_span(candidates).items():
        registered = next((c for c in same if c.score >= REGISTERED), None)
        if registered:
            kept.append(registered)
        elif answer := _answer(passage, start, end, same):
            kept.append(answer)
    return kept


def _answer(passage: Passage, start: int, end: int, same: list[Candidate]) -> Candidate | None:
    """The type that model and rules together find likeliest, or None when they take the span for no name."""
    model = read_linear(TYPING)
    chances = dict(zip(model.classes, model.probabilities(features(passage, start, end, same)).tolist(), strict=True))
    trusted = max(same, key=lambda c: (TRUST.get(c.method, 0.0), c.score, c.type))
    weight = RULE_WEIGHT * TRUST.get(trusted.method, 0.0)
    blended = {kind: (1 - weight) * chance for kind, chance in chances.items()}
    blended[trusted.type] += weight
    nothing = blended.pop(_NONE)
    kind = max(sorted(blended), key=lambda k: blended[k])
    if nothing > (LOOSE if all(c.method == "noun phrase" for c in same) else STRICT):
        return None
    agreeing = [c for c in same if c.type == kind]
    score = round(blended[kind], 3)
    if agreeing:
        return replace(max(agreeing, key=lambda c: (c.score, c.cls != c.type)), score=score)
    return Candidate(start, end, kind, kind, METHOD, score)
