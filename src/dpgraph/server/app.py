"""The routes: the explorer at /, the editor at /query, the endpoint at /sparql, a page for everything with an IRI."""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from dpgraph.graph.questions import known_questions
from dpgraph.records import Question
from dpgraph.server.description import service_description
from dpgraph.server.faults import fault, unanswered
from dpgraph.server.limits import Limits, Refused
from dpgraph.server.negotiation import GRAPHS, PAGE, SUFFIXES, listed, media_type, preferred, result_forms
from dpgraph.server.pool import Answer, Pool
from dpgraph.server.protocol import Asked, header, read_request
from dpgraph.server.resources import KINDS, iri_of
from dpgraph.settings import VERSION
from dpgraph.views.site.addresses import Addresses
from dpgraph.views.site.rendering import POLICY, STATIC, render

YASGUI = "4.6.2"
HEADERS = {
    "content-security-policy": f"{POLICY}; frame-ancestors 'none'",
    "server": f"dpgraph/{VERSION}",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}
ENDPOINT_METHODS = ("GET", "HEAD", "POST")
PAGES = (
    "",
    "findings",
    "findings/{ident}",
    "network",
    "documents",
    "compare",
    "questions",
    "questions/{name}",
    "answer",
)
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Site:
    """What is served: a build, within limits, to read from, or to change by who knows the token."""

    folder: Path
    limits: Limits = field(default_factory=Limits)
    token: str = ""
    allow_service: bool = False
    other: Path | None = None
    hosts: tuple[str, ...] = ()

    @cached_property
    def pool(self) -> Pool:
        """The workers; one alone where the store may be changed, as only one process can."""
        return Pool(self.folder, self.limits, self.writable, self.allow_service, self.other)

    @property
    def writable(self) -> bool:
        """Whether updates are served."""
        return bool(self.token)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """The stored questions."""
        return known_questions(self.folder)

    @cached_property
    def editor(self) -> str:
        """The page of the query editor."""
        groups = _grouped(self.questions)
        return render("editor.html", Addresses(), title="SPARQL", here="query", groups=groups, yasgui=YASGUI)


@dataclass(frozen=True, slots=True)
class Sent:
    """A worker's answer as it is sent: in the manner of ASGI, without what a framework's response does besides."""

    answer: Answer

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Sends it."""
        kind, size = self.answer.type.encode(), b"%d" % len(self.answer.body)
        headers = [(b"content-type", kind), (b"content-length", size), (b"vary", b"accept")]
        await send({"type": "http.response.start", "status": self.answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": self.answer.body})


Reply: TypeAlias = Response | Sent


def build_app(site: Site) -> Guard:
    """The site as an ASGI application."""

    def served(answer: Callable[[Site, Request], Awaitable[Reply]], *methods: str) -> dict[str, Any]:
        async def endpoint(request: Request) -> Reply:
            return await _answered(answer, site, request)

        return {"endpoint": endpoint, "methods": methods or ("GET",)}

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await site.pool.start()
        yield
        await site.pool.stop()

    routes = [
        *(Route(f"/{path}", **served(_view)) for path in PAGES),
        Route("/data/{name}.js", **served(_data)),
        Route("/query", **served(_editor)),
        Route("/questions.json", **served(_questions)),
        Route("/.well-known/void", **served(_void)),
        Mount("/static", StaticFiles(directory=STATIC)),
        *(Route(f"/{kind}{{rest:path}}", **served(_thing)) for kind in KINDS),
    ]
    return Guard(Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: unanswered}), site)


class Guard:
    """Says on every answer what a page may load, and refuses names of the host that a loopback address has not.

    Without the second, a page elsewhere could have its own name point to this machine and read the graph. The endpoint
    is asked right here: the layers around a page cost as much as a small query does.
    """

    def __init__(self, app: Any, site: Site) -> None:
        self.app, self.site, self.hosts = app, site, site.hosts
        self.added = [(key.encode(), value.encode()) for key, value in HEADERS.items()]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answers one request, in the manner of ASGI."""

        async def guarded(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self.added]
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif not self._is_known(scope):
            await _unknown_host(scope, receive, guarded)
        elif scope["path"] == "/sparql":
            answer = await _endpoint(self.site, scope, receive)
            await answer(scope, receive, guarded)
        else:
            await self.app(scope, receive, guarded)

    def _is_known(self, scope: Any) -> bool:
        named = header(scope, b"host")
        return not self.hosts or named.rpartition(":")[0] in self.hosts or named in self.hosts


_unknown_host = PlainTextResponse(
    "This host is not served here. Allowed: the address that dpgraph serve printed.\n", 421
)


async def _answered(answer: Callable[[Site, Request], Awaitable[Reply]], site: Site, request: Request) -> Reply:
    """The answer, or why there is none."""
    try:
        return await answer(site, request)
    except Refused as error:
        return fault(request, error.status, str(error), error.headers)


