"""Curated rows become statements and observations, once every word of them has been checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from dpgraph.documents.corpus import Row
from dpgraph.errors import InputError, allowed
from dpgraph.mentions.register import Register, iri
from dpgraph.records import Document, Evidence, Observation, Ontology, Section, Statement
from dpgraph.terms import STATUSES

CONFIDENCE = 1.0
_Made = TypeVar("_Made")


def curated_statements(
    rows: Iterable[Row], documents: Mapping[str, Document], register: Register, ontology: Ontology
) -> list[Statement]:
    """One statement a row. `InputError` names every row that cannot stand, a line each."""
    return _checked(rows, lambda row: _statement(row, documents, register, ontology))


def curated_observations(
    rows: Iterable[Row], documents: Mapping[str, Document], register: Register
) -> list[Observation]:
    """One observation a row. `InputError` names every row that cannot stand, a line each."""
    return _checked(rows, lambda row: _observation(row, documents, register))


def _checked(rows: Iterable[Row], make: Callable[[Row], _Made]) -> list[_Made]:
    made, faults = [], []
    for row in rows:
        try:
            made.append(make(row))
        except InputError as error:
            faults.append(f"{row.place}: {error}")
    if faults:
        raise InputError("\n".join(faults))
    return made


def _statement(row: Row, documents: Mapping[str, Document], register: Register, ontology: Ontology) -> Statement:
    predicate = row["predicate"]
    if predicate not in ontology.properties:
        raise InputError(f"unknown predicate {predicate!r}; {allowed(predicate, ontology.properties)}")
    subject, object_ = _known(row["subject"], register), _known(row["object"], register)
    ends = ontology.top(register.classes[subject]), ontology.top(register.classes[object_])
    if not ontology.properties[predicate].joins(*ends):
        raise InputError(
            f"{predicate} cannot join {subject!r} ({ends[0]}) to {object_!r} ({ends[1]}); {_ends(ontology, predicate)}"
        )
    return Statement(iri(subject), predicate, iri(object_), _status(row), _year(row), (located(row, documents),))


def _observation(row: Row, documents: Mapping[str, Document], register: Register) -> Observation:
    subject = iri(_known(row["subject"], register)) if row["subject"] else None
    if not row["indicator"] or not row["unit"]:
        raise InputError("indicator and unit must not be empty")
    bound, evidence = row["qualifier"] or None, (located(row, documents),)
    value = _number(row["value"])
    return Observation(subject, row["indicator"], value, row["unit"], _year(row), bound, _status(row), evidence)


def _ends(ontology: Ontology, predicate: str) -> str:
    known = ontology.properties[predicate]
    same = ", both of one type" if known.one_type else ""
    return f"allowed: {' or '.join(sorted(known.domain))} to {' or '.join(sorted(known.range))}{same}"


def _known(name: str, register: Register) -> str:
    if name not in register.classes:
        close = allowed(name, register.classes).split(" Allowed:")[0] if name else ""
        hint = f" {close}" if close.startswith("did you mean") else ""
        raise InputError(f"unregistered name {name!r};{hint} add it to entities.csv or a vocabulary")
    return name


def _status(row: Row) -> str:
    if row["status"] not in STATUSES:
        raise InputError(f"unknown status {row['status']!r}; {allowed(row['status'], STATUSES)}")
    return row["status"]


def _year(row: Row) -> int | None:
    if not re.fullmatch(r"(?:[12]\d{3})?", row["year"]):
        raise InputError(f"year {row['year']!r}; allowed: four digits or nothing")
    return int(row["year"]) if row["year"] else None


def _number(value: str) -> float:
    if not re.fullmatch(r"-?\d+(?:\.\d+)?", value):
        raise InputError(f"value {value!r}; allowed: a number such as 12000000 or 15.4")
    return float(value)


def located(row: Row, documents: Mapping[str, Document]) -> Evidence:
    """The quote of a row at its place in its document; `InputError` when it is not in the section that is named."""
    if row["document"] not in documents:
        raise InputError(f"unknown document {row['document']!r}; {allowed(row['document'], documents)}")
    document = documents[row["document"]]
    for section in _sections(row["section"], document):
        start = document.text.find(row["quote"], section.start, section.end) if row["quote"] else -1
        if start >= 0:
            method = f"curated by {row['curator'] or 'unknown'}"
            return Evidence(
                document.id, section.order, start, start + len(row["quote"]), row["quote"], method, CONFIDENCE
            )
    raise InputError(f"the quote is not in section {row['section']!r} of {document.id}: {row['quote'][:80]!r}")


def _sections(title: str, document: Document) -> list[Section]:
    """The sections with this heading; several may have one."""
    found = [section for section in document.sections if section.title == title]
    if not found:
        titles = [s.title for s in document.sections if s.title]
        raise InputError(f"no section {title!r} in {document.id}; {allowed(title, titles)}")
    return found
