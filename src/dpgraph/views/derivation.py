"""Why a triple is in the graph, inferred or stated: the steps that lead to it, and the sentences at their beginning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from dpgraph import iris
from dpgraph.graph.explanation import Explanation
from dpgraph.views.explanation import Explained, told

Columns = tuple[str, ...]


def told_derivation(found: Explanation, statements: Sequence[Explained]) -> Iterable[str]:
    """An explanation as lines for people: what is stated, the steps from there, and the statements with their words."""
    yield f"{found.says}  [{'inferred' if found.steps else 'stated'}]"
    yield ""
    yield from (f"   {line}" for line in str(found).splitlines())
    for statement in statements:
        yield ""
        yield from told(statement)


def derivation_json(found: Explanation, statements: Sequence[Explained]) -> str:
    """The same as JSON."""
    said = {
        "says": found.says,
        "inferred": bool(found.steps),
        "stated": [_contracted(triple) for triple in found.stated],
        "steps": [
            {"conclusion": _contracted(s.conclusion), "premises": [*map(_contracted, s.premises)], "because": s.because}
            for s in found.steps
        ],
        "statements": [asdict(statement) for statement in statements],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def derivation_rows(found: Explanation) -> tuple[Columns, list[tuple[object, ...]]]:
    """The same as a row for each stated triple and each step, in the order in which one leads to the next."""
    stated = [(*_contracted(triple), "stated") for triple in found.stated]
    return ("subject", "predicate", "object", "because"), [
        *stated,
        *((*_contracted(s.conclusion), s.because) for s in found.steps),
    ]


def _contracted(triple: tuple[str, str, str]) -> list[str]:
    return [iris.contract(term[1:-1]) if term.startswith("<") else term for term in triple]
