"""Entities, statements, figures and their evidence as DataFrames, and as files that other tools read.

Every frame has the columns and types of `COLUMNS`, also when it has no rows. Several things in one cell are joined by
"; ". The types are pandas's `string`, `Int64` and `Float64`, whose missing values are `pandas.NA`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dpgraph.documents.files import write_atomically
from dpgraph.errors import InputError, allowed
from dpgraph.graph.rdf import observation_node, statement_node
from dpgraph.records import Ecosystem, Entity, Evidence, Observation, Statement

if TYPE_CHECKING:
    import pandas as pd

# The columns of each frame, in their order, with their types.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "entities": {
        "iri": "string", "name": "string", "type": "string", "class": "string", "also": "string", "aliases": "string",
        "documents": "string", "sections": "Int64",
    },
    "statements": {
        "id": "string", "subject": "string", "subject_name": "string", "predicate": "string", "object": "string",
        "object_name": "string", "status": "string", "year": "Int64", "confidence": "Float64", "evidence": "Int64",
        "documents": "string", "quote": "string",
    },
    "observations": {
        "id": "string", "subject": "string", "subject_name": "string", "indicator": "string", "qualifier": "string",
        "value": "Float64", "unit": "string", "year": "Int64", "status": "string", "confidence": "Float64",
        "documents": "string", "quote": "string",
    },
    "evidence": {
        "of": "string", "document": "string", "section": "Int64", "heading": "string", "start": "Int64", "end": "Int64",
        "quote": "string", "method": "string", "confidence": "Float64",
    },
}  # fmt: skip
# What each column holds, in whichever frame it stands.
MEANINGS: Mapping[str, str] = {
    "iri": "the IRI of the entity",
    "name": "the name that people use",
    "type": "the top class",
    "class": "the most specific class",
    "also": "a second class, where the documents leave both open",
    "aliases": "other names",
    "documents": "the documents that mention it or say so",
    "sections": "how many sections mention it",
    "id": "the IRI of the statement or figure",
    "subject": "the IRI of the subject",
    "subject_name": "its name",
    "predicate": "the local name of the property",
    "object": "the IRI of the object",
    "object_name": "its name",
    "status": "asserted, planned, recommended, mandated, denied or ceased",
    "year": "the year that it is about; NA where none is told",
    "confidence": "of the surest evidence, 0 to 1",
    "evidence": "how many sentences say so",
    "quote": "the words of the document (in the other frames, the surest ones)",
    "indicator": "what is counted",
    "qualifier": "more than, about and the like; NA where the figure is plain",
    "value": "the figure, in the unit",
    "unit": "a currency, % or what is counted",
    "of": "the id of the statement or figure that rests on it",
    "document": "the id of the document",
    "section": "the number of the section in the document",
    "heading": "the heading of the section",
    "start": "offset of the first character in the cleaned text, from 0",
    "end": "offset behind the last character",
    "method": "the curator, rule or model that found it",
}
FORMS = ("csv", "parquet")

Row = dict[str, Any]


def frame(ecosystem: Ecosystem, name: str) -> pd.DataFrame:
    """One of the frames of `COLUMNS`: "entities", "statements", "observations" or "evidence"."""
    import pandas as pd

    if name not in COLUMNS:
        raise InputError(f"no table {name!r}; {allowed(name, COLUMNS)}")
    rows = list(_ROWS[name](ecosystem))
    return pd.DataFrame(rows, columns=list(COLUMNS[name]), dtype=object).astype(dict(COLUMNS[name]))


def write_frames(ecosystem: Ecosystem, folder: Path, form: str) -> list[Path]:
    """Every frame as a file in a folder: `entities.csv` and so on. The same graph gives the same bytes.

    Raises `InputError` for another form than those of `FORMS`, and when Parquet files cannot be written here.
    """
    if form not in FORMS:
        raise InputError(f"unknown format {form!r}; {allowed(form, FORMS)}")
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in COLUMNS:
        written.append(folder / f"{name}.{form}")
        write_atomically(written[-1], _bytes(frame(ecosystem, name), form))
    return written


def _bytes(table: pd.DataFrame, form: str) -> bytes:
    if form == "csv":
        return table.to_csv(index=False, lineterminator="\n").encode()
    if find_spec("pyarrow") is None:
        raise InputError('writing Parquet needs one more package: pip install "dpgraph[parquet]"')
    data: bytes = table.to_parquet(None, index=False, engine="pyarrow")
    return data


def _entities(ecosystem: Ecosystem) -> Iterable[Row]:
    for e in ecosystem.spoken_of():
        yield {
            "iri": e.iri, "name": e.name, "type": e.type, "class": e.cls, "also": "; ".join(e.also) or None,
            "aliases": "; ".join(sorted({text for text, _ in e.aliases} - {e.name})) or None,
            "documents": _joined(document for document, _ in e.mentions), "sections": len(e.mentions),
        }  # fmt: skip


def _statements(ecosystem: Ecosystem) -> Iterable[Row]:
    for s in ecosystem.statements:
        ends = {"subject": s.subject, "object": s.object}
        names = {f"{end}_name": _name(ecosystem.entities, iri) for end, iri in ends.items()}
        said = {"predicate": s.predicate, "status": s.status, "year": s.year, "evidence": len(s.evidence)}
        yield {"id": statement_node(s).value, **ends, **names, **said, **_backing(s)}


def _observations(ecosystem: Ecosystem) -> Iterable[Row]:
    for o in ecosystem.observations:
        yield {
            "id": observation_node(o).value, "subject": o.subject, "subject_name": _name(ecosystem.entities, o.subject),
            "indicator": o.indicator, "qualifier": o.qualifier, "value": o.value, "unit": o.unit, "year": o.year,
            "status": o.status, **_backing(o),
        }  # fmt: skip


def _evidence(ecosystem: Ecosystem) -> Iterable[Row]:
    for s in ecosystem.statements:
        yield from (_place(ecosystem, statement_node(s).value, e) for e in s.evidence)
    for o in ecosystem.observations:
        yield from (_place(ecosystem, observation_node(o).value, e) for e in o.evidence)


_ROWS = {"entities": _entities, "statements": _statements, "observations": _observations, "evidence": _evidence}


def _name(entities: Mapping[str, Entity], iri: str | None) -> str | None:
    return entities[iri].name if iri is not None and iri in entities else None


def _backing(said: Statement | Observation) -> Row:
    """How sure it is, the documents that say so, and the surest of their sentences."""
    best = max(said.evidence, key=lambda e: e.confidence)
    return {
        "confidence": said.confidence,
        "documents": _joined(e.document for e in said.evidence),
        "quote": best.quote,
    }


def _joined(documents: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(documents)) or None


def _place(ecosystem: Ecosystem, of: str, e: Evidence) -> Row:
    heading = ecosystem.sections.get((e.document, e.section)) or None
    return {
        "of": of, "document": e.document, "section": e.section, "heading": heading, "start": e.start, "end": e.end,
        "quote": e.quote, "method": e.method, "confidence": e.confidence,
    }  # fmt: skip
