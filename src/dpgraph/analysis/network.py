"""The network: everything that statements join, as networkx reads it."""

from __future__ import annotations

from collections.abc import Collection

import networkx as nx

from dpgraph.analysis.stated import Stated, best_evidence, index_statements, order
from dpgraph.errors import InputError, allowed
from dpgraph.records import Ecosystem, Statement
from dpgraph.terms import STATUSES


def build_network(
    ecosystem: Ecosystem,
    statuses: Collection[str] = ("asserted",),
    predicates: Collection[str] | None = None,
    min_confidence: float = 0.0,
) -> nx.MultiDiGraph:
    """Every entity that a statement joins, and every statement that joins two.

    Nodes are IRIs with `label`, `type` (top class) and `cls` (most specific class). Each statement is one edge from
    subject to object. Its key is the predicate, for any status but "asserted" followed by the status, so that a
    tie that is both planned and asserted is there twice. It carries `predicate`, `status`, `year` (None if no year is
    stated), `confidence` (0 to 1) and its surest evidence (`quote`, `document`, `section`). Statements whose
    confidence is below `min_confidence` are left out, and so is every entity that no statement joins (`add_isolates`).

    Nodes stand in the order of their IRIs, edges in that of (subject, predicate, object, status).
    """
    _check(statuses, min_confidence)
    kept = [
        s
        for s in sorted(ecosystem.statements, key=order)
        if s.status in statuses and s.confidence >= min_confidence and (predicates is None or s.predicate in predicates)
    ]
    stated = index_statements(ecosystem)
    network = nx.MultiDiGraph()
    for iri in sorted({end for s in kept for end in (s.subject, s.object)}):
        network.add_node(iri, **_described(stated, iri))
    for statement in kept:
        network.add_edge(statement.subject, statement.object, key=_key(statement), **_evidenced(ecosystem, statement))
    return network


def add_isolates(network: nx.MultiDiGraph, ecosystem: Ecosystem) -> nx.MultiDiGraph:
    """A copy of a network that also holds the entities which no statement joins."""
    whole = network.copy()
    stated = index_statements(ecosystem)
    for iri in sorted(set(ecosystem.entities) - set(network)):
        whole.add_node(iri, **_described(stated, iri))
    return whole


def _check(statuses: Collection[str], min_confidence: float) -> None:
    for status in statuses:
        if status not in STATUSES:
            raise InputError(f'no status "{status}": {allowed(status, STATUSES)}')
    if not 0 <= min_confidence <= 1:
        raise InputError(f"min_confidence is {min_confidence}; it goes from 0 to 1")


def _key(statement: Statement) -> str:
    return statement.predicate if statement.status == "asserted" else f"{statement.predicate} {statement.status}"


def _described(stated: Stated, iri: str) -> dict[str, str]:
    return {"label": stated.name(iri), "type": stated.type(iri), "cls": stated.cls(iri)}


def _evidenced(ecosystem: Ecosystem, statement: Statement) -> dict[str, object]:
    best = best_evidence(statement)
    return {
        "predicate": statement.predicate,
        "status": statement.status,
        "year": statement.year,
        "confidence": statement.confidence,
        "quote": best.quote,
        "document": best.document,
        "section": ecosystem.sections.get((best.document, best.section), ""),
    }
