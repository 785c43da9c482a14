"""A candidate: tokens that may name an entity; and the choice among candidates that overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# A name this sure swallows any candidate that lies inside it.
SWALLOWS = 0.52
# The score of a name that the corpus's own register holds; no model overrules it.
REGISTERED = 0.97
# The score from which a name inside a longer one counts.
WITHIN = 0.55
# The score of a sector or business model that is one common word.
BARE = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens `start` to `end` (exclusive) of a passage, with a type, a class, the method and its score (0 to 1)."""

    start: int
    end: int
    type: str
    cls: str
    method: str
    score: float
    entity: str | None = None

    def inside(self, other: Candidate) -> bool:
        """Whether it lies within another, longer candidate."""
        return other.start <= self.start and self.end <= other.end and len(self) < len(other)

    def overlaps(self, other: Candidate) -> bool:
        """Whether the two share a token."""
        return self.start < other.end and other.start < self.end

    def __len__(self) -> int:
        return self.end - self.start


def chosen(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The best candidates that do not overlap, in the order of the text."""
    everything = sorted(set(candidates), key=lambda c: (-c.score, -len(c), c.start, c.type, c.cls))
    sure = [c for c in everything if c.score >= SWALLOWS]
    kept: list[Candidate] = []
    for candidate in everything:
        if not any(candidate.inside(s) for s in sure) and not any(candidate.overlaps(k) for k in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda c: c.start)


def nested(candidates: Iterable[Candidate], outer: Iterable[Candidate]) -> list[Candidate]:
    """Names inside a longer name: the ministry and the sector in "Opinions of the Ministry on Promoting the Sector"."""
    holders = list(outer)
    within = [c for c in candidates if c.score >= WITHIN and any(_may_hold(h, c) for h in holders)]
    return chosen(within)


def _may_hold(holder: Candidate, inner: Candidate) -> bool:
    if not inner.inside(holder):
        return False
    if holder.type == "Organization":
        return inner.type == "Organization" and len(inner) >= 3 and inner.end == holder.end and len(holder) >= 6
    if holder.type == "Initiative" and len(holder) < 4:
        return inner.type == "Technology"
    return holder.type in {"Policy", "Initiative"} and inner.type in {"Organization", "Sector", "Place", "Technology"}


def by_span(candidates: Iterable[Candidate]) -> dict[tuple[int, int], list[Candidate]]:
    """Candidates by the tokens they cover, in the order of the text."""
    spans: dict[tuple[int, int], list[Candidate]] = {}
    for c in sorted(set(candidates), key=lambda c: (c.start, c.end, -c.score, c.type, c.cls, c.method)):
        spans.setdefault((c.start, c.end), []).append(c)
    return spans
