"""The ontology and its vocabularies: Turtle files to the record that reading needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from dpgraph import iris, terms
from dpgraph.errors import InputError
from dpgraph.records import Name, Ontology, Property

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
LABELS = ("skos:prefLabel", "skos:altLabel")

_DPG = iris.PREFIXES["dpg"]


def ontology_files(*folders: Path) -> tuple[Path, ...]:
    """The Turtle files that make up an ontology: those in each folder, then those in its `vocabularies`."""
    return tuple(file for f in folders for part in (f, f / "vocabularies") for file in sorted(part.glob("*.ttl")))


def ontology_triples(*folders: Path) -> tuple[ox.Triple, ...]:
    """Every triple of the ontology in these folders, once, in the order of the files.

    Blank nodes are named by the order of their appearance, so the same files always give the same triples.
    Raises InputError when there is no file, or one is not Turtle.
    """
    files = ontology_files(*folders)
    if not files:
        raise InputError(f"No ontology: there is no .ttl file in {' or '.join(map(str, folders)) or 'no folder'}.")
    names: dict[tuple[Path, str], ox.BlankNode] = {}
    named = (_named(triple, file, names) for file in files for triple in _parse(file))
    return tuple(dict.fromkeys(named))


def read_ontology(*folders: Path) -> Ontology:
    """What the ontology in these folders says of classes, properties and concepts.

    Only what classes, joins or names entities is kept: no inverse properties, nothing about statements or documents.
    The folders after the first extend it. Raises InputError when there is no file, or one is not Turtle.
    """
    triples = _Triples(ontology_triples(*folders))
    parents = _inside(triples.pairs("rdfs:subClassOf"))
    types = _concept_types(triples, parents)
    names = {concept: _canonical(triples, concept) for concept in types}
    return Ontology(
        classes=_classes(triples, parents),
        parents=parents,
        properties=_properties(triples, parents),
        names=tuple(_names(triples, types, names)),
        broader={names[c]: _broader(triples, c, names) for c in types},
        version=next((_text(o) for _, o in triples.pairs("owl:versionInfo")), ""),
        added=_added(folders[1:], names),
    )


def _added(folders: Sequence[Path], names: Mapping[Term, str]) -> frozenset[str]:
    """The concepts, by their names, that some folders bring: not those that they only say more of."""
    triples = _Triples(ontology_triples(*folders) if ontology_files(*folders) else ())
    return frozenset(names[concept] for concept, _ in triples.pairs("rdf:type") if concept in names)


class _Triples:
    """Triples, found by subject and predicate or by predicate alone."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._objects: dict[tuple[Term, str], list[Term]] = defaultdict(list)
        self._pairs: dict[str, list[tuple[Term, Term]]] = defaultdict(list)
        for s, p, o in triples:
            self._objects[s, p.value].append(o)
            self._pairs[p.value].append((s, o))

    def objects(self, subject: Term, curie: str) -> list[Term]:
        return self._objects.get((subject, iris.expand(curie)), [])

    def pairs(self, curie: str) -> list[tuple[Term, Term]]:
        return self._pairs.get(iris.expand(curie), [])

    def members(self, head: Term) -> Iterator[Term]:
        """The members of an RDF list."""
        while first := self.objects(head, "rdf:first"):
            yield first[0]
            head = self.objects(head, "rdf:rest")[0]


def _parse(file: Path) -> Iterator[ox.Triple]:
    try:
        yield from (q.triple for q in ox.parse(path=file, format=ox.RdfFormat.TURTLE, base_iri=file.resolve().as_uri()))
    except SyntaxError as error:
        raise InputError(f"{file}, line {error.lineno}: not Turtle: {error.msg}.") from error
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error}.") from error


def _named(triple: ox.Triple, file: Path, names: dict[tuple[Path, str], ox.BlankNode]) -> ox.Triple:
    def name(term: Term) -> Term:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.setdefault((file, term.value), ox.BlankNode(f"o{len(names)}"))

    return ox.Triple(name(triple.subject), triple.predicate, name(triple.object))  # type: ignore[arg-type]


def _text(term: Term) -> str:
    return "" if isinstance(term, ox.Triple) else term.value


