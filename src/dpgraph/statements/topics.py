"""What a sentence may be about without naming it, and where the networks look to join the two.

"PageWave runs the app TaleYard. Writers are paid by advertising." The second sentence is about TaleYard. A topic is
an entity that the section has told of before; the model says whether it is related to what the sentence names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dpgraph.mentions.deciding import Hashes, Look, hashed
from dpgraph.mentions.lexicon import lexicon
from dpgraph.mentions.reading import Placed
from dpgraph.statements.pairs import Party, ends_of, pair_types
from dpgraph.statements.scene import Scene, Told

if TYPE_CHECKING:
    from spacy.tokens import Token

# What a sentence can be about; how many topics are weighed for it, and how many sentences back they may be named.
KINDS = frozenset({"Organization", "Platform", "Publication", "Policy", "Initiative", "Fund"})
MOST, FAR = 6, 6
_NAMED_MOST = 8
_PRONOUNS = frozenset({"it", "its", "they", "their", "we", "our", "which"})
_DEFINITE = frozenset({"the", "this", "its", "their", "new"})
_ALIKE = {"Platform": "Organization", "Publication": "Organization"}
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Topic:
    """An entity that a sentence may be about: what was told of it, and the place among those of its type."""

    told: Told
    distance: int
    rank: int
    rivals: int

    @property
    def placed(self) -> Placed:
        """Its last mention."""
        return self.told.placed

    @property
    def type(self) -> str:
        """The type of its last mention."""
        return self.placed.mention.type


def topics(scene: Scene) -> list[Topic]:
    """The entities of the section so far that a sentence does not name, the likeliest topics first."""
    here = {p.mention.entity for p in scene.mentions()}
    now = scene.memory.sentence
    told = [
        t
        for name, t in scene.memory.told.items()
        if name and name not in here and t.placed.mention.type in KINDS and (now - t.sentence <= FAR or t.order == 0)
    ]
    told.sort(key=lambda t: (-_salience(t, now), t.order))
    found = []
    for t in told[:MOST]:
        same = [o for o in told if o.placed.mention.type == t.placed.mention.type]
        found.append(Topic(t, now - t.sentence, same.index(t), len(same) - 1))
    return found


def _salience(told: Told, now: int) -> float:
    near = 1.0 / (now - told.sentence + 0.5)
    return near * (2.0 if told.is_subject else 1.0) + 0.3 * min(told.times, 4) + (0.8 if told.order == 0 else 0.0)


def unnamed_pairs(scene: Scene, present: Sequence[Party]) -> Iterator[tuple[Topic, Party]]:
    """Each topic of a sentence with each name in it."""
    named = [p for p in present if p.factor == 1][:_NAMED_MOST]
    if named:
        for topic in topics(scene):
            yield from ((topic, party) for party in named)


class TopicLooks:
    """Where the networks look: at a topic, at a name, what that hangs under, the sentence's verb and all its words.

    What several pairs of a sentence share is made once.
    """

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._words = list(_anaphors(scene))
        self._pairs: dict[tuple[int, int], Hashes] = {}

    def __call__(self, topic: Topic, party: Party, *, is_subject: bool) -> Look:
        """The look at a topic and a name, the topic as the subject of the relation or as its object."""
        at, told = self._scene.read.passage.first, topic.told
        heads = self._scene.sentence.root, party.root, party.root.head
        types = direction_of(topic, party, is_subject=is_subject), topic.type, f">{party.type}", f"{is_subject}"
        return Look(
            (*ends_of(topic.placed, told.first), *ends_of(party, at), *(at + t.i for t in heads)),
            (self._scene.tokens,),
            np.concatenate([self._own(topic, party), hashed(types)]),
        )

    def _own(self, topic: Topic, party: Party) -> Hashes:
        """What this topic and this name have of their own, whichever of them is the subject."""
        ends = topic.told.order, party.start
        if ends not in self._pairs:
            self._pairs[ends] = hashed([*_of_topic(topic), *self._of_anaphors(topic, party)])
        return self._pairs[ends]

    def _of_anaphors(self, topic: Topic, party: Party) -> Iterator[str]:
        """The words of the sentence that could mean the topic, and where they stand to the name."""
        clause, kinds = _clause(party.root), {topic.type, _ALIKE.get(topic.type, topic.type)}
        any_fit = False
        for word in self._words:
            where = "own" if word.clause == clause.i else "other"
            if word.kind is None:
                yield f"pronoun={word.how}:{where}"
                if word.owns is not None and (word.owns == party.root or word.owns in party.root.ancestors):
                    yield f"possessed={word.how}"
            elif word.kind in kinds:
                any_fit = True
                yield f"fits={word.how}:{where}:{word.is_subject}"
                yield f"fits word={word.lemma}"
        yield f"any fit={any_fit}"
        yield f"names own type={any(p.mention.type == topic.type for p in self._scene.mentions())}"


def direction_of(topic: Topic, party: Party, *, is_subject: bool) -> str:
    """The types of a topic and a name, and which is the subject."""
    return f"topic {pair_types(topic, party)}" if is_subject else f"name {pair_types(party, topic)}"


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word that may mean something told before: a pronoun (`kind` is None), or a noun that names a kind of thing.

    `how` is the pronoun, or the noun's determiner; `owns` what a possessive pronoun stands before.
    """

    how: str
    kind: str | None
    lemma: str
    clause: int
    is_subject: bool
    owns: Token | None = None


def _anaphors(scene: Scene) -> Iterator[Anaphor]:
    for token in scene.sentence:
        is_subject = token.dep_ in _SUBJECTS
        if token.lower_ in _PRONOUNS:
            owns = token.head if token.dep_ == "poss" else None
            yield Anaphor(token.lower_, None, token.lower_, _clause(token).i, is_subject, owns)
        elif token.pos_ == "NOUN" and (how := _determiner(token)) in _DEFINITE:
            found = lexicon().head([token.lemma_.lower()])
            if found:
                yield Anaphor(how, found[0], token.lemma_.lower(), _clause(token).i, is_subject)


def _of_topic(topic: Topic) -> Iterator[str]:
    t = topic.told
    yield f"distance={min(topic.distance, 4)}"
    yield f"rank={min(topic.rank, 3)}+{min(topic.rivals, 3)}"
    yield f"last subject={t.is_subject}+{min(topic.distance, 2)}"
    yield f"first={t.order == 0}"
    yield f"order={min(t.order, 4)}"
    yield f"times={min(t.times, 4)}"
    yield f"subject times={min(t.subject_times, 2)}"


def _clause(token: Token) -> Token:
    while token.pos_ not in {"VERB", "AUX"} and token.head != token:
        token = token.head
    return token


def _determiner(noun: Token) -> str:
    return next((c.lower_ for c in noun.children if c.dep_ in {"det", "poss"}), "no")
