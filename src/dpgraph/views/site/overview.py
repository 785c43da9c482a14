"""The first page: what was found, then what the graph holds."""

from __future__ import annotations

from typing import Any

from dpgraph.records import Finding
from dpgraph.terms import STATUSES
from dpgraph.views.palette import style
from dpgraph.views.site.addresses import Addresses, document_path
from dpgraph.views.site.findings import Card, card
from dpgraph.views.site.holdings import Holdings
from dpgraph.views.summary import Summary, count_by, summarise
from dpgraph.views.words import counted, spoken

TOP, INDICATORS = 3, 6


def overview_page(held: Holdings, to: Addresses) -> dict[str, Any]:
    """What the first page shows."""
    summary = summarise(held.ecosystem, held.findings)
    return {
        "title": "Overview",
        "lede": _lede(held, summary),
        "silos": _best(held, to, "S"),
        "opportunities": _best(held, to, "O"),
        "many": {letter: sum(f.kind.startswith(letter) for f in held.findings) for letter in "SO"},
        "types": [(name, many, *style(name)) for name, many in summary.types.items()],
        "classes": [(spoken(name), many) for name, many in summary.classes.items()],
        "statuses": [(status, summary.statuses.get(status, 0)) for status in STATUSES],
        "relations": [(spoken(name), many) for name, many in summary.relations.items()],
        "documents": [(t.title, to.page(document_path(t.id)), _about(t.metadata)) for t in held.texts.values()],
        "indicators": [*count_by(o.indicator for o in held.ecosystem.observations).items()][:INDICATORS],
        "years": _years(held),
        "most": max([*summary.types.values(), 1]),
        "most_stated": max([*summary.statuses.values(), 1]),
        "most_related": max([*summary.relations.values(), 1]),
    }


def _lede(held: Holdings, summary: Summary) -> str:
    read = counted(len(held.texts), "document was read", "documents were read")
    return (
        f"{read}. They make {counted(sum(summary.relations.values()), 'statement')} about "
        f"{counted(sum(summary.types.values()), 'entity', 'entities')} and give "
        f"{counted(summary.observations, 'figure')}; each rests on the sentences shown with it."
    )


def _years(held: Holdings) -> str:
    """The years that the figures are of, "" where no text tells any."""
    years = sorted({o.year for o in held.ecosystem.observations if o.year})
    return f"of {years[0]}" if len(years) == 1 else f"from {years[0]} to {years[-1]}" if years else ""


def _best(held: Holdings, to: Addresses, letter: str) -> list[Card]:
    found: list[Finding] = [f for f in held.findings if f.kind.startswith(letter)]
    return [card(held, to, f) for f in found[:TOP]]


def _about(metadata: Any) -> str:
    return ", ".join(metadata[key] for key in ("publisher", "date") if metadata.get(key))
