"""The fixed texts of the report, a file for each language, and how that language counts, lists and names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from dpgraph import iris
from dpgraph.errors import InputError, allowed
from dpgraph.records import Ecosystem

FOLDER = Path(__file__).parent / "words"
LANGUAGES = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
LISTED = 4


@dataclass(frozen=True, eq=False)
class Words:
    """What the report says in one language. Made by `read_words`."""

    language: str
    texts: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key ("part.name") with its values; of two forms the one for `n`. KeyError without one.

        >>> read_words("en")("count.documents", n=1), read_words("zh")("count.documents", n=2)
        ('1 document', '文献 2 份')
        """
        found = self.part(key)
        text: str = found if isinstance(found, str) else found[values["n"] != 1]
        return text.format(**{k: f"{v:,}" if isinstance(v, int) else v for k, v in values.items()})

    def part(self, key: str) -> Any:
        """What stands under a key, as it is: a text, a list of texts, or a table."""
        part, _, name = key.partition(".")
        return self.texts[part][name] if name else self.texts.get(part, {})

    def either(self, key: str, other: str) -> str:
        """The text of a key, or of another one in the same part where there is none."""
        part, _, name = key.partition(".")
        found: str = self.texts[part].get(name, self.texts[part].get(other, other))
        return found

    def listed(self, names: Iterable[str], most: int = LISTED) -> str:
        """Names in a row, of more than `most` the first ones and how many more.

        >>> read_words("en").listed(["a", "b"]), read_words("zh").listed("甲乙丙丁戊", most=2)
        ('a and b', '甲、乙等 5 项')
        """
        every = list(dict.fromkeys(names))
        if self.language == "zh":
            return "、".join(every[:most]) + (f"等 {len(every)} 项" if len(every) > most else "")
        if len(every) > most:
            return f"{', '.join(every[:most])} and {len(every) - most} more"
        return " and ".join([*filter(None, [", ".join(every[:-1])]), *every[-1:]])

    def amount(self, value: float, unit: str) -> str:
        """A number with its unit, in the language's own sizes.

        >>> read_words("en").amount(17958000000, "CNY"), read_words("zh").amount(17958000000, "CNY")
        ('17.958 billion yuan', '179.58亿元')
        >>> read_words("en").amount(13.2, "%"), read_words("en").amount(147, "terminal")
        ('13.2%', '147 terminals')
        """
        scales: Iterable[Mapping[str, Any]] = self.texts["scales"].values()
        size, name = next(((s["size"], s["name"]) for s in scales if abs(value) >= s["size"]), (1, ""))
        number = f"{float(f'{value / size:.10g}'):,.4f}".rstrip("0").rstrip(".")
        if unit == "%":
            return f"{number}%"
        known = self.texts["units"] | self.texts.get("counters", {})
        spoken = known.get(unit, unit if value == 1 else _several(unit))
        close = self.language == "zh" and unit in known
        return f"{number}{name}{'' if close else ' '}{spoken}"

    def name(self, ecosystem: Ecosystem, iri: str) -> str:
        """What an entity is called in this language where that is known, else its name."""
        entity = ecosystem.entities.get(iri)
        if entity is None:
            return iris.contract(iri)
        known = [text for text, language in entity.aliases if language == self.language]
        return max(known, key=lambda text: (len(text), text)) if known and self.language != "en" else entity.name


def _several(unit: str) -> str:
    """An English noun for more than one; what is no word in small letters stays.

    >>> _several("enterprise"), _several("category"), _several("USD")
    ('enterprises', 'categories', 'USD')
    """
    if not re.fullmatch(r"[a-z][a-z ]*[a-rt-z]", unit):
        return unit
    return re.sub(r"(?<=[^aeiou])y$", "ie", unit) + ("es" if unit.endswith(("ch", "sh", "x")) else "s")


def read_words(language: str) -> Words:
    """The texts of a language; `InputError` when there are none."""
    if language not in LANGUAGES:
        raise InputError(f"no report in the language {language!r}; {allowed(language, LANGUAGES)}")
    return _read(language)


@cache
def _read(language: str) -> Words:
    return Words(language, tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8")))


def translated(words: Words, sentence: str, documents: Mapping[str, str]) -> str:
    """A caveat in the language of the report, documents by their number; as it is where nobody has translated it."""
    patterns: Sequence[Mapping[str, str]] = words.texts["caveats"]
    for pattern in patterns:
        if found := re.fullmatch(pattern["from"], sentence):
            values = found.groupdict()
            return pattern["say"].format(**{**values, "document": documents.get(values.get("document", ""), "")})
    return sentence
