"""Numbers as texts write them: 17.958 billion yuan, over 3,000, 13.2%, four, RMB 1 trillion, 60 wan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dpgraph.statements.currencies import currency_of
from dpgraph.statements.numerals import numerals

# How far before a number a bound may stand.
_NEAR = 40
# What joins the ends of a range; "and" does after "between".
_TO = re.compile(r"\s?[-–—]\s?|\s(?:to|or)\s")
_BETWEEN = re.compile(r"\bbetween\s\S{0,4}$", re.IGNORECASE)
# The number of a section or of an item at the start of a sentence: "3.", "2.3 Overseas channels".
_NUMBERED = re.compile(r"\d+[.)]?\s*$|\d+\.\d+\s+[A-Z]")
# A number below which may leave the magnitude to the upper end: "12 to 15 million".
_LOW = 1000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at `start` to `end` of a text: its value, the unit if it is money or per cent, and its bound.

    `bare` says that it is written in digits alone, and so may be a year or a list number. `size` is the magnitude that
    its value was multiplied by.
    """

    start: int
    end: int
    value: float
    unit: str | None
    qualifier: str | None
    bare: bool
    size: float = 1.0


def quantities(text: str, document: str = "") -> Iterator[Quantity]:
    """The numbers in a text, left to right; the `document` that it is from says whose pesos are meant.

    >>> [(q.value, q.unit, q.qualifier) for q in quantities("over 17.958 billion yuan, up 13.2%")]
    [(17958000000.0, 'CNY', 'over'), (13.2, '%', None)]
    >>> [(q.value, q.unit) for q in quantities("a third of the 12 to 15 million euros")]
    [(33.3, '%'), (12000000.0, 'EUR'), (15000000.0, 'EUR')]
    """
    shares = list(_shares(text))
    taken = [range(s.start, s.end) for s in shares]
    numbers = [
        _quantity(text, match, document or text)
        for match in numerals().number.finditer(text)
        if not any(match.end() - 1 in t for t in taken) and not _is_label(text, match)
    ]
    yield from _completed(sorted([*numbers, *shares], key=lambda q: q.start), text)


def _quantity(text: str, match: re.Match[str], document: str) -> Quantity:
    start = match.end() - len(match[0].lstrip())
    value, size = _value(match), _size(match)
    unit = _unit(match, document)
    return Quantity(start, match.end(), round(value * size, 6), unit, _qualifier(text[:start]), _is_bare(match), size)


def _shares(text: str) -> Iterator[Quantity]:
    """Shares in words, in per cent: "a quarter of" is 25, "four in five" 80."""
    known = numerals()
    for match in known.share.finditer(text):
        start = match.start() + len(match["by"] or "")
        if match["half"]:
            hits, parts = 1.0, 2.0
        elif match["part"]:
            hits, parts = _worth(match["count"]), float(known.fractions[match["part"].lower()])
        else:
            hits, parts = _worth(match["hits"]), _worth(match["all"])
        if hits < parts:
            yield Quantity(start, match.end(), round(100 * hits / parts, 1), "%", _qualifier(text[:start]), bare=False)


def _completed(found: list[Quantity], text: str) -> Iterator[Quantity]:
    """The numbers with the unit and the magnitude that one end of a range takes from the other."""
    for i, quantity in enumerate(found):
        after = found[i + 1] if i + 1 < len(found) and is_range(quantity, found[i + 1], text) else None
        after = None if quantity.bare and 1900 <= quantity.value <= 2099 else after
        before = found[i - 1] if i and is_range(found[i - 1], quantity, text) else None
        if after and not quantity.unit and after.unit:
            size = after.size if quantity.size == 1 and quantity.value < _LOW else 1.0
            yield replace(quantity, unit=after.unit, value=quantity.value * size, bare=False)
        elif after and _is_money(quantity) and after.size > quantity.size == 1 and quantity.value < _LOW:
            yield replace(quantity, value=quantity.value * after.size)
        elif before and _is_money(before) and not quantity.unit:
            yield replace(quantity, unit=before.unit, bare=False)
        else:
            yield quantity


def _is_money(quantity: Quantity) -> bool:
    return quantity.unit is not None and quantity.unit.isupper()


def is_range(low: Quantity, high: Quantity, text: str) -> bool:
    """Whether two numbers are the ends of a range: "3 to 5", "10–12", "between 8 and 9"."""
    between = text[low.end : high.start]
    return bool(_TO.fullmatch(between)) or (between == " and " and bool(_BETWEEN.search(text[: low.start])))


def _value(match: re.Match[str]) -> float:
    value = float(match["digits"].replace(",", "")) if match["digits"] else _worth(match["word"])
    return value + 0.5 if match["half"] else value


def _worth(words: str) -> float:
    """What a number in words or digits is worth: 21 of "twenty-one", 1 of "an"."""
    known, low = numerals().words, words.lower()
    if low in known or low == "an":
        return float(known.get(low, 1))
    return float(low.replace(",", "")) if low[0].isdigit() else float(sum(known[w] for w in re.split(r"[- ]", low)))


def _size(match: re.Match[str]) -> float:
    """What multiplies a number: a thousand millions in "3 thousand million"."""
    known = numerals().magnitudes
    size = float(known[match["letter"].lower().rstrip("n")]) if match["letter"] else 1.0
    for group in ("size", "size2"):
        size *= known[match[group].lower()] if match[group] else 1
    return size


def _unit(match: re.Match[str], document: str) -> str | None:
    if match["unit"]:
        return "percentage point" if "point" in match["unit"] else "%"
    money = match["money"] or match["behind"] or match["sign"]
    return currency_of(money, document) if money else None


def _qualifier(before: str) -> str | None:
    match = numerals().bound.search(before[-_NEAR:])
    return numerals().bounds[(match.lastindex or 1) - 1] if match else None


def _is_bare(match: re.Match[str]) -> bool:
    return bool(match["digits"]) and not any(match[g] for g in ("sign", "size", "letter", "unit", "money", "behind"))


def _is_label(text: str, match: re.Match[str]) -> bool:
    """Whether it is a label, an ordinal, a day or part of a name: No. 78, 5G, (1), 3D, June 22."""
    if any(match[group] for group in ("size", "unit", "money", "behind", "sign")):
        return False
    known = numerals()
    before, after = text[: match.start()], text[match.end() :]
    if not before.strip() and match["digits"] and _NUMBERED.match(match["digits"] + after):
        return True
    if known.label_before.search(before.rstrip('“"(') if match["word"] else before):
        return True
    if known.month_before.search(text[: match.end() - len(match[0].lstrip())]) or known.label_after.match(after):
        return True
    return bool(match["digits"]) and _are_marked(before, after)


def _are_marked(before: str, after: str) -> bool:
    """Whether digits stand in brackets, before a month, or go on as a word: (1), 22 June, 4K."""
    in_brackets = after.startswith(")") and re.search(r"\(\s?$", before)
    return bool(in_brackets or numerals().month_after.match(after) or re.match(r"[A-Za-z+/]", after))
