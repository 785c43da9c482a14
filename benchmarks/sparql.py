"""How fast questions, the endpoint and building are, beside the bare tools.

Run it: python benchmarks/sparql.py [QUADS ...]

    questions   dpgraph's answers as plain values, and bare pyoxigraph's on the same store (its terms read one by one)
    endpoint    `dpgraph serve`, and Oxigraph's own server (pip install oxigraph) on the same store, kept alive
    building    graph.nq and the store, and a bare bulk load of a file that holds the same quads as the store
    rdflib      the same questions in rdflib's memory, each given up after ten seconds, and no more of them begun after
                five minutes
    shell       `dpgraph --help` and `dpgraph query`, cold

Sizes are quads of graph.nq; 10,000 and 100,000 unless others are given. Ratios are geometric means over the questions
of the best of some runs that take turns, as other work on the machine only ever adds. From half a million quads on,
questions that take bare pyoxigraph longer than ten seconds are left out, and named. Nothing is asserted.
"""

from __future__ import annotations

import http.client
import math
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

import pyoxigraph as ox
from industry import made_up

from dpgraph import assets, iris
from dpgraph.graph.inference import inferred_quads
from dpgraph.graph.questions import read_questions
from dpgraph.graph.rdf import knowledge_quads
from dpgraph.graph.sparql import select
from dpgraph.graph.store import FILE, FLOOR, STORE, laid_out, open_store, write_graph

Questions: TypeAlias = dict[str, str]
QUESTIONS: Questions = {name: q.text for name, q in read_questions(assets.folder("queries") / "questions").items()}
RUNS = 5
PATIENCE = 10
LONG = 10
BUDGET = 300
LARGE = 500_000
ASK = "import sys, pyoxigraph as ox; list(ox.Store.read_only(sys.argv[1]).query(sys.argv[2]))"


def main() -> None:
    """Prints a table for each size."""
    for size in [int(word.replace("_", "")) for word in sys.argv[1:]] or [10_000, 100_000]:
        with tempfile.TemporaryDirectory() as folder:
            _report(size, Path(folder))


def _report(size: int, folder: Path) -> None:
    quads = knowledge_quads(made_up(size), assets.folder("ontology"))
    quads += inferred_quads(quads)
    print(f"\n{len(quads):,} quads, {len(QUESTIONS)} questions")
    _building(folder, quads)
    asked = QUESTIONS if len(quads) < LARGE else _short(folder / FLOOR / STORE)
    del quads
    _questions(open_store(folder), asked)
    _endpoint(folder, asked)
    _rdflib(folder, asked)
    _shell(folder)


def _short(store: Path) -> Questions:
    """The questions that bare pyoxigraph answers in time; a query can only be stopped with its process."""
    short = {name: text for name, text in QUESTIONS.items() if _answers(store, text)}
    print(f"left out    over {LONG} s: {', '.join(sorted(QUESTIONS.keys() - short)) or 'none'}")
    return short


def _answers(store: Path, text: str) -> bool:
    try:
        subprocess.run([sys.executable, "-c", ASK, str(store), text], check=True, timeout=LONG)
    except subprocess.TimeoutExpired:
        return False
    return True


def _building(folder: Path, quads: list[ox.Quad]) -> None:
    file = folder / "lying.nq"
    ox.serialize(laid_out(quads), str(file), format=ox.RdfFormat.N_QUADS)
    with file.open("rb") as lines:
        held = sum(1 for _ in lines)
    ours, bare, plain = [], [], []
    for run in range(3 if len(quads) < LARGE else 2):
        shutil.rmtree(folder / FLOOR, ignore_errors=True)
        ours.append(_timed(lambda: write_graph(folder / FLOOR, quads)))
        bare.append(_timed(lambda n=run: _load(folder / f"bare{n}", file)))
        plain.append(_timed(lambda n=run: _load(folder / f"plain{n}", folder / FLOOR / FILE)))
    best = [min(times) for times in (ours, bare, plain)]
    print(f"building    {best[0] / best[1]:.2f}x   ours {best[0]:.2f} s, bare bulk load of its {held:,} quads "
          f"{best[1]:.2f} s, of graph.nq's {len(quads):,} {best[2]:.2f} s ({best[0] / best[2]:.2f}x)")  # fmt: skip


def _load(folder: Path, file: Path) -> None:
    store = ox.Store(folder)
    store.bulk_load(path=file)
    store.flush()


def _questions(store: ox.Store, asked: Questions) -> None:
    _compared("questions", asked, lambda text: select(store, text), "bare pyoxigraph", lambda text: _bare(store, text))


