"""Which mentions mean one entity: within a document by form, acronym and short form; beyond it by canonical name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.register import Register, normal
from dpgraph.records import Mention, Property
from dpgraph.terms import CONCEPT_TYPES

# Types that one name may change between as it acts, is read or is used.
ACTING = {"Publication": "Organization", "Platform": "Organization", "Organization": "Publication"}


def acted_types(known: Property, subject_type: str, object_type: str) -> tuple[str, str]:
    """The types in which two entities can be joined: their own, or what they act as; two empty ones when they cannot.

    >>> runs = Property("operates", frozenset({"Organization"}), frozenset({"Platform"}))
    >>> acted_types(runs, "Publication", "Platform"), acted_types(runs, "Place", "Platform")
    (('Organization', 'Platform'), ('', ''))
    """
    for subject in (subject_type, ACTING.get(subject_type, "")):
        for object_ in (object_type, ACTING.get(object_type, "")):
            if known.joins(subject, object_):
                return subject, object_
    return "", ""


_SHORTENED = frozenset({"Organization", "Platform", "Policy", "Initiative", "Fund", "Publication", "Person"})


@dataclass(frozen=True, slots=True)
class Found:
    """A mention before it is linked, with its class and the known entity it was found as."""

    mention: Mention
    cls: str
    entity: str | None


def link(found: Sequence[Found], register: Register, text: str) -> tuple[list[Mention], dict[str, str]]:
    """The mentions of one document with their entities, and the class of every entity that is new.

    Mentions of one normal form are one entity; so are an acronym and the long form it is introduced after, and a
    short form that fits the end or the beginning of just one longer name of its type.
    """
    groups = _groups(found)
    means = _short_forms(groups, text)
    names, classes = _canonical(groups, means, register)
    return [replace(f.mention, entity=names[_key(f)]) for f in found], classes


def _key(found: Found) -> str:
    """What mentions of one entity share: the normal form; a term's is kept apart from that of a name."""
    form = normal(found.entity or found.mention.text)
    return f"{form} (term)" if found.mention.type in CONCEPT_TYPES else form


def _groups(found: Iterable[Found]) -> dict[str, list[Found]]:
    groups: dict[str, list[Found]] = defaultdict(list)
    for f in found:
        groups[_key(f)].append(f)
    return dict(groups)


def _type(group: Sequence[Found]) -> str:
    weights: Counter[str] = Counter()
    for f in group:
        weights[f.mention.type] += f.mention.score  # type: ignore[assignment]  # Counter takes floats, its stub does not
    return max(sorted(weights), key=lambda t: weights[t])


def _cls(group: Sequence[Found], kind: str) -> str:
    narrow = Counter(f.cls for f in group if f.mention.type == kind and f.cls != kind)
    return max(sorted(narrow), key=lambda c: narrow[c]) if narrow else kind


def _short_forms(groups: Mapping[str, list[Found]], text: str) -> dict[str, str]:
    """Normal forms that stand for a longer one of the document."""
    means: dict[str, str] = _introduced(groups, text)
    first = {form: min(f.mention.start for f in group) for form, group in groups.items()}
    for form, group in groups.items():
        if form in means or group[0].entity:
            continue
        kind, words = _type(group), form.split()
        longer = [
            other
            for other, its in groups.items()
            if len(other) > len(form)
            and (
                _fits(words, other.split(), kind) or (_opens(words, other.split(), kind) and first[other] < first[form])
            )
            and _agrees(kind, _type(its))
        ]
        if len(longer) == 1:
            means[form] = longer[0]
    return means


def _agrees(kind: str, other: str) -> bool:
    return kind in _SHORTENED and (kind == other or ACTING.get(kind) == other or ACTING.get(other) == kind)


