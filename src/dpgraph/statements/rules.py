"""The rules by which sentences state relations: data in `rules.toml`, one record each here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from dpgraph.errors import InputError

_RULES = Path(__file__).with_name("rules.toml")


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to state a relation; the head of `rules.toml` says what each field means."""

    name: str
    predicate: str
    frame: str
    confidence: float
    words: frozenset[str]
    subject: str
    object: tuple[str, ...]
    through: frozenset[str]
    types: tuple[frozenset[str], frozenset[str]] | None
    only: Mapping[str, frozenset[str]]
    status: str | None
    reverse: bool
    speaker: bool
    literal: bool
    accept: tuple[tuple[str, str, str], ...]
    reject: tuple[str, ...]


# What a rule in a file may say.
FIELDS = tuple(f.name for f in fields(Rule))
_own: ContextVar[tuple[Rule, ...]] = ContextVar("_own", default=())


def rules() -> tuple[Rule, ...]:
    """The shipped rules, and those that `with_rules` adds."""
    return (*shipped_rules(), *own_rules())


def own_rules() -> tuple[Rule, ...]:
    """Those that `with_rules` adds."""
    return _own.get()


@contextmanager
def with_rules(own: tuple[Rule, ...]) -> Iterator[None]:
    """Adds rules for as long as the block lasts."""
    token = _own.set(own)
    try:
        yield
    finally:
        _own.reset(token)


@cache
def shipped_rules() -> tuple[Rule, ...]:
    """The rules of `rules.toml`."""
    return read_rules(_RULES)


def read_rules(path: Path) -> tuple[Rule, ...]:
    """The rules of a file; `InputError` when it is not one."""
    try:
        return tuple(_rule(entry) for entry in tomllib.loads(path.read_text(encoding="utf-8"))["rule"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(f"{path}: not a file of rules ({error})") from None


def _rule(entry: Mapping[str, Any]) -> Rule:
    objects = entry.get("object", "direct")
    types = entry.get("types")
    return Rule(
        name=entry["name"],
        predicate=entry["predicate"],
        frame=entry["frame"],
        confidence=entry["confidence"],
        words=frozenset(entry.get("words", ())),
        subject=entry.get("subject", "agent"),
        object=(objects,) if isinstance(objects, str) else tuple(objects),
        through=frozenset(entry.get("through", ())),
        types=(frozenset(types[0].split("|")), frozenset(types[1].split("|"))) if types else None,
        only={verb: frozenset(kinds) for verb, kinds in entry.get("only", {}).items()},
        status=entry.get("status"),
        reverse=entry.get("reverse", False),
        speaker=entry.get("speaker", False),
        literal=entry.get("literal", False),
        accept=tuple((a[0], a[1], a[2]) for a in entry.get("accept", ()) if a[1]),
        reject=tuple(entry.get("reject", ())),
    )
