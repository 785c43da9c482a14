"""What experts say: the silos they name and what they recommend, each with its words in a document."""

from __future__ import annotations

from collections.abc import Mapping

from dpgraph.documents.corpus import Corpus, Row
from dpgraph.errors import InputError
from dpgraph.iris import expand, slug
from dpgraph.records import Document, Expert
from dpgraph.statements.curated import located

KINDS = ("silo", "recommendation")


def read_experts(corpus: Corpus, documents: Mapping[str, Document]) -> tuple[Expert, ...]:
    """The rows of `experts.csv`, each quote at its place. Raises `InputError` naming a row that cannot stand."""
    return tuple(_expert(row, documents) for row in corpus.experts)


def _expert(row: Row, documents: Mapping[str, Document]) -> Expert:
    if row["kind"] not in KINDS:
        raise InputError(f"{row.place}: kind {row['kind']!r}; allowed: {', '.join(KINDS)}")
    try:
        evidence = located(row, documents)
    except InputError as error:
        raise InputError(f"{row.place}: {error}") from error
    named = {c: tuple(expand(f"dpr:{slug(n)}") for n in _listed(row[c])) for c in ("functions", "members")}
    return Expert(row["id"], row["kind"], row["says"], _listed(row["expects"]), **named, evidence=evidence)


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
