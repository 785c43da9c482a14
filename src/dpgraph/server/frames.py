"""What a worker answers: a head of fixed size, the media type, the body."""

from __future__ import annotations

import struct

# The HTTP status, and the sizes of media type and body.
HEAD = struct.Struct("!HHQ")


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
