"""The tiny ecosystem, really served: a process of its own on a free port of the loopback address."""

from __future__ import annotations

import http.client
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox
import pytest
from tests.server.virtuoso import PASSWORD, PROGRAM, REASON, USER, running

from dpgraph import assets, examples
from dpgraph.graph.inference import inferred_quads
from dpgraph.graph.ontology import read_ontology
from dpgraph.graph.pushing import Login, push
from dpgraph.graph.rdf import knowledge_quads
from dpgraph.graph.store import FLOOR, open_store, write_graph


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def type(self) -> str:
        return self.headers["content-type"]


@dataclass(frozen=True)
class Served:
    """A running server, asked by bare HTTP."""

    address: str
    process: subprocess.Popen[str]

    @property
    def sparql(self) -> str:
        return f"{self.address}sparql"

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        connection.request(method, path, body or None, {k.replace("_", "-"): v for k, v in headers.items()})
        reply = connection.getresponse()
        found = Reply(reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read())
        connection.close()
        return found

    def get(self, path: str, accept: str = "*/*", **params: object) -> Reply:
        query = f"?{urlencode(params, doseq=True)}" if params else ""
        return self.ask("GET", path + query, accept=accept)

    def post(self, kind: str, body: str, accept: str = "*/*", path: str = "/sparql", **headers: str) -> Reply:
        return self.ask("POST", path, body.encode(), content_type=kind, accept=accept, **headers)


Serve = Callable[..., Served]


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Served]:
    command = [sys.executable, "-m", "dpgraph", "serve", "--graph", str(folder), "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        address = process.stdout.readline().split()[0]
        yield Served(address, process)
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="session")
def quads() -> list[ox.Quad]:
    knowledge = examples.knowledge(read_ontology(assets.folder("ontology")))
    stated = knowledge_quads(knowledge, assets.folder("ontology"))
    return [*stated, *inferred_quads(stated)]


@pytest.fixture(scope="session")
def folder(quads: list[ox.Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("served")
    write_graph(made / FLOOR, quads)
    return made


@pytest.fixture(scope="session")
def served(folder: Path) -> Iterator[Served]:
    with serving(folder) as running:
        yield running


@pytest.fixture(scope="session")
def narrow(folder: Path) -> Iterator[Served]:
    """A server that allows little."""
    with serving(folder, "--time-limit", "2", "--result-limit", "1", "--workers", "1", "--queue", "1") as running:
        yield running


@pytest.fixture(scope="session")
def virtuoso(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Virtuoso that holds the tiny ecosystem, and cuts answers off after a thousand rows."""
    if not PROGRAM:
        pytest.skip(REASON)
    with running(tmp_path_factory.mktemp("virtuoso"), rows=1000) as address:
        push(open_store(folder), f"{address}/sparql-auth", "update", Login(USER, PASSWORD))
        yield address