def _fits(short: Sequence[str], long: Sequence[str], kind: str) -> bool:
    if kind == "Person":
        return len(short) == 1 and len(long) == 2 and short[0] == long[1]
    tail = list(long[-len(short) :]) == list(short) and (len(short) >= 2 or lexicon().head(short) is not None)
    return tail or (
        len(short) >= 2
        and list(long[: len(short)]) == list(short)
        and long[-1] in {"magazine", "app", "platform", "ltd", "inc", "company", "limited"}
    )


def _opens(short: Sequence[str], long: Sequence[str], kind: str) -> bool:
    """Whether a name of one word opens an organization's name that goes on with words for what it is.

    >>> _opens(["harbor"], ["harbor", "publishing", "group"], "Organization")
    True
    """
    rest = long[1:]
    is_kind = bool(rest) and all((found := lexicon().head([word])) and found[0] == "Organization" for word in rest)
    return kind == "Organization" and list(short) == list(long[:1]) and is_kind


def _introduced(groups: Mapping[str, list[Found]], text: str) -> dict[str, str]:
    """Short forms introduced in brackets: "Long Name (LN)" and "Long Name (Short)"."""
    means = {}
    for form, group in groups.items():
        for f in group:
            after = re.match(
                r"\s?[(（][“\"']?(?:the |hereinafter |known as )*[“\"']?([A-Z][\w&.-]{1,24})[”\"']?[)）]",
                text[f.mention.end :],
            )
            if after and normal(after[1]) != form and _may_shorten(after[1], f.mention):
                means[normal(after[1])] = form
    return {s: long for s, long in means.items() if s in groups and _type(groups[s]) != "Place"}


def _may_shorten(short: str, long: Mention) -> bool:
    """Whether brackets give the short form of a name: an acronym of its words, or of those in another language."""
    is_foreign = re.fullmatch(r"[A-Z][A-Za-z]?[A-Z]{1,5}", short) and " " in long.text and long.type in _SHORTENED
    return bool(is_foreign) or _is_acronym(short, long.text)


def _is_acronym(short: str, long: str) -> bool:
    """Whether the letters of a short form stand in order at word starts of a long one.

    >>> _is_acronym("NDRC", "National Development and Reform Commission"), _is_acronym("AR", "virtual reality")
    (True, False)
    """
    if re.fullmatch(r"[A-Z][A-Za-z]?[A-Z&]{1,6}[a-z]?", short) and short[0].lower() in {
        w[0].lower() for w in re.findall(r"\w+", long)
    }:
        return True
    letters = [c for c in short.lower() if c.isalnum()]
    initials = [w[0].lower() for w in re.findall(r"\w+", long)]
    it = iter(initials)
    return all(c in it for c in letters) or short.lower() in long.lower().split()


def _canonical(
    groups: Mapping[str, list[Found]], means: Mapping[str, str], register: Register
) -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    classes: dict[str, str] = {}
    for form in groups:
        home = _home(form, means)
        known = _known(groups[home], home, register)
        name = known or _longest(groups[home])
        names[form] = name
        if known is None:
            kind = _type(groups[home])
            classes[name] = _cls(groups[home], kind)
    return names, classes


def _known(group: Sequence[Found], form: str, register: Register) -> str | None:
    if group[0].entity:
        return group[0].entity
    name = register.find(form.removesuffix(" (term)"))
    is_term = name in register.concepts
    return name if name and is_term == form.endswith(" (term)") else None


def _home(form: str, means: Mapping[str, str]) -> str:
    seen = {form}
    while form in means and means[form] not in seen:
        form = means[form]
        seen.add(form)
    return form


def _longest(group: Sequence[Found]) -> str:
    forms = Counter(named(f.mention.text) for f in group)
    return max(sorted(forms), key=lambda form: (forms[form], len(form)))


def named(text: str) -> str:
    """A surface form as a name: no quotes, leading article or trailing possessive."""
    text = re.sub(r"\s+", " ", text).strip(" \"“”‘’'*_,.;:《》")
    return re.sub(r"^(?:[Tt]he|[Aa]n?) (?=\w)|['’]s$", "", text)
