"""A corpus's own part of the ontology: is it good, and does it leave the shipped part as it is?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from dpgraph import iris, terms
from dpgraph.errors import InputError, allowed
from dpgraph.graph.ontology import ontology_files, ontology_triples, read_ontology
from dpgraph.mentions.register import normal
from dpgraph.records import Ontology

STYLE = Path("shapes") / "style.ttl"
# What an extension may say of what it has not defined itself.
_ADDITIONS = (
    "skos:altLabel",
    "skos:broadMatch",
    "skos:closeMatch",
    "skos:exactMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
)
# What the style asks of the shipped ontology alone.
_SHIPPED_ONLY = frozenset({"LabelChinese", "DefinedBy"})
_KINDS = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")

Node = ox.NamedNode
Said = Mapping[tuple[str, str], Sequence[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]


def check_extension(core: Path, *folders: Path) -> None:
    """Raises `InputError` with a line for everything in these folders that cannot extend the ontology in `core`."""
    for own in folders:
        _check(core, own)


def _check(core: Path, own: Path) -> None:
    files = ontology_files(own)
    if not files:
        return
    shipped = {t.subject.value for t in ontology_triples(core) if isinstance(t.subject, Node)}
    faults = [f"{file}: {fault}" for file in files for fault in _redefined(file, shipped)]
    if not faults:
        triples, ontology = ontology_triples(own), read_ontology(core, own)
        found = (*_term_faults(triples, ontology), *_property_faults(triples), *_concept_faults(triples, core))
        faults = [f"{own}: {fault}" for fault in found or _style_faults(core, own, shipped)]
    if faults:
        raise InputError("\n".join(dict.fromkeys(faults)))


def _redefined(file: Path, shipped: set[str]) -> Iterator[str]:
    """What a file says of terms that are not its own."""
    additions = {iris.expand(curie) for curie in _ADDITIONS}
    for triple in _file_triples(file):
        if (
            isinstance(triple.subject, Node)
            and triple.subject.value in shipped
            and triple.predicate.value not in additions
        ):
            name, said = iris.contract(triple.subject.value), iris.contract(triple.predicate.value)
            yield f"{name} is defined already, and may not get another {said}; allowed of it: {', '.join(_ADDITIONS)}"


def _file_triples(file: Path) -> Iterable[ox.Triple]:
    try:
        return [q.triple for q in ox.parse(path=file, format=ox.RdfFormat.TURTLE, base_iri=file.resolve().as_uri())]
    except SyntaxError as error:
        raise InputError(f"{file}, line {error.lineno}: not Turtle: {error.msg}.") from error
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error}.") from error


def _said(triples: Iterable[ox.Triple]) -> Said:
    found: dict[tuple[str, str], list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]] = defaultdict(list)
    for t in triples:
        found[str(t.subject), t.predicate.value].append(t.object)
    return found


def _declared(triples: Iterable[ox.Triple], *kinds: str) -> Iterator[Node]:
    wanted = {iris.expand(kind) for kind in kinds}
    for t in triples:
        if isinstance(t.subject, Node) and t.predicate.value == iris.expand("rdf:type") and _iri(t.object) in wanted:
            yield t.subject


def _iri(term: object) -> str:
    return term.value if isinstance(term, Node) else ""


def _term_faults(triples: Sequence[ox.Triple], ontology: Ontology) -> Iterator[str]:
    """Terms outside the namespace, and classes that no entity could have."""
    for node in _declared(triples, *_KINDS):
        if not node.value.startswith(iris.PREFIXES["dpg"]):
            yield f"{node.value} is outside dpg:; allowed: terms of {iris.PREFIXES['dpg']}"
    for node in _declared(triples, "owl:Class"):
        name = node.value.removeprefix(iris.PREFIXES["dpg"])
        if name not in ontology.classes:
            yield f"dpg:{name} is below no top class; add rdfs:subClassOf, and one of {', '.join(terms.TYPES)}"


def _property_faults(triples: Sequence[ox.Triple]) -> Iterator[str]:
    """Properties that join anything else than top classes."""
    said = _said(triples)
    inverse = {_iri(t.object) for t in triples if t.predicate.value == iris.expand("owl:inverseOf")}
    for node in _declared(triples, "owl:ObjectProperty"):
        if node.value in inverse:
            continue
        for end in ("rdfs:domain", "rdfs:range"):
            for cls in _ends(said, node, end):
                name = cls.removeprefix(iris.PREFIXES["dpg"])
                if name not in terms.TYPES:
                    yield f"{iris.contract(node.value)}: {end} {iris.contract(cls)}; {allowed(name, terms.TYPES)}"


def _ends(said: Said, node: Node, end: str) -> Iterator[str]:
    """The classes of a domain or range, those of a union one by one."""
    for cls in said.get((str(node), iris.expand(end)), ()):
        heads = said.get((str(cls), iris.expand("owl:unionOf")), ())
        yield from (_iri(m) for head in heads for m in _members(said, head))
        if isinstance(cls, Node):
            yield cls.value


def _members(said: Said, head: object) -> Iterator[object]:
    while first := said.get((str(head), iris.expand("rdf:first"))):
        yield first[0]
        head = said[str(head), iris.expand("rdf:rest")][0]


def _concept_faults(triples: Sequence[ox.Triple], core: Path) -> Iterator[str]:
    """Concepts whose IRI is not made of their name, and names that another concept has."""
    said = _said(triples)
    taken = {normal(n.text): n.entity for n in read_ontology(core).names}
    for node in dict.fromkeys(_declared(triples, *(f"dpg:{kind}" for kind in terms.TYPES))):
        label = _label(said, node)
        if label and node.value != iris.expand(f"dpr:{iris.slug(label)}"):
            yield f'{iris.contract(node.value)} is called "{label}"@en; allowed: dpr:{iris.slug(label)}'
        for curie in ("skos:prefLabel", "skos:altLabel"):
            for name in said.get((str(node), iris.expand(curie)), ()):
                text = name.value if isinstance(name, ox.Literal) else ""
                if taken.setdefault(normal(text), label) != label:
                    yield f'{iris.contract(node.value)}: "{text}" is a name of "{taken[normal(text)]}" already'


def _label(said: Said, node: Node) -> str:
    labels = said.get((str(node), iris.expand("skos:prefLabel")), ())
    return next((o.value for o in labels if isinstance(o, ox.Literal) and o.language == "en"), "")


def _style_faults(core: Path, own: Path, shipped: set[str]) -> Iterator[str]:
    """What the style shapes say of the extension's own terms."""
    import pyshacl
    import rdflib

    triples = ontology_triples(core, own)
    data = rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    shapes = rdflib.Graph().parse(core / STYLE, format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inference="none")
    sh = rdflib.SH
    found = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus, shape = str(report.value(result, sh.focusNode)), str(report.value(result, sh.sourceShape))
        if focus not in shipped and shape.rpartition("#")[2] not in _SHIPPED_ONLY:
            found.append(f"{iris.contract(focus)}: {report.value(result, sh.resultMessage)}")
    yield from sorted(set(found))
