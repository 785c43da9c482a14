"""Is the graph good? Shapes, violation queries and quotes, each fault in a plain sentence with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import InputError, QueryError
from dpgraph.graph.holding import Held, held
from dpgraph.graph.questions import read_questions
from dpgraph.graph.rdf import EVIDENCE, ONTOLOGY, STATED
from dpgraph.graph.shapes import Breach, UnknownShape, breaches, compile_shapes, extended
from dpgraph.graph.sparql import select
from dpgraph.graph.triples import Term, Triples
from dpgraph.records import Question, Violation

if TYPE_CHECKING:
    import rdflib

SHAPES = Path("shapes") / "data.ttl"

# What validation needs of the ontology: the classes, what properties join, and the labels of concepts.
_AXIOMS = frozenset(
    ox.NamedNode(iris.expand(curie))
    for curie in (
        "rdf:type", "rdf:first", "rdf:rest", "rdfs:subClassOf", "rdfs:domain", "rdfs:range", "rdfs:isDefinedBy",
        "owl:unionOf", "skos:prefLabel",
    )
)  # fmt: skip
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
"""


def check_graph(
    graph: ox.Store | Held,
    ontology_folder: Path,
    queries_folder: Path,
    texts: Mapping[str, str] | None = None,
) -> tuple[Violation, ...]:
    """Everything in the graph that must not be, sorted; an empty tuple is a good graph.

    `texts` maps document ids to their texts; with it, every quote is looked up where it is said to stand.
    Raises InputError when the shapes or a query file cannot be read, QueryError when a query is broken.
    """
    here = held(graph)
    # The queries first: they need no Python, and who checks beside something else has it for that.
    found = {*check_queries(here, queries_folder), *check_shapes(here, ontology_folder)}
    if texts is not None:
        found.update(check_quotes(here, texts))
    return _sorted(found)


def check_shapes(graph: ox.Store | Held, ontology_folder: Path) -> tuple[Violation, ...]:
    """What breaks a SHACL shape of `shapes/data.ttl`, or an end of a property that an extension adds; sorted."""
    here = held(graph)
    store, data = here.store, _data(here.quads)
    shapes = tuple(extended(_shapes(ontology_folder / SHAPES), data))
    try:
        found = list(breaches(compile_shapes(shapes), Triples(data), partial(_solutions, store)))
    except UnknownShape:
        found = list(_by_pyshacl(shapes, data))
    return _sorted(_shape_violations(found, {**_near_places(store), **_places(store)})) if found else ()


def check_queries(graph: ox.Store | Held, queries_folder: Path) -> tuple[Violation, ...]:
    """The rows of the queries under `violations`: each is something that must not be. Sorted."""
    store, questions = held(graph).store, read_questions(queries_folder / "violations").values()
    rows = [(question, row) for question in questions for row in _rows(store, question)]
    places = _places(store) if rows else {}
    return _sorted(_row_violation(question, row, places) for question, row in rows)


def check_quotes(graph: ox.Store | Held, texts: Mapping[str, str]) -> tuple[Violation, ...]:
    """Evidence whose quote does not stand at its offsets in the text of its document, sorted."""
    return _sorted(_wrong_quotes(select(held(graph).store, _QUOTES).rows, texts))


def _sorted(violations: Iterable[Violation]) -> tuple[Violation, ...]:
    return tuple(sorted(set(violations), key=lambda v: (v.check, v.place, v.message)))


def _shapes(file: Path) -> tuple[ox.Triple, ...]:
    try:
        return tuple(q.triple for q in ox.parse(path=file, format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise InputError(f"{file}: the shapes cannot be read: {_line(error)}") from error


def _data(quads: Iterable[ox.Quad]) -> tuple[ox.Triple, ...]:
    """What is stated and its evidence, with the axioms that say what passes for what."""
    return tuple(
        quad.triple
        for quad in quads
        if quad.graph_name in (STATED, EVIDENCE) or (quad.graph_name == ONTOLOGY and quad.predicate in _AXIOMS)
    )


def _solutions(store: ox.Store, query: str, focus: Term) -> Iterator[Mapping[str, Term | None]]:
    """The answers to the query of a SPARQL constraint, which sees what the shapes see."""
    solutions = store.query(query, prefixes=iris.PREFIXES, substitutions={ox.Variable("this"): focus})
    if isinstance(solutions, ox.QuerySolutions):
        names = [variable.value for variable in solutions.variables]
        yield from ({name: solution[name] for name in names} for solution in solutions)


def _by_pyshacl(shapes: Iterable[ox.Triple], data: Iterable[ox.Triple]) -> Iterator[Breach]:
    """As `breaches`, by the library that knows all of SHACL."""
    import pyshacl
    from rdflib import RDF, SH, URIRef

    _, report, _ = pyshacl.validate(_rdflib(data), shacl_graph=_rdflib(shapes), inference="none", inplace=True)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        focus, shape, value, message = (
            report.value(result, part) for part in (SH.focusNode, SH.sourceShape, SH.value, SH.resultMessage)
        )
        name = str(shape) if isinstance(shape, URIRef) else None
        yield Breach(name, str(focus), None if value is None else str(value), str(message))


def _rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    import rdflib

    return rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")


def _shape_violations(found: Iterable[Breach], places: Mapping[str, str]) -> Iterator[Violation]:
    for breach in found:
        message = breach.message.replace("{$this}", breach.focus).replace("{?value}", str(breach.value))
        about = f"{_short(message).rstrip('.')}: {iris.contract(breach.focus)}"
        place = places.get(breach.focus) or places.get(str(breach.value)) or iris.contract(breach.focus)
        yield Violation(_check_name(breach.shape), about, place)


def _check_name(shape: str | None) -> str:
    """The name of a shape; a part of one has none, and its check is called "shape"."""
    return f"shape {re.split('[/#]', shape)[-1]}" if shape else "shape"


def _rows(store: ox.Store, question: Question) -> tuple[tuple[Any, ...], ...]:
    try:
        return select(store, question.text).rows
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
