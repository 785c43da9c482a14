"""Which currency a name means: "yuan" has one country, "pesos" have many."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from dpgraph.statements.numerals import numerals


def currency_of(money: str, text: str) -> str:
    """The ISO 4217 code of a currency's name or sign, with the words before it, in a document of this text.

    A name that countries share means the country that its own words speak of, else the one that the document speaks of
    most, else the first that is listed.

    >>> currency_of("Egyptian pounds", ""), currency_of("pesos", "A fair in Bogotá."), currency_of("yuan", "")
    ('EGP', 'COP', 'CNY')
    """
    known = numerals()
    name = money.lower().removesuffix(".")
    if name in known.currencies:
        return known.currencies[name]
    codes = known.shared[name.split()[-1]]
    return _spoken_of(codes, money) or _spoken_of(codes, text) or codes[0]


# A long document is searched once for each name, not for each figure.
@lru_cache(maxsize=64)
def _spoken_of(codes: tuple[str, ...], text: str) -> str | None:
    """The currency whose country a text names most often; of several the first listed; None if it names none."""
    if len(codes) == 1:
        return codes[0]
    named = {code: len(_countries()[code].findall(text)) for code in codes if code in _countries()}
    best = max(named, key=lambda code: named[code], default=None)
    return best if best and named[best] else None


@cache
def _countries() -> Mapping[str, re.Pattern[str]]:
    return {
        code: re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")
        for code, words in numerals().countries.items()
    }
