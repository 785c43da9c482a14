"""The graph goes to a store elsewhere: by SPARQL 1.1 Update in batches, or graph by graph (Graph Store Protocol)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    OpenerDirector,
    Request,
    build_opener,
)

import pyoxigraph as ox

from dpgraph import iris
from dpgraph.errors import EndpointError, InputError, allowed
from dpgraph.graph.endpoint import AGENT, BUSY, Busy, first_words, out_of_reach, tried
from dpgraph.graph.store import stored_quads

WAYS = ("update", "graph-store")
BATCH = 500

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Login:
    """Who pushes: a name and a password (Basic or Digest, whichever the store wants), or a token; or nobody."""

    user: str = ""
    password: str = ""
    token: str = ""


def push(
    store: ox.Store,
    url: str,
    way: str = "update",
    login: Login = Login(),  # it is frozen
    progress: Progress = lambda graph, done, total: None,
) -> int:
    """Puts every named graph to the store at `url`, in the place of what it had, and gives the number of triples.

    What is stated goes to the graph dpx:stated. Blank nodes, which only the ontology has, become IRIs, so that pushing
    twice changes nothing. Raises InputError for another way than "update" or "graph-store", EndpointError when the
    store refuses or does not answer.
    """
    if way not in WAYS:
        raise InputError(f'There is no way "{way}" to push; {allowed(way, WAYS)}.')
    ask = _asker(url, login)
    send = _update if way == "update" else _put
    graphs = sorted((g for g in store.named_graphs() if isinstance(g, ox.NamedNode)), key=str)
    pushed = 0
    for done, graph in enumerate(graphs):
        progress(iris.contract(graph.value), done, len(graphs))
        lines = sorted({_line(quad) for quad in stored_quads(store, graph)})
        send(ask, url, graph, lines)
        pushed += len(lines)
    return pushed


Ask = Callable[[Request], None]


def _update(ask: Ask, url: str, graph: ox.NamedNode, lines: list[str]) -> None:
    _run(ask, url, f"CLEAR SILENT GRAPH {graph}")
    for start in range(0, len(lines), BATCH):
        _run(ask, url, f"INSERT DATA {{ GRAPH {graph} {{\n{''.join(lines[start : start + BATCH])}}} }}")


def _run(ask: Ask, url: str, text: str) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded", "accept": "*/*"}
    ask(Request(url, urlencode({"update": text}).encode(), headers, method="POST"))


def _put(ask: Ask, url: str, graph: ox.NamedNode, lines: list[str]) -> None:
    address = f"{url}{'&' if '?' in url else '?'}{urlencode({'graph': graph.value})}"
    ask(Request(address, "".join(lines).encode(), {"content-type": "application/n-triples"}, method="PUT"))


def _line(quad: ox.Quad) -> str:
    triple = ox.Triple(_named(quad.subject), quad.predicate, _named(quad.object))
    return f"{triple} .\n"


def _named(term: Any) -> Any:
    """A term, or the IRI that a blank node becomes."""
    return ox.NamedNode(f"{iris.GENID}{term.value}") if isinstance(term, ox.BlankNode) else term


def _asker(url: str, login: Login) -> Ask:
    opener = _opener(url, login)

    def ask(request: Request) -> None:
        tried(url, lambda: _sent(opener, url, request))

    return ask


def _sent(opener: OpenerDirector, url: str, request: Request) -> None:
    try:
        with opener.open(request, timeout=300) as reply:
            reply.read()
    except HTTPError as error:
        said = first_words(error.read().decode("utf-8", "replace")) or error.reason
        if error.code in BUSY:
            raise Busy(f"busy (HTTP {error.code}: {said})") from error
        raise EndpointError(f"{url} answers (HTTP {error.code}): {said}{_hint(error.code)}") from error
    except ValueError as error:
        raise EndpointError(f"{url}: cannot be asked: {error}.") from error
    except OSError as error:
        raise Busy(out_of_reach(error, 300)) from error


def _hint(code: int) -> str:
    return ". Who may write? Say so with --user and --password, or --token" if code in {401, 403} else ""


def _opener(url: str, login: Login) -> OpenerDirector:
    known = HTTPPasswordMgrWithDefaultRealm()
    if login.user:
        known.add_password(None, url, login.user, login.password)
    opener = build_opener(*((HTTPDigestAuthHandler(known), HTTPBasicAuthHandler(known)) if login.user else ()))
    opener.addheaders = [("user-agent", AGENT)]
    if login.token:
        opener.addheaders.append(("authorization", f"Bearer {login.token}"))
    return opener
