"""The SPARQL 1.1 Protocol: an HTTP request becomes a query or an update."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from dpgraph.server.limits import Limits, Refused, too_long

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_BODIES = {QUERY: "query", UPDATE: "update"}
_GRAPHS = {"default-graph-uri", "named-graph-uri"}
_UPDATED = {"using-graph-uri", "using-named-graph-uri"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A query or an update, and the graphs that the request names for it (None: it names none)."""

    text: str
    is_update: bool
    seen: tuple[tuple[str, ...], tuple[str, ...]] | None


def header(scope: Any, name: bytes) -> str:
    """A header of a request, by its name in lower case; empty when there is none."""
    for key, value in scope["headers"]:
        if key == name:
            return str(value, "latin-1")
    return ""


async def read_request(scope: Any, receive: Any, limits: Limits) -> Asked | None:
    """What a request asks, from what ASGI gives of it; None when it is a GET that asks nothing.

    Raises Refused: 400 for parameters that do not fit, 413 for too large a request, 415 for another kind of body.
    """
    query = scope["query_string"]
    if len(query) > limits.request_bytes:
        raise too_long(limits)
    pairs = _pairs(query.decode("latin-1")) if query else []
    if scope["method"] == "POST":
        pairs += await _body(scope, receive, limits)
    elif not pairs:
        return None
    return _asked(pairs)


async def _body(scope: Any, receive: Any, limits: Limits) -> list[tuple[str, str]]:
    """The parameters in the body of a POST."""
    kind = header(scope, b"content-type").partition(";")[0].strip().lower()
    if kind != FORM and kind not in _BODIES:
        raise Refused(415, f'The body is "{kind}". Allowed: {FORM}, {QUERY}, {UPDATE}.')
    text = _decoded(await _bytes(receive, limits))
    return [(_BODIES[kind], text)] if kind in _BODIES else _pairs(text)


async def _bytes(receive: Any, limits: Limits) -> bytearray:
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Refused(400, "The request ended before its body did.")
        body += message.get("body", b"")
        if len(body) > limits.request_bytes:
            raise too_long(limits)
        more = message.get("more_body", False)
    return body


def _decoded(body: bytearray) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, f"The body is not UTF-8: {error.reason} at byte {error.start}.") from error


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=10_000)
    except ValueError as error:  # UnicodeDecodeError is one
        raise Refused(400, f"The parameters cannot be read: {error}.") from error


def _asked(pairs: Iterable[tuple[str, str]]) -> Asked:
    values: dict[str, list[str]] = {}
    for key, value in pairs:
        values.setdefault(key, []).append(value)
    texts = [(key, text) for key in ("query", "update") for text in values.get(key, ())]
    if len(texts) != 1:
        raise Refused(400, f"There are {len(texts)} queries and updates in the request. Allowed: exactly one of "
                      "the parameters query and update, or a body of that kind.")  # fmt: skip
    [(kind, text)] = texts
    if kind == "update" and _UPDATED & values.keys():
        raise Refused(400, f"{' and '.join(sorted(_UPDATED))} are not served here; write USING into the update.")
    seen = (tuple(values.get("default-graph-uri", ())), tuple(values.get("named-graph-uri", ())))
    return Asked(text, kind == "update", seen if _GRAPHS & values.keys() else None)
