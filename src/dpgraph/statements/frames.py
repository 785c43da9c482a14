"""The frames of the rules: what a sentence must look like for a rule to find its ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from dpgraph.mentions.reading import Placed
from dpgraph.statements.arguments import agents, coordinated, is_passive, patients, prepositional
from dpgraph.statements.rules import Rule
from dpgraph.statements.scene import Argument, Scene

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Match:
    """Two ends and the word that joins them."""

    subject: Argument
    object: Argument
    trigger: Token


def matches(rule: Rule, scene: Scene) -> Iterator[Match]:
    """All that a rule finds in a sentence, types not yet checked."""
    yield from _FRAMES[rule.frame](rule, scene)


def _triggers(rule: Rule, scene: Scene, *pos: str) -> list[Token]:
    return [
        t for t in scene.sentence if t.lemma_.lower() in rule.words and t.pos_ in pos and scene.mention_at(t) is None
    ]


def _pairs(subjects: list[Argument], objects: list[Argument], trigger: Token) -> Iterator[Match]:
    for s in subjects:
        for o in objects:
            if s.placed != o.placed:
                yield Match(s, o, trigger)


def _verb(rule: Rule, scene: Scene) -> Iterator[Match]:
    for verb in _triggers(rule, scene, "VERB"):
        subjects = _subjects(rule, scene, verb)
        if rule.only and verb.lemma_ in rule.only:
            subjects = [s for s in subjects if s.type in rule.only[verb.lemma_]]
        yield from _pairs(subjects, _verb_objects(rule, scene, verb), verb)


def _subjects(rule: Rule, scene: Scene, verb: Token) -> list[Argument]:
    if rule.subject == "patient":
        return scene.resolve(patients(verb), rule.through)
    doers = agents(verb)
    found = scene.resolve(doers)
    if (
        rule.speaker
        and scene.speaker
        and not [a for a in found if a.type not in {"Place", "Person"}]
        and _speaks(verb, doers)
    ):
        return [Argument(scene.speaker, 0.9)]
    return found


def _speaks(verb: Token, doers: list[Token]) -> bool:
    """Whether a clause gives the voice of the policy itself: an order without a subject, or "the city will ..."."""
    if not doers:
        return verb.tag_ in {"VB", "VBP", "VBG", "NN"} and not is_passive(verb)
    return all(
        d.ent_type_ in {"GPE", "LOC"} or d.lower_ in {"we", "it", "city", "country", "government", "province", "state"}
        for d in doers
    )


def _verb_objects(rule: Rule, scene: Scene, verb: Token) -> list[Argument]:
    found: list[Token] = []
    for way in rule.object:
        if way == "direct":
            found += [*patients(verb), *_misread(scene, verb)] if rule.subject != "patient" else []
        elif way == "patient":
            found += [c for c in verb.children if c.dep_ in {"oprd", "dobj"}]
        elif way == "agent":
            found += agents(verb)
        else:
            found += prepositional(verb, {way})
            if way in {"with", "in"}:
                found += [o for d in verb.children if d.dep_ in {"dobj", "prep"} for o in prepositional(d, {way})]
    return scene.resolve(found, rule.through)


def _misread(scene: Scene, verb: Token) -> list[Token]:
    """Names after a verb that the parser took for a clause: "uses augmented reality"."""
    return [
        c
        for c in verb.children
        if c.i == verb.i + 1 and c.dep_ in {"xcomp", "ccomp", "advcl", "prep"} and scene.mention_at(c)
    ]


def _noun(rule: Rule, scene: Scene) -> Iterator[Match]:
    for noun in _triggers(rule, scene, "NOUN"):
        holders = [noun, noun.head] if noun.dep_ in {"compound", "nmod"} else [noun]
        whole = [
            *prepositional(noun, {"of", "to", "for"}),
            *(c for h in holders for c in h.children if c.dep_ == "poss"),
        ]
        yield from _pairs(_same_as(noun, scene), scene.resolve(whole), noun)


def _same_as(noun: Token, scene: Scene) -> list[Argument]:
    """What a common noun is said of: "X, a subsidiary", "X is a subsidiary", "the subsidiary X"."""
    tokens = [c for c in noun.children if c.dep_ == "appos"]
    if noun.dep_ == "appos":
        tokens.append(noun.head)
    if noun.dep_ == "attr" or (noun.dep_ == "pobj" and noun.head.lower_ == "as"):
        verb = noun.head if noun.dep_ == "attr" else noun.head.head
        tokens += [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass"}]
    if noun.dep_ in {"compound", "nmod"}:
        tokens.append(noun.head)
    found = scene.resolve(tokens)
    return found or [
        Argument(m) for c in noun.children if c.dep_ in {"compound", "nmod"} and (m := scene.mention_at(c))
    ]


def _act(rule: Rule, scene: Scene) -> Iterator[Match]:
    for noun in _triggers(rule, scene, "NOUN"):
        doers = [*prepositional(noun, {"by"}), *(c for c in noun.children if c.dep_ == "poss")]
        yield from _pairs(scene.resolve(doers), scene.resolve(prepositional(noun, {"of"})), noun)


def _genitive(rule: Rule, scene: Scene) -> Iterator[Match]:
    for token in scene.sentence:
        if token.dep_ != "poss":
            continue
        whole = [Argument(m)] if (m := scene.mention_at(token)) else scene.resolve([token])
        owned = [a for t in coordinated(token.head) for a in scene.resolve([t]) if a.placed.start > token.i]
        yield from _pairs(owned, whole, token.head) if rule.reverse else _pairs(whole, owned, token.head)


def _place(rule: Rule, scene: Scene) -> Iterator[Match]:
    for verb in _triggers(rule, scene, "VERB", "ADJ"):
        subjects = scene.resolve(patients(verb) or agents(verb) or [verb.head])
        yield from _pairs(subjects, scene.resolve(prepositional(verb, {"in", "at", "near"})), verb)


def _name_in_place(rule: Rule, scene: Scene) -> Iterator[Match]:
    for placed in scene.mentions():
        root = scene.root(placed)
        inside = [t for t in scene.resolve(prepositional(root, {"in"})) if t.placed.start >= placed.end]
        yield from _pairs([Argument(placed)], inside, root)


def _list(rule: Rule, scene: Scene) -> Iterator[Match]:
    for token in scene.sentence:
        if token.dep_ == "prep" and (
            token.lower_ == "including" or (token.lower_ == "as" and scene.read.doc[token.i - 1].lower_ == "such")
        ):
            parts = [Argument(p) for p in scene.run(token.i + 1)[0]] or scene.resolve(
                [c for c in token.children if c.dep_ == "pobj"]
            )
            yield from _pairs(parts, _listed_whole(scene, token), token)


def _listed_whole(scene: Scene, token: Token) -> list[Argument]:
    """What a list is a list of: the name before it, else the subject of its clause."""
    head = token.head
    if here := scene.mention_at(head):
        return [Argument(here)]
    while head.pos_ not in {"VERB", "AUX"} and head.head != head:
        head = head.head
    return scene.resolve(agents(head)) if head.pos_ == "VERB" else []


def _applied(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The application of a technology in a sector."""
    for noun in _triggers(rule, scene, "NOUN"):
        used = scene.resolve(prepositional(noun, {"of"}))
        used += [Argument(m) for c in noun.children if c.dep_ in {"compound", "nmod"} and (m := scene.mention_at(c))]
        holders = [noun, *(o for p in noun.children if p.dep_ == "prep" for o in p.children if o.dep_ == "pobj")]
        if noun.head.pos_ == "VERB":
            holders.append(noun.head)
        where = [o for h in holders for o in prepositional(h, {"in", "with", "into", "to", "across"})]
        yield from _pairs(scene.resolve(where), used, noun)


