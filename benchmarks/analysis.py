"""How long the analysis of a network takes, step by step, beside the bare calls of compiled libraries that it needs.

    python benchmarks/analysis.py                 # about 1,000, 10,000 and 100,000 ties
    python benchmarks/analysis.py --measures      # measures of a network alone, to 1,000,000 ties: ten minutes

The networks are those of a made-up industry (`industry`). Times are seconds of the processor and of the clock; *bare*
are the calls of igraph and scipy that a step needs, made directly, where libraries have them. "In two processes" are
all these steps once, the ties read and the network measured in one process, gaps and findings in another. "The same
with draws" are all these steps once, silos and opportunities with all their draws, as a build makes them; these alone
are the last row.

With `--measures` the networks are made up as arrays, as skewed as those of the industry. They have no statements, so
there are no ties to read, and no functions for gaps of coordination, backbone, relatedness and findings. No bare calls
are made: those of links at 1,000,000 ties would need 27 GiB. Links are predicted and put to the test at up to 100,000.
Exponents are slopes of log(seconds) over log(ties), over all sizes at which a step runs.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

import igraph
import numpy as np
from industry import QUADS_PER_STATEMENT, made_up

from dpgraph.analysis.gaps import find_gaps
from dpgraph.analysis.measures.brokerage import brokerage
from dpgraph.analysis.measures.by_igraph import ITERATIONS, ByIgraph, seeded
from dpgraph.analysis.measures.centrality import PIVOTS, betweenness, closeness, sample_size, whole
from dpgraph.analysis.measures.communities import RUNS, consensus
from dpgraph.analysis.measures.ei import external_internal
from dpgraph.analysis.measures.holes import structural_holes
from dpgraph.analysis.measures.links import link_scores
from dpgraph.analysis.measures.mixing import assortativity, group_gaps
from dpgraph.analysis.measures.overlap import backbone_arrays
from dpgraph.analysis.measures.prediction import evaluate_links
from dpgraph.analysis.measures.relatedness import relatedness
from dpgraph.analysis.measures.structure import Structure, structure_from, structure_of
from dpgraph.analysis.projections import portfolio, project
from dpgraph.analysis.scene import set_scene
from dpgraph.analysis.uncertainty import assess, every_finding
from dpgraph.processes import processes
from dpgraph.records import Ecosystem

MEASURED = (1_000, 10_000, 100_000, 1_000_000)
STATEMENTS = {1_000: 2_700, 10_000: 21_000, 100_000: 170_000}
DRAWS, GROUPS = 99, 50
# At 1,000,000 ties these two take longer than all the others together.
LINKS, MOST_FOR_LINKS = ("predicted links", "links put to the test"), 100_000
Step = tuple[str, Callable[[], Any], Callable[[], Any] | None]


def main() -> None:
    """Every step at every size, then the exponents."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--ties", type=int, nargs="*")
    asked.add_argument("--measures", action="store_true", help="of networks made up as arrays, no bare calls")
    given = asked.parse_args()
    sizes = given.ties or (MEASURED if given.measures else list(STATEMENTS))
    if not given.measures and not STATEMENTS.keys() >= set(sizes):
        asked.error(f"without --measures there are {', '.join(map(str, STATEMENTS))} ties")
    for _, once, _ in steps(by_chance(MEASURED[0]), {}, {}, None):
        once()  # libraries are loaded when they are needed first
    took: dict[str, list[tuple[int, float]]] = {}
    for size in sizes:
        ties, rows = measured_alone(size) if given.measures else measured(size)
        for name, cpu in rows:
            took.setdefault(name, []).append((ties, cpu))
    if len(sizes) > 1:
        print("\nexponents")
        for name, points in took.items():
            print(f"  {name:24} {exponent(points):5.2f}")


def measured_alone(size: int) -> tuple[int, list[tuple[str, float]]]:
    """Runs the measures of a network made up as arrays, and prints them with the most memory that was needed so far."""
    structure = by_chance(size)
    header(structure)
    rows = []
    for name, ours, _ in steps(structure, {}, {}, None):
        if name in LINKS and size > MOST_FOR_LINKS:
            print(f"  {name:24} {'left out':>8}")
            continue
        _, cpu, clock = timed(ours)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        print(f"  {name:24} {cpu:8.2f} {clock:8.2f} {most:8.1f} GiB", flush=True)
        rows.append((name, cpu))
    return structure.ties, rows


