"""Many owners of one function: all pairs are counted, some are listed."""

from __future__ import annotations

from itertools import combinations

from ecosystems import ecosystem, iri

from dpgraph.analysis.cases import LISTED, parties_of
from dpgraph.analysis.making import QUOTED
from dpgraph.analysis.opportunities import find_opportunities
from dpgraph.analysis.silos import find_silos
from dpgraph.analysis.uncertainty import assess
from dpgraph.records import Ecosystem

OWNERS = [f"Owner {n:02}" for n in range(60)]
PAIRS = len(OWNERS) * (len(OWNERS) - 1) // 2
DENIED = ("Owner 03", "collaboratesWith", "Owner 41", "denied")


def crowd() -> Ecosystem:
    """Sixty owners, each with a platform for education; the first two work together, two others say they do not."""
    owning = [(owner, "operates", f"{owner} LearnPort") for owner in OWNERS]
    serving = [(f"{owner} LearnPort", "activeIn", "education") for owner in OWNERS]
    return ecosystem(*owning, *serving, ("Owner 00", "collaboratesWith", "Owner 01"), DENIED)


def test_all_pairs_are_counted_and_some_are_listed() -> None:
    (silo,) = find_silos(crowd(), kinds=["S1"])
    ends = {end for pair in silo.missing for end in pair}
    assert silo.figures["owner_pairs"] == PAIRS
    assert silo.lacking == silo.figures["missing_pairs"] == PAIRS - 1
    assert LISTED / 2 < len(silo.missing) <= LISTED + 2
    assert silo.missing == tuple(sorted(set(silo.missing)))
    assert set(silo.missing) <= set(combinations(sorted(map(iri, OWNERS)), 2)) - {(iri("Owner 00"), iri("Owner 01"))}
    assert ends == set(map(iri, OWNERS)) == set(parties_of(silo))
    assert silo.denied == ((iri("Owner 03"), iri("Owner 41")),)
    assert silo.denied[0] in silo.missing
    assert any(f"Of {PAIRS - 1} pairs without a tie" in caveat for caveat in silo.caveats)


def test_the_surest_sentences_are_quoted_and_all_counted() -> None:
    (silo,) = find_silos(crowd(), kinds=["S1"])
    assert len(silo.evidence) == QUOTED < silo.figures["quotes"]


def test_closing_a_large_silo_joins_everybody() -> None:
    (joint,) = find_opportunities(crowd(), kinds=["O1"])
    assert joint.counterfactual == {"congruence": (round(1 / PAIRS, 6), 1.0)}
    assert joint.figures["quotes"] > QUOTED


def test_chance_knows_how_many_pairs_are_tied() -> None:
    (silo,) = (f for f in assess(crowd(), draws=0) if f.kind == "S1")
    assert silo.figures["tied_pairs"] == 1
