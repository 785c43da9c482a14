"""What a corpus adds to the words that documents are read with: its own head nouns and rules, as data files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dpgraph.errors import InputError, allowed
from dpgraph.mentions.lexicon import Head, own_heads, with_heads
from dpgraph.records import Ontology
from dpgraph.statements.frames import FRAMES
from dpgraph.statements.rules import FIELDS, Rule, own_rules, read_rules, shipped_rules, with_rules

HEADS, RULES = "heads.toml", "rules.toml"


@dataclass(frozen=True, slots=True)
class Wording:
    """Head nouns with their (type, class), and rules, beside the shipped ones. An own noun wins over a shipped one."""

    heads: Mapping[str, Head] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()


def read_wording(folder: Path, ontology: Ontology) -> Wording:
    """The `heads.toml` and `rules.toml` of a corpus folder, where there are any.

    Raises `InputError` for a file of another form, and for a class, predicate, frame or type that does not exist.
    """
    heads, rules = folder / HEADS, folder / RULES
    return Wording(
        _heads(heads, ontology) if heads.is_file() else {}, _rules(rules, ontology) if rules.is_file() else ()
    )


@contextmanager
def spoken(wording: Wording) -> Iterator[None]:
    """Reads with this wording for as long as the block lasts, in this process."""
    with with_heads(wording.heads), with_rules(wording.rules):
        yield


def current() -> Wording:
    """The wording that is spoken now."""
    return Wording(own_heads(), own_rules())


def _heads(path: Path, ontology: Ontology) -> dict[str, Head]:
    found: dict[str, Head] = {}
    for kind, classes in _toml(path).items():
        if not isinstance(classes, dict):
            raise InputError(f'{path}: {kind}: no table; allowed: [Type] and below it Class = ["noun", ...]')
        for cls, nouns in classes.items():
            _check_class(path, kind, cls, ontology)
            if not (
                isinstance(nouns, list) and all(isinstance(n, str) and n == n.lower().strip() and n for n in nouns)
            ):
                raise InputError(f"{path}: {cls} = {nouns!r}; allowed: a list of nouns, singular and lower case")
            found |= dict.fromkeys(nouns, (kind, cls))
    return found


def _check_class(path: Path, kind: str, cls: str, ontology: Ontology) -> None:
    if cls not in ontology.classes:
        raise InputError(f"{path}: unknown class {cls!r}; {allowed(cls, ontology.classes)}")
    if ontology.top(cls) != kind:
        raise InputError(f"{path}: {cls} stands below [{kind}], but is a {ontology.top(cls)}")


def _rules(path: Path, ontology: Ontology) -> tuple[Rule, ...]:
    entries = _toml(path).get("rule")
    if not isinstance(entries, list):
        raise InputError(f"{path}: no rules in it; allowed: tables [[rule]]")
    for number, entry in enumerate(entries, 1):
        _check_rule(f"{path}: rule {entry.get('name') or number}", entry, ontology)
    rules = read_rules(path)
    taken = {rule.name for rule in shipped_rules()}
    for rule in rules:
        if rule.name in taken:
            raise InputError(f"{path}: rule {rule.name}: there is a rule of this name; allowed: another name")
        taken.add(rule.name)
    return rules


def _check_rule(place: str, entry: Mapping[str, Any], ontology: Ontology) -> None:
    for key in ("name", "predicate", "frame", "confidence"):
        if key not in entry:
            raise InputError(f"{place}: no {key}; needed: name, predicate, frame, confidence")
    for key in entry:
        if key not in FIELDS:
            raise InputError(f"{place}: unknown key {key!r}; {allowed(key, FIELDS)}")
    for key, names in (("predicate", ontology.properties), ("frame", FRAMES)):
        if entry[key] not in names:
            raise InputError(f"{place}: unknown {key} {entry[key]!r}; {allowed(str(entry[key]), names)}")
    if not all(isinstance(a, list) and len(a) == 3 and all(a) for a in entry.get("accept", ())):
        raise InputError(f"{place}: accept; allowed: sentences with two names each")
    sure = entry["confidence"]
    if not isinstance(sure, int | float) or not 0 < sure <= 1:
        raise InputError(f"{place}: confidence {sure!r}; allowed: a number above 0, up to 1")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})") from None
