"""Both languages say the same things: the same keys, the same values in them, and nothing left in English."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from held import Held
from rdflib import Graph, Namespace
from rdflib.namespace import SKOS

from dpgraph import assets, iris
from dpgraph.errors import InputError
from dpgraph.terms import STATUSES, TYPES
from dpgraph.views.report import words as module
from dpgraph.views.report.telling import Teller, spaced
from dpgraph.views.report.words import LANGUAGES, Words, read_words

HERE = Path(module.__file__).parent
# What only a language needs that tells the findings in its own words, or translates what documents name.
OWN = {"findings", "extras", "caveats", "indicators", "counters"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def keys(texts: dict[str, Any]) -> dict[str, Any]:
    return {f"{part}.{name}": text for part, t in texts.items() if part not in OWN for name, text in t.items()}


def blanks(text: Any) -> set[str]:
    texts = [text] if isinstance(text, str) else text if isinstance(text, list) else []
    return {name for t in texts for _, name, _, _ in string.Formatter().parse(t) if name}


def used() -> Iterator[str]:
    for file in (*HERE.glob("*.py"), *HERE.glob("templates/*.html")):
        text = file.read_text(encoding="utf-8")
        yield from re.findall(r'\b(?:t|t\.part|words|say|self\.words)\("([a-z_]+\.[A-Za-z_]+)"', text)


def test_there_are_english_and_chinese() -> None:
    assert LANGUAGES == ("en", "zh")
    with pytest.raises(InputError, match=r"'fr'.*Allowed: en, zh"):
        read_words("fr")


def test_every_language_has_the_same_keys_with_the_same_blanks() -> None:
    english, chinese = (keys(dict(read_words(language).texts)) for language in LANGUAGES)
    assert english.keys() == chinese.keys()
    assert {k: blanks(v) for k, v in english.items()} == {k: blanks(v) for k, v in chinese.items()}
    assert all(len(english[k]) == len(chinese[k]) for k in ("method.steps", "method.limits"))


def test_every_key_that_is_asked_for_is_there() -> None:
    there, asked = keys(dict(read_words("zh").texts)), set(used())
    assert len(asked) > 40
    assert {key for key in asked if key not in there and not key.startswith("extras.")} == set()


def test_every_chinese_text_is_chinese() -> None:
    left = {key for key, text in keys(dict(read_words("zh").texts)).items() if not CHINESE.search(str(text))}
    assert left == {"sources.unknown", "meaning.other", "figures.undated"}  # a dash, nothing, and an indicator's name


def test_every_type_and_status_has_a_name() -> None:
    for language in LANGUAGES:
        words = read_words(language)
        assert {*TYPES, "Other"} == set(words.part("types"))
        assert set(STATUSES) == set(words.part("statuses"))


def test_types_and_statuses_are_called_in_chinese_as_the_ontology_calls_them() -> None:
    graph, words = Graph(), read_words("zh")
    for file in assets.folder("ontology").rglob("*.ttl"):
        graph.parse(file)
    dpg = Namespace(iris.PREFIXES["dpg"])
    for name in TYPES:
        called = {str(o) for o in graph.objects(dpg[name], SKOS.prefLabel) if o.language == "zh"}
        assert words(f"types.{name}") in called | {"地点", "人物"}, name
    statuses = {str(o) for s in set(graph.subjects(SKOS.prefLabel)) for o in graph.objects(s, SKOS.prefLabel)}
    assert {words(f"statuses.{status}") for status in STATUSES} <= statuses


@pytest.mark.parametrize("place", ["tiny", "shipped"])
def test_every_finding_and_caveat_is_told_in_chinese(place: str, request: pytest.FixtureRequest) -> None:
    held: Held = request.getfixturevalue(place)
    teller = Teller(read_words("zh"), held.ecosystem, {d: f"[{n}]" for n, d in enumerate(held.documents, 1)})
    told = [teller.tell(f) for f in held.findings]
    assert {f.kind for f in held.findings} >= {"S1", "S2", "S3", "S4", "S5", "O1", "O2", "O3", "O5", "O6"}
    assert [(t.id, t.title) for t in told if t.language != "zh"] == []
    assert {c for t in told for c, language in t.caveats if language != "zh"} == set()
    assert all(CHINESE.search(text) for t in told for text in (t.title, t.reason, t.settle))


def test_english_tells_a_finding_in_its_own_words(tiny: Held) -> None:
    report, findings = tiny.report("en"), {f.id: f for f in tiny.findings}
    for told in (t for part in report.parts for t in part.told):
        assert told.title.lower() == findings[told.id].title.lower()
        assert told.settle == findings[told.id].settle


@pytest.mark.parametrize(
    ("value", "unit", "english", "chinese"),
    [
        (17958000000.0, "CNY", "17.958 billion yuan", "179.58亿元"),
        (500.0, "CNY", "500 yuan", "500元"),
        (-38.4, "%", "-38.4%", "-38.4%"),
        (120000.0, "reader", "120,000 readers", "12万人"),
        (1.0, "museum", "1 museum", "1 museum"),
        (2.0, "museum", "2 museums", "2 museums"),
        (8313000000.000001, "CNY", "8.313 billion yuan", "83.13亿元"),
        (0.0, "USD", "0 US dollars", "0美元"),
    ],
)
def test_amounts(value: float, unit: str, english: str, chinese: str) -> None:
    assert read_words("en").amount(value, unit) == english
    assert read_words("zh").amount(value, unit) == chinese


def test_names_are_in_the_language_where_they_are_known(tiny: Held) -> None:
    harbor, ferry = (iris.PREFIXES["dpr"] + name for name in ("harbor-press", "ferry-books"))
    english, chinese = map(read_words, LANGUAGES)
    assert (english.name(tiny.ecosystem, harbor), chinese.name(tiny.ecosystem, harbor)) == (
        "Harbor Press",
        "港口出版社",
    )
    assert chinese.name(tiny.ecosystem, ferry) == "Ferry Books"


def test_lists() -> None:
    english, chinese = map(read_words, LANGUAGES)
    assert [w.listed([]) for w in (english, chinese)] == ["", ""]
    assert english.listed("abcdef") == "a, b, c, d and 2 more"
    assert english.listed("aab") == "a and b"
    assert chinese.listed("甲乙") == "甲、乙"


def test_chinese_and_latin_words_stand_apart() -> None:
    assert spaced("《Plan A》由Harbor负责") == "《Plan A》由 Harbor 负责"


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words("xx", {"report": {}})("report.title")
