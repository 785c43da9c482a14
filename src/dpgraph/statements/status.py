"""Is it so, planned, advised, ordered, denied or over? What mood, negation and section say of a statement."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dpgraph.statements.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Token

_ADVICE_SECTION = re.compile(r"\b(recommendations?|suggestions?|proposals?|advice|what should)\b", re.IGNORECASE)
_YEAR = r"(?:19|20)\d\d"
_STATED_YEAR = re.compile(rf"(?<![\d.,-]){_YEAR}(?![\d,]|\.\d)")
_YEARS_OF_TITLE = re.compile(rf"\(\s*{_YEAR}(?:\s?[-–]\s?(?:19|20)?\d\d)?\s*\)")


def status_of(verb: Token, *, is_order: bool, section: str) -> str | None:
    """The status of what a verb states, None when the sentence leaves it open ("may", "if").

    `is_order` says that the text is a policy whose bare imperatives are orders; `section` is the heading above.
    """
    chain, lists = _chain(verb), word_lists()
    if any(_is_negated(v) for v in chain) or any(v.lemma_ in lists.fails for v in chain[1:]):
        return "denied"
    if any(m.dep_ == "mark" and m.lower_ in {"if", "unless", "whether"} for v in chain for m in v.children):
        return None
    said = {a.lower_ for v in chain for a in v.children if a.dep_ == "aux"}
    by_modal = next((status for word, status in lists.modals.items() if word in said), None)
    if by_modal or said & lists.open_modals:
        return by_modal
    return _by_governor(chain) or _by_form(verb, chain[-1], is_order, section)


def _by_governor(chain: list[Token]) -> str | None:
    """By the verb above: "plans to launch", "recommends that X join"."""
    lists = word_lists()
    if any(v.lemma_ == "be" and below.dep_ == "xcomp" and _has_to(below) for below, v in pairwise(chain)):
        return "planned"
    for verb in chain[1:]:
        for words, status in ((lists.orders, "mandated"), (lists.advises, "recommended"), (lists.plans, "planned")):
            if verb.lemma_ in words:
                return status
    return None


def _has_to(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _by_form(verb: Token, top: Token, is_order: bool, section: str) -> str:
    imperative = top.tag_ == "VB" and not any(c.dep_ in {"nsubj", "nsubjpass"} for c in top.children)
    if imperative:
        return "mandated" if is_order else "recommended"
    advice = _ADVICE_SECTION.search(section) is not None
    return "recommended" if advice and verb.tag_ in {"VB", "VBP", "VBG"} else "asserted"


def _chain(verb: Token) -> list[Token]:
    """The verb and the verbs it hangs under: launch, plans."""
    chain = [verb]
    if verb.dep_ == "acl" and verb.head.dep_ in {"dobj", "nsubjpass"} and verb.head.head.lemma_ in word_lists().makes:
        chain.append(verb.head.head)
    while _hangs_under_verb(chain[-1]) and chain[-1].head not in chain:
        chain.append(chain[-1].head)
    return chain


def _hangs_under_verb(verb: Token) -> bool:
    """Whether the mood of the verb above is this one's too: not with an own subject after "and", or an own tense."""
    if verb.dep_ not in {"xcomp", "ccomp", "conj", "advcl", "pcomp"} or verb.head.pos_ not in {"VERB", "AUX"}:
        return False
    if verb.dep_ == "conj":
        return not any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
    return verb.dep_ != "advcl" or verb.tag_ not in {"VBD", "VBZ", "VBP"}


def _is_negated(verb: Token) -> bool:
    if any(c.dep_ == "neg" or (c.lower_ in {"never", "not"} and c.dep_ == "advmod") for c in verb.children):
        return True
    return any(
        c.dep_ in {"dobj", "nsubj", "nsubjpass"} and any(d.lower_ == "no" for d in c.children) for c in verb.children
    )


def year_of(text: str, at: int) -> int | None:
    """The year a sentence states, the one nearest to offset `at` where it states several; None without one.

    Years in brackets belong to a title: "Action Plan (2024-2026)".
    """
    bare = _YEARS_OF_TITLE.sub(lambda m: " " * len(m[0]), text)
    years = [(abs(m.start() - at), int(m[0])) for m in _STATED_YEAR.finditer(bare)]
    return min(years)[1] if years else None
