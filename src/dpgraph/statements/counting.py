"""What a bare number counts: the noun that it stands before, that the sentence says it of, or that was counted last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dpgraph.statements.arguments import prepositional
from dpgraph.statements.quantities import Quantity
from dpgraph.statements.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

# How a number hangs by the noun that it counts, by the verb that says how many, or in the place of a noun.
_BY_NOUN = frozenset({"nummod", "compound", "amod", "quantmod", "advmod", "nmod"})
_BY_VERB = frozenset({"dobj", "attr", "npadvmod", "advmod", "nummod", "oprd", "acomp"})
_AS_NOUN = frozenset({"dobj", "attr", "nsubj", "nsubjpass", "conj", "appos", "npadvmod", "oprd", "ROOT", "dep"})
_COMPARING = frozenset({"from", "to", "against", "with", "of", "than"})
# What leads from a verb to the number that something came to.
_UP_TO = frozenset({"to", "at", "from", "below", "above", "under", "over", "around", "about"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
# How far after its number a counted noun may stand, and how few things "the four" may point back to.
_FAR, _FEW = 7, 10
_BETWEEN = frozenset({"ADJ", "NOUN", "PROPN", "PUNCT", "VERB", "CCONJ"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "VBZ"})
_ENDS = frozenset({",", ".", ";", ")", "(", ":"})
_POINTING = frozenset({"the", "these", "those", "both", "other", "top"})
# What stands between numbers that count the same noun, joined as a list or a range: "3 to 5", "12 domestic and 15".
_JOINED = frozenset({"ADJ", "CCONJ"})
_JOINTS = frozenset({"to", "or", "-", "–", ","})


# What was counted or paid before in a text: values and units, the last one last.
Before = Sequence[tuple[float, str]]


def counted(token: Token, quantity: Quantity, sentence: Span, before: Before) -> str | None:
    """The noun that a number counts, in the singular, or the unit of one `before` it; None if it counts nothing."""
    if quantity.value > 1 and (said := _said_of(token) or _measured(token) or _part_of(token, quantity)):
        return _unit(said)
    end = _last_of(token, quantity, sentence)
    noun = _counted_noun(end, quantity)
    if noun is None:
        return _elliptic(end, quantity, before)
    lemma = _singular(noun)
    is_pronoun = quantity.value == 1 and end.lower_ == "one" and not _is_emphatic(end)
    if is_pronoun or lemma in word_lists().uncounted or not lemma.isalpha():
        return _elliptic(end, quantity, before) if _is_part(end) else None
    if _points_back(token, quantity) or (lemma in word_lists().spans_of_time and _tells_when(token, noun)):
        return None
    return lemma if lemma in word_lists().spans_of_time else _with_modifiers(noun, end)


def leads_to(token: Token, later: Token) -> bool:
    """Whether the number at one token counts what the number at another, later one does: "12 old and 15 new"."""
    between = token.doc[token.i + 1 : later.i]
    return 0 < len(between) <= 4 and all(t.pos_ in _JOINED or t.lower_ in _JOINTS for t in between)


def _said_of(token: Token) -> Token | None:
    """The companies in "471 of which were companies"; the titles in "titles, of which there are 12"."""
    if _is_part(token):
        verb = next((t for t in token.doc[token.i + 3 : token.i + 6] if t.lemma_ == "be"), None)
        nouns = [c for c in verb.children if c.dep_ == "attr" and c.i > token.i] if verb is not None else []
        return next((n for n in nouns if n.tag_ == "NNS"), None)
    clause = token.head
    is_told = token.dep_ == "attr" and clause.dep_ == "relcl" and clause.head.tag_ == "NNS"
    return clause.head if is_told and [t.lower_ for t in clause.subtree][:2] == ["of", "which"] else None


def _part_of(token: Token, quantity: Quantity) -> Token | None:
    """The journals in "46 of its journals"; not in "two of the journals", which names some."""
    if not _is_exact(quantity) or token.i + 1 >= token.sent.end or token.nbor().lower_ != "of":
        return None
    return next((c for c in token.nbor().children if c.dep_ == "pobj" and c.tag_ == "NNS"), None)


def _measured(token: Token) -> Token | None:
    """The users in "users averaged 12 million": what a verb, or a noun such as "staff of", only says the number of."""
    if token.i + 1 < len(token.doc) and token.doc[token.i + 1].pos_ == "NOUN" and token.head.i > token.i:
        return None
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        return token.head.head if token.head.head.lemma_ in word_lists().counts else None
    verb = _verb_of(token)
    if verb is None or verb.lemma_ not in word_lists().measures:
        return None
    subject = _subject_of(verb)
    return _numbered(subject) if subject is not None else None


def _verb_of(token: Token) -> Token | None:
    """The verb that a number completes: "reached 12", "rose from 10 to 12"."""
    if token.dep_ in _BY_VERB:
        return token.head
    is_led = token.dep_ == "pobj" and token.head.lower_ in _UP_TO
    above = token.head.head if is_led else None
    while above is not None and above.pos_ == "ADP" and above.head != above:
        above = above.head
    return above


def _subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the one that it is joined to."""
    found = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
    if found is not None:
        return verb.head if found.tag_ in {"WDT", "WP"} and verb.dep_ == "relcl" else found
    return _subject_of(verb.head) if verb.dep_ in {"conj", "xcomp", "advcl"} else None


def _numbered(noun: Token) -> Token | None:
    """What a subject says the number of: itself if plural, the patents of "number of patents", the staff."""
    if noun.lemma_ in word_lists().numbers:
        if any(c.tag_ == "WP$" for c in noun.children) and noun.head.dep_ == "relcl":
            return noun.head.head
        return next((o for o in prepositional(noun, {"of"}) if o.tag_ == "NNS"), None)
    return noun if noun.tag_ == "NNS" or noun.lemma_ in word_lists().counts else None


