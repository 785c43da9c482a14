"""Chance: whether actors of a shared function have fewer ties than as many drawn at random would have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from math import isqrt

import numpy as np

from dpgraph.analysis.cases import LISTED
from dpgraph.analysis.functions import fund_holdings, mandate_holdings
from dpgraph.analysis.making import DIGITS
from dpgraph.analysis.measures.nulls import PERMUTATIONS, Chance, against_chance, generator
from dpgraph.analysis.scene import Scene
from dpgraph.analysis.serving import resources_held
from dpgraph.analysis.ties import COORDINATION, KINDS
from dpgraph.records import Finding

TIES = {"S1": KINDS, "S2": COORDINATION, "S3": COORDINATION, "O1": KINDS, "O2": COORDINATION, "O3": COORDINATION}
# Beyond so many ties fewer draws are made.
MANY, FEWER = 5000, 199


def beside_chance(scene: Scene, findings: Iterable[Finding], seed: int) -> tuple[Finding, ...]:
    """The findings of S1, S2, S3 and their opportunities with `p ties`, S6 with `p isolated`; the others as they are.

    `p ties` is how likely as many actors, drawn at random from all that hold or govern something, have as few tied
    pairs as these or fewer. `p isolated` is the share of all those actors that have no tie at all. Where not even
    no tie at all would have been remarkable, a caveat says that the test is underpowered.
    """
    draws = _Draws(scene, seed)
    return tuple(_tested(draws, f) for f in findings)


class _Draws:
    """Groups of actors drawn at random, once for each size and each set of ties."""

    def __init__(self, scene: Scene, seed: int) -> None:
        held = (*resources_held(scene), *fund_holdings(scene.stated), *mandate_holdings(scene.stated))
        self.actors = sorted({h.party for h in held if h.party})
        self._scene, self._seed = scene, seed
        self._within: dict[tuple[str, ...], np.ndarray] = {}

    def tied_pairs(self, size: int, kinds: tuple[str, ...]) -> np.ndarray:
        """In each draw of so many actors, how many pairs are tied."""
        if kinds not in self._within:
            self._within[kinds] = self._counted(kinds)
        return self._within[kinds][:, size - 1]

    @cached_property
    def alone(self) -> int:
        """How many actors have no tie at all."""
        return sum(1 for actor in self.actors if not self._scene.partners(actor))

    def _counted(self, kinds: tuple[str, ...]) -> np.ndarray:
        """In each shuffle of all actors (row), how many pairs are tied among the first (column 0), the first two ..."""
        ties, actors = self._scene.tied(kinds).among(self.actors), len(self.actors)
        many = PERMUTATIONS if len(ties) <= MANY else FEWER
        orders = generator(self._seed).random((many, actors)).argsort(axis=1)
        later = (np.maximum(order[ties.first], order[ties.second]) for order in orders)
        return np.array([np.bincount(found, minlength=actors).cumsum() for found in later]).reshape(many, actors)


def _tested(draws: _Draws, finding: Finding) -> Finding:
    if finding.kind in TIES and finding.missing:
        return _fewer_ties(draws, finding, *_size_and_tied(finding))
    return _isolated(draws, finding) if finding.kind == "S6" else finding


def _size_and_tied(finding: Finding) -> tuple[int, int]:
    """How many parties there are, and how many pairs of them are tied; of a large silo not all pairs are listed."""
    pairs = int(finding.figures["owner_pairs"])
    if finding.lacking > len(finding.missing) or len(finding.ties) >= LISTED:
        return (1 + isqrt(1 + 8 * pairs)) // 2, pairs - finding.lacking
    group = {end for ends in finding.missing for end in ends} | {end for a, b, _ in finding.ties for end in (a, b)}
    return len(group), len({(a, b) for a, b, _ in finding.ties})


def _fewer_ties(draws: _Draws, finding: Finding, size: int, tied: int) -> Finding:
    chance = against_chance(tied, draws.tied_pairs(size, TIES[finding.kind]), tail="less")
    figures = {"tied_pairs": tied, "tied_by_chance": chance.mean, "p ties": chance.p, "permutations": chance.n}
    return _noted(finding, figures, _said(chance, size, len(draws.actors)))


def _said(chance: Chance, size: int, actors: int) -> str:
    drawn = f"{size} of {actors} actors drawn at random have {chance.mean:.2g} tied pairs on average"
    if chance.state == "significant":
        return f"Fewer ties than by chance (p = {chance.p:.2g}): {drawn}."
    if chance.state == "underpowered":
        return f"A test against chance is underpowered: {drawn}, so even none would not be remarkable."
    return f"Not fewer ties than by chance (p = {chance.p:.2g}): {drawn}."


def _isolated(draws: _Draws, finding: Finding) -> Finding:
    share = draws.alone / len(draws.actors)
    said = f"Of {len(draws.actors)} actors that hold or govern something, {draws.alone} have no documented tie."
    return _noted(finding, {"p isolated": share, "actors": len(draws.actors)}, said)


def _noted(finding: Finding, figures: dict[str, float], caveat: str) -> Finding:
    rounded = {name: round(float(value), DIGITS) for name, value in figures.items()}
    return replace(finding, figures={**finding.figures, **rounded}, caveats=(*finding.caveats, caveat))
