"""A second opinion on every candidate, by a model trained on annotated sentences: is it a name, and of what type?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dpgraph.mentions.candidates import REGISTERED, WITHIN, Candidate, by_span
from dpgraph.mentions.deciding import Look, asked
from dpgraph.mentions.encoder import Vectors
from dpgraph.mentions.looking import Span, form_of, span_looks
from dpgraph.mentions.passages import Passage, states_of

METHOD = "model typing"
_NONE = "none"
# Ways of finding a vocabulary's term; and those that are believed within the title of a policy.
_TERMS = frozenset({"known term", "own term"})
_TOLD = _TERMS | {"well-known name"}
_ARTICLES = frozenset({"the", "a", "an"})
# How far each way of finding is believed against the model: the share of its finds that annotators agree with.
TRUST = {
    "quoted sum": 1.0,
    "dateline": 0.9, "listing body": 0.9, "well-known name": 0.9,
    "apposition": 0.8, "emphasised title": 0.8, "known acronym": 0.8, "noun before": 0.8, "quoted name": 0.8,
    "role or speech": 0.8, "sector phrase": 0.8, "own term": 0.8,
    "described name": 0.7, "list under a noun": 0.7, "model phrase": 0.7,
    "head noun": 0.6, "quoted product": 0.65, "fund phrase": 0.5, "known term": 0.45, "joined name": 0.3,
}  # fmt: skip
# The share that the trusted rule has in the answer, at a trust of 1.
RULE_WEIGHT = 0.58
# How sure of "no name" the answer must be to drop a span; one that is no more than a noun phrase; a vocabulary's term.
STRICT, LOOSE, TERMS = 0.6, 0.35, 0.63
# How much of the judgement of a name is that of all its places in the document.
SHARED = 0.6


# What each type and "none" is worth for a span.
Chances = dict[str, float]


@dataclass(frozen=True, slots=True)
class Unsure:
    """A span of a passage that the models are asked about, with its candidates and where the network looks."""

    passage: Passage
    span: Span
    candidates: Sequence[Candidate]
    look: Look


def typed(found: Sequence[tuple[Passage, Iterable[Candidate]]]) -> list[list[Candidate]]:
    """For each passage of a document: one candidate a span, of the type that models and rules together give it.

    Without the spans that they take for no name. Names that the corpus's own register holds stay as they are. A name
    that comes several times in a document is judged by all its places together. The class is the one a rule gave, if
    of that type.
    """
    spans = [by_span(candidates) for _, candidates in found]
    looks = span_looks([(passage, of_passage) for (passage, _), of_passage in zip(found, spans, strict=True)])
    sure = [_sure(of_passage) for of_passage in spans]
    unsure = [
        [
            Unsure(passage, span, same, look[span])
            for span, same in of.items()
            if span not in known and not _has_article(passage, span, of)
        ]
        for (passage, _), of, look, known in zip(found, spans, looks, sure, strict=True)
    ]
    states = states_of(passage for passage, _ in found)
    answers = iter(_answers([u for of_passage in unsure for u in of_passage], states))
    told = [{u.span: next(answers) for u in of_passage} for of_passage in unsure]
    return [
        [c for span in of if (c := known.get(span) or answered.get(span))]
        for of, known, answered in zip(spans, sure, told, strict=True)
    ]


def _has_article(passage: Passage, span: Span, others: Container[Span]) -> bool:
    """Whether a span is another one with an article before it, which belongs to no name."""
    return (span[0] + 1, span[1]) in others and passage.doc[span[0]].lower_ in _ARTICLES


def _sure(spans: Mapping[Span, Sequence[Candidate]]) -> dict[Span, Candidate]:
    """What those spans are that no model is asked about."""
    titles = [c for same in spans.values() for c in same if c.type == "Policy"]
    known = {span: _registered(same) or _told_in(titles, same) for span, same in spans.items()}
    return {span: same[0] for span, same in known.items() if same}


def _answers(unsure: Sequence[Unsure], states: Vectors) -> list[Candidate | None]:
    """The likeliest type of each span of a document, or None when models and rules take it for no name."""
    answers = asked("typing", [u.look for u in unsure], states)
    here = [_blended(answer, u.candidates) for u, answer in zip(unsure, answers, strict=True)]
    forms = [form_of(u.passage, *u.span) for u in unsure]
    everywhere = _together(zip(forms, here, strict=True))
    shared = [_shared(chances, everywhere.get(form)) for form, chances in zip(forms, here, strict=True)]
    return [_answer(u.candidates, chances) for u, chances in zip(unsure, shared, strict=True)]


def _together(places: Iterable[tuple[str, Chances]]) -> dict[str, Chances]:
    """For each form that is written like a name, the mean of the chances at all its places."""
    found: defaultdict[str, list[Chances]] = defaultdict(list)
    for form, chances in places:
        if form:
            found[form].append(chances)
    return {form: {k: sum(c[k] for c in many) / len(many) for k in many[0]} for form, many in found.items()}


def _shared(here: Chances, everywhere: Chances | None) -> Chances:
    """The judgement of a place, in part that of all places of its name."""
    return {k: (1 - SHARED) * c + SHARED * everywhere[k] for k, c in here.items()} if everywhere else here


def _registered(same: Iterable[Candidate]) -> list[Candidate]:
    return [c for c in same if c.score >= REGISTERED]


def _told_in(titles: Sequence[Candidate], same: Iterable[Candidate]) -> list[Candidate]:
    """A vocabulary's term or a well-known name in the title of a policy, which says what it is for or whose it is.

    Just sure enough to count: the networks were taught on texts where names within names are not marked.
    """
    term = next((c for c in same if c.method in _TOLD), None) if titles else None
    if term is None:
        return []
    is_told = any(t.start < term.start and term.end <= t.end and len(t) > len(term) + 1 for t in titles)
    return [replace(term, score=WITHIN)] if is_told else []


def _blended(answer: Chances, same: Sequence[Candidate]) -> Chances:
    """The model's probabilities, blended with the type that the most trusted way of finding gives."""
    trusted = max(same, key=lambda c: (TRUST.get(c.method, 0.0), c.score, c.type))
    weight = RULE_WEIGHT * TRUST.get(trusted.method, 0.0)
    blended = {kind: (1 - weight) * chance for kind, chance in answer.items()}
    blended[trusted.type] += weight
    return blended


def _bar(methods: set[str]) -> float:
    """How likely "no name" may be for a span that was found in these ways and is kept."""
    if methods == {"noun phrase"}:
        return LOOSE
    return TERMS if _TERMS & methods else STRICT


def _answer(same: Sequence[Candidate], chances: Chances) -> Candidate | None:
    """The likeliest type of a span, or None when models and rules take it for no name."""
    nothing = chances[_NONE]
    kind = max(sorted(chances.keys() - {_NONE}), key=lambda k: chances[k])
    if nothing > _bar({c.method for c in same}):
        return None
    agreeing = [c for c in same if c.type == kind]
    score = round(chances[kind], 3)
    if agreeing:
        return replace(max(agreeing, key=lambda c: (c.score, c.cls != c.type)), score=score)
    return Candidate(same[0].start, same[0].end, kind, kind, METHOD, score)
