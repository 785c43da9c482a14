"""The whole network as data for the drawing: places, looks, sizes and groups of entities; ties; their sentences."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dpgraph.analysis.network import build_network
from dpgraph.records import Statement
from dpgraph.settings import SEED
from dpgraph.terms import STATUSES
from dpgraph.views.layout import lay_out
from dpgraph.views.palette import OKABE_ITO, SHAPES, style
from dpgraph.views.site.addresses import Addresses, entity_path, finding_path
from dpgraph.views.site.holdings import Holdings, roles
from dpgraph.views.site.lines import chinese_name
from dpgraph.views.words import spoken, title_of

OWNING = ("operates", "publishes", "manages")

# Beyond so many entities, betweenness is estimated from paths that start at a sample of so many.
EXACT, SAMPLE = 3000, 200

# Beyond so many entities, the first picture shows groups.
GROUPED = 5000


@dataclass(frozen=True)
class Drawn:
    """The network of some holdings: everything that a statement of any status joins."""

    held: Holdings

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Small numbers for the entities, in the order of their IRIs."""
        joined = {end for s in self.held.statements for end in (s.subject, s.object)}
        return {iri: n for n, iri in enumerate(sorted(joined))}

    @cached_property
    def places(self) -> Mapping[str, tuple[int, int]]:
        """Where each entity stands."""
        return lay_out(build_network(self.held.ecosystem, STATUSES))

    @cached_property
    def ties(self) -> Sequence[Statement]:
        """The statements that join two entities."""
        return [s for s in self.held.statements if s.subject != s.object]

    @cached_property
    def graph(self) -> Any:
        """The asserted ties as an igraph, each pair once."""
        import igraph

        index = self.index
        pairs = {(index[s.subject], index[s.object]) for s in self.ties if s.status == "asserted"}
        return igraph.Graph(n=len(index), edges=sorted({(min(p), max(p)) for p in pairs}))

    @cached_property
    def communities(self) -> list[int]:
        """The community of each entity by the Leiden algorithm, the largest first.

        V. A. Traag, L. Waltman, N. J. van Eck, From Louvain to Leiden: guaranteeing well-connected communities,
        Scientific Reports 9 (2019), doi:10.1038/s41598-019-41695-z. Entities that no asserted tie joins are together
        in one, the last.
        """
        import igraph

        igraph.set_random_number_generator(random.Random(SEED))
        found = self.graph.community_leiden(objective_function="modularity", n_iterations=10).membership
        alone = {n for n, degree in enumerate(self.graph.degree()) if degree == 0}
        sizes = Counter(c for n, c in enumerate(found) if n not in alone)
        first = {c: min(n for n, of in enumerate(found) if of == c and n not in alone) for c in sizes}
        rank = {c: n for n, c in enumerate(sorted(sizes, key=lambda c: (-sizes[c], first[c])))}
        return [len(rank) if n in alone else rank[c] for n, c in enumerate(found)]

    @cached_property
    def sizes(self) -> dict[str, list[float]]:
        """The measures that an entity can be drawn by, each from 0 up."""
        sentences: Counter[str] = Counter()
        for s in self.ties:
            sentences.update({s.subject: len(s.evidence), s.object: len(s.evidence)})
        return {
            "ties": [float(d) for d in self.graph.degree()],
            "sentences": [float(sentences[iri]) for iri in self.index],
            "betweenness": [round(b, 1) for b in self._betweenness()],
            "PageRank": [round(1000 * p, 3) for p in self.graph.pagerank()] if self.index else [],
        }

    def _betweenness(self) -> Sequence[float]:
        many = len(self.index)
        if many <= EXACT:
            return list(self.graph.betweenness())
        sources = sorted(random.Random(SEED).sample(range(many), SAMPLE))
        return [b * many / SAMPLE for b in self.graph.betweenness(sources=sources)]

    @cached_property
    def sectors(self) -> list[list[int]]:
        """The sectors that each entity serves or is, with the broader ones."""
        served: defaultdict[str, set[str]] = defaultdict(set)
        for s in self.ties:
            if s.predicate == "activeIn" and s.status not in {"denied", "ceased"}:
                served[s.subject].add(s.object)
        return [
            sorted(
                {
                    self.index[up]
                    for sector in self._sectors_of(iri, served)
                    for up in self._up(sector)
                    if up in self.index
                }
            )
            for iri in self.index
        ]

    def _sectors_of(self, iri: str, served: Mapping[str, set[str]]) -> set[str]:
        own = {iri} if self.held.entity(iri).type == "Sector" else set()
        return own | served.get(iri, set())

    def _up(self, sector: str) -> set[str]:
        found, front = {sector}, [sector]
        while front:
            above = set(self.held.ecosystem.broader.get(front.pop(), ())) - found
            found |= above
            front += sorted(above)
        return found

    @cached_property
    def owners(self) -> list[int]:
        """Who operates, publishes or manages each entity (the first by name), itself if it does so, -1 if nobody."""
        owned: dict[str, str] = {}
        for s in sorted(self.ties, key=lambda s: (s.object, self.held.entity(s.subject).name)):
            if s.predicate in OWNING and s.status == "asserted":
                owned.setdefault(s.object, s.subject)
        holders = set(owned.values())
        return [self.index[owned.get(iri, iri)] if iri in owned or iri in holders else -1 for iri in self.index]


