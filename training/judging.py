"""Trains the model that takes a second look at relations, and writes its weights into the package.

    python training/judging.py              train and write
    python training/judging.py --validate   show how good its confidences are on passages it has not seen; write nothing

The annotated passages are cut into four parts. Each part is read from its bare text by models trained on the other
three; what they propose there is right or wrong, and that is what the second look learns. Run it after train.py.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import mock

from network import fit_network, write_arrays
from train import Example, Samples, everything, fit

from dpgraph import assets
from dpgraph.documents.corpus import Corpus
from dpgraph.graph.ontology import read_ontology
from dpgraph.mentions import deciding, encoder, typing
from dpgraph.mentions.linear import Hashes, Linear, hashed, write_linear
from dpgraph.mentions.model import forgetting
from dpgraph.mentions.reading import Reading, reader
from dpgraph.mentions.register import Register, build_register
from dpgraph.records import Document, Ontology
from dpgraph.statements import about, relations
from dpgraph.statements.extraction import Extraction
from dpgraph.statements.guide import guide_form
from dpgraph.statements.judging import BAR, JUDGING, RIGHT, judged_features
from dpgraph.statements.scoring import judged

FOLDS = 4
# C of the logistic regression: proposals are few, so large weights are held back more than elsewhere.
STRENGTH = 0.1
WRONG = "wrong"
# Texts of fewer words are sentences written to be hard, not passages.
LEAST = 90


@dataclass(frozen=True)
class Proposals:
    """What was proposed in a passage of a part: rows of features, and whether each is right; how many there are."""

    part: int
    rows: list[Hashes]
    right: list[bool]


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


def proposals(networks: Path) -> Iterator[Proposals]:
    """The proposals in each passage, by models that have not seen it; the folder keeps the networks of the parts."""
    ontology = read_ontology(assets.folder("ontology"))
    register = build_register(ontology, Corpus(Path(), ()))
    examples, parsed, samples = everything()
    passages = [i for i, e in enumerate(examples) if len(e.document.text.split()) > LEAST]
    for part in range(FOLDS):
        held = passages[part::FOLDS]
        models = {path: without(rows, frozenset(held)) for path, rows in samples.items()}
        network = networks / f"{part}.npz"
        if not network.exists():
            kept = [number for number in range(len(examples)) if number not in held]
            write_arrays(network, fit_network(parsed, {path.stem: some for path, some in samples.items()}, kept))
        with (
            mock.patch.object(encoder, "ENCODER", network),
            mock.patch.object(typing, "read_linear", models.__getitem__),
            mock.patch.object(relations, "read_linear", models.__getitem__),
            mock.patch.object(about, "read_linear", models.__getitem__),
        ):
            forget_network()
            read_one = reader(register)
            for number in held:
                yield _proposed(part, examples[number], read_one, register, ontology)
        forget_network()


def forget_network() -> None:
    """Lets the weights be read again."""
    for kept in (encoder.weights, encoder.made, deciding.decider):
        kept.cache_clear()


def _proposed(
    part: int, example: Example, read_one: Callable[[Document], Reading], register: Register, ontology: Ontology
) -> Proposals:
    """Each proposal by itself: the guide's form keeps only the likeliest of those that say the same."""
    document = example.document
    with forgetting():
        reading = read_one(document)
        found = tuple(relations.proposals(reading, ontology))
        mentions = tuple(reading.mentions)
    gold = gold_of(example)
    forms = (
        guide_form(Extraction(document, mentions, (r,), (), reading.classes), register, ontology, "") for r in found
    )
    right = [any(is_right for _, is_right in judged(gold, form)) for form in forms]
    return Proposals(part, [hashed(f) for f in judged_features(found, mentions, ontology)], right)


def trained(some: Sequence[Proposals]) -> Linear:
    """The second look, trained on proposals."""
    rows = [row for p in some for row in p.rows]
    return fit(rows, [RIGHT if is_right else WRONG for p in some for is_right in p.right], STRENGTH)


def validated(everything: Sequence[Proposals]) -> str:
    """The share of right proposals by confidence, by models that have not seen the part."""
    counts = Counter[tuple[int, bool]]()
    for part in range(FOLDS):
        model = trained([p for p in everything if p.part != part])
        for p in everything:
            if p.part == part and p.rows:
                chances = model.tables(p.rows)[:, model.classes.index(RIGHT)]
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
    parser.add_argument("--networks", type=Path, help="a folder that keeps the networks of the parts for the next time")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = list(proposals(options.networks or Path(folder)))
    if options.validate:
        sys.stdout.write(validated(found))
        return
    write_linear(JUDGING, trained(found))
    count = sum(len(p.rows) for p in found)
    sys.stdout.write(
        f"{JUDGING}: {JUDGING.stat().st_size / 1e6:.1f} MB from {count} proposals of {len(found)} passages\n"
    )


if __name__ == "__main__":
    main()
