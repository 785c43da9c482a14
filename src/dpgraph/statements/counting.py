"""What a bare number counts: the noun that it stands before, or that the sentence says it of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpgraph.statements.quantities import Quantity
from dpgraph.statements.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# How a number hangs by the noun that it counts, or by the verb that says how many.
_BY_NOUN = frozenset({"nummod", "compound", "amod", "quantmod", "advmod", "nmod"})
_BY_VERB = frozenset({"dobj", "attr", "npadvmod", "advmod", "nummod", "oprd"})
# How far after its number a counted noun may stand.
_FAR = 7
_BETWEEN = frozenset({"ADJ", "NOUN", "PROPN", "PUNCT", "VERB", "CCONJ"})
_ENDS = frozenset({",", ".", ";", ")", "(", ":"})
_SPANS_OF_TIME = frozenset({"year", "month", "week", "hour", "decade", "quarter"})


def shared_unit(quantity: Quantity, found: Sequence[Quantity]) -> str | None:
    """The unit of the upper end, for the lower end of a range: "5 to 20 euros", "60 to 65 per cent"."""
    upper = (q for q in found if q.unit and 0 < q.start - quantity.end <= 5 and q.value > quantity.value)
    return next((q.unit for q in upper), None)


def is_elliptic(token: Token) -> bool:
    """Whether a number counts what the one before it counted: "four more", "four newly added", "two of them"."""
    after = token.doc[token.i + 1 : token.i + 3]
    words = [t.lower_ for t in after]
    if words[:1] in (["more"], ["fewer"], ["less"]) or words in (["of", "which"], ["of", "them"], ["of", "whom"]):
        return True
    return len(after) > 0 and after[0].tag_ in {"VBN", "RB"}


def counted(token: Token, quantity: Quantity, sentence: Span) -> str | None:
    """The noun that a number counts, in the singular; None when it counts nothing."""
    if said := _of_which(token) or _measured(token):
        return _singular(said)
    token = _last_of(token, quantity, sentence)
    noun = _counted_noun(token)
    if noun is None:
        return None
    lemma = _singular(noun)
    is_pronoun = quantity.value == 1 and token.lower_ == "one" and not _is_emphatic(token)
    if is_pronoun or lemma in word_lists().uncounted or not lemma.isalpha():
        return None
    return _with_modifiers(noun, token) if quantity.bare or lemma not in _SPANS_OF_TIME else lemma


def _of_which(token: Token) -> Token | None:
    """The companies in "471 of which were companies"."""
    if [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]] != ["of", "which"]:
        return None
    verb = next((t for t in token.doc[token.i + 3 : token.i + 6] if t.lemma_ == "be"), None)
    nouns = [c for c in verb.children if c.dep_ == "attr" and c.i > token.i] if verb is not None else []
    return nouns[0] if nouns else None


def _measured(token: Token) -> Token | None:
    """The users in "users averaged 12 million": the subject of a verb that only says how many."""
    if token.dep_ not in _BY_VERB or token.head.lemma_ not in word_lists().measures:
        return None
    if token.i + 1 < len(token.doc) and token.doc[token.i + 1].pos_ == "NOUN":
        return None
    return next((c for c in token.head.children if c.dep_ in {"nsubj", "nsubjpass"} and c.tag_ == "NNS"), None)


def _last_of(token: Token, quantity: Quantity, sentence: Span) -> Token:
    """The last token of a number: what it counts comes after."""
    end = sentence.start_char + quantity.end
    return next((t for t in reversed(list(sentence)) if t.idx < end), token)


def _counted_noun(token: Token) -> Token | None:
    """The noun that a number hangs by, if it comes soon after; else the next one."""
    head = token.head if token.dep_ in _BY_NOUN else None
    is_near = head is not None and head.pos_ in {"NOUN", "PROPN"} and token.i <= head.i <= token.i + _FAR
    noun = head if is_near else _next_noun(token)
    return _last_of_hyphened(noun) if noun is not None else None


def _next_noun(token: Token) -> Token | None:
    for following in token.doc[token.i + 1 : token.i + _FAR]:
        if following.pos_ in {"NOUN", "PROPN"} and not _leads_on(following):
            return following
        if following.pos_ not in _BETWEEN or following.text in _ENDS:
            return None
    return None


def _leads_on(noun: Token) -> bool:
    """Whether a noun stands before another that does not hang by an earlier word: "book" in "book titles"."""
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else None
    return after is not None and after.pos_ == "NOUN" and after.head.i >= noun.i


def _last_of_hyphened(noun: Token) -> Token:
    """The noun that a hyphened compound ends in: "sectors" of "sub-sectors"."""
    doc, at = noun.doc, noun.i
    while at + 2 < len(doc) and doc[at + 1].text == "-" and not doc[at + 1].whitespace_ and doc[at + 2].is_alpha:
        at += 2
    return doc[at]


def _is_emphatic(token: Token) -> bool:
    """Whether "one" is meant as a number: "only one"."""
    return any(t.lower_ in {"only", "just"} for t in token.doc[max(0, token.i - 2) : token.i])


def _with_modifiers(noun: Token, token: Token) -> str:
    """A counted noun with the nouns between the number and it: "book title"."""
    left = [t.lower_ for t in noun.lefts if t.dep_ == "compound" and t.i > token.i and t.is_alpha]
    return " ".join([*left, _singular(noun) if noun.tag_ in {"NNS", "NNPS"} else noun.lower_])


def _singular(noun: Token) -> str:
    return word_lists().singulars.get(noun.lower_, noun.lemma_.lower())