def _bare(store: ox.Store, text: str) -> list[list[str | None]]:
    return [[term.value if term is not None else None for term in row] for row in store.query(text)]


def _endpoint(folder: Path, asked: Questions) -> None:
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if not program:
        print("endpoint    not measured: there is no Oxigraph server (pip install oxigraph)")
        return
    mine = [sys.executable, "-m", "dpgraph", "serve", "--graph", str(folder), "--port", "7871", "--time-limit", "600"]
    theirs = [program, "serve-read-only", "--location", str(folder / FLOOR / STORE), "--bind", "127.0.0.1:7872"]
    with _served(mine, "http://127.0.0.1:7871/sparql") as a, _served(theirs, "http://127.0.0.1:7872/query") as b:
        _compared("endpoint", asked, a, "Oxigraph's", b)


@contextmanager
def _served(command: list[str], url: str) -> Iterator[Callable[[str], bytes]]:
    """A server that asks itself, over one connection that is kept alive."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=600)

        def ask(text: str) -> bytes:
            try:
                return once(text)
            except ConnectionError:  # closed while the other server took its time
                connection.close()
                return once(text)

        def once(text: str) -> bytes:
            headers = {"content-type": "application/sparql-query", "accept": "application/sparql-results+json"}
            connection.request("POST", parts.path, text.encode(), headers)
            reply = connection.getresponse()
            body = reply.read()
            if reply.status != 200:
                raise RuntimeError(f"{url}: {reply.status} {body[:200]!r}")
            return body

        try:
            _wait(parts.hostname or "", parts.port or 80)
            yield ask
        finally:
            server.terminate()


def _wait(host: str, port: int) -> None:
    for _ in range(300):
        with socket.socket() as tried:
            if tried.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)


def _rdflib(folder: Path, asked: Questions) -> None:
    import rdflib

    graph, store = rdflib.Dataset(default_union=True), open_store(folder)
    loaded = _timed(lambda: graph.parse(folder / FLOOR / FILE, format="nquads"))
    logs, given_up, end = [], 0, time.perf_counter() + BUDGET
    for text in asked.values():
        if time.perf_counter() > end:
            break
        bare = _timed(lambda t=text: _bare(store, t))
        taken = _patiently(lambda t=text: list(graph.query(t, initNs=iris.PREFIXES)))
        given_up += taken is None
        logs.append(math.log((taken or PATIENCE) / bare))
    mean = math.exp(statistics.mean(logs))
    bound = "at least " if given_up else ""
    print(f"rdflib      {bound}{mean:.0f}x bare pyoxigraph on {len(logs)} questions, {given_up} given up after "
          f"{PATIENCE} s; loads graph.nq in {loaded:.1f} s")  # fmt: skip


def _patiently(work: Callable[[], object]) -> float | None:
    def stop(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE)
    try:
        return _timed(work)
    except TimeoutError:
        return None
    finally:
        signal.alarm(0)


def _shell(folder: Path) -> None:
    program = str(Path(sys.executable).parent / "dpgraph")
    help_, query = [program, "--help"], [program, "query", "documents", "--graph", str(folder)]
    for name, command in (("help", help_), ("query", query), ("query as CSV", [*query, "--format", "csv"])):
        times = [_timed(lambda c=command: subprocess.run(c, stdout=subprocess.DEVNULL, check=True)) for _ in range(5)]
        print(f"shell       {name}: {statistics.median(times):.2f} s")


def _compared(what: str, asked: Questions, a: Callable[[str], object], b_name: str, b: Callable[[str], object]) -> None:
    """Both on every question, in turns: the geometric mean of their ratio, and the worst."""
    ratios: dict[str, float] = {}
    total = [0.0, 0.0]
    for name, text in asked.items():
        mine, theirs = _best(lambda t=text: a(t), lambda t=text: b(t))
        ratios[name] = mine / theirs
        total[0], total[1] = total[0] + mine, total[1] + theirs
    mean = math.exp(statistics.mean(map(math.log, ratios.values())))
    worst = max(ratios, key=ratios.__getitem__)
    print(f"{what:11} {mean:.2f}x   ours {total[0]:.2f} s, {b_name} {total[1]:.2f} s for all; "
          f"worst {worst} {ratios[worst]:.2f}x")  # fmt: skip


def _best(a: Callable[[], object], b: Callable[[], object]) -> tuple[float, float]:
    """The shortest time that each takes."""
    times = [(_timed(a), _timed(b))]
    first = sum(times[0])
    runs = 4 * RUNS if first < 0.1 else RUNS if first < 2 else 1
    times += [(_timed(a), _timed(b)) for _ in range(runs)]
    mine, theirs = (min(column) for column in zip(*times, strict=True))
    return mine, theirs


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