def _local(term: Term) -> str | None:
    """The local name of a term of the ontology's own namespace, else None."""
    inside = isinstance(term, ox.NamedNode) and term.value.startswith(_DPG)
    return _text(term)[len(_DPG) :] if inside else None


def _inside(pairs: Iterable[tuple[Term, Term]]) -> dict[str, str]:
    """The pairs whose ends are both terms of the ontology, as local names; the first of several wins."""
    found: dict[str, str] = {}
    for low, high in pairs:
        child, parent = _local(low), _local(high)
        if child and parent and child != parent:
            found.setdefault(child, parent)
    return found


def _classes(triples: _Triples, parents: Mapping[str, str]) -> frozenset[str]:
    """The classes that an entity may have."""
    declared = (_local(s) for s, o in triples.pairs("rdf:type") if _text(o) == iris.expand("owl:Class"))
    return frozenset(name for name in declared if name and _top(name, parents) in terms.TYPES)


def _top(name: str, parents: Mapping[str, str]) -> str:
    seen = {name}
    while (up := parents.get(name)) and up not in seen:
        seen.add(up)
        name = up
    return name


def _properties(triples: _Triples, parents: Mapping[str, str]) -> dict[str, Property]:
    inverse = {o for _, o in triples.pairs("owl:inverseOf")}
    above = _inside(triples.pairs("rdfs:subPropertyOf"))
    objects = (s for s, o in triples.pairs("rdf:type") if _text(o) == iris.expand("owl:ObjectProperty"))
    found = (_property(triples, s, parents, above) for s in objects if s not in inverse and _local(s))
    return {p.name: p for p in sorted(found, key=lambda p: p.name) if _joins_entities(p)}


def _property(triples: _Triples, node: Term, parents: Mapping[str, str], above: Mapping[str, str]) -> Property:
    name = _local(node) or ""
    kinds = {_text(o) for o in triples.objects(node, "rdf:type")}
    return Property(
        name=name,
        domain=_ends(triples, node, "rdfs:domain", parents),
        range=_ends(triples, node, "rdfs:range", parents),
        parent=above.get(name),
        symmetric=iris.expand("owl:SymmetricProperty") in kinds,
        one_type=any(_text(o) == "true" for o in triples.objects(node, "dpg:endsOfOneType")),
    )


def _ends(triples: _Triples, node: Term, curie: str, parents: Mapping[str, str]) -> frozenset[str]:
    """The top classes that a property may start from or lead to."""
    classes = triples.objects(node, curie)
    unions = [m for c in classes for head in triples.objects(c, "owl:unionOf") for m in triples.members(head)]
    return frozenset(_top(name, parents) for c in (*classes, *unions) if (name := _local(c)))


def _joins_entities(prop: Property) -> bool:
    both = prop.domain | prop.range
    return bool(prop.domain and prop.range) and both <= set(terms.TYPES)


def _concept_types(triples: _Triples, parents: Mapping[str, str]) -> dict[Term, str]:
    """The labelled concepts that entities may be, each with its top class."""
    typed = ((s, _top(_local(o) or "", parents)) for s, o in triples.pairs("rdf:type"))
    concepts = {s: t for s, t in typed if t in terms.TYPES and _canonical(triples, s)}
    return dict(sorted(concepts.items(), key=lambda pair: _text(pair[0])))


def _canonical(triples: _Triples, concept: Term) -> str:
    labels = (o for o in triples.objects(concept, LABELS[0]) if isinstance(o, ox.Literal))
    return next((label.value for label in labels if label.language == "en"), "")


def _names(triples: _Triples, types: Mapping[Term, str], names: Mapping[Term, str]) -> Iterator[Name]:
    for concept, kind in types.items():
        labels = [o for curie in LABELS for o in triples.objects(concept, curie) if isinstance(o, ox.Literal)]
        yield from dict.fromkeys(Name(o.value, names[concept], kind, o.language or "en") for o in labels)


def _broader(triples: _Triples, concept: Term, names: Mapping[Term, str]) -> tuple[str, ...]:
    return tuple(sorted({names[o] for o in triples.objects(concept, "skos:broader") if o in names}))
