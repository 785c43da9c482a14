"""The whole argument of a finding: for people to read, and as a network for other tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import networkx as nx

from dpgraph.analysis.network import build_network
from dpgraph.analysis.stated import index_statements
from dpgraph.records import Ecosystem, Finding, Question, Sentence

BROUGHT = "brings "


def argued(ecosystem: Ecosystem, finding: Finding, question: Question | None = None) -> Iterator[str]:
    """A finding as lines: what it says, who and what is in it, the sentences, the numbers, and how to see it.

    It ends with SPARQL for its own statements, and with `question`, the stored one that it names, which asks the like
    of everybody.
    """
    names = index_statements(ecosystem).names
    between = f", 95 % {finding.interval[0]:.2f} to {finding.interval[1]:.2f}" if finding.interval else ""
    yield f"{finding.title}  [{finding.kind}, score {finding.score:.2f}{between}, {finding.state}, {finding.id}]"
    yield finding.reason
    yield from _listed("Who and what", (f"{role}: {', '.join(names(i))}" for role, i in _roles(ecosystem, finding)))
    yield from _listed("Documented ties", (f"{' – '.join(names((a, b)))}: {kind}" for a, b, kind in finding.ties))
    yield from _listed("Said to have no tie", (" – ".join(names(ends)) for ends in finding.denied))
    yield from _listed("No document says anything of", (" – ".join(names(ends)) for ends in finding.silent))
    yield from _listed("Speaks for it", map(_quoted, finding.evidence))
    yield from _listed("Speaks against it, or stands in the way", map(_quoted, finding.against))
    yield from _listed("Backed by", names(finding.policies))
    yield from _listed("Numbers", (f"{name}: {value:.6g}" for name, value in finding.figures.items()))
    changed = (f"{name}: {before:.3g} → {after:.3g}" for name, (before, after) in finding.counterfactual.items())
    yield from _listed("What would change", changed)
    yield from _listed("To be kept in mind", finding.caveats)
    yield from _listed("What would settle it", filter(None, [finding.settle]))
    yield from (
        "",
        "The SPARQL that shows it (what is stated between its members, and by its sentences):",
        evidence_query(finding).rstrip(),
    )
    if question:
        yield from ("", f"{question.question} dpgraph query {_asked(question, finding)}")


def subgraph(ecosystem: Ecosystem, finding: Finding) -> nx.MultiDiGraph:
    """The network of a finding: its members and every statement, of whatever status, between two of them.

    Nodes carry `roles` in the finding besides what `build_network` gives; each missing tie is an edge with the
    predicate "missing tie" and the standing "denied" or "silent".
    """
    from dpgraph.terms import STATUSES

    roles: dict[str, list[str]] = {}
    for role, found in finding.members.items():
        for iri in found:
            roles.setdefault(iri, []).append(role)
    network = build_network(ecosystem, STATUSES).subgraph(roles).copy()
    stated = index_statements(ecosystem)
    for iri in sorted(roles):
        described = {"label": stated.name(iri), "type": stated.type(iri), "cls": stated.cls(iri)}
        network.add_node(iri, **described, roles=tuple(roles[iri]))
    for ends in finding.missing:
        standing = "denied" if ends in finding.denied else "silent"
        network.add_edge(*ends, key="missing tie", predicate="missing tie", status=standing)
    return network


def evidence_query(finding: Finding) -> str:
    """SPARQL for every statement between the members of a finding, and all that its sentences state, with the words."""
    from dpgraph.graph.rdf import document_node

    members = {iri for role, ids in finding.members.items() if not role.startswith(BROUGHT) for iri in ids}
    things = " ".join(f"<{iri}>" for iri in sorted(members))
    said = sorted({(s.document, s.start, s.end) for s in (*finding.evidence, *finding.against)})
    places = "\n".join(f"      (<{document_node(d).value}> {start} {end})" for d, start, end in said)
    return f"""PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX dpg: <https://w3id.org/dpgraph/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>

SELECT DISTINCT ?subject ?property ?object ?status ?quote
WHERE {{
  {{
    VALUES ?subject {{ {things} }}
    VALUES ?object {{ {things} }}
    ?statement rdf:subject ?subject ; rdf:object ?object ; dpg:hasEvidence ?evidence .
  }}
  UNION
  {{
    VALUES (?document ?start ?end) {{
{places}
    }}
    ?evidence oa:start ?start ; oa:end ?end ; dpg:inSection/dcterms:isPartOf ?document .
    ?statement rdf:subject ?subject ; rdf:object ?object ; dpg:hasEvidence ?evidence .
  }}
  ?statement rdf:predicate ?property ; dpg:status ?status .
  ?evidence oa:exact ?quote .
}}
ORDER BY ?subject ?property ?object ?status ?quote
"""


def _roles(ecosystem: Ecosystem, finding: Finding) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The members by role; what somebody brings, by the name of that somebody."""
    from dpgraph.iris import contract

    called = {contract(iri): entity.name for iri, entity in ecosystem.entities.items()}
    for role, found in finding.members.items():
        brought = role.removeprefix(BROUGHT)
        yield (f"{called.get(brought, brought)} brings" if brought != role else role), found


def _asked(question: Question, finding: Finding) -> str:
    """The question's name, with the finding's function where it takes a sector."""
    from dpgraph.iris import contract

    functions = finding.members.get("function", ())
    bound = "sector" in question.params and len(functions) > 0
    return f"{question.name} --param sector={contract(functions[0])}" if bound else question.name


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A title with its lines, or nothing where there are none."""
    found = list(lines)
    if found:
        yield from ("", f"{title}:", *(f"  - {line}" for line in found))


def _quoted(sentence: Sentence) -> str:
    place = f"{sentence.document}, {sentence.section or 'before the first heading'}"
    return (
        f"“{sentence.quote}” — {place}, {sentence.start} to {sentence.end} ({sentence.status}, {sentence.confidence:g})"
    )
