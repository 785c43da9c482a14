"""The network as one page that needs nothing else: no server, no other file, no other host."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from dpgraph.analysis.network import build_network
from dpgraph.analysis.stated import order
from dpgraph.analysis.support import find_support
from dpgraph.records import Ecosystem, Entity, Finding, Observation, Sentence, Statement
from dpgraph.terms import STATUSES
from dpgraph.views.layout import lay_out
from dpgraph.views.palette import style
from dpgraph.views.summary import count_by

Sentences = dict[tuple[str, str, str], int]

# How many ties, and missing ones, of a single finding the page draws and lists.
DRAWN = 300

# Beyond so many edges they are left out while the drawing moves.
MANY = 2500

INTERACTION = {"hover": True, "keyboard": {"enabled": True, "bindToWindow": False}}
OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"borderWidth": 1, "scaling": {"label": {"enabled": True, "drawThreshold": 12}}},
    "edges": {"smooth": False, "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}}, "selectionWidth": 2},
}


def draw_page(ecosystem: Ecosystem, findings: Sequence[Finding], title: str) -> str:
    """The network of an ecosystem, with its findings, as the text of one HTML page.

    Drawn by pyvis (vis-network); every statement of every status is an edge, those that are not asserted dashed. The
    page loads nothing, its Content-Security-Policy forbids it to; whatever comes from documents is data in it and
    never markup. The same ecosystem and findings give the same text.
    """
    from pyvis.network import Network

    drawing = Network(directed=True, heading=title, cdn_resources="in_line")
    many = len(ecosystem.statements) > MANY
    drawing.options = {**OPTIONS, "interaction": {**INTERACTION, "hideEdgesOnDrag": many, "hideEdgesOnZoom": many}}
    index = _index(ecosystem)
    drawing.nodes = _nodes(ecosystem, index)
    drawing.edges = _edges(ecosystem, index)
    drawing.templateEnv = _templates(_details(ecosystem, findings, index))
    return str(drawing.generate_html())


def _index(ecosystem: Ecosystem) -> dict[str, int]:
    """Small numbers for the entities that are joined to any other, in the order of their IRIs."""
    joined = {end for s in ecosystem.statements for end in (s.subject, s.object)}
    return {iri: n for n, iri in enumerate(sorted(joined))}


def _nodes(ecosystem: Ecosystem, index: Mapping[str, int]) -> list[dict[str, Any]]:
    network = build_network(ecosystem, STATUSES)
    places = lay_out(network)
    return [
        _node(network.nodes[iri], number, places[iri], len(set(network.succ[iri]) | set(network.pred[iri])))
        for iri, number in index.items()
    ]


def _node(entity: Mapping[str, str], number: int, place: tuple[int, int], neighbours: int) -> dict[str, Any]:
    shape, colour = style(entity["type"])
    size = round(9 + 5 * min(neighbours, 40) ** 0.5)
    label = entity["label"]
    return {
        "id": number,
        "label": label if len(label) <= 34 else label[:33].rstrip() + "…",
        "shape": shape,
        "colour": colour,
        "size": size,
        "font": {"size": round(11 + 1.5 * min(neighbours, 40) ** 0.5)},
        "x": place[0],
        "y": place[1],
        "type": entity["type"],
    }


def _edges(ecosystem: Ecosystem, index: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"s{n}",
            "from": index[s.subject],
            "to": index[s.object],
            "predicate": s.predicate,
            "status": s.status,
            "dashes": s.status != "asserted",
        }
        for n, s in enumerate(sorted(ecosystem.statements, key=order))
    ]


def _details(ecosystem: Ecosystem, findings: Sequence[Finding], index: Mapping[str, int]) -> dict[str, Any]:
    """Everything that the panels show, as plain data."""
    support = find_support(ecosystem, findings)
    sentences: Sentences = {}
    about: defaultdict[str, list[Observation]] = defaultdict(list)
    for observation in ecosystem.observations:
        about[observation.subject or ""].append(observation)
    return {
        "entities": [_entity(ecosystem.entities.get(iri), iri, about[iri]) for iri in index],
        "statements": [_statement(ecosystem, s, sentences) for s in sorted(ecosystem.statements, key=order)],
        "findings": [_finding(f, support.get(f.id, ()), index, sentences) for f in findings],
        "sentences": list(sentences),
        "broader": _broader(ecosystem, index),
        "types": count_by(_type(ecosystem, iri) for iri in index),
        "predicates": count_by(s.predicate for s in ecosystem.statements),
        "statuses": dict(Counter(s.status for s in ecosystem.statements)),
    }


def _broader(ecosystem: Ecosystem, index: Mapping[str, int]) -> dict[int, list[int]]:
    """The sectors above each, at whatever distance, by number."""
    return {n: sorted(index[up] for up in _above(ecosystem, iri) if up in index) for iri, n in index.items()
            if ecosystem.broader.get(iri)}  # fmt: skip


def _above(ecosystem: Ecosystem, iri: str) -> set[str]:
    found, front = set[str](), [iri]
    while front:
        up = set(ecosystem.broader.get(front.pop(), ())) - found
        found |= up
        front += sorted(up)
    return found


def _type(ecosystem: Ecosystem, iri: str) -> str:
    return ecosystem.entities[iri].type if iri in ecosystem.entities else ""


def _entity(entity: Entity | None, iri: str, figures: Sequence[Observation]) -> dict[str, Any]:
    if entity is None:
        return {"name": iri, "iri": iri, "cls": "", "aliases": [], "figures": []}
    shown = sorted(figures, key=lambda o: (o.indicator, o.year or 0, o.value))
    return {
        "name": entity.name,
        "iri": iri,
        "cls": entity.cls,
        "aliases": [text for text, _ in entity.aliases],
        "figures": [_figure(o) for o in shown],
    }


def _figure(observation: Observation) -> str:
    """An observation in one line."""
    parts = (observation.qualifier, f"{observation.value:,.15g}", observation.unit)
    year = f" ({observation.year})" if observation.year else ""
    return f"{observation.indicator}: {' '.join(p for p in parts if p)}{year}"


def _statement(ecosystem: Ecosystem, statement: Statement, sentences: Sentences) -> dict[str, Any]:
    return {
        "year": statement.year,
        "confidence": round(statement.confidence, 3),
        "evidence": [
            [_number(sentences, e.quote, e.document, ecosystem.sections.get((e.document, e.section), "")), e.method]
            for e in sorted(statement.evidence)
        ],
    }


def _finding(
    finding: Finding, support: Sequence[Sentence], index: Mapping[str, int], sentences: Sentences
) -> dict[str, Any]:
    roles = {role: [index[i] for i in iris if i in index] for role, iris in finding.members.items()}
    return {
        "id": finding.id,
        "kind": finding.kind,
        "title": finding.title,
        "reason": finding.reason,
        "state": finding.state,
        "score": finding.score,
        "roles": {role: members for role, members in roles.items() if not role.startswith("brings ")},
        "missing": [[index[a], index[b]] for a, b in finding.missing[:DRAWN]],
        "ties": [[index[a], index[b], kind] for a, b, kind in finding.ties[:DRAWN]],
        "figures": {name: round(value, 3) for name, value in finding.figures.items()},
        "evidence": [_sentence(sentences, s) for s in finding.evidence],
        "against": [_sentence(sentences, s) for s in finding.against],
        "support": [_sentence(sentences, s) for s in support],
        "settle": finding.settle,
        "denied": [[index[a], index[b]] for a, b in finding.denied[:DRAWN]],
        "caveats": list(finding.caveats),
        "question": finding.question,
        "counterfactual": {name: list(values) for name, values in finding.counterfactual.items()},
        "interval": list(finding.interval) if finding.interval else None,
    }


def _sentence(sentences: Sentences, sentence: Sentence) -> list[int | str]:
    return [_number(sentences, sentence.quote, sentence.document, sentence.section), sentence.status]


def _number(sentences: Sentences, quote: str, document: str, section: str) -> int:
    """The number of a sentence; each is in the page once, however often it is shown."""
    return sentences.setdefault((quote, document, section), len(sentences))


def _templates(details: dict[str, Any]) -> Any:
    """The environment that pyvis renders its page in, with our template in the place of its own."""
    import pyvis
    from jinja2 import DictLoader, Environment

    here = files("dpgraph.views")
    vendored = Path(pyvis.__file__).parent / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js"
    scripts = {"vis": vendored.read_text("utf-8"), "app": (here / "page.js").read_text("utf-8")}
    css = (here / "page.css").read_text("utf-8")
    templates = Environment(
        loader=DictLoader({"template.html": (here / "page.html").read_text("utf-8")}), autoescape=True
    )
    templates.globals.update(
        details=details,
        scripts=scripts,
        css=css,
        script_hashes=" ".join(map(_hash, scripts.values())),
        style_hash=_hash(css),
    )
    return templates


def _hash(text: str) -> str:
    """What the Content-Security-Policy allows: this inline text and no other."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
