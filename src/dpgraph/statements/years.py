"""The year of a figure: the one beside it, before it, in its sentence, or known from what came before."""

from __future__ import annotations

import re

from dpgraph.statements.quantities import Quantity

_YEAR = re.compile(r"(?<![\d.,$€£¥-])(?:19|20)\d\d(?!\d|,\d|\.\d|-year)")
# The last two digits of a fiscal year that ends in the year after: "2023-24", "2023/24".
_TO = re.compile(r"[-–/](?:20)?(\d\d)(?!\d)")
_COMPARING = r"from|than|versus|against|over|compared[ ](?:with|to)|up[ ]on|down[ ]on"
# What stands before a year that a figure is only compared with: "than in 2019", "against 3 million in fiscal 2019".
_COMPARED = re.compile(
    rf"""
      (?: \b(?:{_COMPARING}|since|on) ) \s (?:(?:the[ ]year|fiscal|that[ ]of|in)\s)* $
    | (?: \b(?:{_COMPARING}) ) \s (?:[^,;.]|[.,]\d){{1,40}} \s (?:in|for|of)\s (?:fiscal\s)? $
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A year in which something began says nothing of what it counts today: "founded in 2011".
_BEGAN = re.compile(
    r"\b(?:founded|established|created|launched|set up|started|introduced|opened|born|began)"
    r"\b[^,.;\d]{0,40}\b(?:in|back in|of) (?:[A-Z][a-z]+ )?$"
)
# After "since 2023" what happened in that year: "since 2023, when 40 titles left".
_WHEN = re.compile(r",? when\b")
# Right after a figure: its own year, or that it is of the year before. Before it: "Q3 2023: 175.9".
_OWN = re.compile(
    rf"(?:(?!\b(?:{_COMPARING}|since|and|but|while)\b)[^,.;()]){{0,24}}?"
    r"\b(?:in|for|of) (?:fiscal )?(?P<year>(?:19|20)\d\d)(?!\d)"
)
_LISTED = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?:\s?[^\d\s;)]{0,4}\s?$")
# What is of the year before by the words around it: "the same period of 2023", "(Q3 2023: 175.9)".
_SAME_PERIOD = re.compile(
    r"(?:\bsame (?:period|quarter|half|month)s? (?:of|in) |\((?:[QH]\d )?(?=\d{4}: ))((?:19|20)\d\d)(?!\d)"
)
_EARLIER = re.compile(
    r"[^,.;()]{0,12}\b(?:(?:a|one) year (?:earlier|before|ago|previously)|(?:in )?the (?:year before|previous year))"
)
_COMPARES = re.compile(rf"(?:{_COMPARING}|after)\s(?:[a-z]+ ){{0,2}}\S{{0,6}}$", re.IGNORECASE)


def year_of_title(title: str) -> int | None:
    """The year that a heading names, if it names just one."""
    found = set(_YEAR.findall(title))
    return int(found.pop()) if len(found) == 1 else None


def years_of(text: str) -> list[tuple[int, int]]:
    """(offset, year) of the years a sentence states for itself, without those it only compares with.

    What it sets against the same period of a year is of the next.
    """
    stated = [(m.start(), _ending(text, m)) for m in _YEAR.finditer(text) if not _is_compared(text, m)]
    return stated or [(0, int(m[1]) + 1) for m in _SAME_PERIOD.finditer(text)]


def _ending(text: str, match: re.Match[str]) -> int:
    """A year, or the one in which a fiscal year ends: 2024 for "2023-24"."""
    year, to = int(match[0]), _TO.match(text, match.end())
    return year + 1 if to and int(to[1]) == (year + 1) % 100 else year


def _is_compared(text: str, match: re.Match[str]) -> bool:
    """Whether a year is only compared with, or stands in brackets: of a title, or before its own figure."""
    before, after = text[: match.start()], text[match.end() :]
    in_brackets = re.search(r"\([^()]{0,8}$", before) and re.match(r"\s?[-–):]", after)
    return bool(in_brackets or _BEGAN.search(before) or (_COMPARED.search(before) and not _WHEN.match(after)))


def is_year(quantity: Quantity, text: str) -> bool:
    """Whether a number is a year and no amount: "2017", not "2,017" or "over 2,000"."""
    words = text[quantity.start : quantity.end]
    if not quantity.bare or not 1500 <= quantity.value <= 2099 or "," in words:
        return False
    if quantity.value < 1900:
        return text[: quantity.start].endswith(("in ", "since ", "from ", "until "))
    return quantity.qualifier is None or bool(_YEAR.match(words))


def year_of_figure(quantity: Quantity, years: list[tuple[int, int]], known: int | None, text: str) -> int | None:
    """The year right beside a figure, else the last before it, else the sentence's first, else the one known so far."""
    before, after = text[: quantity.start], text[quantity.end :]
    if listed := _LISTED.search(before):
        return int(listed[1])
    own = _OWN.match(after)
    if own and not re.search(r"\d", own[0][: -len(own["year"])]):
        return int(own["year"])
    earlier = [year for at, year in years if at <= quantity.start]
    year = earlier[-1] if earlier else years[0][1] if years else known
    return year - 1 if year and _EARLIER.match(after) and _COMPARES.search(before) else year
