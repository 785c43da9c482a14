"""The two files about merged names: what a build did and asks, and what a person decided."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path

from dpgraph.documents.corpus import read_decisions
from dpgraph.documents.files import write_atomically
from dpgraph.errors import NotFound, allowed
from dpgraph.mentions.resolution import COLUMNS, Merge, review_row

FILE = "merges.csv"


def write_review(folder: Path, merges: Collection[Merge]) -> None:
    """Leaves a build's merges, made and proposed, in `merges.csv`."""
    write_atomically(folder / FILE, _csv([review_row(m) for m in merges]))


def read_review(folder: Path) -> list[Merge]:
    """The merges that a build made and proposed; `NotFound` when no build left any."""
    if not (folder / FILE).is_file():
        raise NotFound(f"{folder / FILE}: no such file; it is written by dpgraph build")
    rows = read_decisions(folder / FILE)
    return [Merge(r["name"], r["other"], r["decision"], float(r["score"]), r["reason"]) for r in rows]


def decide(corpus: Path, name: str, other: str, decision: str, review: Sequence[Merge], names: Collection[str]) -> Path:
    """Writes a decision about two names into a corpus folder's `merges.csv`, and gives that file back.

    An earlier decision about the two is replaced; all other rows stay as they are. Raises `NotFound` for a name that is
    neither in the review nor among `names`, `InputError` for a file that is no such table or cannot be written.
    """
    rows = [tuple(r.values.get(column, "") for column in COLUMNS) for r in read_decisions(corpus / FILE)]
    known = {*names, *(n for m in review for n in (m.name, m.other)), *(n for row in rows for n in row[:2])}
    for given in (name, other):
        if given not in known:
            close = allowed(given, known).split(" Allowed:")[0]
            hint = f" {close}" if close.startswith("did you mean") else ""
            raise NotFound(f"no entity is called {given!r};{hint} names that may be one are listed by: dpgraph merges")
    met = next(
        (m for m in review if {m.name, m.other} == {name, other}), Merge(name, other, "", 1.0, "decided by hand")
    )
    row = (name, other, decision, *review_row(met)[3:])
    write_atomically(corpus / FILE, _csv([*(r for r in rows if {r[0], r[1]} != {name, other}), row]))
    return corpus / FILE


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode()
