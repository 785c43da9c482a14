"""One worker: a process of its own that answers one job after another.

A query that runs too long cannot be stopped from within the engine, so it runs in a process that can be killed.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import QueryTriples

from dpgraph.errors import DpgraphError, NotFound, QueryError
from dpgraph.graph.asking import Result, Seen, evaluate
from dpgraph.graph.sparql import serialized
from dpgraph.graph.store import FLOOR, STORE, open_store, open_writable
from dpgraph.server.frames import packed, read_job
from dpgraph.server.limits import Limits, Refused, too_large
from dpgraph.server.negotiation import GRAPHS, ROWS, listed, media_type

if TYPE_CHECKING:
    from pyoxigraph import Store

    from dpgraph.graph.updating import Updating
    from dpgraph.views.site.explorer import Explorer


PAGE = {"type": "text/html; charset=utf-8"}


class Worker:
    """Answers jobs from the store of a build; opens it anew when a new build has taken its place."""

    def __init__(
        self,
        folder: Path,
        limits: Limits,
        writable: bool = False,
        allow_service: bool = False,
        other: str | None = None,
    ) -> None:
        self._folder, self._limits, self._other = folder, limits, other
        self._writable, self._allow_service = writable, allow_service
        self._current = folder / FLOOR / STORE / "CURRENT"
        self._mark: object = None
        self._store: Store | None = None
        self._updating: Updating | None = None  # the store of a worker that writes stays the same
        self._explorer: Explorer | None = None
        self._is_changed = False

    def answer(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The head (status and content type) and body of the answer; an error is one too."""
        try:
            head, body = getattr(self, f"_{job['do']}")(job)
        except Refused as error:
            return _said(error.status, str(error))
        except DpgraphError as error:
            return _said(404 if isinstance(error, NotFound) else 400 if isinstance(error, QueryError) else 500, error)
        except MemoryError:
            return _said(413, "The query needed more memory than is allowed here.")
        return {"status": 200, **head}, body

    def _query(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        seen = Seen(*map(tuple, job["seen"])) if job["seen"] is not None else None
        return evaluate(self.store, job["text"], lambda r: self._written(r, job), seen, self._allow_service)

    def _written(self, result: Result, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        graph = isinstance(result, QueryTriples)
        form = job["graph" if graph else "rows"]
        if form is None:
            raise Refused(406, f"The answer is a {'graph' if graph else 'table'}. "
                          f"Allowed in Accept: {listed(GRAPHS if graph else ROWS)}.")  # fmt: skip
        output = _Bounded(self._limits)
        serialized(result, form, output)  # type: ignore[arg-type]  # it only writes
        return {"type": media_type(form, graph)}, b"".join(output.parts)

    def _update(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        from dpgraph.graph.updating import Updating

        self._updating = self._updating or Updating(self.store, self._allow_service)
        self._updating.update(job["text"])
        self._explorer, self._is_changed = None, True
        return {"status": 204, "type": "text/plain"}, b""

    def _page(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        """The page of a thing: the explorer's where it has one."""
        from dpgraph.server.resources import page

        try:
            return self._view(job | {"given": {}})
        except NotFound:
            return PAGE, page(self.store, job["iri"]).encode()

    def _view(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        from dpgraph.views.site.addresses import Addresses

        return PAGE, self.explorer.page(job["path"], Addresses(), job["given"]).encode()

    def _data(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        from dpgraph.views.site.addresses import Addresses

        text = self.explorer.data(job["name"], Addresses(root=""))
        return {"type": "text/javascript; charset=utf-8"}, text.encode()

    def _describe(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        from dpgraph.graph.describing import description
        from dpgraph.server.resources import require

        require(self.store, job["iri"])
        return evaluate(self.store, description(job["iri"]), lambda r: self._written(r, job))

    def _void(self, job: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
        from dpgraph.server.description import void

        return {"type": media_type(job["graph"], True)}, void(self.store, job["base"], job["graph"])

    @property
    def store(self) -> Store:
        """The store as it is now."""
        mark = None if self._writable and self._store is not None else _mark(self._current)
        if self._store is None or mark != self._mark:
            self._store = (open_writable if self._writable else open_store)(self._folder)
            self._mark, self._explorer = None if self._writable else mark, None
        return self._store

    @property
    def explorer(self) -> Explorer:
        """The pages over the store as it is now."""
        from dpgraph.views.site.reading import explore

        store = self.store
        if self._explorer is None:
            self._explorer = explore(self._folder, store, Path(self._other) if self._other else None, self._is_changed)
        return self._explorer


class _Bounded:
    """A file that keeps what is written, up to a limit."""

    def __init__(self, limits: Limits) -> None:
        self.parts: list[bytes] = []
        self._left, self._limits = limits.result_bytes, limits

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise too_large(self._limits)
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def _said(status: int, message: object) -> tuple[dict[str, Any], bytes]:
    return {"status": status, "type": "text/plain; charset=utf-8"}, f"{message}\n".encode()


def _mark(file: Path) -> object:
    """What changes when a build is replaced by another."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def serve_jobs(worker: Worker, limits: Limits, jobs: IO[bytes], out: IO[bytes]) -> None:
    """Answers one job after another until there are no more."""
    while (job := read_job(jobs)) is not None:
        _alarm(limits.seconds + 5)
        head, body = worker.answer(job)
        _alarm(0)
        out.write(packed(head["status"], head["type"], body))
        out.flush()


def _alarm(seconds: float) -> None:
    """Ends this process when nobody else has: its parent may be gone."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))


def main() -> None:
    """Reads the settings, then the jobs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server, which then ends the workers
    said = read_job(sys.stdin.buffer) or {}
    limits = Limits(**said.pop("limits"))
    _bound_memory(limits.memory_bytes)
    worker = Worker(Path(said.pop("folder")), limits, **said)
    serve_jobs(worker, limits, sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
