"""Projections: the networks that one can ask for by name, of chosen statuses, years, confidence and sector."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

import networkx as nx

from dpgraph.analysis.functions import (
    Holding,
    above,
    function_tree,
    fund_holdings,
    mandate_holdings,
    resource_holdings,
)
from dpgraph.analysis.network import build_network
from dpgraph.analysis.selecting import checked_statuses, selected
from dpgraph.analysis.stated import Stated, index_statements
from dpgraph.analysis.ties import JOINT_INITIATIVE, Tie, actor_network
from dpgraph.analysis.ties import KINDS as TIES
from dpgraph.errors import InputError, NotFound, allowed
from dpgraph.pauses import no_cycles_sought
from dpgraph.records import Ecosystem, Statement

STATEMENTS, ANY_TIE = "statements", "ties"
RESOURCE_FUNCTIONS, ACTOR_FUNCTIONS = "resource functions", "actor functions"
# Initiatives of one class, as kinds of their own.
BY_CLASS = {"joint project": "Project", "common programme": "Programme"}

KINDS: Mapping[str, str] = {
    STATEMENTS: "every entity and every statement between two, one directed edge each",
    ANY_TIE: "organizations that have a tie of any kind",
    **{kind: f"organizations that have a tie of the kind {kind}" for kind in TIES},
    **{kind: f"organizations that manage or take part in one {cls.lower()}" for kind, cls in BY_CLASS.items()},
    RESOURCE_FUNCTIONS: "platforms, publications and initiatives, and the sectors and technologies that they serve",
    ACTOR_FUNCTIONS: "organizations, and the sectors and technologies that they or their resources serve",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which statements a network is made of.

    Those whose status is among `statuses`, whose confidence is at least `min_confidence`, and, if there is a `year`,
    that are about that year or about none. With a `sector` (a name or an IRI), only what asserted statements place
    there or in a narrower one stays, and its owners. `predicates` matter to the network of statements alone.
    """

    statuses: tuple[str, ...] = ("asserted",)
    year: int | None = None
    min_confidence: float = 0.0
    sector: str | None = None
    predicates: tuple[str, ...] | None = None


def chosen(
    status: str | Collection[str] = "asserted",
    year: int | None = None,
    min_confidence: float = 0.0,
    sector: str | None = None,
    predicates: Collection[str] | None = None,
) -> Choice:
    """A `Choice` with statuses that there are; raises `InputError` for others."""
    statuses = checked_statuses((status,) if isinstance(status, str) else status)
    return Choice(statuses, year, min_confidence, sector, tuple(predicates) if predicates is not None else None)


def kind_named(kind: str) -> str:
    """The kind of network that a name means: as in `KINDS`, or with - or _ for the spaces.

    >>> kind_named("shared-platform")
    'shared platform'
    """
    name = kind.replace("-", " ").replace("_", " ").strip().lower() if isinstance(kind, str) else repr(kind)
    if name not in KINDS:
        raise InputError(f'no kind of network "{name}": {allowed(name, KINDS)}')
    return name


def project(ecosystem: Ecosystem, kind: str = STATEMENTS, choice: Choice | None = None) -> nx.Graph:
    """The network of a kind: see `KINDS`.

    *statements* is directed, with parallel edges (`build_network`). All others are undirected and simple; nodes carry
    `label`, `type` and `cls`. Edges between organizations carry `kinds`, `ties` (records with their statements),
    `confidence` (of the surest tie, 0 to 1) and `years` (those stated, ascending); edges to functions carry
    `confidence`, `resources` (IRIs, those that make the edge) and `years`. What has no edge is not there.
    `network.graph` says what was asked.
    """
    asked, wanted = choice or Choice(), kind_named(kind)
    kept = selected(ecosystem, asked.year, asked.min_confidence)
    network: nx.Graph = PROJECTORS.get(wanted, _ties_of(wanted))(kept, asked)
    if asked.sector is not None:
        inside = members_of(ecosystem, asked.sector)
        network = nx.Graph(network.subgraph(inside)) if not network.is_multigraph() else network.subgraph(inside).copy()
        network.remove_nodes_from(list(nx.isolates(network)))
    network.graph.update(kind=wanted, status=", ".join(asked.statuses), min_confidence=asked.min_confidence)
    network.graph.update({name: v for name, v in (("year", asked.year), ("sector", asked.sector)) if v is not None})
    return network


