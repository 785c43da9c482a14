"""An Extraction in the annotation guide's form: plain JSON, offsets into the file as given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from dpgraph.mentions.linking import ACTING, named
from dpgraph.mentions.register import Register
from dpgraph.records import Document, Evidence, Mention, Ontology
from dpgraph.statements.extraction import Extraction
from dpgraph.statements.relation import Relation, guide_predicate
from dpgraph.terms import GUIDE_PREDICATES, GUIDE_TYPES

_PROPOSED = frozenset({"planned", "recommended", "mandated"})


def guide_form(extraction: Extraction, register: Register, ontology: Ontology, original: str) -> dict[str, Any]:
    """One document's entities, relations and observations as the guide writes them, with offsets and status.

    `original` is the file's text; every `text` in the answer is `original[start:end]`.
    """
    document, groups = extraction.document, _entities(extraction, register, ontology)
    types = {name: _type(name, extraction.classes, register, ontology) for name in groups}
    ids = {name: f"e{i}" for i, name in enumerate(groups, 1)}
    acting = {name for r in extraction.relations for name in r.acts}
    return {
        "document": document.path.rsplit("/", 1)[-1],
        "entities": [
            _entity(ids[name], types[name], mentions, name in acting, document, original)
            for name, mentions in groups.items()
        ],
        "relations": _relations(extraction, ids, ontology, original),
        "observations": [
            {
                "subject": ids.get(f.subject or ""), "indicator": f.indicator, "value": _plain(f.value), "unit": f.unit,
                "year": f.year, **({"qualifier": f.qualifier} if f.qualifier else {}), "status": f.status,
                **_place(f.evidence, document, original),
            }
            for f in extraction.figures
        ],
    }  # fmt: skip


def _entities(extraction: Extraction, register: Register, ontology: Ontology) -> dict[str, list[Mention]]:
    groups: dict[str, list[Mention]] = defaultdict(list)
    for mention in extraction.mentions:
        if mention.entity and _type(mention.entity, extraction.classes, register, ontology) in GUIDE_TYPES:
            groups[mention.entity].append(mention)
    return dict(groups)


def _type(name: str, classes: Mapping[str, str], register: Register, ontology: Ontology) -> str:
    return ontology.top(register.classes.get(name) or classes[name])


def _entity(
    ident: str, kind: str, mentions: list[Mention], acts: bool, document: Document, original: str
) -> dict[str, Any]:
    forms = list(dict.fromkeys(named(m.text) for m in sorted(mentions, key=lambda m: -len(m.text))))
    return {
        "id": ident,
        "type": kind,
        "alt_types": [ACTING[kind]] if acts and kind in ACTING else [],
        "name": forms[0],
        "aliases": forms[1:],
        "mentions": [_span(*document.origin(m.start, m.end), original) for m in mentions],
    }


def _relations(
    extraction: Extraction, ids: Mapping[str, str], ontology: Ontology, original: str
) -> list[dict[str, Any]]:
    best: dict[tuple[str, str, str, str], Relation] = {}
    for r in extraction.relations:
        key = (r.subject, guide_predicate(r.predicate, ontology), r.object, r.status)
        if key not in best or r.evidence.confidence > best[key].evidence.confidence:
            best[key] = r
    return [
        {
            "subject": ids[subject], "predicate": predicate, "object": ids[object_],
            **({"modality": "proposed"} if status in _PROPOSED else {}), "status": status, "year": r.year,
            **_place(r.evidence, extraction.document, original),
        }
        for (subject, predicate, object_, status), r in best.items()
        if status != "denied" and subject in ids and object_ in ids and predicate in GUIDE_PREDICATES
    ]  # fmt: skip


def _place(evidence: Evidence, document: Document, original: str) -> dict[str, Any]:
    start, end = document.origin(evidence.start, evidence.end)
    found = {"method": evidence.method, "confidence": evidence.confidence}
    return {"evidence": original[start:end], "start": start, "end": end, **found}


def _span(start: int, end: int, original: str) -> dict[str, Any]:
    return {"start": start, "end": end, "text": original[start:end]}


def _plain(value: float) -> int | float:
    return int(value) if value == int(value) else value
