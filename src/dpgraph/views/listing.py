"""A list of findings in a notebook: as a table, one by one, and with the whole argument."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, overload

from dpgraph.records import Ecosystem, Finding
from dpgraph.views.argument import argued
from dpgraph.views.tables import finding_rows

if TYPE_CHECKING:
    import pandas as pd

SHOWN = ("kind", "score", "low", "high", "state", "title")


class Findings(Sequence[Finding]):
    """Findings in order; indexing gives a `Finding`, a slice gives `Findings`."""

    def __init__(self, ecosystem: Ecosystem, findings: Sequence[Finding]) -> None:
        self.ecosystem, self._findings = ecosystem, tuple(findings)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Findings: ...
    def __getitem__(self, index: int | slice) -> Finding | Findings:
        """The finding at a place, or the findings of a slice."""
        if isinstance(index, slice):
            return Findings(self.ecosystem, self._findings[index])
        return self._findings[index]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._findings)

    def __eq__(self, other: object) -> bool:
        """Whether the other holds the same findings in the same order."""
        return tuple(self) == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        """By the ids."""
        return hash(tuple(f.id for f in self._findings))

    def __repr__(self) -> str:
        lines = (f"{n}: {f.kind} {f.title} [{f.score:.2f}, {f.state}]" for n, f in enumerate(self._findings))
        return "\n".join((f"<{len(self)} findings>", *lines))

    def _repr_html_(self) -> str:
        """The table that a notebook shows."""
        head = "".join(f"<th>{name}</th>" for name in ("", *SHOWN))
        rows = (
            "".join(f"<td>{escape(_cell(row[name]))}</td>" for name in SHOWN)
            for row in finding_rows(self.ecosystem, self._findings)
        )
        body = "".join(f"<tr><th>{n}</th>{cells}</tr>" for n, cells in enumerate(rows))
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def to_frame(self) -> pd.DataFrame:
        """One row a finding: id, kind, score with its bounds, state, title, members, missing ties, first sentence."""
        import pandas as pd

        from dpgraph.views.tables import COLUMNS

        return pd.DataFrame(list(finding_rows(self.ecosystem, self._findings)), columns=list(COLUMNS))

    def explain(self, index: int = 0) -> str:
        """The whole argument of the finding at a place, as text."""
        return "\n".join(argued(self.ecosystem, self._findings[index]))


def _cell(value: object) -> str:
    return "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
