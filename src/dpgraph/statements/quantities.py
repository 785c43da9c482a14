"""Numbers as texts write them: 17.958 billion yuan, over 3,000, 13.2%, four, RMB 1 trillion, 60 wan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dpgraph.statements.numerals import numerals

# How far before a number a bound may stand.
_NEAR = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `start` to `end` of a text: its value, the unit if it is money or per cent, and its bound.

    `bare` says that it is written in digits alone, and so may be a year or a list number.
    """

    start: int
    end: int
    value: float
    unit: str | None
    qualifier: str | None
    bare: bool


def quantities(text: str) -> Iterator[Quantity]:
    """The numbers in a text, left to right.

    >>> [(q.value, q.unit, q.qualifier) for q in quantities("over 17.958 billion yuan, up 13.2%")]
    [(17958000000.0, 'CNY', 'over'), (13.2, '%', None)]
    """
    for match in numerals().number.finditer(text):
        if not _is_label(text, match):
            start = match.end() - len(match[0].lstrip())
            yield Quantity(start, match.end(), _value(match), _unit(match), _qualifier(text[:start]), _is_bare(match))


def _value(match: re.Match[str]) -> float:
    known = numerals()
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
    else:
        value = float(sum(known.words[w] for w in re.split(r"[- ]", match["word"].lower())))
    if match["half"]:
        value += 0.5
    if match["letter"]:
        value *= known.magnitudes[match["letter"].lower().rstrip("n")]
    for group in ("size", "size2"):
        if match[group]:
            value *= known.magnitudes[match[group].lower()]
    return round(value, 6)


def _unit(match: re.Match[str]) -> str | None:
    if match["unit"]:
        return "percentage point" if "point" in match["unit"] else "%"
    return numerals().currencies.get((match["money"] or match["sign"] or "").lower())


def _qualifier(before: str) -> str | None:
    match = numerals().bound.search(before[-_NEAR:])
    return numerals().bounds[(match.lastindex or 1) - 1] if match else None


def _is_bare(match: re.Match[str]) -> bool:
    return bool(match["digits"]) and not any(match[g] for g in ("sign", "size", "letter", "unit", "money"))


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether it is a label, an ordinal, a day or part of a name: No. 78, 5G, (1), 3D, June 22."""
    if any(match[group] for group in ("size", "unit", "money", "sign")):
        return False
    known = numerals()
    before, after = text[: match.start()], text[match.end() :]
    if known.label_before.search(before.rstrip('“"(') if match["word"] else before):
        return True
    if known.month_before.search(text[: match.end() - len(match[0].lstrip())]) or known.label_after.match(after):
        return True
    return bool(match["digits"]) and _are_marked(before, after)


def _are_marked(before: str, after: str) -> bool:
    """Whether digits stand in brackets, before a month, or go on as a word: (1), 22 June, 4K."""
    in_brackets = after.startswith(")") and re.search(r"\(\s?$", before)
    return bool(in_brackets or numerals().month_after.match(after) or re.match(r"[A-Za-z+/]", after))