def get_sector(ecosystem: Ecosystem, name: str) -> str:
    """The IRI of the sector that is called so, by any of its names or its IRI; raises `NotFound` if none is."""
    wanted = name.casefold().strip()
    sectors = [e for e in ecosystem.entities.values() if e.type == "Sector"]
    for entity in sectors:
        if wanted in (entity.iri.casefold(), entity.name.casefold(), *(text.casefold() for text, _ in entity.aliases)):
            return entity.iri
    served = {s.object for s in ecosystem.statements if s.predicate == "activeIn"}
    raise NotFound(f'no sector "{name}": {allowed(name, (e.name for e in sectors if e.iri in served))}')


def members_of(ecosystem: Ecosystem, sector: str) -> frozenset[str]:
    """The sector, the narrower ones, what serves, funds or governs them, and whose it is; by asserted statements."""
    stated = index_statements(ecosystem)
    tree, top = function_tree(ecosystem, stated), get_sector(ecosystem, sector)
    held = (*resource_holdings(stated), *fund_holdings(stated), *mandate_holdings(stated))
    here = [h for h in held if top in above(tree, h.function)]
    narrower = {s for s in tree if top in above(tree, s)}
    return frozenset({top, *narrower, *(x for h in here for x in (h.party, h.thing) if x)})


@no_cycles_sought()
def portfolio(ecosystem: Ecosystem) -> dict[str, frozenset[str]]:
    """What each organization does: the functions that it serves, by its resources or itself; by asserted statements."""
    return portfolio_of(index_statements(ecosystem))


def portfolio_of(stated: Stated) -> dict[str, frozenset[str]]:
    """The same of indexed statements, by those that count."""
    found: dict[str, set[str]] = {}
    for holding in resource_holdings(stated):
        if holding.party:
            found.setdefault(holding.party, set()).add(holding.function)
    return {actor: frozenset(found[actor]) for actor in sorted(found)}


def _ties_of(kind: str) -> Callable[[Ecosystem, Choice], nx.Graph]:
    """The network of organizations with ties of one kind."""
    cls = BY_CLASS.get(kind)
    wanted = JOINT_INITIATIVE if cls else kind

    def keeps(ecosystem: Ecosystem, tie: Tie) -> bool:
        return tie.kind == wanted and (cls is None or _cls(ecosystem, tie.via) == cls)

    def projector(ecosystem: Ecosystem, choice: Choice) -> nx.Graph:
        return actor_network(ecosystem, choice.statuses, lambda tie: keeps(ecosystem, tie))

    return projector


def _any_tie(ecosystem: Ecosystem, choice: Choice) -> nx.Graph:
    return actor_network(ecosystem, choice.statuses)


def _statements(ecosystem: Ecosystem, choice: Choice) -> nx.MultiDiGraph:
    return build_network(ecosystem, choice.statuses, choice.predicates)


def _resource_functions(ecosystem: Ecosystem, choice: Choice) -> nx.Graph:
    return _serving(index_statements(ecosystem, choice.statuses), lambda h: h.thing)


def _actor_functions(ecosystem: Ecosystem, choice: Choice) -> nx.Graph:
    return _serving(index_statements(ecosystem, choice.statuses), lambda h: h.party)


def _serving(stated: Stated, end_of: Callable[[Holding], str | None]) -> nx.Graph:
    """Things (or their parties) joined to the functions that they serve."""
    network = nx.Graph()
    for holding in sorted(resource_holdings(stated), key=lambda h: (h.party or "", h.thing or "", h.function)):
        end = end_of(holding)
        if end is None:
            continue
        for node in (end, holding.function):
            network.add_node(node, label=stated.name(node), type=stated.type(node), cls=stated.cls(node))
        known = network.get_edge_data(end, holding.function, {"confidence": 0.0, "resources": (), "years": ()})
        network.add_edge(
            end,
            holding.function,
            confidence=max(known["confidence"], holding.confidence),
            resources=tuple(sorted({*known["resources"], *filter(None, (holding.thing,))})),
            years=tuple(sorted({*known["years"], *_years(holding.statements)})),
        )
    return network


def _years(statements: Iterable[Statement]) -> tuple[int, ...]:
    return tuple(sorted({s.year for s in statements if s.year is not None}))


def _cls(ecosystem: Ecosystem, iri: str | None) -> str:
    entity = ecosystem.entities.get(iri or "")
    return entity.cls if entity else ""


PROJECTORS: Mapping[str, Callable[[Ecosystem, Choice], nx.Graph]] = {
    STATEMENTS: _statements,
    ANY_TIE: _any_tie,
    RESOURCE_FUNCTIONS: _resource_functions,
    ACTOR_FUNCTIONS: _actor_functions,
}
