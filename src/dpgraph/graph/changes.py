"""An update that says itself what it adds and takes away, quad by quad: INSERT DATA and DELETE DATA.

Most updates are of this kind, and what follows from them can be told without looking through the whole store.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.graph.asking import bare, prologue

_DATA = re.compile(r"\s*(INSERT|DELETE)\s+DATA\s*\{(.*)\}\s*", re.IGNORECASE | re.DOTALL)
_PREFIXES = "".join(f"PREFIX {prefix}: <{base}>\n" for prefix, base in iris.PREFIXES.items())


@dataclass(frozen=True, slots=True)
class Change:
    """Quads that are added, or taken away."""

    adds: bool
    quads: tuple[ox.Quad, ...]


def read_changes(text: str) -> tuple[Change, ...]:
    """The changes that an update makes, one after the other; none when it says anything else, or cannot be read.

    >>> [(change.adds, len(change.quads)) for change in read_changes("INSERT DATA { dpr:a dpg:operates dpr:b }")]
    [(True, 1)]
    >>> read_changes("DELETE WHERE { ?s ?p ?o }")
    ()
    """
    declared, changes = _PREFIXES, []
    for operation in _operations(text):
        head = prologue(operation)
        declared += f"{head}\n"
        found = _DATA.fullmatch(operation, len(head))
        change = _change(found[1].upper() == "INSERT", declared, found[2]) if found else None
        if change is None:
            return ()
        changes.append(change)
    return tuple(changes)


def _change(adds: bool, declared: str, block: str) -> Change | None:
    """The quads of a block; None where they cannot be told.

    TriG writes them as SPARQL does, but for a dot here and there. What blank nodes are called is for the store to say.
    """
    quads = _quads(f"{declared}{block}") or _quads(f"{declared}{block} .") or ()
    blank = any(isinstance(term, ox.BlankNode) for quad in quads for term in (quad.subject, quad.object))
    return Change(adds, quads) if quads and not blank else None


def _quads(trig: str) -> tuple[ox.Quad, ...]:
    try:
        return tuple(ox.parse(trig, format=ox.RdfFormat.TRIG))
    except SyntaxError:
        return ()


def _operations(text: str) -> Iterator[str]:
    """The parts of an update between the semicolons that stand outside of braces."""
    depth = start = 0
    for place, sign in enumerate(bare(text)):
        depth += (sign == "{") - (sign == "}")
        if sign == ";" and depth == 0:
            yield text[start:place]
            start = place + 1
    if text[start:].strip():
        yield text[start:]
