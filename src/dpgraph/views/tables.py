"""Findings as rows, for a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from dpgraph.analysis.stated import Stated, index_statements
from dpgraph.records import Ecosystem, Finding

Row = Mapping[str, str | float]

COLUMNS = ("id", "kind", "score", "state", "title", "members", "missing", "policies", "quote", "document", "section")


def finding_rows(ecosystem: Ecosystem, findings: Iterable[Finding]) -> tuple[Row, ...]:
    """One row a finding, its columns in the order of `COLUMNS`, entities by name and the first evidence sentence."""
    stated = index_statements(ecosystem)
    return tuple(_row(stated, f) for f in findings)


def findings_csv(ecosystem: Ecosystem, findings: Iterable[Finding]) -> str:
    """The rows as CSV with a header line."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(finding_rows(ecosystem, findings))
    return text.getvalue()


def findings_json(ecosystem: Ecosystem, findings: Iterable[Finding]) -> str:
    """Everything in the findings as a JSON list; `names` gives the name of every IRI that occurs.

    Of the pairs in `missing`, those in `denied` are said to have no tie, and of those in `silent` nothing is said.
    """
    stated = index_statements(ecosystem)
    return json.dumps([_whole(stated, f) for f in findings], ensure_ascii=False, indent=2) + "\n"


def _row(stated: Stated, finding: Finding) -> Row:
    first = finding.evidence[0] if finding.evidence else None
    roles = ((role, stated.names(iris)) for role, iris in finding.members.items() if not role.startswith("brings "))
    return {
        "id": finding.id,
        "kind": finding.kind,
        "score": finding.score,
        "state": finding.state,
        "title": finding.title,
        "members": "; ".join(f"{role}: {', '.join(names)}" for role, names in roles),
        "missing": "; ".join(" – ".join(stated.names(ends)) for ends in finding.missing),
        "policies": "; ".join(stated.names(finding.policies)),
        "quote": first.quote if first else "",
        "document": first.document if first else "",
        "section": first.section if first else "",
    }


def _whole(stated: Stated, finding: Finding) -> dict[str, Any]:
    ends = (end for ends in finding.missing for end in ends)
    tied = (end for a, b, _ in finding.ties for end in (a, b))
    members = (iri for iris in finding.members.values() for iri in iris)
    iris = sorted({*ends, *tied, *members, *finding.policies})
    return {**asdict(finding), "silent": finding.silent, "names": {iri: stated.name(iri) for iri in iris}}
