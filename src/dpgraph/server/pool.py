"""Workers, each answering one query at a time; one that takes too long is killed and another takes its place."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dpgraph.server.limits import Limits, too_busy, too_hungry, too_slow

_LINE = 1 << 16


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the client."""

    status: int
    type: str
    body: bytes


class Pool:
    """As many workers as the limits say, on one build."""

    def __init__(self, folder: Path, limits: Limits, writable: bool = False, allow_service: bool = False) -> None:
        self.limits = limits
        self._settings = json.dumps(
            {"folder": str(folder), "limits": asdict(limits), "writable": writable, "allow_service": allow_service}
        )
        self._idle: asyncio.Queue[Process] = asyncio.Queue()
        self._all: set[Process] = set()
        self._asked = 0

    async def start(self) -> None:
        """Starts the workers."""
        await asyncio.gather(*(self._add() for _ in range(self.limits.workers)))

    async def stop(self) -> None:
        """Ends the workers, whatever they do."""
        for worker in tuple(self._all):
            await self._end(worker)

    async def ask(self, job: Mapping[str, Any]) -> Answer:
        """The answer to a job. Raises Refused when there are too many, or it takes too much time or memory."""
        if self._asked >= self.limits.workers + self.limits.waiting:
            raise too_busy(self.limits)
        self._asked += 1
        try:
            worker = await self._free()
            return await self._asked_of(worker, json.dumps(job).encode() + b"\n")
        finally:
            self._asked -= 1

    async def _free(self) -> Process:
        try:
            async with asyncio.timeout(self.limits.seconds):
                worker = await self._idle.get()
                while worker.returncode is not None or (worker.stdin and worker.stdin.is_closing()):
                    await self._replace(worker)  # ended while it had nothing to do
                    worker = await self._idle.get()
                return worker
        except TimeoutError:
            raise too_busy(self.limits) from None

    async def _asked_of(self, worker: Process, line: bytes) -> Answer:
        """The worker's answer; it is put back among the idle only when it has given one."""
        answered = False
        try:
            async with asyncio.timeout(self.limits.seconds):
                answer = await _exchange(worker, line)
            answered = True
            return answer
        except TimeoutError:
            raise too_slow(self.limits) from None
        except (asyncio.IncompleteReadError, ConnectionError):
            raise too_hungry(self.limits) from None  # nothing else ends a worker in the middle of a query
        finally:
            if answered:
                self._idle.put_nowait(worker)
            else:
                await asyncio.shield(self._replace(worker))

    async def _replace(self, worker: Process) -> None:
        await self._end(worker)
        await self._add()

    async def _add(self) -> None:
        worker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "dpgraph.server.worker"), stdin=PIPE, stdout=PIPE, limit=_LINE
        )
        self._all.add(worker)
        assert worker.stdin is not None
        worker.stdin.write(self._settings.encode() + b"\n")
        self._idle.put_nowait(worker)

    async def _end(self, worker: Process) -> None:
        self._all.discard(worker)
        if worker.returncode is None:
            worker.kill()
        await worker.wait()


async def _exchange(worker: Process, line: bytes) -> Answer:
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(line)
    await worker.stdin.drain()
    head = await worker.stdout.readline()
    if not head:
        raise asyncio.IncompleteReadError(head, None)
    said = json.loads(head)
    return Answer(said["status"], said["type"], await worker.stdout.readexactly(said["size"]))
