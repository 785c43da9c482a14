"""Workers, each answering one query at a time; one that takes too long is killed and another takes its place."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from dpgraph.server.frames import HEAD, packed_job, unpacked
from dpgraph.server.limits import Limits, too_busy, too_hungry, too_slow


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the client."""

    status: int
    type: str
    body: bytes


class Pool:
    """As many workers as the limits say, on one build."""

    def __init__(
        self,
        folder: Path,
        limits: Limits,
        writable: bool = False,
        allow_service: bool = False,
        other: Path | None = None,
    ) -> None:
        self.limits = limits
        said: dict[str, Any] = {
            "folder": str(folder),
            "limits": asdict(limits),
            "writable": writable,
            "allow_service": allow_service,
        }
        said["other"] = str(other) if other else None
        self._settings = packed_job(said)
        self._idle: asyncio.Queue[_Worker] = asyncio.LifoQueue()  # the last one to work has its memory warm
        self._all: set[_Worker] = set()
        self._asked = 0

    async def start(self) -> None:
        """Starts the workers."""
        for _ in range(self.limits.workers):
            await self._add()

    async def stop(self) -> None:
        """Ends the workers, whatever they do."""
        for worker in tuple(self._all):
            self._end(worker)

    async def ask(self, job: dict[str, Any]) -> Answer:
        """The answer to a job. Raises Refused when there are too many, or it takes too much time or memory."""
        if self._asked >= self.limits.workers + self.limits.waiting:
            raise too_busy(self.limits)
        self._asked += 1
        try:
            worker = await self._free()
            return await self._asked_of(worker, packed_job(job))
        finally:
            self._asked -= 1

    async def _free(self) -> _Worker:
        """A worker that has nothing to do; in the place of one that has ended meanwhile, another."""
        while not (worker := await self._next()).is_alive:
            await self._replace(worker)
        return worker

    async def _next(self) -> _Worker:
        """An idle worker, or the first that becomes so within the time that a query may take."""
        if not self._idle.empty():
            return self._idle.get_nowait()
        try:
            return await asyncio.wait_for(self._idle.get(), self.limits.seconds)
        except TimeoutError:
            raise too_busy(self.limits) from None

    async def _asked_of(self, worker: _Worker, job: bytes) -> Answer:
        """The worker's answer; it is put back among the idle only when it has given one."""
        try:
            answer = await worker.ask(job, self.limits.seconds)
        except TimeoutError:
            await self._replace(worker)
            raise too_slow(self.limits) from None
        except ConnectionError:
            await self._replace(worker)
            raise too_hungry(self.limits) from None  # nothing else ends a worker in the middle of a query
        except asyncio.CancelledError:
            self._end(worker)
            raise
        self._idle.put_nowait(worker)
        return answer

    async def _replace(self, worker: _Worker) -> None:
        self._end(worker)
        await self._add()

    async def _add(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "dpgraph.server.worker"]
            process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=theirs.fileno())
        _, worker = await asyncio.get_running_loop().create_connection(lambda: _Worker(process), sock=ours)
        worker.send(self._settings)
        self._all.add(worker)
        self._idle.put_nowait(worker)

    def _end(self, worker: _Worker) -> None:
        self._all.discard(worker)
        worker.end()


class _Worker(asyncio.Protocol):
    """A worker process at the other end of a socket."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._transport: asyncio.WriteTransport | None = None
        self._received = bytearray()
        self._answer: asyncio.Future[Answer] | None = None

    @property
    def is_alive(self) -> bool:
        return self._transport is not None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.WriteTransport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionResetError("the worker has ended"))

    def data_received(self, data: bytes) -> None:
        self._received += data
        if len(self._received) < HEAD.size or self._answer is None:
            return
        found = unpacked(self._received)
        if found is not None and not self._answer.done():
            self._answer.set_result(Answer(*found))
            self._received.clear()

    def send(self, job: bytes) -> None:
        if self._transport is None:
            raise ConnectionResetError("the worker has ended")
        self._transport.write(job)

    async def ask(self, job: bytes, seconds: float) -> Answer:
        """The answer to a job; ConnectionError when the worker ends before it, TimeoutError when time does."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Answer] = loop.create_future()
        self._answer = answer
        timer = loop.call_later(seconds, _give_up, answer)  # asyncio.timeout does the same for five times the price
        try:
            self.send(job)
            return await answer
        finally:
            timer.cancel()

    def end(self) -> None:
        if self._transport is not None:
            self._transport.close()
        self._process.kill()
        self._process.wait()


def _give_up(answer: asyncio.Future[Answer]) -> None:
    if not answer.done():
        answer.set_exception(TimeoutError())
