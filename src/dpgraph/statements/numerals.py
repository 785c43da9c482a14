"""The patterns by which numbers are found: put together from the words in `quantities.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# Digits that continue no word or number, with or without commas; those of "$1,2" may follow a sign.
_DIGITS = "|".join([
    r"(?<![\w.,+])\d{1,3}(?:,\d{3})+(?:\.\d+)?",
    r"(?<![\w.,+])\d+(?:\.\d+)?(?!\+\d)",
    r"(?<=[$€£¥₹])\d+(?:,\d{3})*(?:\.\d+)?",
])  # fmt: skip
_PER_CENT = r"%|percentage points?|per ?cent(?:age points?)?"
# What may stand between a bound and its number: "more than a total of 30".
_BETWEEN = r"(?:\s(?:a|an|the|total of|reached|was|by|to|of))*\s*$"


@dataclass(frozen=True, slots=True)
class Numerals:
    """What words are worth, and the patterns of a number, of a bound before it, and of labels.

    `number` has the groups sign, digits or word, letter, half, size, size2, unit and money; `bound` has one for each
    of `bounds`.
    """

    words: Mapping[str, int]
    magnitudes: Mapping[str, int]
    currencies: Mapping[str, str]
    number: re.Pattern[str]
    bounds: tuple[str, ...]
    bound: re.Pattern[str]
    label_before: re.Pattern[str]
    label_after: re.Pattern[str]
    month_before: re.Pattern[str]
    month_after: re.Pattern[str]


@cache
def numerals() -> Numerals:
    """The numerals of `quantities.toml`."""
    data = tomllib.loads(Path(__file__).with_name("quantities.toml").read_text(encoding="utf-8"))
    bounds, labels, months = data["bounds"], data["labels"], data["months"]
    currencies = _currencies(data["money"])
    return Numerals(
        words=data["words"],
        magnitudes=data["magnitudes"] | data["letters"],
        currencies=currencies,
        number=_number(data, currencies),
        bounds=tuple(bounds),
        bound=re.compile(rf"\b(?:{_groups(bounds.values())}){_BETWEEN}", re.IGNORECASE),
        label_before=re.compile(rf"(?:{'|'.join(labels['before'])})\s?\(?$", re.IGNORECASE),
        label_after=re.compile("|".join(labels["after"])),
        month_before=re.compile(rf"(?:{'|'.join([*months['full'], *months['short']])})\.?\s$"),
        month_after=re.compile(rf"\s(?:{'|'.join(months['full'])})\b"),
    )


def _currencies(money: Mapping[str, Any]) -> dict[str, str]:
    """Names, signs and codes in lower case, with the code that each stands for."""
    names = {name: code for code, forms in money["names"].items() for name in forms}
    return names | {code.lower(): code for code in money["codes"]}


def _number(data: Mapping[str, Any], currencies: Iterable[str]) -> re.Pattern[str]:
    codes = "|".join(data["money"]["codes"])
    before = set(data["money"]["before"])
    spelled = {c for c in currencies if c.upper() not in data["money"]["codes"]}
    names = {c for c in spelled if c.replace(" ", "").isalpha()}
    signs = {c for c in spelled if c not in names or c in before}
    ones = "|".join(w for w, value in data["words"].items() if value < 20)
    tens = "|".join(w for w, value in data["words"].items() if value >= 20)
    return re.compile(
        rf"(?P<sign>(?<![A-Za-z])(?:{_longest_first(signs)}|(?-i:{codes})))?\s?"
        rf"(?:(?P<digits>{_DIGITS})|(?<![\w-])(?P<word>(?:{tens})(?:[- ](?:{ones}))?|{ones})(?![\w]))"
        rf"(?P<letter>(?<=\d)[{''.join(data['letters'])}]n?(?!\w))?"
        rf"(?:[\s-](?:and a (?P<half>half) )?(?P<size>{'|'.join(data['magnitudes'])})s?(?!\w))?"
        r"(?:\s(?P<size2>million|billion|trillion|thousand)(?!\w))?"
        rf"(?:\s?(?P<unit>{_PER_CENT})|[\s-](?P<money>{_longest_first(names)}|(?-i:{codes}))(?!\w))?",
        re.IGNORECASE,
    )


def _groups(lists: Iterable[Iterable[str]]) -> str:
    """Each list of patterns as one numbered group."""
    return "|".join(f"({'|'.join(patterns)})" for patterns in lists)


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
