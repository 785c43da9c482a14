"""What kind of thing a name names: by its head noun, by the words around it, by the model's label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dpgraph.mentions.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_LABELS = {
    "ORG": "Organization", "PERSON": "Person", "GPE": "Place", "LOC": "Place", "FAC": "Organization", "LAW": "Policy",
    "PRODUCT": "Platform", "WORK_OF_ART": "Publication", "EVENT": "Initiative",
}  # fmt: skip
_MAKING = frozenset(
    {"create", "launch", "build", "develop", "introduce", "release", "establish", "unveil", "operate", "run"}
)
_SPEECH = frozenset(
    {
        "say",
        "tell",
        "add",
        "explain",
        "note",
        "remark",
        "argue",
        "comment",
        "write",
        "stress",
        "believe",
        "recall",
        "warn",
    }
)
_ROLES = frozenset({"director", "editor", "founder", "co-founder", "president", "minister", "author", "ceo", "manager", "professor", "librarian",
                    "chair", "chairman", "chairwoman", "chairperson", "secretary", "publisher", "head", "chief", "officer", "spokesperson",
                    "spokeswoman", "spokesman", "analyst", "novelist", "journalist", "writer", "scholar", "rector", "dean", "coordinator",
                    "mr", "ms", "mrs", "dr", "mr.", "ms.", "mrs.", "dr.", "prof.", "illustrator", "translator", "developer", "commissioner"})  # fmt: skip
_LEFT_OUT = frozenset(
    {"company", "group", "agency", "publisher", "firm", "media", "enterprise", "corporation", "magazine"}
)
_MODEL = re.compile(r"[A-Za-z] \+(?: [A-Za-z]|$)|[A-Za-z]\+[A-Za-z]")


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
    """Whether a name speaks or holds an office: "says Maria Jansen", "director Maria Jansen", "Maria Jansen, its editor"."""
    root = doc[start:end].root
    if not any(e.label_ == "PERSON" and e.start < end and start < e.end for e in doc.ents):
        return False
    before = doc[start - 1].lower_ if start else ""
    roles = [c.lemma_.lower() for c in root.children if c.dep_ == "appos"]
    speaks = root.dep_ == "nsubj" and root.head.lemma_ in _SPEECH
    return (
        speaks
        or before in _ROLES
        or bool(_ROLES & set(roles))
        or (root.dep_ == "appos" and root.head.lemma_.lower() in _ROLES)
    )


def kind_of_label(doc: Doc, start: int, end: int) -> Kind | None:
    """By the label that the model gives to these or most of these tokens."""
    ents = [e for e in doc.ents if e.start < end and start < e.end and e.label_ in _LABELS]
    if end - start == 1 and re.match(r"[a-z]+[A-Z]\w+$|\w+\.(?:com|org|net|cn|io)$", doc[start].text):
        return Kind("Platform", "Website", "written like a site", 0.62)
    if not ents:
        return None
    best = max(ents, key=lambda e: min(e.end, end) - max(e.start, start))
    kind = _LABELS[best.label_]
    same = best.start <= start and best.end >= end
    return Kind(kind, "City" if best.label_ == "GPE_CITY" else kind, f"model {best.label_}", 0.6 if same else 0.5)


def kind_of_quoted(doc: Doc, start: int, end: int, stop: int) -> Kind | None:
    """Of a quoted phrase: a business model if it adds things up, else by its head or the noun around it; None for mere words."""
    text = doc[start:end].text
    if _MODEL.search(text):
        return Kind("BusinessModel", "BusinessModel", "quoted sum", 0.9)
    closing = next((t.i for t in doc[end : end + 3] if t.idx + len(t) >= stop), end)
    around = kind_of_surroundings(doc, start, closing + 1)
    words = [t.text for t in doc[start:end]]
    capitals = sum(w[:1].isupper() for w in words)
    named = kind_of_name(words) if capitals >= max(1, len(words) // 2) else None
    if around and capitals:
        return Kind(around.type, around.cls, "quoted name", 0.9)
    if named:
        return Kind(named.type, named.cls, "quoted name", 0.9)
    root = doc[start:end].root
    made = capitals == len(words) and root.dep_ in {"dobj", "nsubjpass"} and root.head.lemma_ in _MAKING
    return Kind("Platform", "Platform", "quoted product", 0.75) if made else None


def kind_of_list(doc: Doc, start: int, end: int) -> Kind | None:
    """By the noun that a list of names stands under: "enterprises such as A and B", "A, B and other newspapers"."""
    first = doc[start:end].root
    while first.dep_ in {"conj", "appos"} and first.head.pos_ == "PROPN":
        first = first.head
    noun = _listing_noun(first)
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
    """The end of a name that takes in the common noun after it: "Eling district", "RFID project"; not "Taotuhuo platform"."""
    if kind.method != "noun after" or kind.type in {"Platform", "Publication"}:
        return end
    stop = end + len(noun_after(doc, end))
    return end if doc[stop - 1].lower_ in _LEFT_OUT else stop


def noun_after(doc: Doc, end: int) -> list[str]:
    """The lower-case nouns right after a name, as in "Taotuhuo rural e-commerce platform"."""
    words: list[str] = []
    for token in doc[end : end + 6]:
        if token.lower_ in lexicon().loose:
            break
        if (
            (token.pos_ in {"NOUN", "ADJ", "PROPN"}
            and token.text[:1].islower())
            or (token.text in {"-", "APP", "App"}
            and not token.is_space)
        ):
            words.append("app" if token.text.lower() == "app" else _singular(token))
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
