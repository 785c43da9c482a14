"""Extraction of many documents: from the cache what is there, the rest in one process or in several."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from dpgraph.errors import GraphError
from dpgraph.mentions.register import Register
from dpgraph.processes import ENDED, MOST_PROCESSES, fitting, processes
from dpgraph.records import Document, Ontology
from dpgraph.statements.cache import Cache, context
from dpgraph.statements.extraction import Extraction, extractor
from dpgraph.statements.wording import Wording, current, spoken

# So many characters keep a process busy for as long as it takes to start one.
WORTH_A_PROCESS = 100_000
_AHEAD = 4

Make = Callable[[Document], Callable[[], Extraction]]


def extract_all(
    documents: Sequence[Document],
    register: Register,
    ontology: Ontology,
    *,
    jobs: int | None = 1,
    kept: tuple[Path, Path] | None = None,
) -> Iterator[Extraction]:
    """An Extraction of each document, in their order and the same whatever the number of processes.

    `jobs` is that number; None takes as many as there are cores and new documents for. `kept` are two folders: where an
    earlier build has left its Extractions, and where this one leaves its own. Raises `GraphError` when a process dies.
    """
    cached = Cache(*kept, context(register, ontology)) if kept else None
    new = [d for d in documents if cached is None or not cached.has(d)]
    with _made_by(jobs or _fitting(new), register, ontology) as make:
        waiting: deque[Callable[[], Extraction]] = deque()
        for document in documents:
            waiting.append(_got(document, cached, make))
            if len(waiting) > _AHEAD * (jobs or MOST_PROCESSES):
                yield waiting.popleft()()
        yield from (get() for get in waiting)


def _fitting(documents: Iterable[Document]) -> int:
    return fitting(sum(len(d.text) for d in documents) // WORTH_A_PROCESS)


def _got(document: Document, cached: Cache | None, make: Make) -> Callable[[], Extraction]:
    """The way to a document's Extraction: from the cache, else made, and then kept there."""
    if cached is None:
        return make(document)
    found = cached.find(document)
    return (lambda: found) if found else partial(_kept, make(document), cached)


def _kept(get: Callable[[], Extraction], cached: Cache) -> Extraction:
    extraction = get()
    cached.keep(extraction)
    return extraction


@contextmanager
def _made_by(jobs: int, register: Register, ontology: Ontology) -> Iterator[Make]:
    """How to have an Extraction made: here when it is asked for, or from now on in other processes."""
    if jobs == 1:
        ready = cache(lambda: extractor(register, ontology))
        yield lambda document: lambda: ready()(document)
        return
    with processes(jobs, _start, register, ontology, current()) as pool:
        yield lambda document: partial(_result, pool.submit(_extract, document), document)


def _result(made: Future[Extraction], document: Document) -> Extraction:
    try:
        return replace(made.result(), document=document)
    except BrokenProcessPool:
        raise GraphError(f"{document.id}: {ENDED}") from None


_ready: list[Callable[[Document], Extraction]] = []
_held = ExitStack()


def _start(register: Register, ontology: Ontology, words: Wording) -> None:
    """Makes a process ready, for good."""
    _held.enter_context(spoken(words))
    _ready.append(extractor(register, ontology))


def _extract(document: Document) -> Extraction:
    return _ready[-1](document)
