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
    "a process beside this one ended before its work was done; out of memory, or a script that does its own work "
    'outside of if __name__ == "__main__"? Allowed: 1 job'
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

    Raises `GraphError` when one of them ends too early, or there is no place for the file that tells them what to do.
    """
    with _told(start, given) as told:
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
def _told(start: Callable[..., object], given: tuple[object, ...]) -> Iterator[Path]:
    """A file of how to begin: to hand that over to a process we would have to wait until it has loaded all it needs."""
    try:
        place = TemporaryDirectory()
        told = Path(place.name, "told")
        told.write_bytes(pickle.dumps((start, given)))
    except OSError as error:
        raise GraphError(
            f"no file can be written for the processes beside this one: {error}. Allowed: 1 job"
        ) from error
    with place:
        yield told


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