def header(structure: Structure) -> None:
    """What is measured, and the columns."""
    print(f"\n{structure.ties:,} ties of {structure.nodes:,} organizations; load {os.getloadavg()[0]:.1f}")
    print(f"  {'step':24} {'cpu s':>8} {'clock s':>8}", flush=True)


def measured(size: int) -> tuple[int, list[tuple[str, float]]]:
    """Runs the steps at one size of the industry, and prints them; two more columns are for bare calls."""
    ecosystem = industry(STATEMENTS[size])
    network, cpu, clock = timed(lambda: project(ecosystem, "ties"))
    structure, classes, doing = structure_of(network), dict(network.nodes(data="cls")), portfolio(ecosystem)
    header(structure)
    print(f"  {'read the ties':24} {cpu:8.2f} {clock:8.2f} {'bare cpu':>8} {'ratio':>6}")
    rows, total = [("read the ties", cpu)], [cpu, clock, 0.0, 0.0]
    for name, ours, bare in steps(structure, classes, doing, ecosystem):
        _, cpu, clock = timed(ours)
        total[0], total[1] = total[0] + cpu, total[1] + clock
        rows.append((name, cpu))
        if bare is None:
            print(f"  {name:24} {cpu:8.2f} {clock:8.2f}", flush=True)
            continue
        _, least, _ = timed(bare)
        total[2], total[3] = total[2] + cpu, total[3] + least
        print(f"  {name:24} {cpu:8.2f} {clock:8.2f} {least:8.2f} {cpu / max(least, 1e-9):6.2f}", flush=True)
    print(f"  {'all':24} {total[0]:8.2f} {total[1]:8.2f}")
    print(
        f"  {'those with a bare call':24} {total[2]:8.2f} {'':8} {total[3]:8.2f} {total[2] / max(total[3], 1e-9):6.2f}"
    )
    print(f"  {'in two processes':24} {'':8} {in_two(ecosystem):8.2f}", flush=True)
    print(f"  {'the same with draws':24} {'':8} {with_draws(ecosystem):8.2f}", flush=True)
    _, _, clock = timed(lambda: assess(ecosystem, jobs=2))
    print(f"  {'findings with draws':24} {'':8} {clock:8.2f}")
    return structure.ties, [*rows, ("all", total[0])]


_held: list[Ecosystem] = []


def with_draws(ecosystem: Ecosystem) -> float:
    """The same with all draws: findings are assessed as a build does it, all else is done beside it.

    What looks at functions and what measures the network have a process each, so that no core is left idle in the end.
    """
    with processes(2, hold, ecosystem) as pool:
        list(pool.map(ready, range(2)))
        clock = time.perf_counter()
        rest = pool.map(half, ("network", "functions"))
        assess(ecosystem, jobs=2)
        list(rest)
        return time.perf_counter() - clock


def in_two(ecosystem: Ecosystem) -> float:
    """Seconds by the clock for every step once, in two processes that have the ecosystem already."""
    with processes(2, hold, ecosystem) as pool:
        list(pool.map(ready, range(2)))
        _, _, clock = timed(lambda: list(pool.map(half, ("network", "findings"))))
    return clock


def hold(ecosystem: Ecosystem) -> None:
    """Gives a process its ecosystem."""
    _held.append(ecosystem)


def ready(_: int) -> None:
    """Keeps one process long enough for the other to get ready too."""
    time.sleep(5)


def half(which: str) -> None:
    """The steps of one of the two halves."""
    ecosystem = _held[-1]
    if which == "network":
        network = project(ecosystem, "ties")
        work = steps(structure_of(network), dict(network.nodes(data="cls")), {}, None)
    elif which == "functions":
        work = steps_of_functions(portfolio(ecosystem), ecosystem)
    else:
        work = steps_of_findings(portfolio(ecosystem), ecosystem)
    for _, ours, _ in work:
        ours()


def steps(
    structure: Structure, classes: dict[str, object], doing: dict[str, frozenset[str]], ecosystem: Ecosystem | None
) -> Iterator[Step]:
    """What the analysis does, and the bare calls of each part."""
    yield "centrality", lambda: centrality(structure), lambda: bare_centrality(structure)
    yield "structural holes", lambda: structural_holes(structure), lambda: bare_holes(structure)
    found: list[Any] = []
    yield "communities", lambda: found.append(consensus(structure)), lambda: bare_leiden(structure)
    labels = found[0].of()
    yield "gaps of communities", lambda: group_gaps(structure, labels, DRAWS), lambda: bare_rewiring(structure)
    yield LINKS[0], lambda: link_scores(structure), lambda: bare_links(structure)
    yield LINKS[1], lambda: evaluate_links(structure), None
    groups = classes or {name: str(n % 8) for n, name in enumerate(structure.names)}
    yield "mixing", lambda: (external_internal(structure, groups), assortativity(structure, groups)), None
    yield "brokers", lambda: brokerage(structure, groups, DRAWS), None
    if ecosystem is not None:
        yield from steps_of_findings(doing, ecosystem)


