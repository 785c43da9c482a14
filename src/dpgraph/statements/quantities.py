"""Numbers as texts write them: 17.958 billion yuan, over 3,000, 13.2%, four, RMB 1 trillion, 60 wan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MAGNITUDE = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12, "wan": 1e4, "yi": 1e8,
    "万": 1e4, "亿": 1e8, "m": 1e6, "k": 1e3, "b": 1e9, "crore": 1e7, "lakh": 1e5, "dozen": 12.0,
}  # fmt: skip
_CURRENCY = {
    "yuan": "CNY", "rmb": "CNY", "cny": "CNY", "renminbi": "CNY", "¥": "CNY", "元": "CNY", "$": "USD", "us$": "USD", "usd": "USD",
    "dollar": "USD", "dollars": "USD", "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "gbp": "GBP", "pound": "GBP",
    "pounds": "GBP", "hk$": "HKD", "yen": "JPY", "jpy": "JPY", "won": "KRW", "rupees": "INR", "rupee": "INR", "₹": "INR", "chf": "CHF",
    "francs": "CHF", "kroner": "NOK", "kronor": "SEK", "sek": "SEK", "nok": "NOK", "dkk": "DKK", "rubles": "RUB", "a$": "AUD", "c$": "CAD",
    "r$": "BRL", "reais": "BRL", "baht": "THB", "rand": "ZAR", "naira": "NGN", "shillings": "KES", "krw": "KRW", "inr": "INR", "rs": "INR", "rs.": "INR", "zloty": "PLN", "zlotys": "PLN", "zł": "PLN", "lira": "TRY", "liras": "TRY", "cedis": "GHS",
    "cedi": "GHS", "ksh": "KES", "₦": "NGN", "₱": "PHP", "₩": "KRW", "forints": "HUF", "koruna": "CZK", "crowns": "CZK", "hryvnia": "UAH",
    "dirhams": "AED", "riyals": "SAR", "dinars": "DZD", "taka": "BDT", "dong": "VND", "ringgit": "MYR", "rupiah": "IDR", "lei": "RON",
} | {code.lower(): code for code in ["AUD", "CAD", "CHF", "CZK", "DKK", "EGP", "GBP", "GHS", "HKD", "HUF", "IDR", "ILS", "INR", "JPY", "KES", "KRW", "MXN", "MYR", "NGN", "NOK", "NZD", "PHP", "PKR", "PLN", "RON", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR", "BRL", "ARS", "CLP", "COP", "PEN", "AED", "QAR", "MAD", "TND", "XOF", "EUR", "CNY"]}  # fmt: skip
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SIGNS = "|".join(
    sorted(
        (
            re.escape(k)
            for k in _CURRENCY
            if not k.isalpha() or k.upper() in _CURRENCY.values() or k in {"rmb", "rs", "ksh"}
        ),
        key=len,
        reverse=True,
    )
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "|".join(w for w in _WORDS if w not in _TENS.split("|"))
_MAGNITUDES = "hundred|thousand|million|billion|trillion|mn|bn|wan|yi|crore|lakh|dozen|万|亿"
_MONEY = "|".join(sorted((k for k in _CURRENCY if k.isalpha()), key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<sign>(?<![A-Za-z])(?:{_SIGNS}))?\s?"
    rf"(?:(?P<digits>(?<![\w.,+])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|(?<![\w.,+])\d+(?:\.\d+)?(?!\+\d)|(?<=[$€£¥₹])\d+(?:,\d{{3}})*(?:\.\d+)?)"
    rf"|(?<![\w-])(?P<word>(?:{_TENS})(?:[- ](?:{_ONES}))?|{_ONES})(?![\w]))"
    rf"(?P<short>(?<=\d)[mkb](?:n)?(?!\w))?"
    rf"(?:[\s-](?:and a half )?(?P<size>{_MAGNITUDES})s?(?!\w))?(?:\s(?P<size2>million|billion|trillion|thousand)(?!\w))?"
    rf"(?:\s?(?P<unit>%|percentage points?|per ?cent(?:age points?)?)|[\s-](?P<money>(?:US|Hong Kong|Australian|Canadian) dollars|(?:{_MONEY}))(?!\w))?",
    re.IGNORECASE,
)  # fmt: skip
_QUALIFIERS = (
    (
        "over",
        r"over|more than|exceed(?:s|ed|ing)?|above|at least|upwards? of|surpass(?:es|ed|ing)?|no (?:less|fewer) than|in excess of|beyond|topp(?:ed|ing)|greater than|a minimum of|not less than",
    ),
    ("nearly", r"nearly|almost|close to|approach(?:es|ed|ing)|just under|just short of"),
    ("about", r"about|around|approximately|roughly|some|an estimated|estimated at|circa|or so"),
    ("up to", r"up to|at most|no more than|not more than|less than|fewer than|under|below|within|a maximum of|maximum"),
)
_BEFORE = re.compile(
    "|".join(f"(?P<q{i}>{pattern})" for i, (_, pattern) in enumerate(_QUALIFIERS)).join(
        (r"\b(?:", r")(?:\s(?:a|an|the|total of|reached|was|by|to|of))*\s*$")
    ),
    re.IGNORECASE,
)


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
    for match in _NUMBER.finditer(text):
        value = _value(match)
        if value is None or _is_label(text, match):
            continue
        start = match.start() + (len(match[0]) - len(match[0].lstrip()))
        bare = not (match["sign"] or match["size"] or match["short"] or match["unit"] or match["money"]) and bool(
            match["digits"]
        )
        yield Quantity(start, match.end(), value, _unit(match), _qualifier(text[:start]), bare)


def _value(match: re.Match[str]) -> float | None:
    if match["digits"]:
        base = float(match["digits"].replace(",", ""))
    else:
        base = float(sum(_WORDS[w] for w in re.split(r"[- ]", match["word"].lower())))
    for group in ("short", "size", "size2"):
        if match[group]:
            base *= _MAGNITUDE[match[group].lower().rstrip("n") if group == "short" else match[group].lower()]
    return round(base, 6)


def _unit(match: re.Match[str]) -> str | None:
    if match["unit"]:
        return "percentage point" if "point" in match["unit"] else "%"
    money = (match["money"] or match["sign"] or "").lower()
    special = {"us dollars": "USD", "hong kong dollars": "HKD", "australian dollars": "AUD", "canadian dollars": "CAD"}
    return special.get(money) or _CURRENCY.get(money)


def _qualifier(before: str) -> str | None:
    match = _BEFORE.search(before[-40:])
    if not match:
        return None
    return next(name for i, (name, _) in enumerate(_QUALIFIERS) if match[f"q{i}"])


_LABEL_BEFORE = re.compile(
    r"(?:\bno\.?|\bnos\.?|number|chapter|part|section|group|figure|table|article|version|level|tier|page|volume|issue|phase|vol\.?|\[)\s?\(?$",
    re.IGNORECASE,
)
_LABEL_AFTER = re.compile(
    r"\s?(?:st|nd|rd|th)\b|[GKDPgp]\b|-?[A-Z]{2,}|\)\s|:\d\d|-(?:year|month|day|time|dimensional|D|star|hour)\b|\s(?:hand|another|of the (?:most|first|main|largest|biggest|leading|world))\b"
)
_MONTHS = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\s$"
)


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether the digits are a label, an ordinal or part of a name: No. 78, 5G, (1), 3D, June 22."""
    before, after = text[: match.start()].rstrip('“"(') if match["word"] else text[: match.start()], text[match.end() :]
    if match["size"] or match["unit"] or match["money"] or match["sign"]:
        return False
    if _LABEL_BEFORE.search(before) or _MONTHS.search(text[: match.end() - len(match[0].lstrip())]):
        return True
    if re.match(r"\)", after) and re.search(r"\(\s?$", text[: match.start()]) and match["digits"]:
        return True
    if match["digits"] and re.match(
        r"\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b", after
    ):
        return True
    return bool(_LABEL_AFTER.match(after) and not re.match(r"\)\s", after)) or bool(
        match["digits"] and re.match(r"[A-Za-z+/]", after)
    )
