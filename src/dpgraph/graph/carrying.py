"""The store of an earlier build, carried over to the next: only the quads that have gone or come are written.

To fill a store is most of the work of a build in which one document of a thousand has changed. Its files are never
changed, only added to, so the two stores share them where the disk allows links, and the earlier one stays as it is.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from dpgraph.documents.files import linked

MARK = "carried.json"
# After so many times a store is filled anew: what has gone leaves traces in it.
MOST = 8
# The greatest part of the quads that may differ: beyond it, to fill a store is quicker.
WORTH = 0.2
_UNTOLD = (MARK, "LOG", "LOCK")

Lay = Callable[[Iterable[ox.Quad]], Iterable[ox.Quad]]


def carry_store(old: Path, new: Path, gone: list[bytes], come: list[bytes], lay_out: Lay) -> bool:
    """Makes the store `new` out of the store `old`, less and more these lines of N-Quads; false where that cannot be.

    `lay_out` says how the quads lie in it. A line with a blank node cannot be carried: it has another name there.
    """
    if any(b"_:" in line for lines in (gone, come) for line in lines):
        return False
    try:
        _share(old, new)
        store = ox.Store(new)
        _take(store, gone, lay_out)
        store.bulk_extend(lay_out(_quads(come)))
        store.flush()
    except (OSError, RuntimeError):
        shutil.rmtree(new, ignore_errors=True)
        return False
    return True


def digest_of(graph: bytes) -> str:
    """What stands for the text of a graph in the mark of its store."""
    return sha256(graph).hexdigest()


def carried_times(store: Path, digest: str) -> int | None:
    """How often a store was carried since it was filled; None when it, or its text, is not as the build has left it."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads((store / MARK).read_text(encoding="utf-8"))
        times = int(said.pop("times"))
        return times if said == _state(store, digest) else None
    return None


def mark_store(store: Path, digest: str, times: int) -> None:
    """Notes how a store and its text are left, and how often it was carried."""
    said = {"times": times, **_state(store, digest)}
    (store / MARK).write_text(json.dumps(said, sort_keys=True) + "\n", encoding="utf-8")


def _state(store: Path, digest: str) -> dict[str, Any]:
    """What tells a store from one that something else has opened to write: then its files are others."""
    files = {path.name: path.stat().st_size for path in store.iterdir() if not path.name.startswith(_UNTOLD)}
    return {"engine": ox.__version__, "files": files, "graph": digest}


def _share(old: Path, new: Path) -> None:
    """The tables, which never change, by links; the few small files beside them as copies."""
    new.mkdir()
    for path in old.iterdir():
        if not path.name.startswith(_UNTOLD):
            (linked if path.suffix == ".sst" else shutil.copyfile)(path, new / path.name)


def _take(store: ox.Store, lines: list[bytes], lay_out: Lay) -> None:
    names = set()
    for quad in lay_out(_quads(lines)):
        store.remove(quad)
        names.add(quad.graph_name)
    for name in names:
        if next(store.quads_for_pattern(None, None, None, name), None) is None:
            store.remove_graph(name)


def _quads(lines: list[bytes]) -> Iterator[ox.Quad]:
    return iter(ox.parse(b"\n".join(lines), ox.RdfFormat.N_QUADS, lenient=True))
