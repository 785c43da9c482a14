"""What the server says to a worker, a job; and what that answers: a head of fixed size, the media type, the body."""

from __future__ import annotations

import marshal
import struct
from typing import IO, Any

_SIZE = struct.Struct("!Q")
# The HTTP status, and the sizes of media type and body.
HEAD = struct.Struct("!HHQ")


def packed_job(job: dict[str, Any]) -> bytes:
    """A job as bytes. Both ends are one program of one Python, so the fastest way there is will do."""
    body = marshal.dumps(job)
    return _SIZE.pack(len(body)) + body


def read_job(stream: IO[bytes]) -> dict[str, Any] | None:
    """The next job, or None at the end.

    >>> from io import BytesIO
    >>> stream = BytesIO(packed_job({"do": "query"}))
    >>> read_job(stream), read_job(stream)
    ({'do': 'query'}, None)
    """
    size = stream.read(_SIZE.size)
    return marshal.loads(stream.read(*_SIZE.unpack(size))) if size else None


def packed(status: int, media: str, body: bytes) -> bytes:
    """An answer as bytes.

    >>> unpacked(packed(200, "text/csv", b"n")), unpacked(packed(200, "text/csv", b"n")[:-1])
    ((200, 'text/csv', b'n'), None)
    """
    kind = media.encode()
    return HEAD.pack(status, len(kind), len(body)) + kind + body


def unpacked(data: bytes | bytearray) -> tuple[int, str, bytes] | None:
    """The answer in the bytes, or None when they are not whole."""
    status, kind, size = HEAD.unpack_from(data)
    start = HEAD.size + kind
    if len(data) < start + size:
        return None
    return status, bytes(data[HEAD.size : start]).decode(), bytes(data[start : start + size])