def network_data(drawn: Drawn, to: Addresses) -> dict[str, Any]:
    """What the drawing needs before it shows anything: columns of entities and ties, and the lists they point into."""
    held, index = drawn.held, drawn.index
    entities = [held.entity(iri) for iri in index]
    types = list(dict.fromkeys(sorted(e.type for e in entities)))
    documents = list(held.texts)
    at = {name: n for n, name in enumerate(documents)}
    predicates = sorted({s.predicate for s in drawn.ties})
    classes = list(dict.fromkeys(e.cls for e in entities))
    return {
        "grouped": GROUPED,
        "colours": OKABE_ITO,
        "shapes": SHAPES,
        "types": [[title_of(t) or "Unknown", *style(t)] for t in types],
        "classes": [spoken(c) for c in classes],
        "statuses": STATUSES,
        "predicates": [spoken(p) for p in predicates],
        "documents": [held.texts[d].title for d in documents],
        "nodes": {
            "name": [e.name for e in entities],
            "chinese": [chinese_name(e) for e in entities],
            "key": [e.iri.rpartition("/")[2] for e in entities],
            "link": [to.page(path) if (path := entity_path(e.iri)) and e.cls else "" for e in entities],
            "type": [types.index(e.type) for e in entities],
            "class": [classes.index(e.cls) for e in entities],
            "x": [drawn.places[iri][0] for iri in index],
            "y": [drawn.places[iri][1] for iri in index],
            "community": drawn.communities,
            "owner": drawn.owners,
            "sectors": drawn.sectors,
        },
        "sizes": drawn.sizes,
        "ties": {
            "a": [index[s.subject] for s in drawn.ties],
            "b": [index[s.object] for s in drawn.ties],
            "predicate": [predicates.index(s.predicate) for s in drawn.ties],
            "status": [STATUSES.index(s.status) for s in drawn.ties],
            "year": [s.year or 0 for s in drawn.ties],
            "confidence": [round(s.confidence, 3) for s in drawn.ties],
            "documents": [sorted({at[e.document] for e in s.evidence if e.document in at}) for s in drawn.ties],
        },
        "findings": {f.id: _finding(drawn, to, f) for f in held.findings},
    }


def _finding(drawn: Drawn, to: Addresses, finding: Any) -> dict[str, Any]:
    members = sorted({drawn.index[i] for ids in roles(finding).values() for i in ids if i in drawn.index})
    missing = [[drawn.index[a], drawn.index[b]] for a, b in finding.missing if a in drawn.index and b in drawn.index]
    return {"title": finding.title, "link": to.page(finding_path(finding.id)), "members": members, "missing": missing}


def evidence_data(drawn: Drawn, to: Addresses) -> dict[str, Any]:
    """The sentences of each tie, to be read when it is clicked; each sentence is there once."""
    held, numbers = drawn.held, dict[tuple[str, str, int, int], int]()
    ties = [_numbered(s, numbers) for s in drawn.ties]
    documents = {d: n for n, d in enumerate(held.texts)}
    return {
        "sentences": [
            [quote, documents.get(document, -1), held.ecosystem.sections.get((document, section), ""), start]
            for quote, document, section, start in numbers
        ],
        "links": [to.page(f"document/{d}") for d in held.texts],
        "ties": ties,
    }


def _numbered(s: Statement, numbers: dict[tuple[str, str, int, int], int]) -> list[list[Any]]:
    """The sentences of a statement by number, with what found each and how sure it is."""
    found = sorted(s.evidence, key=lambda e: (-e.confidence, e.document, e.start))
    return [
        [numbers.setdefault((e.quote, e.document, e.section, e.start), len(numbers)), e.method, round(e.confidence, 3)]
        for e in found
    ]


def largest(drawn: Drawn, many: int = 40) -> Iterable[str]:
    """The names of the entities with most ties, for who cannot see the drawing."""
    ties = drawn.sizes["ties"]
    best = sorted(range(len(ties)), key=lambda n: (-ties[n], n))[:many]
    iris = list(drawn.index)
    return [drawn.held.entity(iris[n]).name for n in best]
