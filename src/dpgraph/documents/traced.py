"""Text that remembers where each of its characters came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

Run = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Traced:
    """A string and, for each character, its offset in the file it was read from.

    >>> Traced.of("a  b").replace(r" +", " ")
    Traced(text='a b', at=(0, 1, 3))
    """

    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, text: str, start: int = 0) -> Traced:
        """A string as it stands in the file from offset `start` on."""
        return cls(text, tuple(range(start, start + len(text))))

    @classmethod
    def join(cls, parts: Iterable[Traced]) -> Traced:
        """Several of them, one after the other."""
        kept = list(parts)
        return cls("".join(p.text for p in kept), tuple(a for p in kept for a in p.at))

    def __getitem__(self, span: slice) -> Traced:
        return Traced(self.text[span], self.at[span])

    def __bool__(self) -> bool:
        return bool(self.text)

    def padded(self, text: str) -> Traced:
        """With `text` after it, which stands where its last character stands."""
        return Traced(self.text + text, self.at + (self.at[-1],) * len(text))

    def replace(self, pattern: str | re.Pattern[str], template: str) -> Traced:
        r"""With every match of `pattern` replaced: `\1` keeps a group (and its offsets), other characters are new."""
        parts, last = [], 0
        for match in re.finditer(pattern, self.text):
            parts += [self[last : match.start()], *_filled(self, match, template)]
            last = match.end()
        return Traced.join([*parts, self[last:]]) if parts else self

    def strip(self) -> Traced:
        """Without white space at its ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self[left : len(self.text.rstrip())] if self.text.strip() else Traced("", ())

    def split(self, pattern: str) -> list[Traced]:
        """Its pieces between the matches of `pattern`."""
        pieces, last = [], 0
        for match in re.finditer(pattern, self.text):
            pieces.append(self[last : match.start()])
            last = match.end()
        return [*pieces, self[last:]]

    def runs(self) -> tuple[Run, ...]:
        """The way back as (offset here, offset in the file, length) triples of unbroken stretches."""
        breaks = [here for here, (before, there) in enumerate(pairwise(self.at), 1) if there != before + 1]
        starts = [0, *breaks] if self.at else []
        return tuple((a, self.at[a], b - a) for a, b in zip(starts, [*breaks, len(self.at)], strict=False))


def _filled(whole: Traced, match: re.Match[str], template: str) -> list[Traced]:
    parts = []
    for piece in re.findall(r"\\\d|[^\\]+", template):
        if piece[0] == "\\":
            parts.append(whole[slice(*match.span(int(piece[1:])))])
        else:
            parts.append(Traced(piece, (whole.at[match.start()],) * len(piece)))
    return parts
