"""What the second look at relations learns from: proposals in texts that the networks which made them had not seen.

The longer annotated texts are cut into parts. Each part is read from its bare text by networks trained on the others;
what they propose there is right or wrong, and that is what the second look learns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
from samples import Example
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions import deciding, encoder
from dpgraph.mentions.deciding import Hashes, hashed
from dpgraph.mentions.model import forgetting
from dpgraph.mentions.reading import Reading, reader
from dpgraph.mentions.register import Register, build_register
from dpgraph.records import Document, Ontology
from dpgraph.statements import judging
from dpgraph.statements.extraction import Extraction
from dpgraph.statements.guide import guide_form
from dpgraph.statements.judging import BAR, RIGHT, is_judged, judged_features
from dpgraph.statements.linear import BUCKETS, Linear, buckets
from dpgraph.statements.relations import proposals
from dpgraph.statements.scoring import Score, judged, score

PARTS = 4
# C of the logistic regression: proposals are few, so large weights are held back.
STRENGTH = 0.1
WRONG = "wrong"
# Texts of fewer words are sentences written to be hard, not passages.
LEAST = 90
_SHOWN = ("entities strict", "relations")


@dataclass(frozen=True)
class Proposals:
    """What was proposed in a passage of a part, and for each: its features, and whether it is right."""

    part: int
    gold: dict[str, Any]
    extraction: Extraction
    rows: list[Hashes]
    right: list[bool]


def parts_of(examples: Sequence[Example]) -> list[list[int]]:
    """The numbers of the passages of each part."""
    passages = [i for i, e in enumerate(examples) if len(e.document.text.split()) > LEAST]
    return [passages[part::PARTS] for part in range(PARTS)]


def gold_of(example: Example) -> dict[str, Any]:
    """An example in the annotation guide's form, but for its figures."""
    text, forms = example.document.text, defaultdict[str, list[str]](list)
    for start, end, _, entity in example.mentions:
        forms[entity].append(text[start:end])
    types = {entity: kind for _, _, kind, entity in example.mentions}
    return {
        "entities": [{"id": e, "type": types[e], "name": f[0], "aliases": f[1:]} for e, f in forms.items()],
        "relations": [{"subject": s, "predicate": p, "object": o} for s, p, o in sorted(example.relations)],
        "observations": [],
    }


def proposals_of(examples: Sequence[Example], networks: Sequence[Sequence[Path]]) -> Iterator[Proposals]:
    """The proposals in each passage, by the networks that have not seen its part."""
    ontology = read_ontology(assets.folder("ontology"))
    register = build_register(ontology, Corpus(Path(), ()))
    for part, (numbers, of_part) in enumerate(zip(parts_of(examples), networks, strict=True)):
        with _reading_by(of_part):
            read_one = reader(register)
            for number in numbers:
                yield _proposed(part, examples[number], read_one, register, ontology)


@contextmanager
def _reading_by(networks: Sequence[Path]) -> Iterator[None]:
    """Lets other networks read for a while."""
    kept = encoder.weights, encoder.made, deciding.deciders
    paths = tuple(networks)
    with mock.patch.object(encoder, "NETWORKS", paths), mock.patch.object(deciding, "NETWORKS", paths):
        for each in kept:
            each.cache_clear()
        yield
    for each in kept:
        each.cache_clear()


def _proposed(
    part: int, example: Example, read_one: Callable[[Document], Reading], register: Register, ontology: Ontology
) -> Proposals:
    """Each proposal by itself: the guide's form keeps only the likeliest of those that say the same."""
    with forgetting():
        reading = read_one(example.document)
        found = tuple(r for r in proposals(reading, ontology) if is_judged(r, ontology))
    gold = gold_of(example)
    extraction = Extraction(example.document, tuple(reading.mentions), found, (), reading.classes)
    forms = (guide_form(replace(extraction, relations=(r,)), register, ontology, "") for r in found)
    right = [any(is_right for _, is_right in judged(gold, form)) for form in forms]
    rows = [hashed(features) for features in judged_features(found, extraction.mentions, ontology)]
    return Proposals(part, gold, extraction, rows, right)


def trained(some: Sequence[Proposals]) -> Linear:
    """The second look, trained on proposals: a logistic model."""
    rows = [buckets(row) for p in some for row in p.rows]
    ends = np.cumsum([0, *map(len, rows)])
    matrix = csr_matrix((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(len(rows), BUCKETS))
    model = LogisticRegression(C=STRENGTH, max_iter=250, tol=1e-3)
    model.fit(matrix, np.array([RIGHT if is_right else WRONG for p in some for is_right in p.right]))
    weights = np.zeros((BUCKETS + 1, 2), dtype=np.float32)
    weights[:-1, 1:], weights[-1, 1:] = model.coef_.T, model.intercept_
    return Linear(tuple(map(str, model.classes_)), weights)


def validated(everything: Sequence[Proposals]) -> str:
    """How good all of it is on passages it has not seen: scores, and the share of right proposals by confidence."""
    ontology = read_ontology(assets.folder("ontology"))
    register = build_register(ontology, Corpus(Path(), ()))
    total, counts, believed = defaultdict[str, Score](lambda: Score(0, 0, 0)), Counter[tuple[int, bool]](), [0, 0]
    for part in range(PARTS):
        model = trained([p for p in everything if p.part != part])
        with mock.patch.object(judging, "read_linear", lambda _, model=model: model):
            for number, p in enumerate(p for p in everything if p.part == part):
                kept = tuple(judging.judged(p.extraction.relations, p.extraction.mentions, ontology))
                form = guide_form(replace(p.extraction, relations=kept), register, ontology, "")
                for name, found in score({str(number): p.gold}, {str(number): form}).items():
                    total[name] += found
                sure = [is_right for confidence, is_right in judged(p.gold, form) if confidence >= 0.8]
                believed = [believed[0] + sum(sure), believed[1] + len(sure)]
                if p.rows:
                    chances = model.tables(p.rows)[:, model.classes.index(RIGHT)]
                    counts.update((min(int(c * 10), 9), r) for c, r in zip(chances.tolist(), p.right, strict=True))
    return "\n".join([*_score_lines(total), *_share_lines(counts), f"from 0.8 up: {believed[0]} of {believed[1]}", ""])


def _score_lines(total: dict[str, Score]) -> list[str]:
    names = [*_SHOWN, *sorted(name for name in total if name.startswith(("type ", "predicate ")))]
    scores = ((name, total[name]) for name in names)
    return [f"{name:28}{s.precision:7.3f}{s.recall:7.3f}{s.f1:7.3f}{s.gold:7d}" for name, s in scores]


def _share_lines(counts: Counter[tuple[int, bool]]) -> Iterator[str]:
    for tenth in range(10):
        if n := counts[tenth, True] + counts[tenth, False]:
            yield f"second look from {tenth / 10:.1f}: {counts[tenth, True] / n:.2f} right of {n}"
    yield f"(dropped below {BAR})"
