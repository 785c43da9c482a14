from __future__ import annotations

import copy
import importlib.util
import json
import random
from pathlib import Path
from typing import Any

import pytest

from dpgraph.errors import InputError, NotFound
from dpgraph.statements.scoring import Score, confusions, faults, read_gold, score


def entity(ident: str, kind: str, name: str, *aliases: str) -> dict[str, Any]:
    return {"id": ident, "type": kind, "name": name, "aliases": list(aliases), "alt_types": []}


def relation(subject: str, predicate: str, object_: str) -> dict[str, Any]:
    return {"subject": subject, "predicate": predicate, "object": object_, "evidence": f"{subject} to {object_}"}


def figure(value: float, unit: str, year: int | None = None) -> dict[str, Any]:
    return {"subject": None, "indicator": "users", "value": value, "unit": unit, "year": year, "evidence": "so many"}


GOLD = {
    "document": "a.txt",
    "entities": [
        entity("e1", "Organization", "Harbor Press", "Harbor"),
        entity("e2", "Platform", "LearnPort platform"),
        entity("e3", "Publication", "River Crafts") | {"alt_types": ["Organization"]},
        entity("e4", "Organization", "Mill House"),
    ],
    "relations": [
        relation("e1", "operates", "e2"),
        relation("e4", "publishes", "e3"),
        relation("e1", "collaboratesWith", "e4"),
    ],
    "observations": [figure(40000, "user", 2022), figure(12, "yuan")],
}


def scored(**changes: list[dict[str, Any]]) -> dict[str, Score]:
    return score({"a.txt": GOLD}, {"a.txt": GOLD | changes})


def test_the_gold_itself_is_perfect() -> None:
    scores = scored()
    assert scores["entities strict"] == Score(4, 4, 4)
    assert scores["relations"] == Score(3, 3, 3)
    assert scores["observations"] == Score(2, 2, 2)
    assert all(s.f1 == 1.0 for s in scores.values())


def test_nothing_predicted_is_nothing_found() -> None:
    scores = score({"a.txt": GOLD}, {})
    assert (scores["entities strict"], scores["relations"]) == (Score(0, 0, 4), Score(0, 0, 3))
    assert (scores["relations"].precision, scores["relations"].f1) == (0.0, 0.0)


def test_an_alias_or_a_mention_is_enough() -> None:
    by_alias = entity("x", "Organization", "The “Harbor”")
    by_mention = entity("y", "Organization", "The House") | {
        "mentions": [{"start": 0, "end": 10, "text": "Mill House"}]
    }
    assert scored(entities=[by_alias, by_mention], relations=[])["entities strict"] == Score(2, 2, 4)


def test_shared_words_count_leniently_alone() -> None:
    scores = scored(entities=[entity("x", "Platform", "LearnPort")], relations=[])
    assert (scores["entities strict"].hits, scores["entities lenient"].hits) == (0, 1)


def test_an_alternative_type_is_right() -> None:
    scores = scored(entities=[entity("x", "Organization", "River Crafts")], relations=[])
    assert (scores["entities strict"].hits, scores["type Publication"].hits) == (1, 1)


def test_a_wrong_type_is_a_confusion() -> None:
    wrong = {"a.txt": GOLD | {"entities": [entity("x", "Fund", "Harbor Press")], "relations": []}}
    assert confusions({"a.txt": GOLD}, wrong) == [("Organization", "Fund", 1)]
    assert score({"a.txt": GOLD}, wrong)["type Fund"] == Score(0, 1, 0)


def test_collaboration_holds_both_ways_and_operating_does_not() -> None:
    turned = [relation("e4", "collaboratesWith", "e1"), relation("e2", "operates", "e1")]
    assert scored(relations=turned)["relations"] == Score(1, 2, 3)


def test_the_ends_of_a_relation_may_have_another_type() -> None:
    entities = [entity("x", "Fund", "Harbor"), entity("y", "Fund", "LearnPort")]
    assert scored(entities=entities, relations=[relation("x", "operates", "y")])["relations"] == Score(1, 1, 3)


def test_every_relation_between_strangers_is_an_extra() -> None:
    strangers = [entity("x", "Fund", "Nobody"), entity("y", "Fund", "Nothing")]
    found = [relation("x", "funds", "y"), relation("y", "funds", "x")]
    assert scored(entities=strangers, relations=found)["predicate funds"] == Score(0, 2, 0)


