"""What the typing model sees of a candidate: its words, its surroundings, its place in the parse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from dpgraph.mentions.candidates import Candidate
from dpgraph.mentions.kinds import apposed, noun_after, noun_before
from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.senses import senses

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from dpgraph.mentions.passages import Passage

_QUOTES = frozenset("\"“”‘’«»《》'")


def features(passage: Passage, start: int, end: int, candidates: Sequence[Candidate]) -> list[str]:
    """The features of tokens `start` to `end`; `candidates` are the candidates of just these tokens."""
    doc = passage.doc
    return [
        *_of_words(doc, start, end),
        *_of_candidates(candidates),
        *_of_labels(doc, start, end),
        *_of_neighbours(doc, start, end),
        *_of_parse(doc, start, end),
        *_of_page(passage, start, end),
        *_of_senses(doc, start, end),
    ]


def _of_words(doc: Doc, start: int, end: int) -> Iterator[str]:
    words = [t.lower_ for t in doc[start:end]]
    head = lexicon().head_of_name(words)
    shape = _shape(doc[start:end].text)
    yield from (f"word={w}" for w in words)
    yield from (
        f"first={words[0]}",
        f"last={words[-1]}",
        f"tail={words[-1][-3:]}",
        f"front={words[0][:3]}",
        f"shape={shape}",
    )
    yield from (
        f"length={min(len(words), 6)}",
        f"shape+length={shape}+{min(len(words), 4)}",
        f"head={head}",
        f"head type={head and head[0]}",
    )
    yield f"lemma={doc[end - 1].lemma_.lower()}"
    yield f"tag={doc[end - 1].tag_}"
    yield f"tag+shape={doc[end - 1].tag_}+{shape}"


def _shape(text: str) -> str:
    if re.fullmatch(r"[A-Z0-9&/.+-]{2,8}s?", text):
        return "acronym"
    if re.search(r"[a-z][A-Z]", text):
        return "camel"
    if re.search(r"\.(?:com|org|net|io|cn)\b", text):
        return "domain"
    if text.islower():
        return "lower"
    capitals = sum(w[:1].isupper() for w in text.split())
    return "title" if capitals == len(text.split()) else "mixed"


def _of_candidates(candidates: Sequence[Candidate]) -> Iterator[str]:
    for c in candidates:
        yield f"by={c.method}"
        yield f"by={c.method}:{c.type}"
        yield f"says={c.type}"
    if candidates:
        best = max(candidates, key=lambda c: (c.score, c.type))
        yield f"best={best.type}"
        yield f"best={best.method}:{best.cls}"


def _of_labels(doc: Doc, start: int, end: int) -> Iterator[str]:
    ents = [e for e in doc.ents if e.start < end and start < e.end]
    for e in ents:
        fit = "same" if (e.start, e.end) == (start, end) else "inside" if e.start <= start and end <= e.end else "part"
        yield f"label={e.label_}:{fit}"
    if not ents:
        yield "label=none"


def _of_neighbours(doc: Doc, start: int, end: int) -> Iterator[str]:
    before = [doc[i] for i in range(max(0, start - 3), start)]
    after = [doc[i] for i in range(end, min(len(doc), end + 3))]
    for distance, token in enumerate(reversed(before), 1):
        yield f"before{distance}={token.lower_}"
    for distance, token in enumerate(after, 1):
        yield f"after{distance}={token.lower_}"
    yield f"around={before[-1].lower_ if before else '^'}+{after[0].lower_ if after else '$'}"
    yield f"before pair={' '.join(t.lower_ for t in before[-2:])}"
    yield f"before caps={bool(before) and before[-1].text[:1].isupper()}"
    yield f"after caps={bool(after) and after[0].text[:1].isupper()}"
    for name, words in (
        ("after", noun_after(doc, end)),
        ("before", noun_before(doc, start)),
        ("apposed", apposed(doc, start, end)),
    ):
        found = lexicon().head(words) if words else None
        if found:
            yield f"noun {name}={found[0]}"
            yield f"noun {name}={words[-1]}"


def _of_parse(doc: Doc, start: int, end: int) -> Iterator[str]:
    root: Token = doc[start:end].root
    yield f"dep={root.dep_}"
    yield f"dep+head={root.dep_}+{root.head.lemma_.lower()}"
    yield f"head lemma={root.head.lemma_.lower()}"
    yield f"head pos={root.head.pos_}"
    if root.head.pos_ == "ADP":
        yield f"prep+governor={root.head.lower_}+{root.head.head.lemma_.lower()}"
        yield f"prep={root.head.lower_}"
        yield f"governor pos={root.head.head.pos_}"
    if root.dep_ in {"nsubj", "nsubjpass"}:
        yield from (f"verb object={c.lemma_.lower()}" for c in root.head.children if c.dep_ in {"dobj", "attr"})
    if root.dep_ in {"dobj", "attr"}:
        yield from (f"verb subject={c.lemma_.lower()}" for c in root.head.children if c.dep_ == "nsubj")
    for child in root.children:
        if child.i >= end or child.i < start:
            yield f"child={child.dep_}+{child.lemma_.lower()}"
            yield f"child dep={child.dep_}"
    yield from (f"beside={lexicon().head([t.lemma_.lower()])}" for t in root.conjuncts)
    yield from (f"beside label={t.ent_type_ or 'none'}" for t in root.conjuncts)


def _of_senses(doc: Doc, start: int, end: int) -> Iterator[str]:
    root: Token = doc[start:end].root
    governor = root.head.head if root.head.pos_ == "ADP" else root.head
    beside = [("governor", governor), ("last", doc[end - 1])]
    beside += [("before", doc[start - 1])] if start else []
    beside += [("after", doc[end])] if end < len(doc) else []
    for name, token in beside:
        if token.is_alpha:
            yield from (f"{name}~{code}" for code in senses(token))


def _of_page(passage: Passage, start: int, end: int) -> Iterator[str]:
    doc = passage.doc
    yield f"heading={passage.is_heading}"
    yield f"opens={doc[start].is_sent_start}"
    yield f"quoted={start > 0 and doc[start - 1].text in _QUOTES}"
    yield f"bracket={start > 0 and doc[start - 1].text == '('}"
    span = doc[start:end]
    first, last = passage.start + span.start_char, passage.start + span.end_char
    yield f"emphasis={any(a <= first and last <= b for a, b in passage.document.emphasis)}"


def by_span(candidates: Iterable[Candidate]) -> dict[tuple[int, int], list[Candidate]]:
    """Candidates by the tokens they cover, in the order of the text."""
    spans: dict[tuple[int, int], list[Candidate]] = {}
    for c in sorted(set(candidates), key=lambda c: (c.start, c.end, -c.score, c.type, c.cls, c.method)):
        spans.setdefault((c.start, c.end), []).append(c)
    return spans
