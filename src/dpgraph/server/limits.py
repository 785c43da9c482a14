"""What a request may cost, and the errors that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a query may run, how large its result, how many run and wait at once, and how large a request is."""

    seconds: float = 30.0
    result_bytes: int = 100_000_000
    memory_bytes: int = 4_000_000_000
    workers: int = 2
    waiting: int = 32
    request_bytes: int = 1_000_000


class Refused(Exception):
    """A request that is not answered: the HTTP status, what is wrong, what was allowed, and headers that say more."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers or {}


def too_slow(limits: Limits) -> Refused:
    """408: the query was stopped."""
    return Refused(
        408, f"The query was stopped after {limits.seconds:g} seconds, which is all that a query is allowed here."
    )


def too_large(limits: Limits) -> Refused:
    """413: the result is too large."""
    return Refused(
        413, f"The result is larger than {limits.result_bytes:,} bytes, the most that is allowed here. Add a LIMIT."
    )


def too_hungry(limits: Limits) -> Refused:
    """413: the query has used up its memory."""
    return Refused(
        413, f"The query needed more than {limits.memory_bytes:,} bytes of memory, the most that is allowed here."
    )


def too_long(limits: Limits) -> Refused:
    """413: the request itself is too large."""
    return Refused(413, f"The request is larger than {limits.request_bytes:,} bytes, the most that is allowed here.")


def too_busy(limits: Limits) -> Refused:
    """503: others come first."""
    return Refused(
        503,
        f"Too many queries at once: {limits.workers} run and {limits.waiting} wait, and more are not allowed here. "
        "Try again soon.",
        {"retry-after": "1"},
    )
