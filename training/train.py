"""Trains the typing and the relation model on the annotated sentences here and on corpus/gold/train.

    python training/train.py                  train and write the weights into the package
    python training/train.py --validate       print what five-fold cross-validation says, and write nothing
    python training/train.py --without-gold   train on the sentences alone, to see how the gold passages fare unseen

Deterministic: the same sentences give the same weights. Needs scikit-learn; reading the weights does not.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.documents.reading import read_document
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions.features import by_span, features
from dpgraph.mentions.known import KnownNames
from dpgraph.mentions.linear import BUCKETS, Linear, bucket, write_linear
from dpgraph.mentions.model import load_model
from dpgraph.mentions.passages import Passage, parse
from dpgraph.mentions.reading import Placed, Read, Reading, candidates_of
from dpgraph.mentions.register import build_register, normal
from dpgraph.mentions.typing import TYPING
from dpgraph.records import Document, Mention, Ontology, Section, Source
from dpgraph.statements.pairs import pair_features, pairs, parties
from dpgraph.statements.relations import RELATIONS, fired_rules, scenes

HERE = Path(__file__).parent
MARK = re.compile(r"\{([^{}|]+)\|([A-Za-z]+)\}")
NONE = "none"
STRENGTH = 0.3


@dataclass(frozen=True)
class Example:
    """A text with its gold mentions (start, end, type, entity) and relations between entities."""

    document: Document
    mentions: tuple[tuple[int, int, str, str], ...]
    relations: frozenset[tuple[str, str, str]]


def read_sentences(path: Path) -> Iterator[Example]:
    """The items of a file of marked sentences."""
    for number, block in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())):
        *lines, last = block.strip().split("\n")
        text, mentions = _unmarked(" ".join(lines))
        entities = [m[3] for m in mentions]
        stated = re.findall(r"(\d+) (\w+) (\d+)", last.removeprefix("=>"))
        relations = frozenset((entities[int(i) - 1], p, entities[int(j) - 1]) for i, p, j in stated)
        yield Example(_document(f"{path.stem}-{number}", text), tuple(mentions), relations)


def _unmarked(text: str) -> tuple[str, list[tuple[int, int, str, str]]]:
    out, mentions, last = "", [], 0
    for match in MARK.finditer(text):
        out += text[last : match.start()]
        article = len(re.match(r"(?:(?:[Tt]he|[Aa]n?) )?", match[1])[0])
        mentions.append((len(out) + article, len(out) + len(match[1]), match[2], normal(match[1])))
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


def typing_samples(
    examples: Sequence[Example], parsed: Sequence[list[Passage]], known: KnownNames
) -> tuple[list[list[str]], list[str], list[int], float]:
    """Features, labels and example numbers of all candidate spans; and the share of gold mentions that are candidates."""
    rows, labels, groups, reached, wanted = [], [], [], 0, 0
    for number, (example, passages) in enumerate(zip(examples, parsed, strict=True)):
        gold = {(a, b): kind for a, b, kind, _ in example.mentions}
        wanted += len(gold)
        for passage in passages:
            for (start, end), same in by_span(candidates_of(passage, known)).items():
                span = passage.doc[start:end]
                label = gold.get((passage.start + span.start_char, passage.start + span.end_char), NONE)
                reached += label != NONE
                rows.append(features(passage, start, end, same))
                labels.append(label)
                groups.append(number)
    return rows, labels, groups, reached / wanted


def relation_samples(
    examples: Sequence[Example], parsed: Sequence[list[Passage]], ontology: Ontology
) -> tuple[list[list[str]], list[str], list[int]]:
    """Features, labels and example numbers of all ordered pairs of gold mentions in a sentence."""
    rows, labels, groups = [], [], []
    for number, (example, passages) in enumerate(zip(examples, parsed, strict=True)):
        stated = {(s, o): p for s, p, o in sorted(example.relations)}
        stated |= {(o, s): p for s, p, o in sorted(example.relations) if p == "collaboratesWith"}
        for scene in scenes(_reading(example, passages)):
            present = parties(scene)
            fired = fired_rules(scene, ontology)
            for one, other in pairs(present):
                ends = one.placed.mention.entity or "", other.placed.mention.entity or ""
                rows.append(pair_features(scene, one, other, present, fired.get(ends, {})))
                labels.append(stated.get(ends, NONE))
                groups.append(number)
    return rows, labels, groups


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


def fit(rows: Sequence[Sequence[str]], labels: Sequence[str], strength: float) -> Linear:
    """A multinomial logistic model of the rows."""
    model = LogisticRegression(C=strength, max_iter=400, tol=1e-4)
    model.fit(_matrix(rows), np.array(labels))
    weights = np.zeros((BUCKETS + 1, len(model.classes_)), dtype=np.float32)
    weights[:-1], weights[-1] = model.coef_.T, model.intercept_
    return Linear(tuple(map(str, model.classes_)), weights)


def _matrix(rows: Sequence[Sequence[str]]) -> csr_matrix:
    columns = [sorted({bucket(f) for f in row}) for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    return csr_matrix((np.ones(ends[-1], dtype=np.float32), np.concatenate(columns), ends), shape=(len(rows), BUCKETS))


def cross_validated(
    rows: list[list[str]], labels: list[str], groups: list[int], strength: float
) -> list[tuple[str, str, float]]:
    """Gold label, predicted label and its probability, each predicted by a model that has not seen the example."""
    out: list[tuple[str, str, float]] = []
    for train, test in GroupKFold(5).split(rows, labels, groups):
        model = fit([rows[i] for i in train], [labels[i] for i in train], strength)
        for i in test:
            p = model.probabilities(rows[i])
            out.append((labels[i], model.classes[int(p.argmax())], float(p.max())))
    return out


def show(title: str, predicted: Sequence[tuple[str, str, float]]) -> None:
    """Precision, recall and F1 of each class, micro averages without the class none, and how far confidences hold."""
    for kind in ["all", *sorted({g for g, _, _ in predicted} - {NONE})]:
        hits = sum(g == p != NONE and kind in (g, "all") for g, p, _ in predicted)
        said = sum(p != NONE and kind in (p, "all") for _, p, _ in predicted)
        gold = sum(g != NONE and kind in (g, "all") for g, _, _ in predicted)
        _precision, _recall = hits / max(said, 1), hits / max(gold, 1)
    bins = Counter((min(int(c * 10), 9), g == p) for g, p, c in predicted if p != NONE)
    for b in range(10):
        right, wrong = bins[b, True], bins[b, False]
        if right + wrong:
            pass


def main() -> None:
    """Trains both models."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--validate", action="store_true", help="cross-validate and write nothing")
    parser.add_argument("--without-gold", action="store_true", help="train on the sentences alone")
    options = parser.parse_args()
    ontology = read_ontology(assets.folder("ontology"))
    register = build_register(ontology, Corpus(Path(), ()))
    examples = [e for path in sorted((HERE / "sentences").glob("*.txt")) for e in read_sentences(path)]
    examples += [] if options.without_gold else read_gold(HERE.parent / "corpus" / "gold" / "train")
    parsed = [parse(e.document) for e in examples]
    rows, labels, groups, _reached = typing_samples(examples, parsed, KnownNames(register, load_model()))
    _train("typing", TYPING, rows, labels, groups, options.validate)
    _train("relations", RELATIONS, *relation_samples(examples, parsed, ontology), options.validate)


def _train(title: str, path: Path, rows: list[list[str]], labels: list[str], groups: list[int], validate: bool) -> None:
    if validate:
        show(title, cross_validated(rows, labels, groups, STRENGTH))
    else:
        write_linear(path, fit(rows, labels, STRENGTH))


if __name__ == "__main__":
    main()
