"""Processes of our own beside this one: the same answers in the same order, on as many cores as there are."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from dpgraph.errors import GraphError
from dpgraph.pauses import no_cycles_sought

MOST_PROCESSES = 8
ENDED = (
    "a process beside this one ended before its work was done; out of memory, or started by a script whose first lines "
    'do not stand under if __name__ == "__main__"? Allowed: 1 job'
)
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fitting(work: int) -> int:
    """As many processes as there is work for, up to the number of cores; `work` is how many it would keep busy."""
    return max(1, min(cores(), MOST_PROCESSES, work))


@contextmanager
def processes(jobs: int, start: Callable[..., object], *given: object) -> Iterator[ProcessPoolExecutor]:
    """So many processes, each made ready by `start(*given)`; they are on their way at once and end with the context.

    Raises `GraphError` when one of them ends too early.
    """
    with TemporaryDirectory() as place:
        # By a file: to hand it over when they start, we would have to wait until each has loaded what it needs.
        told = Path(place, "told")
        told.write_bytes(pickle.dumps((start, given)))
        pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (told,))
        try:
            with _alone():
                for _ in range(jobs):
                    pool.submit(int)  # a process is started when there is something to do for it
            yield pool
        except BrokenProcessPool:
            raise GraphError(ENDED) from None
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Processes started here multiply matrices in one thread each: more would get into each other's way."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ |= dict.fromkeys(THREADS, "1")
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _begin(told: Path) -> None:
    """Makes a process ready, for good; an interrupt is for the one that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    with no_cycles_sought():
        start, given = pickle.loads(told.read_bytes())
    start(*given)


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone, however that ended."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
