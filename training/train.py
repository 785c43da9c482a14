"""Trains the typing model and the two relation models on the annotated sentences here and on corpus/gold/train.

    python training/train.py                  train and write the weights into the package
    python training/train.py --validate       show what five-fold cross-validation says, and write nothing
    python training/train.py --without-gold   train on the sentences alone, to see how the gold passages fare unseen

Deterministic: the same sentences give the same weights. Needs scikit-learn; reading the weights does not.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.documents.reading import read_document
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions.deciding import Look
from dpgraph.mentions.features import by_span, features
from dpgraph.mentions.known import KnownNames
from dpgraph.mentions.linear import BUCKETS, Hashes, Linear, buckets, hashed, joined, write_linear
from dpgraph.mentions.looking import span_looks
from dpgraph.mentions.model import load_model
from dpgraph.mentions.passages import Passage, parse
from dpgraph.mentions.reading import Placed, Read, Reading, candidates_of
from dpgraph.mentions.register import build_register, normal
from dpgraph.mentions.typing import TYPING
from dpgraph.records import Document, Mention, Ontology, Section, Source
from dpgraph.statements.about import TOPICS, named_together, topic_pairs
from dpgraph.statements.pairs import pair_features, pair_look, pair_types, pairs, parties
from dpgraph.statements.relation import guide_predicates
from dpgraph.statements.relations import RELATIONS, fired_rules, scenes
from dpgraph.statements.topics import TopicFeatures

HERE = Path(__file__).parent
MARK = re.compile(r"\{([^{}|]+)\|([A-Za-z]+)(?:=(\d+))?\}")
NONE = "none"
# How little large weights are held back: C of the logistic regression.
STRENGTH = 0.3

# Gold label, predicted label, and the probability of the latter.
Guess = tuple[str, str, float]


@dataclass(frozen=True)
class Example:
    """A text with its gold mentions (start, end, type, entity) and relations between entities."""

    document: Document
    mentions: tuple[tuple[int, int, str, str], ...]
    relations: frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Samples:
    """What the models learn from: rows of features and looks, the label of each, and the number of its example."""

    rows: list[Hashes] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    groups: list[int] = field(default_factory=list)

    def add(self, row: Hashes, look: Look, label: str, group: int) -> None:
        """One more."""
        self.rows.append(row)
        self.looks.append(look)
        self.labels.append(label)
        self.groups.append(group)


def read_marked(path: Path, between: str) -> Iterator[Example]:
    """The items of a file of marked texts; `between` joins their lines: a space sentences, an empty line paragraphs."""
    for number, block in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())):
        lines = block.strip().split("\n")
        text, mentions = _unmarked(between.join(line for line in lines if not line.startswith(("=>", "#"))))
        entities = [m[3] for m in mentions]
        stated = [found for line in lines if line.startswith("=>") for found in re.findall(r"(\d+) (\w+) (\d+)", line)]
        relations = frozenset((entities[int(i) - 1], p, entities[int(j) - 1]) for i, p, j in stated)
        yield Example(_document(f"{path.stem}-{number}", text), tuple(mentions), relations)


def _unmarked(text: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    out, mentions, last = "", [], 0
    for match in MARK.finditer(text):
        out += text[last : match.start()]
        article = len(re.match(r"(?:(?:[Tt]he|[Aa]n?) )?", match[1])[0])
        entity = mentions[int(match[3]) - 1][3] if match[3] else normal(match[1])
        mentions.append((len(out) + article, len(out) + len(match[1]), match[2], entity))
        out += match[1]
        last = match.end()
    return out + text[last:], mentions


def _document(name: str, text: str) -> Document:
    return Document(name, name, text, (Section(0, "", 0, 0, len(text)),), ((0, 0, len(text)),))


def read_gold(folder: Path) -> Iterator[Example]:
    """The passages of a gold folder; every occurrence of an entity's forms is a mention of it, the longest first."""
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        document = read_document(Source(path.stem, folder / "texts" / gold["document"]))
        forms = [(form, e["type"], e["id"]) for e in gold["entities"] for form in (e["name"], *e["aliases"])]
        relations = frozenset((r["subject"], r["predicate"], r["object"]) for r in gold["relations"])
        yield Example(document, tuple(_occurrences(document.text, forms)), relations)


