"""Gaps: organizations that serve the same function and have no documented tie, the strongest need first."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dpgraph.analysis.functions import above
from dpgraph.analysis.measures.congruence import Congruence, Gap, Pair, congruence_by_chance, coordination
from dpgraph.analysis.measures.nulls import PERMUTATIONS, Chance
from dpgraph.analysis.measures.overlap import OverlapTable, hypergeometric_table
from dpgraph.analysis.projections import ANY_TIE, BY_CLASS, Choice, kind_named, members_of, portfolio_of, project
from dpgraph.analysis.scene import Scene, set_scene
from dpgraph.analysis.selecting import selected
from dpgraph.analysis.stated import ASSERTED, Stated
from dpgraph.analysis.ties import KINDS
from dpgraph.errors import InputError, allowed
from dpgraph.pauses import no_cycles_sought
from dpgraph.records import Ecosystem
from dpgraph.settings import SEED

if TYPE_CHECKING:
    import pandas as pd

MOST = 10_000
COLUMNS: Mapping[str, tuple[str, str]] = {
    "a": ("str", "one organization's IRI"),
    "b": ("str", "the other's"),
    "label_a": ("str", "its name"),
    "label_b": ("str", "the other's name"),
    "need": ("float64", "how much they need to coordinate: 1 for each common function, less for a broader one"),
    "functions": ("str", "the functions that both serve; of related ones, both"),
    "standing": ("str", "whether a tie is denied, or the documents are silent"),
    "shared": ("int64", "how many functions both serve"),
    "expected": ("float64", "how many two such would share by chance"),
    "p": ("float64", "probability of sharing so many by chance (hypergeometric)"),
    "q": ("float64", "the same, adjusted for all pairs (Benjamini-Hochberg)"),
    "overlap": ("str", "significant, not significant or underpowered"),
    "common_partners": ("int64", "organizations tied to both"),
    "brokers": ("str", "the names of up to three of these"),
}


@no_cycles_sought()
def find_gaps(
    ecosystem: Ecosystem,
    kind: str = ANY_TIE,
    choice: Choice | None = None,
    top: int | None = MOST,
    permutations: int = PERMUTATIONS,
    seed: int = SEED,
) -> pd.DataFrame:
    """One row a pair of organizations that serve a common function and have no tie: the columns of `COLUMNS`.

    Strongest need first, then by name; the first `top` of them, or all (None). What each serves is read off asserted
    statements; ties are those of the `kind` (any of them by default) that the choice leaves. A function calls for
    coordination with itself, and with a broader one by 1 / (1 + levels). `attrs` hold the whole: `congruence` (share
    of the pairs in need that are tied), `needed`, `met`, and what `congruence_by_chance` says of it. Raises
    `InputError` for a kind that joins no organizations.
    """
    import pandas as pd

    asked = choice or Choice()
    scene = set_scene(selected(ecosystem, asked.year, asked.min_confidence), asked.statuses)
    work = _work(ecosystem, scene.stated, asked)
    needs = _dependence(scene, {f for done in work.values() for f in done})
    found = coordination(work, _pairs(ecosystem, scene, kind, asked), needs)
    table = hypergeometric_table(work)
    rows = [_row(gap, work, scene, table) for gap in found.gaps(top)]
    frame = pd.DataFrame({name: pd.Series([r[name] for r in rows], dtype=t) for name, (t, _) in COLUMNS.items()})
    frame.attrs = _whole(found, congruence_by_chance(found, permutations, seed))
    return frame


def _work(ecosystem: Ecosystem, stated: Stated, choice: Choice) -> dict[str, frozenset[str]]:
    """Who serves what by asserted statements; with a sector, only there and in narrower ones."""
    found = portfolio_of(replace(stated, counted=(ASSERTED,)))
    if choice.sector is None:
        return found
    inside = members_of(ecosystem, choice.sector)
    kept = {actor: done & inside for actor, done in found.items() if actor in inside}
    return {actor: done for actor, done in kept.items() if done}


def _pairs(ecosystem: Ecosystem, scene: Scene, kind: str, choice: Choice) -> Iterable[Pair]:
    name, known = kind_named(kind), (ANY_TIE, *KINDS, *BY_CLASS)
    if name not in known:
        raise InputError(f"{name} is no kind of tie between organizations: {allowed(name, known)}")
    if name == ANY_TIE:
        return scene.ties.pairs()
    return tuple(project(ecosystem, name, replace(choice, sector=None)).edges)


def _dependence(scene: Scene, functions: set[str]) -> dict[Pair, float]:
    return {
        (narrow, broad): 1 / (1 + scene.steps_up(narrow, broad))
        for narrow in sorted(functions)
        for broad in sorted(above(scene.tree, narrow) & functions)
        if narrow != broad
    }


def _row(gap: Gap, work: Mapping[str, frozenset[str]], scene: Scene, table: OverlapTable) -> dict[str, object]:
    ties, stated = scene.ties, scene.stated
    common = sorted((ties.partners(gap.a) & ties.partners(gap.b)) - {gap.a, gap.b})
    return {
        "a": gap.a,
        "b": gap.b,
        "label_a": stated.name(gap.a),
        "label_b": stated.name(gap.b),
        "need": gap.need,
        "functions": "; ".join(_functions(gap, work, scene)),
        "standing": "denied" if ties.denied(gap.a, gap.b) else "silent",
        **_overlap(gap, table),
        "common_partners": len(common),
        "brokers": "; ".join(stated.names(common[:3])),
    }


def _functions(gap: Gap, work: Mapping[str, frozenset[str]], scene: Scene) -> list[str]:
    if gap.shared:
        return scene.stated.names(gap.shared)
    tree = scene.tree
    related = [
        (f, g) for f in sorted(work[gap.a]) for g in sorted(work[gap.b]) if f in above(tree, g) or g in above(tree, f)
    ]
    return [" / ".join(scene.stated.names(pair)) for pair in related]


def _overlap(gap: Gap, table: OverlapTable) -> dict[str, object]:
    """The columns of the table that say what two organizations share."""
    said = table.of(gap.a, gap.b, len(gap.shared))
    return {"shared": said.shared, "expected": said.expected, "p": said.p, "q": said.q, "overlap": said.state()}


def _whole(found: Congruence, chance: Chance) -> dict[Hashable | None, object]:
    return {
        "congruence": found.value,
        "weighted_congruence": found.weighted,
        "needed": found.needed,
        "met": int(found.met.sum()),
        "by_chance": chance.mean,
        "by_chance_low": chance.low,
        "by_chance_high": chance.high,
        "p": chance.p,
        "state": chance.state,
        "permutations": chance.n,
    }
