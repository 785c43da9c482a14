"""Starting, changing, rebuilding, stopping."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from tests.server.conftest import Served, serving

from dpgraph import iris
from dpgraph.graph.store import FLOOR, write_graph

UPDATE = "application/sparql-update"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s dpg:operates ?o }"
INSERT = "INSERT DATA { dpr:mill-house dpg:operates dpr:new-site }"


def count(served: Served) -> int:
    return int(served.get("/sparql", "text/csv", query=COUNT).text.split()[1])


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "build"))


def test_updates_need_the_token(copy: Path) -> None:
    with serving(copy, "--writable", "--token", "secret") as served:
        before = count(served)
        for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic secret"}):
            reply = served.post(UPDATE, INSERT, **headers)
            assert reply.status == 401 and reply.headers["www-authenticate"] == "Bearer"
        assert (
            served.ask("GET", "/sparql?" + urlencode({"update": INSERT}), authorization="Bearer secret").status == 405
        )
        assert count(served) == before
        assert served.post(UPDATE, INSERT, authorization="Bearer secret").status == 204
        form = urlencode({"update": "INSERT DATA { dpr:mill-house dpg:operates dpr:newer-site }"})
        assert served.post("application/x-www-form-urlencoded", form, authorization="Bearer secret").status == 204
        assert count(served) == before + 2
        follows = "SELECT ?o { GRAPH dpx:inferred { dpr:newer-site dpg:operatedBy ?o } }"
        assert served.get("/sparql", "text/csv", query=follows).text.split() == ["o", iris.expand("dpr:mill-house")]
        assert b"SPARQL11Update" in served.get("/sparql").body
        reply = served.post(UPDATE, "LOAD <http://127.0.0.1:1/>", authorization="Bearer secret")
        assert reply.status == 400 and "LOAD (line 1, column 1) is refused" in reply.text
    with serving(copy) as served:
        assert count(served) == before + 2


def test_a_new_build_is_served_at_once(copy: Path, quads: list[ox.Quad]) -> None:
    with serving(copy) as served:
        assert count(served) > 0
        write_graph(copy / FLOOR, [q for q in quads if "operates" not in str(q.predicate)])
        assert count(served) == 0


def test_a_query_that_eats_memory(folder: Path) -> None:
    with serving(folder, "--memory-limit", "300", "--time-limit", "60") as served:
        reply = served.get("/sparql", query="SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f")
        assert reply.status == 413
        assert reply.text == "The query needed more than 300,000,000 bytes of memory, the most that is allowed here.\n"
        assert count(served) > 0


def test_other_endpoints_are_asked_only_where_that_is_allowed(folder: Path, served: Served) -> None:
    query = f"SELECT * {{ SERVICE <{served.sparql}> {{ <{{}}> ?p ?o }} }}".replace("<{}>", "?s") + " LIMIT 3"
    assert served.get("/sparql", query=query).status == 400
    with serving(folder, "--allow-service") as allowing:
        reply = allowing.get("/sparql", "text/csv", query=query)
        assert reply.status == 200 and len(reply.text.split()) > 1


def test_workers_end_with_the_server(folder: Path) -> None:
    psutil = pytest.importorskip("psutil")
    with serving(folder) as served:
        assert count(served)
        workers = psutil.Process(served.process.pid).children()
        assert len(workers) == 2
        workers[0].kill()
        assert {served.get("/sparql", query=COUNT).status for _ in range(4)} <= {200, 413}
        assert served.get("/sparql", query=COUNT).status == 200
        workers = psutil.Process(served.process.pid).children()
    _, alive = psutil.wait_procs(workers, 5)
    assert not alive


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--graph", "nowhere"], "No graph at nowhere"),
        (["--writable"], "--writable needs --token"),
        (["--host", "192.0.2.1"], "192.0.2.1:0 cannot be served: "),
        (["--time-limit", "0"], "allows nothing"),
    ],
)
def test_what_cannot_be_served_is_one_line(folder: Path, options: list[str], message: str) -> None:
    command = [sys.executable, "-m", "dpgraph", "serve", "--graph", str(folder), "--port", "0", *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and message in done.stderr and len(done.stderr.splitlines()) == 1


def test_a_port_that_is_taken(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "dpgraph", "serve", "--graph", str(folder), "--port", str(port)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and f"127.0.0.1:{port} cannot be served: Address already in use" in done.stderr
