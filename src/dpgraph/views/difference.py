"""What became of a graph: what appeared, vanished, or changed its status from one build to the next."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from dpgraph.errors import NotFound
from dpgraph.settings import FLOORS

COLUMNS = ("change", "kind", "what", "before", "after")
CHANGES = ("appeared", "vanished", "changed")
_KINDS = ("document", "entity", "statement", "observation", "finding")

Said: TypeAlias = Mapping[str, str]
Key: TypeAlias = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: `change` is one of `CHANGES`; `before` and `after` are empty where there was or is nothing."""

    change: str
    kind: str
    what: str
    before: str
    after: str


def differences(old: Path, new: Path) -> tuple[Change, ...]:
    """The differences between two builds, by kind and then by name.

    A document is compared by its content, an entity by its class, a statement and an observation by its statuses and
    a finding by its state. Raises `NotFound` when a folder is no build.
    """
    before, after = _contents(old), _contents(new)
    keys = sorted(before.keys() | after.keys(), key=lambda key: (_KINDS.index(key[0]), key[1]))
    found = (_change(key, before.get(key, ""), after.get(key, "")) for key in keys)
    return tuple(change for change in found if change)


def _change(key: Key, before: str, after: str) -> Change | None:
    if before == after:
        return None
    change = "appeared" if not before else "vanished" if not after else "changed"
    return Change(change, *key, before, after)


def _contents(build: Path) -> dict[Key, str]:
    """All that a build holds by kind and name, with what is compared of it."""
    entities = [*_lines(build, Path(FLOORS[2], "entities.jsonl"))]
    names = {e["iri"]: e["name"] for e in entities}
    statements = _joined((_sentence(s, names), s["status"]) for s in _lines(build, Path(FLOORS[2], "statements.jsonl")))
    figures = _joined((_figure(o, names), o["status"]) for o in _lines(build, Path(FLOORS[2], "observations.jsonl")))
    documents = _lines(build, Path(FLOORS[0], "documents.jsonl"))
    return {
        **{("document", d["id"]): f"sha256 {d['sha256'][:12]}" for d in documents},
        **{("entity", e["name"]): e["cls"] for e in entities},
        **{("statement", what): statuses for what, statuses in statements.items()},
        **{("observation", what): statuses for what, statuses in figures.items()},
        **{("finding", f"{f['kind']} {f['title']}"): f["state"] for f in _findings(build)},
    }


def _lines(build: Path, name: Path) -> Iterator[dict[str, Any]]:
    path = build / name
    if not path.is_file():
        raise NotFound(
            f"{build}: no build, there is no {name} in it; allowed: folders that dpgraph build --out has written"
        )
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _findings(build: Path) -> Iterator[dict[str, Any]]:
    for path in sorted((build / FLOORS[4]).glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        yield from (f for f in found if isinstance(f, dict) and {"kind", "title", "state"} <= f.keys())


def _joined(said: Iterator[tuple[str, str]]) -> dict[str, str]:
    """Statuses by what is said; one thing may be said with several."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for what, status in said:
        found[what].append(status)
    return {what: ", ".join(sorted(statuses)) for what, statuses in found.items()}


def _sentence(statement: Mapping[str, Any], names: Said) -> str:
    subject, object_ = (names.get(statement[end], statement[end]) for end in ("subject", "object"))
    return f"{subject} {statement['predicate']} {object_}"


def _figure(observation: Mapping[str, Any], names: Said) -> str:
    about = names.get(observation["subject"] or "", observation["subject"] or "somebody")
    parts = (observation["indicator"], observation["qualifier"], f"{observation['value']:,.12g}", observation["unit"])
    year = f" ({observation['year']})" if observation["year"] else ""
    return f"{about}: {' '.join(p for p in parts if p)}{year}"