def steps_of_findings(doing: dict[str, frozenset[str]], ecosystem: Ecosystem) -> Iterator[Step]:
    """What looks at functions, and not at the network alone."""
    yield from steps_of_functions(doing, ecosystem)
    yield "silos, opportunities", lambda: every_finding(set_scene(ecosystem)), None


def steps_of_functions(doing: dict[str, frozenset[str]], ecosystem: Ecosystem) -> Iterator[Step]:
    """The measures among these."""
    yield "gaps of coordination", lambda: find_gaps(ecosystem, top=1000), None
    yield "backbone", lambda: backbone_arrays(doing), None
    yield "relatedness", lambda: relatedness(doing).next_activities(1000), None


def centrality(structure: Structure) -> None:
    """The usual measures."""
    by = ByIgraph(structure)
    betweenness(structure, by)
    closeness(structure, by)
    by.pagerank()
    whole(structure, by)


def bare_centrality(structure: Structure) -> None:
    """The same calls of igraph, and no more."""
    network = bare_network(structure)
    pivots = random.Random(1).sample(range(structure.nodes), min(PIVOTS, structure.nodes))
    if sample_size(structure) == structure.nodes:
        network.betweenness()
        network.closeness()
    else:
        for pivot in pivots:
            network.betweenness(sources=[pivot])
        network.distances(source=pivots)
    network.pagerank()
    network.coreness()
    network.connected_components()
    network.articulation_points()
    network.bridges()
    network.transitivity_local_undirected(mode="nan")


def bare_network(structure: Structure) -> igraph.Graph:
    """The network as igraph has it."""
    return igraph.Graph(
        n=structure.nodes, edges=list(zip(structure.tails.tolist(), structure.heads.tolist(), strict=True))
    )


def bare_holes(structure: Structure) -> None:
    """Constraint by igraph; the two products that effective size and hierarchy need."""
    bare_network(structure).constraint()
    near = structure.matrix()
    near @ near
    near @ near


def bare_leiden(structure: Structure) -> None:
    """As many runs of Leiden as the first two rounds of the consensus make; later ones run little of the network."""
    network = bare_network(structure)
    for seed in range(2 * RUNS):
        with seeded(seed):
            network.community_leiden("modularity", n_iterations=ITERATIONS)


def bare_rewiring(structure: Structure) -> None:
    """The rewired networks, and how many ties lead between groups of nodes in each."""
    network = bare_network(structure)
    groups = [node % GROUPS for node in range(structure.nodes)]
    with seeded(1):
        network.rewire(n=10 * structure.ties)
        for _ in range(DRAWS - 1):
            network.rewire(n=structure.ties)
            joined = network.copy()
            joined.contract_vertices(groups)
            joined.get_adjacency()


def bare_links(structure: Structure) -> None:
    """The four products that the scores need."""
    near = structure.matrix()
    two = near @ near
    near @ near
    near @ near
    two @ near


def industry(statements: int) -> Ecosystem:
    """A made-up industry of so many statements."""
    known = made_up(statements * QUADS_PER_STATEMENT)
    return Ecosystem({e.iri: e for e in known.entities}, known.statements, known.observations, {}, {})


def by_chance(ties: int, seed: int = 1) -> Structure:
    """A network as skewed as that of the made-up industry, without its statements."""
    chance = np.random.default_rng(seed)
    nodes = ties // 5
    ends = (nodes * chance.random((ties * 5 // 4, 2)) ** 2).astype(np.int64)
    return structure_from(tuple(f"o{n:07d}" for n in range(nodes)), ends, np.ones(len(ends)), directed=False)


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """What it gives, the seconds of the processor, the seconds of the clock."""
    clock, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.process_time() - cpu, time.perf_counter() - clock


def exponent(points: list[tuple[int, float]]) -> float:
    """The slope of log(seconds) over log(ties)."""
    ties, seconds = zip(*points, strict=True)
    return float(np.polyfit(np.log(ties), np.log(np.maximum(seconds, 1e-4)), 1)[0])


if __name__ == "__main__":
    main()
