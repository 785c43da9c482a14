"""Everything that has an IRI, as a page and as RDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote, unquote

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import NotFound
from dpgraph.graph.entity import Known, get_known
from dpgraph.graph.sparql import Value, run, select
from dpgraph.views.site.addresses import Addresses
from dpgraph.views.site.rendering import render

KINDS = ("resource", "statement", "observation", "evidence", "document", "method", "graph", "ontology")
SHOWN = 500

_ABOUT = "SELECT ?property ?value WHERE {{ <{iri}> ?property ?value }} ORDER BY ?property ?value LIMIT {many}"
_TO = "SELECT ?subject ?property WHERE {{ ?subject ?property <{iri}> }} ORDER BY ?property ?subject LIMIT {many}"
_THERE = "ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?p <{iri}> }} UNION {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} }}"
_LABELS = """
SELECT ?thing ?label
WHERE {{
  VALUES ?thing {{ {things} }}
  VALUES ?naming {{ skos:prefLabel rdfs:label dcterms:title }}
  ?thing ?naming ?label .
  FILTER(LANG(?label) IN ("en", ""))
}}
ORDER BY ?thing ?label
"""
_TERMS = """
SELECT ?term ?label ?definition
WHERE {
  GRAPH dpx:ontology {
    ?term skos:prefLabel ?label FILTER(LANG(?label) = "en") .
    OPTIONAL { ?term skos:definition ?definition FILTER(LANG(?definition) IN ("en", "")) }
  }
}
ORDER BY ?term
"""


@dataclass(frozen=True, slots=True)
class Term:
    """A value on a page: the words, and where they lead when it is one of ours."""

    text: str
    link: str = ""
    iri: str = ""


def require(store: ox.Store, iri: str) -> None:
    """Raises NotFound when nothing is said of a thing, and no graph is called so."""
    if iri != iris.ONTOLOGY and not run(store, _THERE.format(iri=iri)):
        raise NotFound(f"Nothing is said of {iri} here.")


def iri_of(path: str) -> str:
    """The IRI of ours whose page is at a path; characters that no IRI may hold are percent-encoded.

    >>> iri_of("document/trade%20report")
    'https://w3id.org/dpgraph/document/trade%20report'
    """
    return iris.BASE + quote(path, safe="/%:@!$&'()*+,;=~-._" + "".join(c for c in path if ord(c) > 0x9F))


def path_of(iri: str) -> str:
    """The path of the page of one of our IRIs; empty for the others."""
    tail = iri.removeprefix(iris.BASE) if iri.startswith(iris.BASE) else ""
    return f"/{quote(unquote(tail), safe='/#')}" if tail.partition("/")[0].partition("#")[0] in KINDS else ""


def page(store: ox.Store, iri: str) -> str:
    """The page of a thing; NotFound when nothing is said of it."""
    if iri == iris.ONTOLOGY:
        return _ontology_page(store)
    require(store, iri)
    about = select(store, _ABOUT.format(iri=iri, many=SHOWN)).rows
    backward = select(store, _TO.format(iri=iri, many=SHOWN)).rows
    labels = _labels(store, [iri, *(v for row in (*about, *backward) for v in row)])
    known = _known(store, iri)
    return render(
        "thing.html",
        Addresses(),
        here="",
        title=labels.get(iri) or iris.contract(iri),
        iri=iri,
        path=path_of(iri),
        about=_lines(about, 0, 1, labels),
        backward=_lines(backward, 1, 0, labels),
        known=known,
        path_of=path_of,
        most=SHOWN,
    )


def _ontology_page(store: ox.Store) -> str:
    rows = select(store, _TERMS).rows
    terms = [(_term(str(term), {}), label, definition) for term, label, definition in rows]
    return render(
        "ontology.html", Addresses(), here="", title="The ontology", iri=iris.ONTOLOGY, path="/ontology", terms=terms
    )


def _known(store: ox.Store, iri: str) -> Known | None:
    """What is known of an entity; None for everything else."""
    if not iri.startswith(iris.PREFIXES["dpr"]):
        return None
    try:
        return get_known(partial(select, store), iri)
    except NotFound:
        return None


def _labels(store: ox.Store, things: Iterable[Value]) -> Mapping[str, str]:
    ours = sorted({t for t in things if isinstance(t, str) and t.startswith(iris.BASE) and _is_iri(t)})
    rows = select(store, _LABELS.format(things=" ".join(f"<{t}>" for t in ours))).rows if ours else ()
    return {str(thing): str(label) for thing, label in reversed(rows)}


def _lines(
    rows: Iterable[tuple[Value, ...]], key: int, value: int, labels: Mapping[str, str]
) -> list[tuple[Term, list[Term]]]:
    """The values of each property together."""
    found: dict[str, list[Term]] = {}
    for row in rows:
        found.setdefault(str(row[key]), []).append(_term(row[value], labels))
    return [(_term(prop, labels), values) for prop, values in found.items()]


def _term(value: Any, labels: Mapping[str, str]) -> Term:
    if not isinstance(value, str) or not _is_iri(value):
        return Term(str(value))
    return Term(labels.get(value) or iris.contract(value), path_of(value), value)


def _is_iri(text: str) -> bool:
    return text.startswith(("http://", "https://")) and not set(text) & set(' <>"{}|\\^`\n')
