"""OpenLink Virtuoso, a store of another vendor: really run, on a loopback port, with its data in a temporary folder."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = shutil.which("virtuoso-t")
REASON = "Virtuoso is not installed (.ci/services installs virtuoso-opensource-7 where it may)"
USER = PASSWORD = "dba"  # of a database that is made anew and gone with the test

SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
LiteMode = 0
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
MaxClientConnections = 20
DirsAllowed = {folder}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryCostEstimationTime = 4000
MaxQueryExecutionTime = 60
"""


@contextmanager
def running(folder: Path, rows: int = 10_000) -> Iterator[str]:
    """The address of a Virtuoso that gives no more than so many rows at once."""
    assert PROGRAM
    http = _free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(SETTINGS.format(folder=folder, sql=_free_port(), http=http, rows=rows), encoding="utf-8")
    command = [PROGRAM, "+foreground", "+configfile", str(settings)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(http, process)
        yield f"http://127.0.0.1:{http}"
    finally:
        process.kill()
        process.wait(20)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "Virtuoso has ended at once; see its virtuoso.log"
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("Virtuoso does not listen after a minute")
