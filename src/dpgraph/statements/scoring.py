"""Extraction measured against gold annotations, in the annotation guide's form.

Entities match strictly on type (or one of the gold's `alt_types`) and a shared surface form; leniently also on word
overlap (Jaccard of at least 0.5). Relations match on subject, predicate and object, their ends aligned leniently
whatever their type. Observations match on value and unit, and on year where the gold states one. Figures are micro
averages over all documents.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dpgraph.errors import InputError, NotFound
from dpgraph.mentions.register import normal

Doc = Mapping[str, Any]
Key = tuple[str, str, str]
_LENIENT = 0.5


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 (0 to 1; 0 where nothing was predicted or annotated) from three counts."""

    hits: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was predicted that is right."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.hits + other.hits, self.predicted + other.predicted, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something missed, extra or mistaken: in which document, what, and the sentence where it shows."""

    document: str
    kind: str
    what: str
    sentence: str


def read_gold(folder: Path) -> dict[str, tuple[Doc, Path]]:
    """The annotations of a folder by document name, each with its text under `texts/`.

    Raises `NotFound` without the folder or a text, `InputError` for a file that is no annotation.
    """
    if not folder.is_dir():
        raise NotFound(f"{folder}: no such folder")
    gold = {}
    for path in sorted(folder.glob("*.json")):
        try:
            doc = json.loads(path.read_text(encoding="utf-8"))
            name, _, _ = (doc[part] for part in ("document", "entities", "relations"))
            text = folder / "texts" / name
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(
                f"{path}: not an annotation in the guide's form ({type(error).__name__}: {error})"
            ) from None
        if not text.is_file():
            raise NotFound(f"{text}: no such file; {path.name} annotates it")
        gold[name] = (doc, text)
    if not gold:
        raise InputError(
            f"{folder}: no annotations in it; allowed: *.json in the guide's form, their texts under texts/"
        )
    return gold


def score(gold: Mapping[str, Doc], predicted: Mapping[str, Doc]) -> dict[str, Score]:
    """Scores by name: "entities strict" and "lenient", "relations", "observations", then "type T" and "predicate P"."""
    total: defaultdict[str, Score] = defaultdict(lambda: Score(0, 0, 0))
    for name, doc in gold.items():
        for what, part in _document_scores(doc, predicted.get(name, {})).items():
            total[what] += part
    return dict(total)


def faults(gold: Mapping[str, Doc], predicted: Mapping[str, Doc]) -> Iterator[Fault]:
    """Every miss and every extra, entities first."""
    for name, doc in gold.items():
        yield from _entity_faults(name, doc, predicted.get(name, {}))
        yield from _relation_faults(name, doc, predicted.get(name, {}))
        yield from _observation_faults(name, doc, predicted.get(name, {}))


def confusions(gold: Mapping[str, Doc], predicted: Mapping[str, Doc]) -> list[tuple[str, str, int]]:
    """How often an entity of one type was given another: (gold type, predicted type, count), most frequent first."""
    counts: Counter[tuple[str, str]] = Counter()
    for name, doc in gold.items():
        found = predicted.get(name, {}).get("entities", [])
        for p, g in _aligned(doc["entities"], found, typed=False).items():
            if not _same_type(doc["entities"][g], found[p]):
                counts[doc["entities"][g]["type"], found[p]["type"]] += 1
    return [(a, b, n) for (a, b), n in sorted(counts.items(), key=lambda x: (-x[1], x[0]))]


def reliability(gold: Mapping[str, Doc], predicted: Mapping[str, Doc]) -> list[tuple[float, float, int, float]]:
    """Whether a confidence means what it says: (from, to, relations, share that is right), for each tenth there is."""
    tenths: defaultdict[int, list[bool]] = defaultdict(list)
    for name, doc in gold.items():
        for confidence, is_right in judged(doc, predicted.get(name, {})):
            tenths[min(int(confidence * 10), 9)].append(is_right)
    return [(t / 10, (t + 1) / 10, len(hits), sum(hits) / len(hits)) for t, hits in sorted(tenths.items())]


