"""Writes docs/ontology.md and docs/ontology.svg from the ontology and the curated rows of the shipped corpus.

    python docs/build_ontology.py

The same ontology and rows always give the same bytes; a test says when the two files have to be written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import pyoxigraph as ox

from dpgraph import assets, examples, iris, terms
from dpgraph.graph.inference import inferred_quads
from dpgraph.graph.ontology import ontology_triples, read_ontology
from dpgraph.graph.rdf import INFERRED, knowledge_quads
from dpgraph.graph.rules import compile_rules
from dpgraph.graph.sparql import select
from dpgraph.graph.store import laid_out

HERE = Path(__file__).parent
MACHINERY = ("Document", "Section", "Evidence", "Statement", "Observation", "Method", "Status", "Finding",
             "MissingTie", "Measurement")  # fmt: skip
RELATED = {
    "rdfs:subClassOf": "is a",
    "rdfs:subPropertyOf": "is a",
    "skos:closeMatch": "close to",
    "skos:relatedMatch": "touches",
}
# Prefixes of vocabularies that the alignments name and the graph does not use.
MORE_PREFIXES = {
    "http://www.w3.org/ns/adms#": "adms",
    "http://www.w3.org/ns/dcat#": "dcat",
    "http://purl.org/spar/doco/": "doco",
    "http://purl.org/spar/fabio/": "fabio",
    "http://www.w3.org/ns/odrl/2/": "odrl",
    "http://purl.org/linked-data/cube#": "qb",
    "http://purl.org/linked-data/sdmx/2009/attribute#": "sdmx-attribute",
    "http://purl.org/linked-data/sdmx/2009/dimension#": "sdmx-dimension",
    "http://purl.org/linked-data/sdmx/2009/measure#": "sdmx-measure",
}

# Where the top classes stand in the diagram: the left and upper corner of each box.
PLACES = {
    "Person": (20, 30), "Place": (20, 180), "Publication": (20, 370), "Fund": (20, 560),
    "Policy": (330, 30), "Challenge": (680, 30), "Organization": (480, 270), "Initiative": (330, 590),
    "Recommendation": (680, 620), "Platform": (960, 30), "Sector": (960, 310), "Technology": (960, 440),
    "BusinessModel": (960, 570),
    "Document": (20, 780), "Section": (270, 780), "Evidence": (530, 780), "Statement": (790, 780),
    "Status": (1040, 780), "Method": (530, 880), "Observation": (790, 880), "Finding": (1040, 880),
    "Measurement": (530, 970), "MissingTie": (790, 970),
}  # fmt: skip
# Relations of other vocabularies that the data use between our classes.
BORROWED = {("Section", "Document"): "dcterms:isPartOf", ("Evidence", "Method"): "prov:wasGeneratedBy"}
# What leads from a finding to nearly every other class would cover the picture.
UNDRAWN = {"about", "mentionedIn", "ofFunction", "ofParty", "ofResource", "brokeredBy", "backedBy", "between"}
# Which pair of its ends stands for a property that has several; the first ones, where none is named here.
ENDS = {"promotes": ("Policy", "Sector"), "funds": ("Fund", "Sector"), "addresses": ("Recommendation", "Challenge"),
        "locatedIn": ("Organization", "Place"), "usesTechnology": ("Organization", "Technology"),
        "usesBusinessModel": ("Organization", "BusinessModel"), "participatesIn": ("Organization", "Initiative"),
        "partOf": ("Organization", "Organization"), "activeIn": ("Organization", "Sector"),
        "affects": ("Challenge", "Organization"), "proposes": ("Recommendation", "Initiative"),
        "manages": ("Organization", "Fund"), "hasEvidence": ("Statement", "Evidence"),
        "closes": ("Finding", "Finding"), "lacksTie": ("Finding", "MissingTie"),
        "status": ("Statement", "Status")}  # fmt: skip
WIDTH, HEIGHT = 1200, 1110


def main() -> None:
    """Writes both files."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """The files by name, as they have to be."""
    return {"ontology.md": "\n".join(page()) + "\n", "ontology.svg": "\n".join(diagram()) + "\n"}


# ---------------------------------------------------------------- what is asked


@cache
def graph(tiny: bool = False) -> ox.Store:
    """What curators found, and what follows from it: in the shipped corpus, or in the tiny ecosystem."""
    folder = assets.tiny() if tiny else assets.folder("corpus")
    ontology = read_ontology(assets.folder("ontology"))
    quads = knowledge_quads(examples.curated_knowledge(folder, ontology), assets.folder("ontology"))
    store = ox.Store()
    store.bulk_extend(laid_out([*quads, *inferred_quads(quads)]))
    return store


def ask(pattern: str, tiny: bool = False) -> list[tuple[str, ...]]:
    """The rows of a pattern, all its variables in order of their names, sorted."""
    answer = select(graph(tiny), f"SELECT DISTINCT * WHERE {{ {pattern} }}")
    order = sorted(range(len(answer.columns)), key=lambda n: answer.columns[n])
    return sorted(tuple(str(row[n]) for n in order) for row in answer.rows)


@cache
def cards() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What is said of each term in words, by its local name."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for curie in ("skos:definition", "skos:scopeNote", "skos:example"):
        for term, words in ask(f"GRAPH dpx:ontology {{ ?a {curie} ?b FILTER(STRSTARTS(STR(?a), STR(dpg:))) }}"):
            card = found.setdefault(local(term), {})
            card[curie] = (*card.get(curie, ()), words)
    for term, words, language in ask("GRAPH dpx:ontology { ?a skos:prefLabel ?b BIND(LANG(?b) AS ?c) }"):
        if term.startswith(iris.PREFIXES["dpg"]):
            found.setdefault(local(term), {})[language] = (words,)
    return found


def local(iri: str) -> str:
    """The name of a term without its namespace."""
    return iri.rpartition("#")[2]


def named(iri: str) -> str:
    """A term with its prefix."""
    base = next((base for base in MORE_PREFIXES if iri.startswith(base)), None)
    return f"{MORE_PREFIXES[base]}:{iri.removeprefix(base)}" if base else iris.contract(iri)


def of_kind(*kinds: str) -> list[str]:
    """The local names of the terms of these kinds, sorted."""
    values = " ".join(kinds)
    rows = ask(f"GRAPH dpx:ontology {{ VALUES ?b {{ {values} }} ?a a ?b FILTER(STRSTARTS(STR(?a), STR(dpg:))) }}")
    return sorted({local(term) for term, _ in rows})


def parents() -> dict[str, str]:
    """The class directly above each class."""
    base = iris.PREFIXES["dpg"]
    rows = ask("GRAPH dpx:ontology { ?a rdfs:subClassOf ?b FILTER(isIRI(?b)) }")
    return {local(low): local(high) for low, high in rows if low.startswith(base) and high.startswith(base)}


def below(top: str) -> list[str]:
    """The classes directly below a class."""
    return sorted(low for low, high in parents().items() if high == top)


def ends(prop: str, side: str) -> list[str]:
    """The classes or datatypes in the domain or range of a property, in the order of the ontology."""
    one = ask(f"GRAPH dpx:ontology {{ dpg:{prop} rdfs:{side} ?a FILTER(isIRI(?a)) }}")
    many = ask(f"GRAPH dpx:ontology {{ dpg:{prop} rdfs:{side}/owl:unionOf/rdf:rest*/rdf:first ?a }}")
    return [iris.contract(iri).removeprefix("dpg:") for (iri,) in (*one, *many)]


def elsewhere(name: str) -> Iterator[str]:
    """How a term relates to those of others, in words."""
    for curie, verb in RELATED.items():
        rows = ask(f"GRAPH dpx:ontology {{ dpg:{name} {curie} ?a FILTER(isIRI(?a)) }}")
        if found := [named(iri) for (iri,) in rows if not iri.startswith(iris.PREFIXES["dpg"])]:
            yield f"{verb} {', '.join(f'`{other}`' for other in found)}"


@cache
def findings() -> frozenset[str]:
    """The terms that the ontology of findings adds to the core."""
    rows = ask(f"GRAPH dpx:ontology {{ ?a rdfs:isDefinedBy <{iris.SHIPPED[1]}> }}")
    return frozenset(iris.contract(iri).removeprefix("dpg:") for (iri,) in rows)


def kinds() -> frozenset[str]:
    """The classes among them."""
    return findings().intersection(of_kind("owl:Class"))


# ---------------------------------------------------------------- the page


def page() -> Iterator[str]:
    """The lines of the page."""
    yield "<!-- Written by docs/build_ontology.py: change the ontology, not this file. -->\n"
    yield "# The ontology, term by term\n"
    version = read_ontology(assets.folder("ontology")).version
    yield f"Namespace `dpg:` <{iris.PREFIXES['dpg']}>, version {version}."
    yield "What it is for, and how a term is added, stands in [ontology/README.md](../ontology/README.md)."
    core, more = len(of_kind("owl:Class")) - len(kinds()), len(kinds())
    yield f"The core (`dpg.ttl`) has {core} classes; {more} more, the kinds of what an analysis finds, stand on it in"
    yield "an ontology of their own (`findings.ttl`), and their cards say so."
    yield "The examples from the data are what curators found in the shipped corpus, or in the tiny ecosystem"
    yield "of the tests where that has none.\n"
    yield "![Classes and relations](ontology.svg)\n"
    yield "The diagram shows each relation once, between one pair of the classes that it may join. Its card names all."
    yield "Whatever stands above the line may be `mentionedIn` a section, and an observation or a finding may be"
    yield "`about` it.\n"
    tops = [name for name in (*terms.TYPES, *MACHINERY) if name in of_kind("owl:Class")]
    yield "## Classes\n"
    for top in tops:
        yield from class_card(top, "###")
        for low in below(top):
            yield from class_card(low, "####")
            for lower in below(low):
                yield from class_card(lower, "#####")
    for title, kind in (("Relations", "owl:ObjectProperty"), ("Values", "owl:DatatypeProperty")):
        yield f"## {title}\n"
        for name in of_kind(kind):
            yield from property_card(name)


def card(name: str, mark: str) -> Iterator[str]:
    """What classes and properties have in common: heading, definition, scope note, examples, correspondences."""
    said = cards()[name]
    yield f'{mark} <a id="{name}"></a>{name}\n'
    yield f"**{said['en'][0]}** · {said['zh'][0]} · `dpg:{name}`\n"
    yield said["skos:definition"][0] + "".join(f" *{note}*" for note in said.get("skos:scopeNote", ())) + "\n"
    yield f"- Examples: {'; '.join(said.get('skos:example', ()))}"
    if name in findings():
        yield "- Defined in `findings.ttl`"
    if others := list(elsewhere(name)):
        yield f"- Elsewhere: {'; '.join(others)}"


def class_card(name: str, mark: str) -> Iterator[str]:
    """The card of a class, with an instance."""
    yield from card(name, mark)
    if high := parents().get(name):
        yield f"- Subclass of [{high}](#{high})"
    if lows := below(name):
        yield f"- Subclasses: {links(lows)}"
    yield f"- {instance(name)}\n"


def instance(name: str) -> str:
    """Something of this class in the data, with the first thing that is said of it."""
    for tiny, where in ((False, "the data"), (True, "the tiny ecosystem")):
        for iri, label in shown(name, tiny)[:1]:
            said = "".join(f", {verb}: {what}" for verb, what, _ in stated_of(iri, tiny)[:1])
            return f"In {where}: {label} (`{iris.contract(iri)}`){said}"
    return "In the data: none that a curator says something of"


def stated_of(iri: str, tiny: bool) -> list[tuple[str, ...]]:
    """What is asserted of an entity: relation and object in words."""
    parts = "rdf:predicate/skos:prefLabel ?a ; rdf:object/skos:prefLabel ?b ; dpg:status dpg:asserted"
    return ask(f'?s rdf:subject <{iri}> ; {parts} . FILTER(LANG(?a) = "en" && LANG(?b) = "en")', tiny)


def shown(name: str, tiny: bool) -> list[tuple[str, str]]:
    """The instances of a class with what they are called, those of which something is stated first."""
    label = "skos:prefLabel|dcterms:title|rdfs:label|oa:exact|dpg:indicator"
    rows = ask(f'?a a dpg:{name} ; {label} ?b . FILTER(LANG(?b) IN ("en", ""))', tiny)
    direct = {iri for iri, _ in rows} - {iri for (iri,) in ask(f"GRAPH {INFERRED} {{ ?a a dpg:{name} }}", tiny)}
    own = [(iri, text) for iri, text in rows if iri in direct]
    return [row for row in own if row[0] in subjects(tiny)] or own or statement(name, tiny)


@cache
def subjects(tiny: bool) -> frozenset[str]:
    """The entities of which something is asserted."""
    rows = ask("?b rdf:subject ?a ; dpg:status dpg:asserted", tiny)
    return frozenset(iri for iri, _ in rows)


def statement(name: str, tiny: bool) -> list[tuple[str, str]]:
    """The first statement in words, for a class of which nothing has a label."""
    parts = "rdf:subject/skos:prefLabel ?b ; rdf:predicate/skos:prefLabel ?c ; rdf:object/skos:prefLabel ?d"
    english = 'FILTER(LANG(?b) = "en" && LANG(?c) = "en" && LANG(?d) = "en")'
    rows = ask(f"?a a dpg:Statement ; {parts} . {english}", tiny) if name == "Statement" else []
    return [(iri, " ".join(words)) for iri, *words in rows]


def property_card(name: str) -> Iterator[str]:
    """The card of a property, with a statement or a value."""
    yield from card(name, "###")
    yield f"- From {links(ends(name, 'domain'))} to {links(ends(name, 'range'))}"
    if traits := list(characteristics(name)):
        yield f"- {'; '.join(traits)}"
    if found := use(name):
        yield f"- In the data: {found}"
    yield ""


def characteristics(name: str) -> Iterator[str]:
    """What the axioms of a property say of it."""
    for (kind,) in ask(f"GRAPH dpx:ontology {{ dpg:{name} a ?a }}"):
        if kind.endswith(("FunctionalProperty", "SymmetricProperty", "TransitiveProperty", "IrreflexiveProperty")):
            yield local(kind).removesuffix("Property").lower()
    for (other,) in ask(f"GRAPH dpx:ontology {{ dpg:{name} owl:inverseOf|^owl:inverseOf ?a }}"):
        yield f"inverse of [{local(other)}](#{local(other)})"
    for (high,) in ask(f"GRAPH dpx:ontology {{ dpg:{name} rdfs:subPropertyOf ?a }}"):
        if high.startswith(iris.PREFIXES["dpg"]):
            yield f"a kind of [{local(high)}](#{local(high)})"
    for rule in compile_rules(ontology_triples(assets.folder("ontology"))):
        if rule.kind == "chain" and rule.conclusion[1] == f"<{iris.expand(f'dpg:{name}')}>":
            yield f"follows from {' and then '.join(f'`{named(p[1][1:-1])}`' for p in rule.premises)}"


def use(name: str) -> str:
    """The first asserted statement with a property and its words, or the first triple."""
    parts = "rdf:subject/skos:prefLabel ?a ; rdf:object/skos:prefLabel ?b ; dpg:hasEvidence/oa:exact ?c"
    pattern = f"?s rdf:predicate dpg:{name} ; dpg:status dpg:asserted ; {parts} ."
    rows = ask(pattern + ' FILTER(LANG(?a) = "en" && LANG(?b) = "en")')
    if rows:
        subject, object_, quote, _ = rows[0]
        return f"{subject} **{cards()[name]['en'][0]}** {object_}: “{quote}”"
    plain = ask(f"?a dpg:{name} ?b")
    return " ".join(f"`{iris.contract(term)}`" for term in (plain[0][0], f"dpg:{name}", plain[0][1])) if plain else ""


def links(names: Iterable[str]) -> str:
    """Names that lead to their cards; datatypes stay as they are."""
    return ", ".join(f"`{name}`" if ":" in name else f"[{name}](#{name})" for name in names)


# ---------------------------------------------------------------- the diagram


def diagram() -> Iterator[str]:
    """The lines of the picture."""
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" role="img">'
    yield "<title>Classes and relations of the digital publishing ecosystem ontology</title>"
    yield '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    yield '<path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>'
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    yield f'<path d="M20 745H{WIDTH - 20}" stroke="#ccd" stroke-dasharray="4 4"/>'
    yield '<text x="20" y="738" font-size="12" fill="#667">what documents say, above; how the graph knows, below</text>'
    pairs = arrows()
    for pair in pairs:
        yield line(pair)
    for name in PLACES:
        yield from box(name)
    for pair, names in pairs.items():
        yield from labels(pair, names)
    yield "</svg>"


def arrows() -> dict[tuple[str, str], list[str]]:
    """The relations by the pair of classes that each is drawn between."""
    found = {pair: [name] for pair, name in BORROWED.items()}
    inverse = {local(iri) for iri, _ in ask("GRAPH dpx:ontology { ?b owl:inverseOf ?a }")}
    for name in sorted(set(of_kind("owl:ObjectProperty")) - inverse - UNDRAWN):
        found.setdefault(ENDS.get(name, (ends(name, "domain")[0], ends(name, "range")[0])), []).append(name)
    return found


def width(name: str) -> int:
    """How wide the box of a class is."""
    return 140 if name in MACHINERY else 200


def height(name: str) -> int:
    """How high the box of a class has to be."""
    return 30 + 14 * len(lines(name))


def lines(name: str) -> list[str]:
    """The subclasses of a class, a few on each line."""
    made = [""]
    for low in below(name):
        made = [*made[:-1], f"{made[-1]}, {low}"] if made[-1] and len(made[-1]) + len(low) < 30 else [*made, low]
    return [text for text in made if text]


def box(name: str) -> Iterator[str]:
    """A class with its subclasses."""
    x, y = PLACES[name]
    fill = "#eef3fb" if name not in MACHINERY else "#f6f3ea"
    yield f'<rect x="{x}" y="{y}" width="{width(name)}" height="{height(name)}" rx="5" fill="{fill}" stroke="#556"/>'
    yield f'<text x="{x + 10}" y="{y + 20}" font-size="14" font-weight="bold">{name}</text>'
    for number, text in enumerate(lines(name)):
        yield f'<text x="{x + 10}" y="{y + 36 + 14 * number}" font-size="11" fill="#334">{escape(text)}</text>'


def line(pair: tuple[str, str]) -> str:
    """An arrow from one box to another, or round to the same."""
    start, end = pair
    x, y = PLACES[start]
    if start == end:
        right = x + width(start)
        path = f"M{right} {y + 20}C{right + 60} {y - 30} {right - 40} {y - 60} {right - 40} {y}"
    else:
        (x1, y1), (x2, y2) = edge(start, end), edge(end, start)
        path = f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}"
    return f'<path d="{path}" fill="none" stroke="#667" marker-end="url(#tip)"/>'


def edge(start: str, end: str) -> tuple[float, float]:
    """Where the line between the middles of two boxes leaves the first."""
    (x, y), (to_x, to_y) = middle(start), middle(end)
    wide, high = abs(to_x - x) / (width(start) / 2), abs(to_y - y) / (height(start) / 2)
    share = 1 / max(wide, high, 1)
    return x + (to_x - x) * share, y + (to_y - y) * share


def middle(name: str) -> tuple[float, float]:
    """The middle of a box."""
    x, y = PLACES[name]
    return x + width(name) / 2, y + height(name) / 2


def labels(pair: tuple[str, str], names: list[str]) -> Iterator[str]:
    """The names of the relations of an arrow, at its middle, one below the other."""
    start, end = pair
    (x1, y1), (x2, y2) = edge(start, end), edge(end, start)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2 - 6 * len(names)
    if start == end:
        x, y = PLACES[start][0] + width(start) - 10, PLACES[start][1] - 46 - 6 * len(names)
    style = 'font-size="11" text-anchor="middle" fill="#124" stroke="#fff" stroke-width="4" paint-order="stroke"'
    for number, name in enumerate(names):
        yield f'<text x="{x:.0f}" y="{y + 13 * number + 8:.0f}" {style}>{name}</text>'


if __name__ == "__main__":
    main()
