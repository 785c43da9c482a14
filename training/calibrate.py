"""Asks what a relation's confidence is worth, and writes the curve into the package.

    python training/calibrate.py

Three quarters of the annotated passages train the models anew, the fourth quarter is read from its bare text, and the
relations found there are right or wrong. Isotonic regression of right against said is the curve.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from sklearn.isotonic import IsotonicRegression
from train import Example, Samples, fit, read_examples, relation_samples, topic_samples, typing_samples

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions import typing
from dpgraph.mentions.known import KnownNames
from dpgraph.mentions.linear import Linear
from dpgraph.mentions.model import load_model
from dpgraph.mentions.passages import parse
from dpgraph.mentions.register import build_register
from dpgraph.statements import about, relations
from dpgraph.statements.calibration import CALIBRATION
from dpgraph.statements.extraction import extractor
from dpgraph.statements.guide import guide_form
from dpgraph.statements.scoring import judged

FOLDS = 4
# A curve that never says 1: passages as many as these cannot show that.
MOST = 0.98
Judged = tuple[float, bool]


def gold_of(example: Example) -> dict[str, Any]:
    """An example in the annotation guide's form, as far as relations need it."""
    text, forms = example.document.text, defaultdict[str, list[str]](list)
    for start, end, _, entity in example.mentions:
        forms[entity].append(text[start:end])
    types = {entity: kind for _, _, kind, entity in example.mentions}
    return {
        "entities": [{"id": e, "type": types[e], "name": f[0], "aliases": f[1:]} for e, f in forms.items()],
        "relations": [{"subject": s, "predicate": p, "object": o} for s, p, o in sorted(example.relations)],
    }


def without(samples: Samples, held: frozenset[int]) -> Linear:
    """A model of the samples whose examples are not held out."""
    kept = [i for i, group in enumerate(samples.groups) if group not in held]
    return fit([samples.rows[i] for i in kept], [samples.labels[i] for i in kept])


def write_curve(path: Path, said: Sequence[Judged]) -> None:
    """The knots of the isotonic curve through what was said and what was right."""
    raw, right = (np.array(column, dtype=float) for column in zip(*said, strict=True))
    curve = IsotonicRegression(y_min=0.0, y_max=MOST, out_of_bounds="clip").fit(raw, right)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["said", "right"])
        writer.writerows((f"{x:.3f}", f"{y:.3f}") for x, y in smoothed(curve))


def smoothed(curve: IsotonicRegression) -> Iterator[tuple[float, float]]:
    """The middles of the curve's steps of a twentieth, so that it rises everywhere."""
    edges = np.linspace(0.4, 1.0, 13)
    for low, high in pairwise(edges):
        yield (low + high) / 2, float(np.mean(curve.predict(np.linspace(low, high, 50))))
    yield 1.0, float(curve.predict([1.0])[0])


def main() -> None:
    """Writes the curve."""
    ontology = read_ontology(assets.folder("ontology"))
    register = build_register(ontology, Corpus(Path(), ()))
    examples = read_examples(gold=True)
    parsed = [parse(e.document) for e in examples]
    passages = [i for i, e in enumerate(examples) if len(e.document.text.split()) > 90]
    held = frozenset(passages[::FOLDS])
    models = {
        typing.TYPING: without(typing_samples(examples, parsed, KnownNames(register, load_model())), held),
        relations.RELATIONS: without(relation_samples(examples, parsed, ontology), held),
        about.TOPICS: without(topic_samples(examples, parsed, ontology), held),
    }
    said: list[Judged] = []
    with (
        mock.patch.object(typing, "read_linear", models.__getitem__),
        mock.patch.object(relations, "read_linear", models.__getitem__),
        mock.patch.object(about, "read_linear", models.__getitem__),
        mock.patch("dpgraph.statements.relation.calibrated", lambda chance: chance),
    ):
        extract_one = extractor(register, ontology)
        for number in sorted(held):
            document = examples[number].document
            found = guide_form(extract_one(document), register, ontology, document.text)
            said += judged(gold_of(examples[number]), found)
    write_curve(CALIBRATION, said)
    sys.stdout.write(f"{CALIBRATION}: from {len(said)} relations of {len(held)} passages\n")


if __name__ == "__main__":
    main()
