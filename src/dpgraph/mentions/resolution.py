"""Which names of a corpus mean one entity: merged where that is sure or a person said so, else proposed to a person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dpgraph.documents.corpus import Row
from dpgraph.errors import InputError, allowed
from dpgraph.mentions.likeness import Likeness, likeness, singular, words
from dpgraph.mentions.linking import ACTING
from dpgraph.mentions.neighbours import near
from dpgraph.terms import CONCEPT_TYPES

DECISIONS = ("accept", "reject", "")
COLUMNS = ("name", "other", "decision", "score", "reason")
BY_RULE = "rule"
PROPOSED_FROM = 0.7
OTHER_TYPE = 0.8
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&-]{1,7}")


@dataclass(frozen=True, slots=True)
class Named:
    """An entity before names are merged: its type, every form it is called by, and how often it is mentioned."""

    name: str
    type: str
    forms: frozenset[str]
    uses: int = 0
    is_registered: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Two names that are one entity or may be.

    `decision` is "accept", "reject", "rule" or, where a person is asked, nothing.
    """

    name: str
    other: str
    decision: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided in `merges.csv`: names that go into others, and all pairs that nobody is asked about."""

    accepted: Mapping[str, Row] = field(default_factory=dict)
    pairs: frozenset[frozenset[str]] = frozenset()
    rows: tuple[Row, ...] = ()


NOTHING = Decided()


def decided(rows: Iterable[Row]) -> Decided:
    """The decisions in rows.

    Raises `InputError` for another word than accept, reject or nothing, and for a name that goes two ways.
    """
    accepted: dict[str, Row] = {}
    kept = tuple(row for row in rows if row["decision"] != BY_RULE)
    for row in kept:
        if row["decision"] not in DECISIONS:
            fitting = allowed(row["decision"], DECISIONS[:2])
            raise InputError(f"{row.place}: unknown decision {row['decision']!r}; {fitting}, or nothing")
        if row["decision"] == "accept" and accepted.setdefault(row["other"], row)["name"] != row["name"]:
            raise InputError(
                f"{row.place}: {row['other']!r} goes into {accepted[row['other']]['name']!r} above; allowed: one name"
            )
    pairs = frozenset(frozenset((row["name"], row["other"])) for row in kept if row["decision"])
    return Decided(accepted, pairs, kept)


def resolved(known: Sequence[Named], said: Decided) -> tuple[dict[str, str], tuple[Merge, ...]]:
    """The name that each merged name goes into; and all merges: by rule, decided by a person, and proposed to one.

    Entities of two types are never merged by rule. Raises `InputError` for an accepted merge that cannot be.
    """
    by_name = {k.name: k for k in known}
    ruled = [
        m for m in _ruled(known) if frozenset((m.name, m.other)) not in said.pairs and m.other not in said.accepted
    ]
    homes = _homes({m.other: m.name for m in ruled} | _accepted(said, by_name), said)
    names = {name: _last(name, homes) for name in homes}
    proposed = _proposed(_folded(known, names), said)
    person = [_as_decided(row) for row in said.rows if row["decision"]]
    return names, tuple(sorted([*ruled, *person, *proposed], key=lambda m: (m.decision, -m.score, m.name, m.other)))


def _as_decided(row: Row) -> Merge:
    score = row.values.get("score", "")
    return Merge(row["name"], row["other"], row["decision"], float(score or 1), row.values.get("reason", ""))


def _accepted(said: Decided, by_name: Mapping[str, Named]) -> dict[str, str]:
    """Accepted merges as other -> name; a registered name is the one that stays."""
    homes: dict[str, str] = {}
    for other, row in said.accepted.items():
        stays, goes = by_name.get(row["name"]), by_name.get(other)
        if stays is None or goes is None:
            continue
        if stays.is_registered and goes.is_registered:
            raise InputError(
                f"{row.place}: both names are registered; keep one in entities.csv and make the other an alias"
            )
        homes |= {stays.name: other} if goes.is_registered else {other: stays.name}
    return homes


def _homes(homes: dict[str, str], said: Decided) -> dict[str, str]:
    for name in homes:
        if _last(name, homes) == name:
            place = next((row.place for row in said.accepted.values() if name in (row["name"], row["other"])), "")
            raise InputError(f"{place}: {name!r} goes into itself in the end; allowed: one name that stays")
    return homes


def _last(name: str, homes: Mapping[str, str]) -> str:
    seen: set[str] = set()
    while name in homes and name not in seen:
        seen.add(name)
        name = homes[name]
    return name


def _ruled(known: Sequence[Named]) -> list[Merge]:
    """The sure merges: names of the same words, and acronyms that another document introduces; both of one type."""
    same: dict[tuple[str, tuple[str, ...]], list[Named]] = defaultdict(list)
    meant: dict[tuple[str, str], list[Named]] = defaultdict(list)
    for k in known:
        same[k.type, _key(k)].append(k)
        for form in k.forms:
            if _ACRONYM.fullmatch(form) and form != k.name:
                meant[k.type, form].append(k)
    found = [m for group in same.values() for m in _into_first(group, "the same words")]
    for k in known:
        longer = meant.get((k.type, k.name), [])
        if len(longer) == 1 and not k.is_registered:
            found += _into_first([longer[0], k], f'"{k.name}" is introduced as its short form', keep=True)
    return sorted(found, key=lambda m: (m.other, m.name))


def _key(known: Named) -> tuple[str, ...]:
    """What sure merges share: the words of the name; of a term, in the singular."""
    found = words(known.name)
    return singular(found) if found and known.type in CONCEPT_TYPES else found or (known.name,)


def _into_first(group: Sequence[Named], reason: str, *, keep: bool = False) -> Iterator[Merge]:
    """The merges of the unregistered names of a group into its registered or most used one."""
    first, *rest = group if keep else sorted(group, key=lambda k: (not k.is_registered, -k.uses, k.name))
    yield from (Merge(first.name, k.name, BY_RULE, 1.0, reason) for k in rest if not k.is_registered)


def _folded(known: Iterable[Named], names: Mapping[str, str]) -> list[Named]:
    """Entities as they are once names are merged."""
    folded: dict[str, Named] = {}
    for k in sorted(known, key=lambda k: k.name in names):
        home = names.get(k.name, k.name)
        old = folded.get(home, replace(k, name=home, forms=frozenset(), uses=0))
        folded[home] = replace(old, forms=old.forms | k.forms | {k.name}, uses=old.uses + k.uses)
    return sorted(folded.values(), key=lambda k: k.name)


def _proposed(known: Sequence[Named], said: Decided) -> list[Merge]:
    places = frozenset(w for k in known if k.type == "Place" for w in words(k.name))
    best: dict[frozenset[str], Merge] = {}
    for a, b, form, other in _pairs(known):
        ends = frozenset((a.name, b.name))
        like = likeness(form, other, places) if ends not in said.pairs and _may_be_one(a, b) else None
        made = _merge(a, b, _by_forms(like, {form, other}, ends)) if like else None
        if made and made.score >= PROPOSED_FROM and (ends not in best or made.score > best[ends].score):
            best[ends] = made
    return list(best.values())


def _by_forms(like: Likeness, forms: Collection[str], names: Collection[str]) -> Likeness:
    """A likeness that names the forms it holds between, where those are not the names themselves."""
    called = " and ".join(f'"{form}"' for form in sorted(set(forms) - set(names)))
    if len(forms) == 1:
        return replace(like, reason=f'both are called "{min(forms)}"')
    return replace(like, reason=f"by the form {called}: {like.reason}") if called else like


def _may_be_one(a: Named, b: Named) -> bool:
    """Two names that a person has registered are two; a term and a name are never one."""
    return not (a.is_registered and b.is_registered) and (a.type in CONCEPT_TYPES) == (b.type in CONCEPT_TYPES)


def _merge(a: Named, b: Named, like: Likeness) -> Merge:
    first, second = sorted((a, b), key=lambda k: (not k.is_registered, -len(k.name), k.name))
    if a.type == b.type:
        return Merge(first.name, second.name, "", like.score, like.reason)
    near_type = ACTING.get(a.type) == b.type or ACTING.get(b.type) == a.type
    warning = f"warning: {first.type} and {second.type}; {like.reason}"
    return Merge(first.name, second.name, "", round(like.score * (1 if near_type else OTHER_TYPE), 3), warning)


def _pairs(known: Sequence[Named]) -> Iterator[tuple[Named, Named, str, str]]:
    """Pairs of entities with the two forms by which they may be alike."""
    holders: dict[str, list[Named]] = defaultdict(list)
    for k in known:
        for form in {*k.forms, k.name}:
            holders[form].append(k)
    same = ((form, form) for form in sorted(holders) if len(holders[form]) > 1)
    for form, other in (*same, *near(sorted(holders))):
        for a in holders[form]:
            yield from ((a, b, form, other) for b in holders[other] if a.name != b.name)


def review_row(merge: Merge) -> tuple[str, ...]:
    """A merge as a row under `COLUMNS`."""
    return merge.name, merge.other, merge.decision, f"{merge.score:.2f}", merge.reason