def _last_of(token: Token, quantity: Quantity, sentence: Span) -> Token:
    """The last token of a number: what it counts comes after."""
    end = sentence.start_char + quantity.end
    return next((t for t in reversed(list(sentence)) if t.idx < end), token)


def _counted_noun(token: Token, quantity: Quantity) -> Token | None:
    """The noun that a number hangs by, if it comes soon after; else the next one."""
    head = token.head if token.dep_ in _BY_NOUN else None
    is_near = head is not None and head.pos_ in {"NOUN", "PROPN"} and token.i <= head.i <= token.i + _FAR
    if token.i + 1 < len(token.doc) and token.nbor().text == "-" and not token.whitespace_:
        return _span_of(token)
    noun = head if is_near else _next_noun(token)
    if noun is None or _is_of_time(noun):
        return None
    return _last_of_hyphened(noun if quantity.value == 1 else _last_of_run(noun))


def _span_of(token: Token) -> Token | None:
    """The year in "a three-year licence"; nothing in "a two-tier system"."""
    after = token.doc[token.i + 1 : token.i + 3]
    is_hyphened = len(after) == 2 and after[0].text == "-" and after[1].lower_ in word_lists().spans_of_time
    return after[1] if is_hyphened else None


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


def _last_of_run(noun: Token) -> Token:
    """The noun that several of something end in: "presses" of "university presses", whatever the parser made of it."""
    while noun.tag_ in {"NN", "NNP"} and noun.i + 1 < noun.sent.end and _goes_with(noun.nbor(), noun):
        noun = noun.nbor()
    return noun


def _goes_with(token: Token, noun: Token) -> bool:
    """Whether a word after a noun is one too: "views" is, even where it was taken for a verb; so are "PDFs"."""
    return token.is_alpha and (token.tag_ == "NNS" or (noun.tag_ == "NN" and token.tag_ in _NOUNS))


def _last_of_hyphened(noun: Token) -> Token:
    """The noun that a hyphened compound ends in: "sectors" of "sub-sectors"."""
    doc, at = noun.doc, noun.i
    while at + 2 < len(doc) and doc[at + 1].text == "-" and not doc[at + 1].whitespace_ and doc[at + 2].is_alpha:
        at += 2
    return doc[at]


def _is_of_time(noun: Token) -> bool:
    """Whether a noun only says when or how often: "last year", "a month"."""
    return noun.lemma_ in word_lists().spans_of_time and any(
        c.lower_ in {"last", "this", "next", "a", "per", "every", "each", "previous"} for c in noun.lefts
    )


def _elliptic(token: Token, quantity: Quantity, before: Before) -> str | None:
    """The unit that a number shares with one before it: "four more", "two of them", "up from 100,000"."""
    if quantity.value == 1 or not before:
        return None
    if _is_part(token) or (token.i > token.sent.start and token.nbor(-1).lower_ == "which"):
        return next((unit for value, unit in reversed(before) if value > quantity.value), None)
    if not _goes_on(token) and not (_stands_alone(token) and _is_exact(quantity)):
        return None
    unit = before[-1][1]
    return unit if quantity.size > 1 or (quantity.value.is_integer() and not unit.isupper()) else None


def _is_exact(quantity: Quantity) -> bool:
    """Whether a number is in digits or large: small ones in words may point back to what was told of."""
    return quantity.bare or quantity.size > 1


def _stands_alone(token: Token) -> bool:
    """Whether a number stands where a noun would."""
    return token.dep_ in _AS_NOUN or (token.dep_ == "pobj" and token.head.lower_ in _COMPARING)


def _is_part(token: Token) -> bool:
    """Whether "of which" or "of them" follows."""
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]]
    return after[:1] == ["of"] and after[1:] in (["which"], ["them"], ["whom"], ["these"])


def _goes_on(token: Token) -> bool:
    """Whether a number goes on counting: "four more", "four newly added"."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if after is None or after.lower_ in {"more", "fewer", "less"}:
        return after is not None
    is_newly = after.tag_ == "RB" and after.i + 1 < len(after.doc) and after.nbor().tag_ == "VBN"
    return after.tag_ == "VBN" or is_newly


def _is_emphatic(token: Token) -> bool:
    """Whether "one" is meant as a number: "only one"."""
    return any(t.lower_ in {"only", "just"} for t in token.doc[max(0, token.i - 2) : token.i])


def _points_back(token: Token, quantity: Quantity) -> bool:
    """Whether a few things were told of before: "the two companies"."""
    return quantity.value <= _FEW and token.i > 0 and token.nbor(-1).lower_ in _POINTING


def _tells_when(token: Token, noun: Token) -> bool:
    """Whether a span of time says when, and measures nothing: "two years ago", "within three months"."""
    doc = token.doc
    words = word_lists()
    if noun.i + 1 < len(doc) and doc[noun.i + 1].lower_ in words.after_time:
        return True
    return any(t.lower_ in words.before_time for t in doc[max(token.sent.start, token.i - 3) : token.i])


def _with_modifiers(noun: Token, token: Token) -> str:
    """A counted noun with the nouns between the number and it: "book title"."""
    left = [t.lower_ for t in noun.lefts if t.dep_ == "compound" and t.i > token.i and t.is_alpha]
    return " ".join([*left, noun.lower_ if noun.tag_ in {"NN", "NNP"} else _singular(noun)])


def _unit(noun: Token) -> str:
    return word_lists().counts.get(noun.lemma_) or _singular(noun)


def _singular(noun: Token) -> str:
    return word_lists().singulars.get(noun.lower_, noun.lemma_.lower())