def judged(gold: Doc, found: Doc) -> Iterator[tuple[float, bool]]:
    """The confidence of each relation found in a document, and whether it is right."""
    want, means = _gold_keys(gold), _meanings(gold, found)
    for r in found.get("relations", []):
        ends = means.get(r["subject"], "?"), means.get(r["object"], "?")
        yield r["confidence"], _key(ends[0], r["predicate"], ends[1]) in want


def _document_scores(gold: Doc, found: Doc) -> dict[str, Score]:
    ge, pe = gold["entities"], found.get("entities", [])
    strict = _aligned(ge, pe, typed=True)
    lenient = _aligned(ge, pe, typed=True, overlap=True)
    scores = {
        "entities strict": Score(len(strict), len(pe), len(ge)),
        "entities lenient": Score(len(lenient), len(pe), len(ge)),
    }
    for kind in sorted({e["type"] for e in (*ge, *pe)}):
        hits = sum(ge[g]["type"] == kind for g in strict.values())
        wrong = sum(p["type"] == kind for i, p in enumerate(pe) if i not in strict)
        scores[f"type {kind}"] = Score(hits, hits + wrong, sum(e["type"] == kind for e in ge))
    want, got = _gold_keys(gold), _found_keys(gold, found)
    scores["relations"] = Score(len(want & got), len(got), len(want))
    for predicate in sorted({k[1] for k in want | got}):
        w, g = ({k for k in keys if k[1] == predicate} for keys in (want, got))
        scores[f"predicate {predicate}"] = Score(len(w & g), len(g), len(w))
    hits = len(_matched_figures(gold, found))
    scores["observations"] = Score(hits, len(found.get("observations", [])), len(gold.get("observations", [])))
    return scores


def _forms(entity: Mapping[str, Any]) -> set[str]:
    found = [entity.get("name", ""), *entity.get("aliases", []), *(m["text"] for m in entity.get("mentions", []))]
    return {n for n in map(normal, found) if n}


def _overlap(a: Iterable[str], b: Iterable[str]) -> float:
    words = [(set(x.split()), set(y.split())) for x in a for y in b]
    return max((len(x & y) / len(x | y) for x, y in words if x | y), default=0.0)


def _same_type(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    return found.get("type") in {gold["type"], *gold.get("alt_types", [])}


def _aligned(
    gold: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]], *, typed: bool, overlap: bool = False
) -> dict[int, int]:
    """The best one-to-one alignment a greedy walk finds: index in `found` to index in `gold`."""
    gold_forms, found_forms = [_forms(e) for e in gold], [_forms(e) for e in found]
    pairs = []
    for i, p in enumerate(found):
        for j, g in enumerate(gold):
            same = _same_type(g, p)
            alike = (
                1.0 if found_forms[i] & gold_forms[j] else _overlap(found_forms[i], gold_forms[j]) if overlap else 0.0
            )
            if alike >= _LENIENT and (same or not typed):
                pairs.append((alike + 0.01 * same, -i, -j))
    taken: dict[int, int] = {}
    for _, i, j in sorted(pairs, reverse=True):
        if -i not in taken and -j not in taken.values():
            taken[-i] = -j
    return taken


def _meanings(gold: Doc, found: Doc) -> dict[str, str]:
    """Each predicted entity's id to the gold id that it means best; several may mean one."""
    forms = [(e["id"], _forms(e)) for e in gold["entities"]]
    means = {}
    for entity in found.get("entities", []):
        own = _forms(entity)
        best = max(((1.0 if own & f else _overlap(own, f), -i) for i, (_, f) in enumerate(forms)), default=(0.0, 0))
        if best[0] >= _LENIENT:
            means[entity["id"]] = forms[-best[1]][0]
    return means


