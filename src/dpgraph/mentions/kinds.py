"""What kind of thing a name names: by its head noun, by the words around it, by the model's label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.words import word_lists

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# A name written like that of a site: "eLearn", "taotuhuo.com".
_SITE = re.compile(r"[a-z]+[A-Z]\w+$|\w+\.(?:com|org|net|cn|io)$")
# Things added up: "content + delivery services".
_SUM = re.compile(r"[A-Za-z] \+(?: [A-Za-z]|$)|[A-Za-z]\+[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type and class, the method that found it, and its score (0 to 1)."""

    type: str
    cls: str
    method: str
    score: float


# A capitalised name of which nothing else is known.
UNKNOWN = Kind("Organization", "Organization", "capitalised", 0.3)


def kind_of_name(words: Sequence[str]) -> Kind | None:
    """By the head noun of the name itself: "Chongqing Publishing Group" is a MediaGroup."""
    bare = re.sub(r"\([^()]*\)", " ", " ".join(words)).lower().split()
    found = lexicon().head_of_name(bare)
    if found is None or found[0] == "Sector" or len(words) < 2:
        return None
    return Kind(*found, "head noun", 0.85)


def kind_of_surroundings(doc: Doc, start: int, end: int) -> Kind | None:
    """By a common noun beside the name: "Taotuhuo platform", "the journal Nature", "Koob, an app for readers"."""
    if end - start <= 4 and _is_person(doc, start, end):
        return Kind("Person", "Person", "role or speech", 0.85)
    after, before, beside = noun_after(doc, end), noun_before(doc, start), apposed(doc, start, end)
    for words, method in ((after, "noun after"), (before, "noun before"), (beside, "apposition")):
        found = lexicon().head(words) if words else None
        if found and found[0] != "Sector":
            return Kind(*found, method, 0.83)
    return None


def _is_person(doc: Doc, start: int, end: int) -> bool:
    """Whether a name speaks or holds an office: "says Maria Jansen", "Maria Jansen, its editor"."""
    root, roles = doc[start:end].root, word_lists().roles
    if not any(e.label_ == "PERSON" and e.start < end and start < e.end for e in doc.ents):
        return False
    if root.dep_ == "nsubj" and root.head.lemma_ in word_lists().speech:
        return True
    before = doc[start - 1].lower_ if start else ""
    offices = {c.lemma_.lower() for c in root.children if c.dep_ == "appos"}
    beside = root.head.lemma_.lower() if root.dep_ == "appos" else ""
    return bool(roles & {before, beside, *offices})


def kind_of_label(doc: Doc, start: int, end: int) -> Kind | None:
    """By the label that the model gives to these or most of these tokens."""
    labels = word_lists().labels
    ents = [e for e in doc.ents if e.start < end and start < e.end and e.label_ in labels]
    if end - start == 1 and _SITE.match(doc[start].text):
        return Kind("Platform", "Website", "written like a site", 0.62)
    if not ents:
        return None
    best = max(ents, key=lambda e: min(e.end, end) - max(e.start, start))
    kind = labels[best.label_]
    covers = best.start <= start and best.end >= end
    return Kind(kind, kind, f"model {best.label_}", 0.6 if covers else 0.5)


def kind_of_quoted(doc: Doc, start: int, end: int, stop: int) -> Kind | None:
    """Of a quoted phrase that closes before offset `stop`; None for mere words.

    A business model if it adds things up, else by the noun around it or its head, else a product if something makes it.
    """
    if _SUM.search(doc[start:end].text):
        return Kind("BusinessModel", "BusinessModel", "quoted sum", 0.9)
    words = [t.text for t in doc[start:end]]
    capitals = sum(w[:1].isupper() for w in words)
    closing = next((t.i for t in doc[end : end + 3] if t.idx + len(t) >= stop), end)
    around = kind_of_surroundings(doc, start, closing + 1) if capitals else None
    named = kind_of_name(words) if capitals >= max(1, len(words) // 2) else None
    if found := around or named:
        return Kind(found.type, found.cls, "quoted name", 0.9)
    root = doc[start:end].root
    is_made = root.dep_ in {"dobj", "nsubjpass"} and root.head.lemma_ in word_lists().making
    return Kind("Platform", "Platform", "quoted product", 0.75) if is_made and capitals == len(words) else None


def kind_of_list(doc: Doc, start: int, end: int) -> Kind | None:
    """By the noun that a list of names stands under: "enterprises such as A and B", "A, B and other newspapers"."""
    first = doc[start:end].root
    while first.dep_ in {"conj", "appos"} and first.head.pos_ == "PROPN":
        first = first.head
    noun = _listing_noun(first)
    if noun is not None and noun.lower_ == "technologies":
        return Kind("Technology", "Technology", "list under a noun", 0.84)
    found = lexicon().head([_singular(noun)]) if noun else None
    return Kind(*found, "list under a noun", 0.84) if found and found[0] != "Sector" else None


def _listing_noun(first: Token) -> Token | None:
    members = [first, *(t for t in first.subtree if t.dep_ == "conj")]
    for member in members:
        if member.pos_ == "NOUN" and any(c.lower_ == "other" for c in member.children):
            return member
    if first.dep_ == "pobj" and first.head.lower_ in {"as", "like", "including"} and first.head.head.pos_ == "NOUN":
        return first.head.head
    return None


def with_head(doc: Doc, end: int, kind: Kind) -> int:
    """The end of a name that takes in the common noun after it: "Eling district"; not "Taotuhuo platform"."""
    if kind.method != "noun after" or kind.type in {"Platform", "Publication"}:
        return end
    stop = end + len(noun_after(doc, end))
    return end if doc[stop - 1].lower_ in word_lists().left_out else stop


def noun_after(doc: Doc, end: int) -> list[str]:
    """The lower-case nouns right after a name, as in "Taotuhuo rural e-commerce platform"."""
    words: list[str] = []
    for token in doc[end : end + 6]:
        if token.lower_ in lexicon().loose:
            break
        if token.text in {"-", "APP", "App"} or (token.pos_ in {"NOUN", "ADJ", "PROPN"} and token.text[:1].islower()):
            words.append("app" if token.lower_ == "app" else _singular(token))
        else:
            break
    while words and lexicon().head(words) is None:
        words.pop()
    return words


def noun_before(doc: Doc, start: int) -> list[str]:
    """The common nouns right before a name, as in "the journal Nature"."""
    words: list[str] = []
    at = start - 1
    while at >= 0 and doc[at].text in {"“", '"', "‘", "《"}:
        at -= 1
    while at >= 0 and doc[at].pos_ == "NOUN" and doc[at].text[:1].islower() and len(words) < 3:
        words.insert(0, _singular(doc[at]))
        at -= 1
    return words


def apposed(doc: Doc, start: int, end: int) -> list[str]:
    """The head noun of an apposition or of "is a ...", as in "Koob, an app for readers"."""
    root = doc[start:end].root
    nouns = [c for c in root.children if c.dep_ == "appos"]
    if root.dep_ == "nsubj" and root.head.lemma_ == "be":
        nouns += [c for c in root.head.children if c.dep_ == "attr"]
    for noun in nouns:
        if noun.pos_ == "NOUN" and noun.i >= end:
            left = [t for t in noun.lefts if t.dep_ == "compound" and t.i == noun.i - 1]
            return [*(t.lower_ for t in left), _singular(noun)]
    return []


def _singular(token: Token) -> str:
    return token.lemma_.lower() if token.tag_ == "NNS" else token.lower_
