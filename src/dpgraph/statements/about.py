"""Relations between what a sentence names and what it is about without naming it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from dpgraph.mentions.deciding import Look
from dpgraph.mentions.reading import Reading
from dpgraph.records import Ontology
from dpgraph.statements.pairs import Party
from dpgraph.statements.relation import FLOOR, Ends, Joining, Relation, Saying, likeliest, name_of, stated
from dpgraph.statements.scene import Scene
from dpgraph.statements.topics import Topic, TopicLooks, unnamed_pairs


@dataclass(frozen=True, slots=True)
class TopicAsked:
    """A topic of a sentence and a name in it that the models are asked about: what they see, and where they look."""

    topic: Topic
    party: Party
    is_subject: bool
    look: Look


def topics_asked(
    scene: Scene, present: Sequence[Party], together: Collection[Ends], joining: Joining
) -> Iterator[TopicAsked]:
    """What is asked about the topics of a sentence; `together` are `named_together`."""
    looks = TopicLooks(scene)
    for topic, party, is_subject in topic_pairs(scene, present, together, joining):
        yield TopicAsked(topic, party, is_subject, looks(topic, party, is_subject=is_subject))


def topic_relation(
    scene: Scene, asked: TopicAsked, chances: Mapping[str, float], joining: Joining, ontology: Ontology
) -> Relation | None:
    """What the models believe of a topic of a sentence and a name in it."""
    topic, party = asked.topic, asked.party
    subject, obj = (topic, party) if asked.is_subject else (party, topic)
    predicate, chance = likeliest(chances, joining(subject.type, obj.type))
    how = Saying(party.root, "model topics", chance)
    return stated(scene, subject, predicate, obj, how, ontology) if chance >= FLOOR else None


def named_together(reading: Reading) -> frozenset[Ends]:
    """The ordered pairs of entities that some sentence names both of: these sentences say how they are related."""
    sentences = (
        {p.mention.entity or "" for p in read.placed if sentence.start <= p.start < sentence.end and not p.is_nested}
        for read in reading.passages
        for sentence in read.doc.sents
    )
    return frozenset(ends for names in sentences for ends in permutations(sorted(names), 2))


def topic_pairs(
    scene: Scene, present: Sequence[Party], together: Collection[Ends], joining: Joining
) -> Iterator[tuple[Topic, Party, bool]]:
    """What a sentence may be about with each name in it, as subject or not, where a predicate can join the two.

    A policy acts in sentences that do not name it only in a document that is, or is about, this policy.
    """
    speaker = scene.speaker.mention.entity if scene.speaker else None
    for topic, party in unnamed_pairs(scene, present):
        if (name_of(topic), name_of(party)) not in together:
            for is_subject in (True, False) if topic.type != "Policy" or name_of(topic) == speaker else (False,):
                types = (topic.type, party.type) if is_subject else (party.type, topic.type)
                if joining(*types):
                    yield topic, party, is_subject