def _named_after(rule: Rule, scene: Scene) -> Iterator[Match]:
    for placed in scene.mentions():
        inner = [Argument(p) for p in scene.nested(placed)]
        yield from _pairs([Argument(placed)], inner, scene.root(placed))


def _sector_of_owner(rule: Rule, scene: Scene) -> Iterator[Match]:
    """The sector in "X's online publishing revenue"."""
    for noun in _triggers(rule, scene, "NOUN"):
        owners = scene.resolve([c for c in noun.children if c.dep_ == "poss"])
        sectors = [
            Argument(m) for m in scene.mentions() if m.end <= noun.i and _leads(m, noun) and m.mention.type == "Sector"
        ]
        yield from _pairs(owners, sectors, noun)


def _for(rule: Rule, scene: Scene) -> Iterator[Match]:
    for noun in _triggers(rule, scene, "NOUN"):
        yield from _pairs(_same_as(noun, scene), scene.resolve(prepositional(noun, {"for"})), noun)
    for placed in scene.mentions():
        root = scene.root(placed)
        yield from _pairs([Argument(placed)], scene.resolve(prepositional(root, {"for"})), root)


def _sector_noun(rule: Rule, scene: Scene) -> Iterator[Match]:
    for noun in _triggers(rule, scene, "NOUN"):
        near = [m for m in scene.mentions() if noun.i - 6 <= m.start and m.end <= noun.i and _leads(m, noun)]
        sectors = [Argument(m) for m in near if m.mention.type == "Sector"]
        named = [a for a in _same_as(noun, scene) if a.type != "Sector"]
        yield from _pairs(named, sectors, noun)


