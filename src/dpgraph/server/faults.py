"""What cannot be answered, said as a page to who reads pages and as plain text to everybody else."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from dpgraph.views.site.addresses import Addresses
from dpgraph.views.site.rendering import render


def fault(request: Request, status: int, told: str, headers: Mapping[str, str] | None = None) -> Response:
    """The answer to a request that has none: why, and on a page the ways on."""
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse(f"{told}\n", status, headers)
    page = render("fault.html", Addresses(), title=HTTPStatus(status).phrase, here="", told=told)
    return HTMLResponse(page, status, headers)


async def unanswered(request: Request, error: Exception) -> Response:
    """No such path, or no such method."""
    if not isinstance(error, HTTPException):
        raise error
    told = f"{error.detail}: nothing is served at {request.url.path}." if error.status_code == 404 else error.detail
    return fault(request, error.status_code, told, error.headers)
