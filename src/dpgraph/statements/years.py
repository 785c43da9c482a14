"""The year of a figure: the one beside it, before it, in its sentence, or known from what came before."""

from __future__ import annotations

import re

from dpgraph.statements.quantities import Quantity

_YEAR = re.compile(r"(?<![\d.,$€£¥-])(?:19|20)\d\d(?!\d|,\d|\.\d|-year)")
# What stands before a year that a figure is only compared with: "than in 2019", "against 3 million in fiscal 2019".
_COMPARED = re.compile(
    r"""
      (?: \b(?:from|than|versus|since|against|on|over) | compared[ ](?:with|to) )
      \s (?:(?:the[ ]year|fiscal|that[ ]of|in)\s)* $
    | (?: \b(?:from|than|versus|against) | compared[ ](?:with|to) ) \s [^,;.]{1,40} \s (?:in|for)\s (?:fiscal\s)? $
    """,
    re.IGNORECASE | re.VERBOSE,
)
# Right after a figure: its own year, or that it is of the year before.
_OWN = re.compile(r"[^,.;()]{0,24}?\b(?:in|for|of) (?:fiscal )?((?:19|20)\d\d)(?!\d)")
_EARLIER = re.compile(r"[^,.;()]{0,12}\b(?:a year (?:earlier|before|ago)|the (?:year before|previous year))")
_COMPARES = re.compile(r"(?:against|from|compared (?:with|to)|up on|after)\s\S{0,6}$", re.IGNORECASE)


def year_of_title(title: str) -> int | None:
    """The year that a heading names, if it names just one."""
    found = set(_YEAR.findall(title))
    return int(found.pop()) if len(found) == 1 else None


def years_of(text: str) -> list[tuple[int, int]]:
    """(offset, year) of the years a sentence states for itself, without those it only compares with."""
    return [(m.start(), int(m[0])) for m in _YEAR.finditer(text) if not _is_compared(text, m)]


def _is_compared(text: str, match: re.Match[str]) -> bool:
    """Whether a year is only compared with, or stands in the brackets of a title."""
    before = text[: match.start()]
    in_title = re.search(r"\w\s?\($", before) and re.match(r"\s?[-–)]", text[match.end() :])
    return bool(in_title or _COMPARED.search(before))


def is_year(quantity: Quantity, text: str) -> bool:
    """Whether a number is a year and no amount: "2017", not "2,017" or "over 2,000"."""
    words = text[quantity.start : quantity.end]
    if not quantity.bare or not 1900 <= quantity.value <= 2099 or "," in words:
        return False
    return quantity.qualifier is None or bool(_YEAR.match(words))


def year_of_figure(quantity: Quantity, years: list[tuple[int, int]], known: int | None, text: str) -> int | None:
    """The year right after a figure, else the last before it, else the sentence's first, else the one known so far."""
    after = text[quantity.end :]
    own = _OWN.match(after)
    if own and not re.search(r"\d", own[0][: -len(own[1])]):
        return int(own[1])
    before = [year for at, year in years if at <= quantity.start]
    year = before[-1] if before else years[0][1] if years else known
    is_earlier = _EARLIER.match(after) and _COMPARES.search(text[: quantity.start])
    return year - 1 if year and is_earlier else year
