"""Trains the typing model and the two relation models on the annotated sentences here and on corpus/gold/train.

    python training/train.py                  train and write the weights into the package
    python training/train.py --validate       show what five-fold cross-validation says, and write nothing
    python training/train.py --without-gold   train on the sentences alone, to see how the gold passages fare unseen

Deterministic: the same sentences give the same weights. Needs scikit-learn; reading the weights does not.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from unittest import mock

import numpy as np
from examples import Example, gold_of, read_examples
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions import typing
from dpgraph.mentions.features import by_span, features
from dpgraph.mentions.known import KnownNames
from dpgraph.mentions.linear import BUCKETS, Hashes, Linear, buckets, hashed, joined, write_linear
from dpgraph.mentions.model import load_model
from dpgraph.mentions.passages import Passage, parse
from dpgraph.mentions.reading import Placed, Read, Reading, candidates_of, reader
from dpgraph.mentions.register import Register, build_register
from dpgraph.records import Mention, Ontology
from dpgraph.statements.about import TOPICS, named_together, topic_pairs
from dpgraph.statements.pairs import pair_features, pair_types, pairs, parties
from dpgraph.statements.relation import Ends, guide_predicates, name_of
from dpgraph.statements.relations import RELATIONS, fired_rules, scenes
from dpgraph.statements.scoring import meanings
from dpgraph.statements.topics import TopicFeatures

NONE = "none"
# How little large weights are held back: C of the logistic regression.
STRENGTH = 0.3
# Texts of fewer words are sentences written to be hard, not passages; into how many parts these are cut.
LEAST, FOLDS = 90, 4

# Gold label, predicted label, and the probability of the latter.
Guess = tuple[str, str, float]


@dataclass(frozen=True)
class Samples:
    """What a model learns from: rows of features, the label of each, and the number of the example it is from."""

    rows: list[Hashes] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)

    def add(self, row: Hashes, label: str, group: int) -> None:
        """One more."""
        self.rows.append(row)
        self.labels.append(label)
        self.groups.append(group)


def typing_samples(examples: Sequence[Example], parsed: Sequence[list[Passage]], known: KnownNames) -> Samples:
    """A row for every candidate span, labelled with the type of the gold mention that it is."""
    samples = Samples()
    for number, (example, passages) in enumerate(zip(examples, parsed, strict=True)):
        gold = {(a, b): kind for a, b, kind, _ in example.mentions}
        for passage in passages:
            for (start, end), same in by_span(candidates_of(passage, known)).items():
                span = passage.doc[start:end]
                label = gold.get((passage.start + span.start_char, passage.start + span.end_char), NONE)
                samples.add(hashed(features(passage, start, end, same)), label, number)
    return samples


def relation_samples(lessons: Iterable[Lesson], ontology: Ontology) -> Samples:
    """A row for every ordered pair of mentions in a sentence that a predicate can join, with what is stated."""
    samples, joining = Samples(), guide_predicates(ontology)
    for lesson in lessons:
        for scene in scenes(lesson.reading):
            present = parties(scene)
            fired = fired_rules(scene, ontology)
            for one, other in pairs(present):
                if not joining(one.type, other.type):
                    continue
                ends = name_of(one), name_of(other)
                row = hashed(pair_features(scene, one, other, present, fired.get(ends, {})))
                samples.add(joined(row, pair_types(one, other)), lesson.stated.get(ends, NONE), lesson.number)
    return samples


def topic_samples(lessons: Iterable[Lesson], ontology: Ontology) -> Samples:
    """A row for every topic and name of a sentence, in both directions, labelled with the predicate stated of them."""
    samples, joining = Samples(), guide_predicates(ontology)
    for lesson in lessons:
        together = named_together(lesson.reading)
        for scene in scenes(lesson.reading):
            present = parties(scene)
            features_of = TopicFeatures(scene, present)
            for topic, party, is_subject in topic_pairs(scene, present, together, joining):
                ends = name_of(topic), name_of(party)
                row = features_of(topic, party, is_subject=is_subject)
                samples.add(row, lesson.stated.get(ends if is_subject else ends[::-1], NONE), lesson.number)
    return samples


@dataclass(frozen=True)
class Lesson:
    """A text as it was read, its number among the examples, and the predicate stated of each ordered pair of names."""

    number: int
    reading: Reading
    stated: Mapping[Ends, str]


def annotated(examples: Sequence[Example], parsed: Sequence[list[Passage]]) -> list[Lesson]:
    """Each example with the names that annotators see in it."""
    return [
        Lesson(number, _reading(example, passages), _stated(example))
        for number, (example, passages) in enumerate(zip(examples, parsed, strict=True))
    ]


def folds(examples: Sequence[Example]) -> list[list[int]]:
    """The numbers of the examples that are whole passages, in parts of like size."""
    passages = [i for i, e in enumerate(examples) if len(e.document.text.split()) > LEAST]
    return [passages[part::FOLDS] for part in range(FOLDS)]


def read_unseen(examples: Sequence[Example], samples: Samples, register: Register) -> list[Lesson]:
    """The passages with the names that typing models find in them which have not seen them, right or wrong.

    What is stated of two names is what annotators state of those that they mean. So the relation models learn from
    names as they will meet them.
    """
    read_one = reader(register)
    lessons = []
    for held in folds(examples):
        model = without(samples, frozenset(held))
        with mock.patch.object(typing, "read_linear", lambda _, model=model: model):
            lessons += [_meant(number, examples[number], read_one(examples[number].document)) for number in held]
    return lessons


def _meant(number: int, example: Example, reading: Reading) -> Lesson:
    """A reading with what annotators state of the names that its own mean."""
    names = list(dict.fromkeys(m.entity or "" for m in reading.mentions))
    found = [{"id": n, "name": n, "aliases": [m.text for m in reading.mentions if m.entity == n]} for n in names]
    means = meanings(gold_of(example), {"entities": found})
    stated = _stated(example)
    ends = ((ends, stated.get((means.get(ends[0], ""), means.get(ends[1], "")))) for ends in permutations(names, 2))
    return Lesson(number, reading, {pair: predicate for pair, predicate in ends if predicate is not None})


def without(samples: Samples, held: frozenset[int]) -> Linear:
    """A model of the samples whose examples are not held out."""
    kept = [i for i, group in enumerate(samples.groups) if group not in held]
    return fit([samples.rows[i] for i in kept], [samples.labels[i] for i in kept])


def _stated(example: Example) -> dict[Ends, str]:
    """The predicate that an example states of an ordered pair; a symmetric one both ways."""
    relations = sorted(example.relations)
    return {(s, o): p for s, p, o in relations} | {(o, s): p for s, p, o in relations if p == "collaboratesWith"}


def _reading(example: Example, passages: Sequence[Passage]) -> Reading:
    return Reading(example.document, tuple(Read(p, tuple(_placed(example, p))) for p in passages))


def _placed(example: Example, passage: Passage) -> Iterator[Placed]:
    for start, end, kind, entity in example.mentions:
        span = (
            passage.doc.char_span(start - passage.start, end - passage.start, alignment_mode="expand")
            if start >= passage.start
            else None
        )
        if span is not None and end <= passage.start + len(passage.doc.text):
            text = example.document.text[start:end]
            yield Placed(
                Mention(example.document.id, start, end, text, kind, "gold", 1.0, entity), span.start, span.end
            )


def fit(rows: Sequence[Hashes], labels: Sequence[str], strength: float = STRENGTH) -> Linear:
    """A multinomial logistic model of the rows."""
    model = LogisticRegression(C=strength, max_iter=250, tol=1e-3)
    model.fit(_matrix(rows), np.array(labels))
    weights = np.zeros((BUCKETS + 1, len(model.classes_)), dtype=np.float32)
    of_classes = slice(1, 2) if len(model.classes_) == 2 else slice(None)  # of two classes, the first one has none
    weights[:-1, of_classes], weights[-1, of_classes] = model.coef_.T, model.intercept_
    return Linear(tuple(map(str, model.classes_)), weights)


def _matrix(rows: Sequence[Hashes]) -> csr_matrix:
    columns = [buckets(row) for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    return csr_matrix((np.ones(ends[-1], dtype=np.float32), np.concatenate(columns), ends), shape=(len(rows), BUCKETS))


def cross_validated(samples: Samples) -> list[Guess]:
    """A guess for each row by a model that has not seen its example."""
    guesses: list[Guess] = []
    rows, labels = samples.rows, samples.labels
    for train, test in GroupKFold(5).split(rows, labels, samples.groups):
        model = fit([rows[i] for i in train], [labels[i] for i in train])
        for i in test:
            chances = model.probabilities(rows[i])
            guesses.append((labels[i], model.classes[int(chances.argmax())], float(chances.max())))
    return guesses


def report(title: str, guesses: Sequence[Guess]) -> str:
    """Precision, recall and F1 of each class and of all but "none", and how far the confidences hold."""
    lines = [title, f"{'':20}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}"]
    lines += [_scores(kind, guesses) for kind in ("all", *sorted({g for g, _, _ in guesses} - {NONE}))]
    bins = Counter((min(int(chance * 10), 9), gold == guess) for gold, guess, chance in guesses if guess != NONE)
    for tenth in range(10):
        right, wrong = bins[tenth, True], bins[tenth, False]
        if right + wrong:
            share = right / (right + wrong)
            lines.append(f"  confidence from {tenth / 10:.1f}: {share:.2f} right of {right + wrong}")
    return "\n".join(lines) + "\n\n"


def _scores(kind: str, guesses: Sequence[Guess]) -> str:
    hits = sum(gold == guess != NONE and kind in (gold, "all") for gold, guess, _ in guesses)
    said = sum(guess != NONE and kind in (guess, "all") for _, guess, _ in guesses)
    wanted = sum(gold != NONE and kind in (gold, "all") for gold, _, _ in guesses)
    precision, recall = hits / max(said, 1), hits / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return f"{kind:20}{precision:7.3f}{recall:7.3f}{f1:7.3f}{wanted:7d}"


def main() -> None:
    """Trains the three models, or says how good they would be."""
    parser = argparse.ArgumentParser(description="Trains the typing model and the two relation models.")
    parser.add_argument("--validate", action="store_true", help="cross-validate and write nothing")
    parser.add_argument("--without-gold", action="store_true", help="train on the sentences alone")
    options = parser.parse_args()
    ontology = read_ontology(assets.folder("ontology"))
    register = build_register(ontology, Corpus(Path(), ()))
    examples = read_examples(gold=not options.without_gold)
    parsed = [parse(e.document) for e in examples]
    spans = typing_samples(examples, parsed, KnownNames(register, load_model()))
    lessons = [*annotated(examples, parsed), *read_unseen(examples, spans, register)]
    for path, samples in (
        (typing.TYPING, spans),
        (RELATIONS, relation_samples(lessons, ontology)),
        (TOPICS, topic_samples(lessons, ontology)),
    ):
        if options.validate:
            sys.stdout.write(report(path.stem, cross_validated(samples)))
        else:
            write_linear(path, fit(samples.rows, samples.labels))
            sys.stdout.write(f"{path}: {path.stat().st_size / 1e6:.1f} MB from {len(samples.rows)} samples\n")


if __name__ == "__main__":
    main()