def _occurrences(text: str, forms: Sequence[tuple[str, str, str]]) -> list[tuple[int, int, str, str]]:
    found: list[tuple[int, int, str, str]] = []
    for form, kind, entity in sorted(forms, key=lambda f: -len(f[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if not any(a < match.end() and match.start() < b for a, b, _, _ in found):
                found.append((match.start(), match.end(), kind, entity))
    return sorted(found)


def typing_samples(examples: Sequence[Example], parsed: Sequence[list[Passage]], known: KnownNames) -> Samples:
    """A row for every candidate span, labelled with the type of the gold mention that it is."""
    samples = Samples()
    for number, (example, passages) in enumerate(zip(examples, parsed, strict=True)):
        gold = {(a, b): kind for a, b, kind, _ in example.mentions}
        found = [(passage, by_span(candidates_of(passage, known))) for passage in passages]
        for (passage, spans), looks in zip(found, span_looks(found), strict=True):
            for (start, end), same in spans.items():
                span = passage.doc[start:end]
                label = gold.get((passage.start + span.start_char, passage.start + span.end_char), NONE)
                samples.add(hashed(features(passage, start, end, same)), looks[start, end], label, number)
    return samples


def relation_samples(examples: Sequence[Example], parsed: Sequence[list[Passage]], ontology: Ontology) -> Samples:
    """A row for every ordered pair of gold mentions in a sentence that a predicate can join, with what is stated."""
    samples, joining = Samples(), guide_predicates(ontology)
    for number, (example, passages) in enumerate(zip(examples, parsed, strict=True)):
        stated = _stated(example)
        for scene in scenes(_reading(example, passages)):
            present = parties(scene)
            fired = fired_rules(scene, ontology)
            for one, other in pairs(present):
                if not joining(one.type, other.type):
                    continue
                ends = one.placed.mention.entity or "", other.placed.mention.entity or ""
                rules = fired.get(ends, {})
                row = joined(hashed(pair_features(scene, one, other, present, rules)), pair_types(one, other))
                samples.add(row, pair_look(scene, one, other, rules), stated.get(ends, NONE), number)
    return samples


def topic_samples(examples: Sequence[Example], parsed: Sequence[list[Passage]], ontology: Ontology) -> Samples:
    """A row for every topic and name of a sentence, in both directions, labelled with the predicate stated of them."""
    samples, joining = Samples(), guide_predicates(ontology)
    for number, (example, passages) in enumerate(zip(examples, parsed, strict=True)):
        stated, reading = _stated(example), _reading(example, passages)
        together = named_together(reading)
        for scene in scenes(reading):
            present = parties(scene)
            features_of = TopicFeatures(scene, present)
            for topic, party, is_subject in topic_pairs(scene, present, together, joining):
                ends = topic.placed.mention.entity or "", party.placed.mention.entity or ""
                row = features_of(topic, party, is_subject=is_subject)
                look = features_of.look(topic, party, is_subject=is_subject)
                samples.add(row, look, stated.get(ends if is_subject else ends[::-1], NONE), number)
    return samples


def _stated(example: Example) -> dict[tuple[str, str], str]:
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


def read_examples(*, gold: bool) -> list[Example]:
    """The marked sentences, and the gold passages where they are wanted."""
    sentences = [e for path in sorted((HERE / "sentences").glob("*.txt")) for e in read_marked(path, " ")]
    passages = [e for path in sorted((HERE / "passages").glob("*.txt")) for e in read_marked(path, "\n\n")]
    return [*sentences, *passages, *read_gold(HERE.parent / "corpus" / "gold" / "train")] if gold else sentences


def everything(*, gold: bool = True) -> tuple[list[Example], list[list[Passage]], dict[Path, Samples]]:
    """The examples, their passages, and what each of the three models learns from them."""
    ontology = read_ontology(assets.folder("ontology"))
    known = KnownNames(build_register(ontology, Corpus(Path(), ())), load_model())
    examples = read_examples(gold=gold)
    parsed = [parse(e.document) for e in examples]
    samples = {
        TYPING: typing_samples(examples, parsed, known),
        RELATIONS: relation_samples(examples, parsed, ontology),
        TOPICS: topic_samples(examples, parsed, ontology),
    }
    return examples, parsed, samples


def main() -> None:
    """Trains the three models, or says how good they would be."""
    parser = argparse.ArgumentParser(description="Trains the typing model and the two relation models.")
    parser.add_argument("--validate", action="store_true", help="cross-validate and write nothing")
    parser.add_argument("--without-gold", action="store_true", help="train on the sentences alone")
    options = parser.parse_args()
    _, _, samples_of = everything(gold=not options.without_gold)
    for path, samples in samples_of.items():
        if options.validate:
            sys.stdout.write(report(path.stem, cross_validated(samples)))
        else:
            write_linear(path, fit(samples.rows, samples.labels))
            sys.stdout.write(f"{path}: {path.stat().st_size / 1e6:.1f} MB from {len(samples.rows)} samples\n")


if __name__ == "__main__":
    main()
