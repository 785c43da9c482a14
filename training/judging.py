"""Trains the model that takes a second look at relations, and writes its weights into the package.

    python training/judging.py              train and write
    python training/judging.py --validate   show how good its confidences are on passages it has not seen; write nothing

The annotated passages are cut into four parts. Each part is read from its bare text by models trained on the other
three; what they propose there is right or wrong, and that is what the second look learns. Run it after train.py.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import numpy as np
from examples import Example, gold_of, read_examples
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from train import Lesson, annotated, folds, read_unseen, relation_samples, topic_samples, typing_samples, without

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions.known import KnownNames
from dpgraph.mentions.model import load_model
from dpgraph.mentions.passages import parse
from dpgraph.mentions.register import Register, build_register
from dpgraph.records import Ontology
from dpgraph.statements import about, relations
from dpgraph.statements.extraction import Extraction
from dpgraph.statements.guide import guide_form
from dpgraph.statements.judging import BAR, JUDGING, is_judged, judged_features, key_of
from dpgraph.statements.scoring import judged
from dpgraph.statements.trees import Trees, table, write_trees

# How the trees grow: how many, of how many leaves, each leaf of at least so many proposals, and how little each adds.
TREES, LEAVES, LEAST_IN_LEAF, RATE, HELD_BACK = 150, 15, 30, 0.06, 5.0


@dataclass(frozen=True)
class Proposals:
    """What was proposed in a passage of a part: named numbers of each proposal, and whether it is right."""

    part: int
    rows: list[dict[str, float]]
    right: list[bool]


def proposals(examples: Sequence[Example], register: Register, ontology: Ontology) -> Iterator[Proposals]:
    """The proposals in each passage, by models that have not seen it."""
    parsed = [parse(e.document) for e in examples]
    unseen = read_unseen(examples, typing_samples(examples, parsed, KnownNames(register, load_model())), register)
    lessons = [*annotated(examples, parsed), *unseen]
    samples = {
        relations.RELATIONS: relation_samples(lessons, ontology),
        about.TOPICS: topic_samples(lessons, ontology),
    }
    for part, held in enumerate(folds(examples)):
        models = {path: without(rows, frozenset(held)) for path, rows in samples.items()}
        with (
            mock.patch.object(relations, "read_linear", models.__getitem__),
            mock.patch.object(about, "read_linear", models.__getitem__),
        ):
            for lesson in unseen:
                if lesson.number in held:
                    yield _proposed(part, examples[lesson.number], lesson, register, ontology)


def _proposed(part: int, example: Example, lesson: Lesson, register: Register, ontology: Ontology) -> Proposals:
    """Each proposal by itself: the guide's form keeps only the likeliest of those that say the same."""
    reading = lesson.reading
    mentions = tuple(reading.mentions)
    found = [r for r in relations.proposals(reading, ontology) if is_judged(r, ontology)]
    gold, one_of = gold_of(example), {key_of(r, ontology): r for r in found}
    forms = {
        key: guide_form(Extraction(reading.document, mentions, (r,), (), reading.classes), register, ontology, "")
        for key, r in one_of.items()
    }
    features = judged_features(found, mentions, ontology)
    right = [any(is_right for _, is_right in judged(gold, forms[key])) for key in features]
    return Proposals(part, list(features.values()), right)


def trained(some: Sequence[Proposals]) -> Trees:
    """The second look, trained on proposals."""
    rows = [row for p in some for row in p.rows]
    names = sorted({name for row in rows for name in row})
    model = HistGradientBoostingClassifier(
        learning_rate=RATE, max_iter=TREES, max_leaf_nodes=LEAVES, min_samples_leaf=LEAST_IN_LEAF,
        l2_regularization=HELD_BACK, early_stopping=False, random_state=0,
    )  # fmt: skip
    model.fit(table(rows, names), np.array([is_right for p in some for is_right in p.right]))
    return _grown(names, model)


def _grown(names: Sequence[str], model: HistGradientBoostingClassifier) -> Trees:
    """The trees that scikit-learn has grown, as arrays."""
    grown = [one.nodes for (one,) in model._predictors]
    shape = len(grown), max(map(len, grown))
    own = np.broadcast_to(np.arange(shape[1], dtype=np.int16), shape)

    def nodes(part: str, of_leaf: NDArray[np.generic], *, of_leaves: bool = False) -> NDArray[np.generic]:
        """A part of every node; what leaves (or all but leaves) have instead, and nodes that are not there."""
        every = of_leaf.copy()
        for tree, of_tree in enumerate(grown):
            asking = (of_tree["is_leaf"] > 0) == of_leaves
            every[tree, : len(of_tree)][asking] = of_tree[part][asking]
        return every

    return Trees(
        names=tuple(names),
        start=float(model._baseline_prediction.item()),
        asked=nodes("feature_idx", np.zeros(shape, dtype=np.int16)),
        bounds=nodes("num_threshold", np.zeros(shape)),
        left=nodes("left", own),
        right=nodes("right", own),
        values=nodes("value", np.zeros(shape), of_leaves=True),
    )


def validated(everything: Sequence[Proposals]) -> str:
    """The share of right proposals by confidence, by models that have not seen the part."""
    counts = Counter[tuple[int, bool]]()
    for part in sorted({p.part for p in everything}):
        model = trained([p for p in everything if p.part != part])
        for p in everything:
            if p.part == part:
                chances = model.probabilities(p.rows)
                counts.update((min(int(c * 10), 9), r) for c, r in zip(chances.tolist(), p.right, strict=True))
    lines = [
        f"confidence from {tenth / 10:.1f}: {counts[tenth, True] / n:.2f} right of {n}"
        for tenth in range(10)
        if (n := counts[tenth, True] + counts[tenth, False])
    ]
    return "\n".join([*lines, f"(dropped below {BAR})", ""])


def main() -> None:
    """Trains the second look, or says how good it is."""
    parser = argparse.ArgumentParser(description="Trains the model that takes a second look at relations.")
    parser.add_argument("--validate", action="store_true", help="show how good it is and write nothing")
    options = parser.parse_args()
    ontology = read_ontology(assets.folder("ontology"))
    found = list(proposals(read_examples(gold=True), build_register(ontology, Corpus(Path(), ())), ontology))
    if options.validate:
        sys.stdout.write(validated(found))
        return
    write_trees(JUDGING, trained(found))
    count = sum(len(p.rows) for p in found)
    sys.stdout.write(
        f"{JUDGING}: {JUDGING.stat().st_size / 1e6:.1f} MB from {count} proposals of {len(found)} passages\n"
    )


if __name__ == "__main__":
    main()
