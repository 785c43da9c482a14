"""Is the graph good? Shapes, violation queries and quotes, each fault in a plain sentence with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import InputError, QueryError
from dpgraph.graph.asking import Seen
from dpgraph.graph.questions import read_questions
from dpgraph.graph.rdf import EVIDENCE, INFERRED, ONTOLOGY, STATED, STATED_NAME
from dpgraph.graph.sparql import select
from dpgraph.graph.store import stored_quads
from dpgraph.records import Question, Violation

if TYPE_CHECKING:
    import rdflib

SHAPES = Path("shapes") / "data.ttl"

# What validation needs of the ontology: the classes, what properties join, and the labels of concepts.
_AXIOMS = frozenset(
    ox.NamedNode(iris.expand(curie))
    for curie in (
        "rdf:type", "rdf:first", "rdf:rest", "rdfs:subClassOf", "rdfs:domain", "rdfs:range",
        "owl:unionOf", "skos:prefLabel",
    )
)  # fmt: skip
# What violation queries are asked of: an inferred triple has no statement of its own, so it stays outside.
_STATED = Seen(
    (STATED_NAME.value, ONTOLOGY.value, EVIDENCE.value),
    (STATED_NAME.value, ONTOLOGY.value, EVIDENCE.value, INFERRED.value),
)
_PLACES = """
SELECT ?holder ?evidence ?section ?start ?end
WHERE {
  GRAPH dpx:evidence {
    ?evidence dpg:inSection ?section ; oa:start ?start ; oa:end ?end .
    OPTIONAL { ?holder dpg:hasEvidence ?evidence }
  }
}
ORDER BY ?section ?start ?end
"""
_NEAR = """
SELECT ?thing ?section ?start ?end
WHERE {
  GRAPH dpx:evidence {
    { ?holder rdf:subject|rdf:object|dpg:about ?thing ; dpg:hasEvidence ?evidence }
    UNION
    { ?evidence prov:wasGeneratedBy ?thing }
    ?evidence dpg:inSection ?section ; oa:start ?start ; oa:end ?end .
  }
}
ORDER BY ?section ?start ?end
"""
_QUOTES = """
SELECT ?section ?start ?end ?quote
WHERE {
  GRAPH dpx:evidence { ?evidence dpg:inSection ?section ; oa:start ?start ; oa:end ?end ; oa:exact ?quote . }
}
ORDER BY ?section ?start ?end
"""


def check_graph(
    store: ox.Store, ontology_folder: Path, queries_folder: Path, texts: Mapping[str, str] | None = None
) -> tuple[Violation, ...]:
    """Everything in the graph that must not be, sorted; an empty tuple is a good graph.

    `texts` maps document ids to their texts; with it, every quote is looked up where it is said to stand.
    Raises InputError when the shapes or a query file cannot be read, QueryError when a query is broken.
    """
    found = {*check_shapes(store, ontology_folder), *check_queries(store, queries_folder)}
    if texts is not None:
        found.update(check_quotes(store, texts))
    return _sorted(found)


def check_shapes(store: ox.Store, ontology_folder: Path) -> tuple[Violation, ...]:
    """What breaks a SHACL shape of `shapes/data.ttl`, sorted."""
    import pyshacl

    shapes, data = _shapes(ontology_folder / SHAPES), _data(store)
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    return () if conforms else _sorted(_shape_violations(report, {**_near_places(store), **_places(store)}))


def check_queries(store: ox.Store, queries_folder: Path) -> tuple[Violation, ...]:
    """The rows of the queries under `violations`: each is something that must not be. Sorted."""
    questions = read_questions(queries_folder / "violations").values()
    rows = [(question, row) for question in questions for row in _rows(store, question)]
    places = _places(store) if rows else {}
    return _sorted(_row_violation(question, row, places) for question, row in rows)


def check_quotes(store: ox.Store, texts: Mapping[str, str]) -> tuple[Violation, ...]:
    """Evidence whose quote does not stand at its offsets in the text of its document, sorted."""
    return _sorted(_wrong_quotes(select(store, _QUOTES).rows, texts))


def _sorted(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    return tuple(sorted(set(violations), key=lambda v: (v.check, v.place, v.message)))


def _shapes(file: Path) -> rdflib.Graph:
    import rdflib

    try:
        return rdflib.Graph().parse(file, format="turtle")
    except Exception as error:  # rdflib raises its own, its parser's and the system's
        raise InputError(f"{file}: the shapes cannot be read: {_line(error)}") from error


def _data(store: ox.Store) -> rdflib.Graph:
    """What is stated and its evidence, with the axioms that say what passes for what."""
    import rdflib

    stated = stored_quads(store, STATED, EVIDENCE)
    axioms = (quad for quad in stored_quads(store, ONTOLOGY) if quad.predicate in _AXIOMS)
    triples = (quad.triple for quads in (stated, axioms) for quad in quads)
    return rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")


def _shape_violations(report: Any, places: Mapping[str, str]) -> Iterator[Violation]:
    from rdflib import RDF, SH

    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, shape = str(report.value(result, SH.focusNode)), report.value(result, SH.sourceShape)
        value = report.value(result, SH.value)
        message = str(report.value(result, SH.resultMessage)).replace("{$this}", focus).replace("{?value}", str(value))
        about = f"{_short(message).rstrip('.')}: {iris.contract(focus)}"
        place = places.get(focus) or places.get(str(value)) or iris.contract(focus)
        yield Violation(_check_name(shape), about, place)


def _check_name(shape: Any) -> str:
    """The name of a shape; a part of one has none, and its check is called "shape"."""
    from rdflib import URIRef

    return f"shape {re.split('[/#]', shape)[-1]}" if isinstance(shape, URIRef) else "shape"


def _rows(store: ox.Store, question: Question) -> tuple[tuple[Any, ...], ...]:
    try:
        return select(store, question.text, _STATED).rows
    except QueryError as error:
        raise QueryError(f"{question.name}: {error}") from error


def _row_violation(question: Question, row: tuple[Any, ...], places: Mapping[str, str]) -> Violation:
    """The first column is the place; the others say what is wrong there."""
    first = str(row[0])
    said = ", ".join(_short(str(value)) for value in row if value is not None)
    return Violation(question.name, f"{question.problem.rstrip('.')}: {said}", places.get(first, _short(first)))


def _wrong_quotes(rows: Iterable[tuple[Any, ...]], texts: Mapping[str, str]) -> Iterator[Violation]:
    for section, start, end, quote in rows:
        document, place = _document(section), _place(section, start, end)
        if document not in texts:
            yield Violation(
                "quote", f"The text of the document is missing, so the quote cannot be checked: {quote}", place
            )
        elif texts[document][start:end] != quote:
            yield Violation("quote", f"The quote does not stand there: {quote}", place)


def _places(store: ox.Store) -> dict[str, str]:
    """Where each piece of evidence stands, and the first place of each statement and observation."""
    places: dict[str, str] = {}
    for holder, evidence, section, start, end in select(store, _PLACES).rows:
        place = _place(str(section), start, end)
        places[str(evidence)] = place
        places.setdefault(str(holder), place)
    return places


def _near_places(store: ox.Store) -> dict[str, str]:
    """The first place where something is said of each entity, or that each method found."""
    places: dict[str, str] = {}
    for thing, section, start, end in select(store, _NEAR).rows:
        places.setdefault(str(thing), _place(str(section), start, end))
    return places


def _place(section: str, start: object, end: object) -> str:
    return f"{_document(section)}, characters {start} to {end}"


def _document(section: str) -> str:
    return unquote(section.removeprefix(iris.PREFIXES["dpd"]).partition("/section/")[0])


def _short(text: str) -> str:
    """A sentence with its IRIs as prefixed names."""
    return re.sub(r"https?://[^\s,;<>]+", lambda match: iris.contract(match[0]), text)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