def _leads(placed: Placed, noun: Token) -> bool:
    """Whether a mention modifies a noun: only modifiers stand between."""
    between = noun.doc[placed.end : noun.i]
    return all(t.pos_ in {"NOUN", "ADJ", "PROPN"} or t.text == "-" for t in between)


def _lead(rule: Rule, scene: Scene) -> Iterator[Match]:
    colon = next((t.i for t in scene.sentence if t.text == ":"), None)
    if colon is None:
        return
    before = [m for m in scene.mentions() if m.end <= colon and m.mention.type == "BusinessModel"]
    after = [
        m for m in scene.mentions() if m.start > colon and m.mention.type in {"Organization", "Platform", "Publication"}
    ]
    words = {t.lemma_.lower() for t in scene.sentence if t.i < colon}
    if before and after and words & rule.words:
        yield Match(Argument(after[0]), Argument(before[0]), scene.root(before[0]))


def _title_of(rule: Rule, scene: Scene) -> Iterator[Match]:
    for title, inner in _titles(scene):
        if inner.mention.type == "Organization" and scene.read.doc[inner.start - 1].lower_ in {"of", "the"}:
            yield Match(Argument(inner), Argument(title), scene.root(title))
            return


def _title_on(rule: Rule, scene: Scene) -> Iterator[Match]:
    for title, inner in _titles(scene):
        opened = any(t.lower_ in {"on", "for", "to"} for t in scene.read.doc[title.start : inner.start])
        if opened and inner.mention.type in {"Sector", "Technology"}:
            yield Match(Argument(title), Argument(inner), scene.root(title))


def _titles(scene: Scene) -> Iterator[tuple[Placed, Placed]]:
    for title in scene.mentions():
        if title.mention.type == "Policy":
            yield from ((title, inner) for inner in scene.nested(title))


def _hyphen(rule: Rule, scene: Scene) -> Iterator[Match]:
    doc = scene.read.doc
    for token in scene.sentence:
        if token.lemma_.lower() in rule.words and token.i > 1 and doc[token.i - 1].text == "-":
            giver = scene.mention_at(doc[token.i - 2])
            given = next((m for m in scene.mentions() if 0 < m.start - token.i <= 4), None)
            if giver and given:
                yield Match(Argument(giver), Argument(given), token)


def _award_from(rule: Rule, scene: Scene) -> Iterator[Match]:
    for placed in scene.mentions():
        if placed.mention.type == "Initiative":
            root = scene.root(placed)
            heads = [root, *([root.head] if root.dep_ in {"compound", "nmod", "dobj"} else [])]
            givers = scene.resolve([o for h in heads for o in prepositional(h, {"from"})])
            yield from _pairs(givers, [Argument(placed)], root)


def _together(rule: Rule, scene: Scene) -> Iterator[Match]:
    for noun in _triggers(rule, scene, "NOUN"):
        partners = scene.resolve(prepositional(noun, {"with"}))
        governor = noun.head.head if noun.head.pos_ == "ADP" else noun.head
        doers = [c for c in noun.children if c.dep_ == "poss"]
        if governor.pos_ in {"VERB", "AUX"}:
            doers += agents(governor) if not is_passive(governor) else [*agents(governor)]
        yield from _pairs(scene.resolve(doers), partners, noun)
        between = scene.resolve(prepositional(noun, {"between"}))
        yield from (Match(a, b, noun) for a, b in combinations(between, 2))


def _jointly(rule: Rule, scene: Scene) -> Iterator[Match]:
    for word in scene.sentence:
        if word.lower_ in rule.words and word.dep_ in {"advmod", "amod"}:
            verb = word.head if word.dep_ == "advmod" else word.head.head
            if verb.pos_ == "VERB":
                yield from (Match(a, b, verb) for a, b in combinations(scene.resolve(agents(verb)), 2))


def _role(rule: Rule, scene: Scene) -> Iterator[Match]:
    for noun in _triggers(rule, scene, "NOUN", "PROPN"):
        bodies = [
            *prepositional(noun, {"of", "at", "for"}),
            *(c for c in noun.children if c.dep_ in {"poss", "compound", "nmod"}),
        ]
        people = [a for a in _same_as(noun, scene) if a.type == "Person"]
        yield from _pairs(people, scene.resolve(bodies), noun)


_FRAMES: dict[str, Callable[[Rule, Scene], Iterator[Match]]] = {
    "verb": _verb, "noun": _noun, "act": _act, "genitive": _genitive, "place": _place, "name in place": _name_in_place,
    "list": _list, "for": _for, "sector noun": _sector_noun, "lead": _lead, "title of": _title_of, "title on": _title_on,
    "hyphen": _hyphen, "award from": _award_from, "together": _together, "jointly": _jointly, "role": _role,
    "applied": _applied, "named after": _named_after, "sector of owner": _sector_of_owner,
}  # fmt: skip
