"""Relations between what a sentence names and what it is about without naming it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import permutations
from pathlib import Path

from dpgraph.mentions.deciding import agreed, decider
from dpgraph.mentions.encoder import Vectors
from dpgraph.mentions.linear import read_linear
from dpgraph.mentions.reading import Reading
from dpgraph.records import Ontology
from dpgraph.statements.pairs import Party
from dpgraph.statements.relation import FLOOR, Ends, Joining, Relation, Saying, likeliest, name_of, stated
from dpgraph.statements.scene import Scene
from dpgraph.statements.topics import Topic, TopicFeatures, unnamed_pairs

TOPICS = Path(__file__).with_name("weights") / "topics.npz"


def topic_relations(
    scene: Scene,
    states: Vectors,
    present: Sequence[Party],
    together: Collection[Ends],
    joining: Joining,
    ontology: Ontology,
) -> Iterator[Relation]:
    """What the models believe of each topic of a sentence and each name in it; `together` are `named_together`."""
    found = list(topic_pairs(scene, present, together, joining))
    model, features = read_linear(TOPICS), TopicFeatures(scene, present)
    by_words = model.tables([features(topic, party, is_subject=is_subject) for topic, party, is_subject in found])
    looks = [features.look(topic, party, is_subject=is_subject) for topic, party, is_subject in found]
    tables = agreed(by_words, decider("topics").tables(states, looks))
    for (topic, party, is_subject), row in zip(found, tables.tolist(), strict=True):
        chances = dict(zip(model.classes, row, strict=True))
        subject, obj = (topic, party) if is_subject else (party, topic)
        predicate, chance = likeliest(chances, joining(subject.type, obj.type))
        if chance >= FLOOR:
            how = Saying(party.root, "model topics", chance)
            if relation := stated(scene, subject, predicate, obj, how, ontology):
                yield relation


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
