"""Where the network looks to type a span: at its tokens, beside it, and at all other places of the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from dpgraph.mentions.deciding import Look, hashed
from dpgraph.mentions.passages import Passage

_LONGEST = 7
# The first token of a span and the last, in their passage.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Everywhere:
    """The tokens at the ends of all places of a name, and those beside them."""

    ends: list[int] = field(default_factory=list)
    around: list[int] = field(default_factory=list)


def span_looks(found: Sequence[tuple[Passage, Iterable[Span]]]) -> list[dict[Span, Look]]:
    """For each passage of a document, the look at each of its spans (start, end). What is in lower case is no name."""
    placed = [[(span, _at(passage, *span), form_of(passage, *span)) for span in spans] for passage, spans in found]
    names: defaultdict[object, _Everywhere] = defaultdict(_Everywhere)
    for of_passage in placed:
        for _, at, form in of_passage:
            names[form or at].ends.extend(at[:2])
            names[form or at].around.extend(token for token in at[2:] if token >= 0)
    return [dict(_looks(of_passage, names)) for of_passage in placed]


def _looks(
    of_passage: Iterable[tuple[Span, tuple[int, int, int, int], str]], names: defaultdict[object, _Everywhere]
) -> Iterator[tuple[Span, Look]]:
    for span, at, form in of_passage:
        name = names[form or at]
        size = min(span[1] - span[0], _LONGEST)
        yield span, Look(at, (range(at[0], at[1] + 1), name.ends, name.around), hashed([f"length={size}"]))


def _at(passage: Passage, start: int, end: int) -> tuple[int, int, int, int]:
    """The first and last token of a span and those before and after it (-1 for none), as the document counts them."""
    before = passage.first + start - 1 if start else -1
    after = passage.first + end if end < len(passage.doc) else -1
    return passage.first + start, passage.first + end - 1, before, after


def form_of(passage: Passage, start: int, end: int) -> str:
    """The words of a span that is written like a name; "" for any other."""
    text = passage.doc[start:end].text
    return "" if text.islower() else text
