"""Processes beside this one: how many, in what surroundings, and that none stays behind."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from dpgraph import processes
from dpgraph.errors import GraphError
from dpgraph.records import Entity, Evidence, Observation, Statement

SAID = Statement("a", "operates", "b", "asserted", None, (Evidence("d", 0, 1, 5, "runs", "rule:x", 0.9),))

SCRIPT = """
import os, sys, time
from dpgraph.processes import processes
if __name__ == "__main__":
    with processes(1, int) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        os.kill(os.getpid(), 9)
"""

UNGUARDED = """
from dpgraph.processes import processes
with processes(2, len, "x" * 1_000_000) as pool:
    print(pool.submit(abs, 1).result())
"""


def test_as_many_as_there_is_work_and_cores_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 3)
    assert [processes.fitting(work) for work in (0, 1, 2, 99)] == [1, 1, 2, 3]


def test_each_has_one_thread_for_products_and_the_surroundings_stay_as_they_were(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "5")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    with processes.processes(1, int) as pool:
        assert pool.submit(os.getenv, "OPENBLAS_NUM_THREADS").result() == "1"
        assert pool.submit(os.getenv, "OMP_NUM_THREADS").result() == "1"
    assert (os.getenv("OMP_NUM_THREADS"), os.getenv("OPENBLAS_NUM_THREADS")) == ("5", None)


@pytest.mark.parametrize(
    "record",
    [
        SAID,
        Entity("iri", "Name", "Platform", "Website"),
        Observation(None, "users", 3.0, "", 2015, None, "asserted", SAID.evidence),
    ],
)
def test_records_arrive_as_they_were(record: object) -> None:
    sent = pickle.loads(pickle.dumps(record))
    assert sent == record
    assert type(sent) is type(record)


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")
def test_none_stays_behind_when_the_first_one_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(SCRIPT, encoding="utf-8")
    # The other process writes to the same pipe: its end is not seen before that one has ended, too.
    done = subprocess.run([sys.executable, script], stdout=subprocess.PIPE, text=True, check=False, timeout=60)
    assert (done.returncode, int(done.stdout) > 0) == (-9, True)


def test_one_that_ends_too_early_is_told_and_not_waited_for(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(UNGUARDED, encoding="utf-8")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert processes.ENDED in done.stderr  # beside what those that ended say themselves


def test_where_nothing_can_be_written_none_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "nowhere"))
    with (
        pytest.raises(GraphError, match=r"no file can be written .*nowhere.* Allowed: 1 job"),
        processes.processes(1, int),
    ):
        pass
