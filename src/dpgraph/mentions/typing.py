"""A second opinion on every candidate, by a model trained on annotated sentences: is it a name, and of what type?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dpgraph.mentions.candidates import REGISTERED, WITHIN, Candidate
from dpgraph.mentions.features import by_span, features
from dpgraph.mentions.linear import hashed, read_linear
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
    "head noun": 0.6, "fund phrase": 0.5, "quoted product": 0.5, "known term": 0.45, "joined name": 0.3,
}  # fmt: skip
# The share that the trusted rule has in the answer, at a trust of 1.
RULE_WEIGHT = 0.65
# How sure of "no name" the answer must be to drop a span; one that is no more than a noun phrase; a vocabulary's term.
STRICT, LOOSE, TERMS = 0.6, 0.35, 0.63
# How much of the judgement of a name is that of all its places in the document.
SHARED = 0.6


# What each type and "none" is worth for a span.
Chances = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A span with its candidates and what model and rules together give each type, and no name at all."""

    candidates: tuple[Candidate, ...]
    form: str
    chances: Chances


def typed(found: Sequence[tuple[Passage, Iterable[Candidate]]]) -> list[list[Candidate]]:
    """For each passage of a document: one candidate a span, of the type that model and rules together give it.

    Without the spans that they take for no name. Names that the corpus's own register holds stay as they are. A name
    that comes several times in a document is judged by all its places together. The class is the one a rule gave, if
    of that type.
    """
    weighed = [_weighed(passage, candidates) for passage, candidates in found]
    everywhere = _together(w for of_passage in weighed for w in of_passage)
    return [[c for w in of_passage if (c := _answer(w, everywhere))] for of_passage in weighed]


def _weighed(passage: Passage, candidates: Iterable[Candidate]) -> list[Weighed]:
    found = by_span(candidates)
    titles = [c for same in found.values() for c in same if c.type == "Policy"]
    spans = {span: _registered(same) or _told_in(titles, same) or same for span, same in found.items()}
    unsure = {span: same for span, same in spans.items() if same is found[span] and not _registered(same)}
    seen = [hashed(features(passage, *span, same)) for span, same in unsure.items()]
    model = read_linear(TYPING)
    answers = [dict(zip(model.classes, row, strict=True)) for row in model.tables(seen).tolist()]
    chances = {span: _blended(answer, unsure[span]) for span, answer in zip(unsure, answers, strict=True)}
    return [Weighed(tuple(same), _form(passage, *span), chances.get(span, {})) for span, same in spans.items()]


def _registered(same: Iterable[Candidate]) -> list[Candidate]:
    return [c for c in same if c.score >= REGISTERED]


def _told_in(titles: Sequence[Candidate], same: Iterable[Candidate]) -> list[Candidate]:
    """A vocabulary's term in the title of a policy, which says what the policy is for: just sure enough to count."""
    term = next((c for c in same if c.method == "known term"), None) if titles else None
    if term is None:
        return []
    is_told = any(t.start < term.start and term.end <= t.end and len(t) > len(term) + 1 for t in titles)
    return [replace(term, score=WITHIN)] if is_told else []


def _form(passage: Passage, start: int, end: int) -> str:
    """The words of a span that is written like a name; "" for any other."""
    text = passage.doc[start:end].text
    return "" if text.islower() else text


def _blended(answer: Chances, same: Sequence[Candidate]) -> Chances:
    """The model's probabilities, blended with the type that the most trusted way of finding gives."""
    trusted = max(same, key=lambda c: (TRUST.get(c.method, 0.0), c.score, c.type))
    weight = RULE_WEIGHT * TRUST.get(trusted.method, 0.0)
    blended = {kind: (1 - weight) * chance for kind, chance in answer.items()}
    blended[trusted.type] += weight
    return blended


def _together(weighed: Iterable[Weighed]) -> dict[str, Chances]:
    """For each form that is written like a name, the mean of the chances at all its places."""
    places: defaultdict[str, list[Chances]] = defaultdict(list)
    for w in weighed:
        if w.form and w.chances:
            places[w.form].append(w.chances)
    return {form: {k: sum(c[k] for c in many) / len(many) for k in many[0]} for form, many in places.items()}


def _bar(methods: set[str]) -> float:
    """How likely "no name" may be for a span that was found in these ways and is kept."""
    if methods == {"noun phrase"}:
        return LOOSE
    return TERMS if "known term" in methods else STRICT


def _answer(weighed: Weighed, everywhere: Mapping[str, Chances]) -> Candidate | None:
    """The likeliest type of a span, or None when model and rules take it for no name."""
    same = weighed.candidates
    if not weighed.chances:
        return same[0]
    chances = dict(weighed.chances)
    if weighed.form:
        mean = everywhere[weighed.form]
        chances = {kind: (1 - SHARED) * chance + SHARED * mean[kind] for kind, chance in chances.items()}
    nothing = chances.pop(_NONE)
    kind = max(sorted(chances), key=lambda k: chances[k])
    if nothing > _bar({c.method for c in same}):
        return None
    agreeing = [c for c in same if c.type == kind]
    score = round(chances[kind], 3)
    if agreeing:
        return replace(max(agreeing, key=lambda c: (c.score, c.cls != c.type)), score=score)
    return Candidate(same[0].start, same[0].end, kind, kind, METHOD, score)
