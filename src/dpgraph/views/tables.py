"""Findings as rows, for a table, CSV or JSON."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from dpgraph.analysis.stated import Stated, index_statements
from dpgraph.records import Ecosystem, Finding, Sentence, fields_of

if TYPE_CHECKING:
    import pandas as pd

    from dpgraph.analysis.comparing import Comparison

Row = Mapping[str, str | float | None]

COLUMNS = (
    "id", "kind", "score", "low", "high", "state", "title", "members", "missing", "denied", "policies", "caveats",
    "quote", "document", "section",
)  # fmt: skip


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
    rows = [_whole(stated, f) for f in findings]
    return json.dumps(rows, ensure_ascii=False, indent=2, default=fields_of) + "\n"


def compared_frame(comparison: Comparison) -> pd.DataFrame:
    """A comparison as a table, a row a measure; the titles of what only one side has are in its `attrs`."""
    import pandas as pd

    rows = {row.measure: (row.a, row.b, row.difference) for row in comparison.rows}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["a", "b", "difference"])
    frame.index.name = "measure"
    frame.attrs["only_a"] = [f"{f.kind} {f.title}" for f in comparison.only_a]
    frame.attrs["only_b"] = [f"{f.kind} {f.title}" for f in comparison.only_b]
    return frame


def findings_of(text: str) -> tuple[Finding, ...]:
    """The findings that `findings_json` wrote."""
    return tuple(_read(found) for found in json.loads(text))


def _row(stated: Stated, finding: Finding) -> Row:
    first = finding.evidence[0] if finding.evidence else None
    roles = ((role, stated.names(iris)) for role, iris in finding.members.items() if not role.startswith("brings "))
    return {
        "id": finding.id,
        "kind": finding.kind,
        "score": finding.score,
        "low": finding.interval[0] if finding.interval else None,
        "high": finding.interval[1] if finding.interval else None,
        "state": finding.state,
        "title": finding.title,
        "members": "; ".join(f"{role}: {', '.join(names)}" for role, names in roles),
        "missing": "; ".join(" – ".join(stated.names(ends)) for ends in finding.missing),
        "denied": "; ".join(" – ".join(stated.names(ends)) for ends in finding.denied),
        "policies": "; ".join(stated.names(finding.policies)),
        "caveats": " ".join(finding.caveats),
        "quote": first.quote if first else "",
        "document": first.document if first else "",
        "section": first.section if first else "",
    }


def _whole(stated: Stated, finding: Finding) -> dict[str, Any]:
    ends = (end for ends in finding.missing for end in ends)
    tied = (end for a, b, _ in finding.ties for end in (a, b))
    members = (iri for iris in finding.members.values() for iri in iris)
    iris = sorted({*ends, *tied, *members, *finding.policies})
    return {**fields_of(finding), "silent": finding.silent, "names": {iri: stated.name(iri) for iri in iris}}


def _read(found: Mapping[str, Any]) -> Finding:
    plain = {name: value for name, value in found.items() if name not in ("silent", "names")}
    pairs = {name: tuple(map(tuple, plain[name])) for name in ("ties", "missing", "denied")}
    sentences = {name: tuple(Sentence(**s) for s in plain[name]) for name in ("evidence", "against")}
    return Finding(
        **{
            **plain,
            **pairs,
            **sentences,
            "members": {role: tuple(iris) for role, iris in plain["members"].items()},
            "counterfactual": {name: tuple(values) for name, values in plain["counterfactual"].items()},
            "policies": tuple(plain["policies"]),
            "caveats": tuple(plain["caveats"]),
            "interval": tuple(plain["interval"]) if plain["interval"] else None,
        }
    )
