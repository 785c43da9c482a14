"""Trains all that reading learns, and writes the weights into the package.

    python training/train.py                     train the networks and the second look
    python training/train.py --validate          show how good both are on passages they have not seen; write nothing
    python training/train.py --networks FOLDER   keep the networks of the parts in a folder, for the next time

Deterministic: the same sentences give the same weights, by any number of --jobs. Needs scikit-learn and PyTorch;
reading the weights does not.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from judging import PARTS, parts_of, proposals_of, trained, validated
from network import fit_network, write_arrays
from samples import Samples, everything

from dpgraph.mentions.encoder import NETWORKS
from dpgraph.mentions.passages import Passage
from dpgraph.settings import SEED
from dpgraph.statements.judging import JUDGING
from dpgraph.statements.linear import write_linear


@dataclass(frozen=True)
class Wanted:
    """A network to train: where it is written, the texts that it must not see, and its seed."""

    path: Path
    held: frozenset[int]
    seed: int


# What every network is trained on; the processes that train them get it by forking.
_learnt: list[tuple[list[list[Passage]], dict[str, Samples]]] = []


def fit_all(wanted: Sequence[Wanted], jobs: int) -> None:
    """Trains and writes networks, several at once."""
    with multiprocessing.get_context("fork").Pool(jobs, maxtasksperchild=1) as pool:
        for path in pool.imap_unordered(_fit, wanted):
            sys.stdout.write(f"{path}: {path.stat().st_size / 1e6:.1f} MB\n")
            sys.stdout.flush()


def _fit(one: Wanted) -> Path:
    [(parsed, samples)] = _learnt
    kept = [number for number, passages in enumerate(parsed) if number not in one.held and passages]
    write_arrays(one.path, fit_network(parsed, samples, kept, one.seed))
    return one.path


def main() -> None:
    """Trains everything, or says how good it would be."""
    parser = argparse.ArgumentParser(description="Trains all that reading learns.")
    parser.add_argument("--validate", action="store_true", help="show how good it is and write nothing")
    parser.add_argument("--networks", type=Path, help="a folder that keeps the networks of the parts")
    parser.add_argument("--jobs", type=int, default=2, help="how many networks to train at once (default: 2)")
    options = parser.parse_args()
    examples, parsed, samples = everything()
    _learnt.append((parsed, samples))
    with TemporaryDirectory() as temporary:
        folder = options.networks or Path(temporary)
        of_parts = [[folder / f"part-{part}-{n}.npz" for n in range(len(NETWORKS))] for part in range(PARTS)]
        wanted = [
            Wanted(path, frozenset(held), SEED + n)
            for held, paths in zip(parts_of(examples), of_parts, strict=True)
            for n, path in enumerate(paths)
            if not path.exists()
        ]
        if not options.validate:
            wanted += [Wanted(path, frozenset(), SEED + n) for n, path in enumerate(NETWORKS)]
        fit_all(wanted, options.jobs)
        found = list(proposals_of(examples, of_parts))
    if options.validate:
        sys.stdout.write(validated(found))
        return
    write_linear(JUDGING, trained(found))
    count = sum(len(p.rows) for p in found)
    sys.stdout.write(f"{JUDGING}: {JUDGING.stat().st_size / 1e6:.1f} MB from {count} proposals\n")


if __name__ == "__main__":
    main()
