"""What the analysis finds, as quads of its own named graph, so that SPARQL can ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from math import isfinite

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.graph.rdf import ANALYSIS, document_node, number, text_literal
from dpgraph.records import Finding

CLASSES: Mapping[str, str] = {
    "S1": "DuplicateFunction", "S2": "FundingFragmentation", "S3": "GovernanceSplit", "S4": "StrandedResource",
    "S5": "PolicyGap", "S6": "IsolatedActor", "O1": "JointPlatform", "O2": "JointFund", "O3": "CoordinationMechanism",
    "O4": "ComplementaryPartnership", "O5": "Brokerage", "O6": "PolicyUptake", "O7": "NextActivity",
}  # fmt: skip
ROLES: Mapping[str, str] = {
    "function": "ofFunction", "owners": "ofParty", "managers": "ofParty", "bodies": "ofParty",
    "participants": "ofParty", "resources": "ofResource", "funds": "ofResource", "instrument": "ofResource",
    "policy": "ofResource", "broker": "brokeredBy", "policies": "backedBy",
}  # fmt: skip
# An opportunity that closes a silo has its digits.
CLOSES: Mapping[str, str] = {"O1": "S1", "O2": "S2", "O3": "S3"}


def finding_quads(findings: Iterable[Finding]) -> list[ox.Quad]:
    """Silos and opportunities with all their numbers, each quad once."""
    return list(dict.fromkeys(quad for f in findings for quad in _finding(f)))


def measurement_quads(rows: Iterable[tuple[str, str, float]]) -> list[ox.Quad]:
    """Numbers that were computed of entities: (IRI, what, how much); what is not a number is left out."""
    return list(dict.fromkeys(quad for about, what, value in rows for quad in _measurement(about, what, value)))


def finding_node(ident: str) -> ox.NamedNode:
    """The IRI of a finding, from its id.

    >>> finding_node("S1-901413b5").value
    'https://w3id.org/dpgraph/finding/S1-901413b5'
    """
    return ox.NamedNode(iris.expand(f"dpf:{ident}"))


def _finding(f: Finding) -> Iterator[ox.Quad]:
    node = finding_node(f.id)
    for cls in (CLASSES[f.kind], "Silo" if f.kind[0] == "S" else "Opportunity", "Finding"):
        yield _quad(node, "rdf:type", _term(f"dpg:{cls}"))
    yield _quad(node, "dcterms:title", text_literal(f.title))
    yield _quad(node, "dcterms:description", text_literal(f.reason))
    yield _quad(node, "dpg:state", text_literal(f.state))
    yield _quad(node, "dpg:score", number(f.score))
    for curie, bound in zip(("dpg:scoreLow", "dpg:scoreHigh"), f.interval or (), strict=False):
        yield _quad(node, curie, number(bound))
    yield from (_quad(node, "dpg:caveat", text_literal(caveat)) for caveat in f.caveats)
    yield from _members(node, f)
    yield from (quad for ends in f.missing for quad in _missing(node, ends, ends in f.denied))
    if f.kind in CLOSES:
        yield _quad(node, "dpg:closes", finding_node(f"{CLOSES[f.kind]}-{f.id.partition('-')[2]}"))
    for document in sorted({s.document for s in (*f.evidence, *f.against)}):
        yield _quad(node, "prov:wasDerivedFrom", document_node(document))
    yield from (quad for name, value in f.figures.items() for quad in _measurement(node.value, name, value))
    for name, (before, after) in f.counterfactual.items():
        yield from _measurement(node.value, f"{name} before", before)
        yield from _measurement(node.value, f"{name} after", after)


def _members(node: ox.NamedNode, f: Finding) -> Iterator[ox.Quad]:
    """Those in a role that has a property, by that property too; everybody it is about."""
    members = {role: found for role, found in f.members.items() if not role.startswith("brings ")}
    for role, found in {**members, "policies": (*members.get("policies", ()), *f.policies)}.items():
        for member in found:
            yield _quad(node, "dpg:about", ox.NamedNode(member))
            if role in ROLES:
                yield _quad(node, f"dpg:{ROLES[role]}", ox.NamedNode(member))


def _missing(node: ox.NamedNode, ends: tuple[str, str], denied: bool) -> Iterator[ox.Quad]:
    tie = ox.NamedNode(iris.expand(f"dpf:tie/{iris.digest(*ends)}"))
    yield _quad(node, "dpg:lacksTie", tie)
    yield _quad(tie, "rdf:type", _term("dpg:MissingTie"))
    yield from (_quad(tie, "dpg:between", ox.NamedNode(end)) for end in ends)
    yield _quad(tie, "dpg:standing", text_literal("denied" if denied else "silent"))


def _measurement(about: str, what: str, value: float) -> Iterator[ox.Quad]:
    if isfinite(value):
        node = ox.NamedNode(iris.expand(f"dpf:number/{iris.digest(about, what)}"))
        yield _quad(node, "rdf:type", _term("dpg:Measurement"))
        yield _quad(node, "dpg:about", ox.NamedNode(about))
        yield _quad(node, "dpg:indicator", text_literal(what))
        yield _quad(node, "dpg:value", number(value))


def _quad(subject: ox.NamedNode, curie: str, value: ox.NamedNode | ox.Literal) -> ox.Quad:
    return ox.Quad(subject, _term(curie), value, ANALYSIS)


@cache
def _term(curie: str) -> ox.NamedNode:
    return ox.NamedNode(iris.expand(curie))
