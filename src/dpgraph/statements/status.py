"""Is it so, planned, advised, ordered, denied or over? What mood, negation and section say of a statement."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_ADVISES = frozenset(
    {"recommend", "suggest", "propose", "advise", "urge", "advocate", "consider", "call", "encourage", "need"}
)
_PLANS = frozenset({
    "plan", "aim", "intend", "hope", "seek", "strive", "expect", "propose", "prepare", "want", "wish", "pledge", "promise",
    "commit", "set", "agree", "announce", "endeavor", "endeavour", "schedule", "decide",
})  # fmt: skip
_ORDERS = frozenset({"require", "oblige", "mandate", "order", "instruct", "stipulate"})
_MAKES = frozenset({"build", "establish", "create", "set", "launch", "develop", "construct", "found", "introduce"})
_FAILS = frozenset({"fail", "refuse", "decline", "lack", "stop", "cease"})
# Verbs after which a thing is over: "abandoned its app".
CEASES = frozenset(
    {"abandon", "close", "discontinue", "shut", "terminate", "cease", "suspend", "scrap", "retire", "end", "axe"}
)
_ADVICE_SECTION = re.compile(r"\b(recommendations?|suggestions?|proposals?|advice|what should)\b", re.IGNORECASE)
_SAID = {
    "will": "planned",
    "wo": "planned",
    "shall": "mandated",
    "must": "mandated",
    "should": "recommended",
    "ought": "recommended",
}
_OPEN = frozenset({"may", "might", "could", "would", "can"})


def status_of(verb: Token, *, is_order: bool, section: str) -> str | None:
    """The status of what a verb states, None when the sentence leaves it open ("may", "if").

    `is_order` says that the text is a policy whose bare imperatives are orders; `section` is the heading above.
    """
    chain = _chain(verb)
    if any(_is_negated(v) for v in chain) or any(v.lemma_ in _FAILS for v in chain[1:]):
        return "denied"
    said = [a.lower_ for v in chain for a in v.children if a.dep_ == "aux"]
    if any(m.dep_ == "mark" and m.lower_ in {"if", "unless", "whether"} for v in chain for m in v.children):
        return None
    for word, status in _SAID.items():
        if word in said:
            return status
    if set(said) & _OPEN:
        return None
    return _by_governor(chain) or _by_form(verb, chain[-1], is_order, section)


def _by_governor(chain: list[Token]) -> str | None:
    """By the verb above: "plans to launch", "recommends that X join"."""
    if any(
        v.lemma_ == "be" and below.dep_ == "xcomp" and _has_to(below)
        for below, v in itertools.pairwise(chain)
    ):
        return "planned"
    for verb in chain[1:]:
        for words, status in ((_ORDERS, "mandated"), (_ADVISES, "recommended"), (_PLANS, "planned")):
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
    if verb.dep_ == "acl" and verb.head.dep_ in {"dobj", "nsubjpass"} and verb.head.head.lemma_ in _MAKES:
        chain.append(verb.head.head)
    while chain[-1].dep_ in {"xcomp", "ccomp", "conj", "advcl", "pcomp"} and chain[-1].head not in chain:
        head = chain[-1].head
        if chain[-1].dep_ == "conj" and any(c.dep_ in {"nsubj", "nsubjpass"} for c in chain[-1].children):
            break
        if chain[-1].dep_ == "advcl" and chain[-1].tag_ in {"VBD", "VBZ", "VBP"}:
            break
        if head.pos_ not in {"VERB", "AUX"}:
            break
        chain.append(head)
    return chain


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
    bare = re.sub(r"\(\s*(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?\s*\)", lambda m: " " * len(m[0]), text)
    years = [(abs(m.start() - at), int(m[0])) for m in re.finditer(r"(?<![\d.,-])(?:19|20)\d\d(?![\d,]|\.\d)", bare)]
    return min(years)[1] if years else None