async def _view(site: Site, request: Request) -> Reply:
    """A page of the explorer."""
    given = dict(request.query_params)
    job = {"do": "view", "path": unquote(request.url.path.strip("/")), "given": given}
    return _page(request, await site.pool.ask(job))


async def _data(site: Site, request: Request) -> Reply:
    """What the pages of the explorer load."""
    return Sent(await site.pool.ask({"do": "data", "name": request.path_params["name"]}))


async def _editor(site: Site, request: Request) -> Response:
    return Response(site.editor, media_type="text/html")


async def _questions(site: Site, request: Request) -> Response:
    keys = ("name", "title", "question", "tags", "text")
    return JSONResponse([{key: getattr(q, key) for key in keys} for q in site.questions.values()])


async def _endpoint(site: Site, scope: Any, receive: Any) -> Reply:
    """The answer of the endpoint, or why there is none."""
    try:
        return await _sparql(site, scope, receive)
    except Refused as error:
        return fault(Request(scope), error.status, str(error), error.headers)


async def _sparql(site: Site, scope: Any, receive: Any) -> Reply:
    if scope["method"] not in ENDPOINT_METHODS:
        allowed = ", ".join(ENDPOINT_METHODS)
        raise Refused(405, f"{scope['method']} is not for the endpoint. Allowed: {allowed}.", {"allow": allowed})
    asked = await read_request(scope, receive, site.limits)
    if asked is None:
        return _described(site, Request(scope))
    if asked.is_update:
        return await _update(site, Request(scope), asked)
    rows, graph = result_forms(header(scope, b"accept"))
    job = {"do": "query", "text": asked.text, "seen": asked.seen, "rows": rows, "graph": graph}
    return Sent(await site.pool.ask(job))


async def _update(site: Site, request: Request, asked: Asked) -> Response:
    """An update, from a POST that shows the token."""
    if not site.writable:
        raise Refused(403, "Updates are not served here: this endpoint is read-only.")
    if request.method != "POST":
        raise Refused(405, "An update is sent by POST.", {"allow": "POST"})
    if asked.seen is not None:
        raise Refused(400, "default-graph-uri and named-graph-uri belong to queries.")
    given = request.headers.get("authorization", "").removeprefix("Bearer ").encode()
    if not hmac.compare_digest(given, site.token.encode()):
        return PlainTextResponse(
            "Updates need the header: Authorization: Bearer TOKEN\n", 401, {"www-authenticate": "Bearer"}
        )
    answer = await site.pool.ask({"do": "update", "text": asked.text})
    return Response(answer.body, answer.status, {"content-type": answer.type})


def _described(site: Site, request: Request) -> Response:
    """The service description; a browser is led to the editor."""
    form = _wanted(request, {**GRAPHS, **PAGE})
    if form == "html":
        return RedirectResponse("/query", 303, {"vary": "accept"})
    text = service_description(str(request.base_url), form, site.writable, site.allow_service)
    return Response(text, media_type=media_type(form, graph=True), headers={"vary": "accept"})


async def _void(site: Site, request: Request) -> Reply:
    form = _wanted(request, {**GRAPHS, **PAGE})
    job = {"do": "void", "base": str(request.base_url), "graph": "turtle" if form == "html" else form}
    return Sent(await site.pool.ask(job))


async def _thing(site: Site, request: Request) -> Reply:
    """The page of a thing, or its description in RDF: by the suffix of the path, else by what is accepted."""
    path, suffix = _split(request.url.path.lstrip("/"))
    form = SUFFIXES[suffix] if suffix else _wanted(request, {**GRAPHS, **PAGE})
    iri = iri_of(path)
    if form == "html":
        return _page(request, await site.pool.ask({"do": "page", "iri": iri, "path": unquote(path)}))
    return Sent(await site.pool.ask({"do": "describe", "iri": iri, "graph": form}))


def _split(path: str) -> tuple[str, str]:
    """A path and its suffix, when it is one of those that name a format."""
    stem, _, suffix = path.rpartition(".")
    return (stem, suffix) if suffix in SUFFIXES and stem else (path, "")


def _wanted(request: Request, offers: dict[str, str]) -> str:
    accept = request.headers.get("accept", "")
    form = preferred(accept, offers)
    if not form:
        raise Refused(406, f'None of "{accept}" can be served. Allowed in Accept: {listed(offers)}.')
    return form


def _page(request: Request, answer: Answer) -> Reply:
    """A page, or on a page why there is none."""
    if answer.status == 200:
        return Sent(answer)
    return fault(request, answer.status, answer.body.decode().strip(), {"vary": "accept"})


def _grouped(questions: dict[str, Question]) -> list[tuple[str, list[Question]]]:
    """The questions by their first tag, in the order of the tags."""
    groups: dict[str, list[Question]] = {}
    for question in questions.values():
        groups.setdefault(question.tags[0] if question.tags else "others", []).append(question)
    return sorted(groups.items())