def _key(subject: str, predicate: str, object_: str) -> Key:
    ends = sorted((subject, object_)) if predicate == "collaboratesWith" else [subject, object_]
    return ends[0], predicate, ends[1]


def _gold_keys(gold: Doc) -> set[Key]:
    return {_key(r["subject"], r["predicate"], r["object"]) for r in gold["relations"]}


def _found_keys(gold: Doc, found: Doc) -> set[Key]:
    """Predicted relations in the gold's ids; one whose ends mean nothing in the gold stands for itself."""
    means = _meanings(gold, found)
    keys = set()
    for i, r in enumerate(found.get("relations", [])):
        ends = means.get(r["subject"]), means.get(r["object"])
        keys.add(_key(ends[0], r["predicate"], ends[1]) if ends[0] and ends[1] else ("?", r["predicate"], f"?{i}"))
    return keys


def _unit(unit: str | None) -> str:
    text = normal(unit or "")
    text = {"yuan": "cny", "rmb": "cny", "percent": "%", "us$": "usd", "dollar": "usd", "dollars": "usd"}.get(
        text, text
    )
    last = text.split()[-1] if text.split() else text
    return re.sub(r"ies$", "y", last) if last.endswith("ies") else re.sub(r"(?<=[^s])s$", "", last)


def _matched_figures(gold: Doc, found: Doc) -> dict[int, int]:
    """Index of a predicted observation to that of the gold one it matches."""
    matched: dict[int, int] = {}
    for i, p in enumerate(found.get("observations", [])):
        for j, g in enumerate(gold.get("observations", [])):
            if j not in matched.values() and _same_figure(g, p):
                matched[i] = j
                break
    return matched


def _same_figure(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    same = math.isclose(float(found["value"]), float(gold["value"]), rel_tol=1e-6, abs_tol=1e-6)
    return (
        same and _unit(found.get("unit")) == _unit(gold.get("unit")) and gold.get("year") in (None, found.get("year"))
    )


def _entity_faults(name: str, gold: Doc, found: Doc) -> Iterator[Fault]:
    pe = found.get("entities", [])
    strict = _aligned(gold["entities"], pe, typed=True)
    for j, e in enumerate(gold["entities"]):
        if j not in strict.values():
            yield Fault(name, "entity missed", f"{e['type']} {e['name']}", "")
    for i, p in enumerate(pe):
        if i not in strict:
            yield Fault(name, "entity extra", f"{p['type']} {p['name']}", "")


def _relation_faults(name: str, gold: Doc, found: Doc) -> Iterator[Fault]:
    want, got, means = _gold_keys(gold), _found_keys(gold, found), _meanings(gold, found)
    names = {e["id"]: e["name"] for e in gold["entities"]}
    for r in gold["relations"]:
        if _key(r["subject"], r["predicate"], r["object"]) not in got:
            yield Fault(
                name, "relation missed", f"{names[r['subject']]} {r['predicate']} {names[r['object']]}", r["evidence"]
            )
    said = {e["id"]: e["name"] for e in found.get("entities", [])}
    for r in found.get("relations", []):
        ends = means.get(r["subject"], "?"), means.get(r["object"], "?")
        if _key(ends[0], r["predicate"], ends[1]) not in want:
            yield Fault(
                name, "relation extra", f"{said[r['subject']]} {r['predicate']} {said[r['object']]}", r["evidence"]
            )


def _observation_faults(name: str, gold: Doc, found: Doc) -> Iterator[Fault]:
    matched = _matched_figures(gold, found)
    for j, g in enumerate(gold.get("observations", [])):
        if j not in matched.values():
            yield Fault(name, "observation missed", f"{g['value']} {g['unit']} ({g['indicator']})", g["evidence"])
    for i, p in enumerate(found.get("observations", [])):
        if i not in matched:
            yield Fault(name, "observation extra", f"{p['value']} {p['unit']} ({p['indicator']})", p["evidence"])