@pytest.mark.parametrize(
    ("found", "hits"),
    [
        (figure(40000, "users", 2022), 1),
        (figure(40000, "user"), 0),
        (figure(12, "RMB", 2020), 1),
        (figure(12.1, "CNY"), 0),
        (figure(12, "USD"), 0),
    ],
)
def test_figures_match_on_value_unit_and_a_stated_year(found: dict[str, Any], hits: int) -> None:
    assert scored(observations=[found])["observations"].hits == hits


def test_faults_name_what_was_missed_and_what_is_extra() -> None:
    predicted = GOLD | {"relations": [relation("e1", "publishes", "e3"), *GOLD["relations"][:2]], "observations": []}  # type: ignore[index]
    told = [(f.kind, f.what) for f in faults({"a.txt": GOLD}, {"a.txt": predicted})]
    assert told == [
        ("relation missed", "Harbor Press collaboratesWith Mill House"),
        ("relation extra", "Harbor Press publishes River Crafts"),
        ("observation missed", "40000 user (users)"),
        ("observation missed", "12 yuan (users)"),
    ]


def write_gold(folder: Path, doc: str, text: str | None = "Text.") -> Path:
    (folder / "texts").mkdir()
    (folder / "a.json").write_text(doc)
    if text is not None:
        (folder / "texts" / "a.txt").write_text(text)
    return folder


def test_gold_is_read_with_its_texts(tmp_path: Path) -> None:
    gold = read_gold(write_gold(tmp_path, json.dumps(GOLD)))
    assert gold == {"a.txt": (GOLD, tmp_path / "texts" / "a.txt")}


@pytest.mark.parametrize("doc", ["{", "[]", "{}", '{"document": 5}', '"a.txt"', '{"document": "a.txt"}'])
def test_what_is_no_annotation_is_refused(tmp_path: Path, doc: str) -> None:
    with pytest.raises(InputError, match=r"a\.json: not an annotation in the guide's form"):
        read_gold(write_gold(tmp_path, doc))


def test_gold_without_its_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"texts/a\.txt: no such file; a\.json annotates it"):
        read_gold(write_gold(tmp_path, json.dumps(GOLD), text=None))


def test_no_gold(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no annotations in it; allowed: "):
        read_gold(tmp_path)
    with pytest.raises(NotFound, match="no such folder"):
        read_gold(tmp_path / "nowhere")


def disturbed(gold: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A prediction such as a poor extractor makes of a gold document: things left out, renamed, retyped, mixed up."""
    doc = copy.deepcopy(gold)
    kinds = [e["type"] for e in doc["entities"]]
    for e in doc["entities"]:
        e["type"] = chance.choice(kinds) if chance.random() < 0.2 else e["type"]
        words = e["name"].split()
        e["name"] = " ".join(words[1:] or words) if chance.random() < 0.3 else e["name"]
        e["aliases"] = e.get("aliases", []) if chance.random() < 0.5 else []
    doc["entities"].append(entity("stranger", chance.choice(kinds), "Somebody Else"))
    ids = [e["id"] for e in doc["entities"]]
    for r in doc["relations"]:
        if chance.random() < 0.3:
            r[chance.choice(["subject", "object"])] = chance.choice(ids)
    for o in doc.get("observations", []):
        o["year"] = chance.choice([o.get("year"), None, 2017])
        o["unit"] = chance.choice([o["unit"], "yuan", "percent"])
    for part in ("relations", "observations"):
        doc[part] = [x for x in doc.get(part, []) if chance.random() < 0.8]
    return doc


def test_the_figures_are_those_of_the_reference_scorer(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("reference_scorer", shared / "eval" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    gold = {name: doc for name, (doc, _) in read_gold(shared / "gold").items()}
    chance = random.Random(7)
    for _ in range(10):
        predicted = {name: disturbed(dict(doc), chance) for name, doc in gold.items()}
        theirs, ours = reference.score(gold, predicted), score(gold, predicted)
        for name, own in ours.items():
            same = theirs[name if name in theirs else f"  {name.split(' ')[1]}"]
            assert (own.precision, own.recall, own.f1) == pytest.approx((same["p"], same["r"], same["f1"])), name
            assert (own.gold, own.predicted) == (same["gold"], same["predicted"]), name
