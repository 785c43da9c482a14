"""The patterns by which numbers are found: put together from the words in `quantities.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# Digits, with or without commas, that follow a sign or continue no word or number.
_DIGITS = r"(?(sign)|(?<![\w.,+]))(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?!\+?\d))"
_PER_CENT = r"%|percentage points?|per ?cent(?:age points?)?"
# Spans of time have quarters and halves that are no shares.
_NO_SHARE = r"(?! of (?:20\d\d|an?\b|the (?:year|month|week|century|decade))| the (?:year|month|week)\b)"
# What may stand between a bound and its number: "more than a total of 30".
_BETWEEN = r"(?:\s(?:a|an|the|total of|reached|was|by|to|of))*\s*$"


@dataclass(frozen=True, slots=True)
class Numerals:
    """What words are worth, and the patterns of a number, of a bound before it, and of labels.

    `number` has the groups sign, digits or word, letter, half, size, size2, unit and money; `share` has count and part,
    hits and all, or half; `bound` has one for each of `bounds`.
    """

    words: Mapping[str, float]
    magnitudes: Mapping[str, int]
    fractions: Mapping[str, int]
    currencies: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]]
    countries: Mapping[str, Sequence[str]]
    share: re.Pattern[str]
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
    currencies, shared = _currencies(data["money"]), _shared(data["money"]["shared"])
    return Numerals(
        words=data["words"] | data["scaled"],
        magnitudes=data["magnitudes"] | data["letters"],
        fractions=data["fractions"],
        currencies=currencies,
        shared=shared,
        countries=data["money"]["countries"],
        share=_share(data),
        number=_number(data, currencies, shared),
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
    return names | {code.lower(): code for code in _codes(money)}


def _codes(money: Mapping[str, Any]) -> list[str]:
    return sorted({*money["codes"], *money["names"], *(c for codes in money["shared"].values() for c in codes)})


def _shared(names: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The names of several countries' currencies, one and many."""
    return {form: tuple(codes) for name, codes in names.items() for form in (name, f"{name}s")}


def _number(data: Mapping[str, Any], currencies: Iterable[str], shared: Iterable[str]) -> re.Pattern[str]:
    money = data["money"]
    codes = "|".join(_codes(money))
    only_before = {b.lower() for b in money["before"] if len(b) < 3}
    names = {c for c in currencies if c.upper() not in _codes(money)} - only_before
    signs = {c for c in (*names, *shared) if not c[-1].isalpha()}
    before = "|".join(rf"{b}\.?" if len(b) > 1 else rf"{b}(?=\d\d)" for b in money["before"])
    ones = "|".join(w for w, value in data["words"].items() if value < 20)
    tens = "|".join(w for w, value in data["words"].items() if value >= 20)
    sizes = "|".join(data["magnitudes"])
    whose = r"(?:(?-i:[A-Z])\w+\s){0,2}"
    return re.compile(
        rf"(?P<sign>(?<![A-Za-z])(?:{_longest_first(signs)}|(?-i:{before}|{codes})))?\s?"
        rf"(?:(?P<digits>{_DIGITS})|(?<![\w-])(?P<word>(?:{tens})(?:[- ](?:{ones}))?|{ones}"
        rf"|(?:{'|'.join(data['scaled'])})(?=\s(?:{sizes})s?\b))(?!\w))"
        rf"(?P<letter>(?<=\d)[{''.join(data['letters'])}]n?(?!\w))?"
        rf"(?:[\s-](?:and a (?P<half>half) )?(?P<size>{sizes})s?(?!\w))?"
        r"(?:\s(?P<size2>million|billion|trillion|thousand)(?!\w))?"
        rf"(?:\s?(?P<unit>{_PER_CENT})|\s?(?P<behind>€|元)"
        rf"|[\s-](?P<money>{_longest_first(names - signs)}|{whose}(?:{_longest_first(shared)})|(?-i:{codes}))(?!\w))?",
        re.IGNORECASE,
    )


def _share(data: Mapping[str, Any]) -> re.Pattern[str]:
    """Shares in words: "a third of", "by a fifth", "four out of five", "half the"."""
    words = "|".join(data["words"])
    parts = "|".join(data["fractions"])
    return re.compile(
        rf"(?<![\w-])(?:(?:(?P<by>by )?(?P<count>an?|{words}) (?P<part>{parts})s?"
        r"(?(by)(?![ -]?\w*(?:year|hour))|(?= of\b| (?:lower|higher|less|fewer|more) than\b)))"
        rf"|(?P<hits>{words}|\d+) (?:in|out of) (?:every )?(?P<all>{words}|10|100|1,000)(?![\w,.]\d)"
        r"|(?<!first )(?<!second )(?<!latter )(?<!other )(?<!and a )(?<!last )"
        r"(?P<half>half)(?= (?:of|the|its|their)\b))"
        rf"{_NO_SHARE}\b",
        re.IGNORECASE,
    )


def _groups(lists: Iterable[Iterable[str]]) -> str:
    """Each list of patterns as one numbered group."""
    return "|".join(f"({'|'.join(patterns)})" for patterns in lists)


def _longest_first(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))
