"""The servers that visitors ask: our site, and Datasette with the same table."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.visitors import Visit

HOST = "127.0.0.1"
PATIENCE = 300.0  # seconds for a server to answer, on a machine that may be busy
COLUMNS = ("measure", "area", "source", "first", "last", "value", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    process: int
    workers: int = 1

    @property
    def place(self) -> tuple[str, int]:
        return HOST, self.port

    def memory(self) -> list[int]:
        """The bytes that each worker holds in memory, the largest first.

        What workers share, such as the code of libraries, is divided among them (Pss in proc(5)).
        """
        held = sorted((_held(number) for number, _ in self._children()), reverse=True)
        return held[: self.workers]  # the other child is one of Python's own, and small

    def cpu(self) -> float:
        """The seconds of CPU that all workers have used."""
        ticks = sum(int(fields[11]) + int(fields[12]) for _, fields in self._children())
        return ticks / os.sysconf("SC_CLK_TCK")

    def _children(self) -> Iterator[tuple[str, list[str]]]:
        """The number of each child, and what the system says of it (proc(5), from field 3 on)."""
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(") ")[2].split()
                if int(fields[1]) == self.process:
                    yield stat.parent.name, fields


def _held(process: str) -> int:
    text = Path("/proc", process, "smaps_rollup").read_text()
    kilobytes = next(line.split()[1] for line in text.splitlines() if line.startswith("Pss:"))
    return int(kilobytes) * 1024


@contextmanager
def site(workspace: Path, workers: int) -> Iterator[Server]:
    """The site as users start it."""
    port = _free()
    command = [sys.executable, "-m", "scrutiny", "serve", "--workspace", str(workspace)]
    with _running([*command, "--port", str(port), "--workers", str(workers)], port) as process:
        yield Server(port, process, workers)


@contextmanager
def datasette(program: str | None, workspace: Path, folder: Path) -> Iterator[Server | None]:
    """Datasette with the observations in SQLite, indexed by what pages filter by."""
    if program is None:
        yield None
        return
    file = folder / "observations.db"
    _export(workspace, file)
    port = _free()
    with _running([program, "serve", str(file), "--port", str(port)], port) as process:
        yield Server(port, process)


def _export(workspace: Path, file: Path) -> None:
    from scrutiny.warehouse.workspace import Workspace

    rows = Workspace.open(workspace).snapshot().rows("observations", COLUMNS)
    with sqlite3.connect(file) as made:
        made.execute(f"create table observations ({', '.join(COLUMNS)})")
        made.executemany(f"insert into observations values ({', '.join('?' * len(COLUMNS))})", rows)
        made.execute("create index by_measure on observations (measure, area)")


def queries(workspace: Path, visits: Sequence[Visit]) -> dict[str, list[int]]:
    """How many queries of the tables each page makes when it is asked for first, by kind.

    Counted in this process, which has asked for nothing yet.
    """
    os.environ["SCRUTINY_WORKSPACE"] = str(workspace)
    os.environ["DJANGO_SETTINGS_MODULE"] = "scrutiny.web.settings.local"
    import django
    from django.db import connection as records
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from scrutiny.warehouse import snapshot

    django.setup()
    counted, given = [0], snapshot.connection

    def connection() -> Any:
        counted[0] += 1
        return given()

    snapshot.connection = connection
    client = Client(headers={"host": "localhost"})
    client.get("/health/")
    found: dict[str, list[int]] = defaultdict(list)
    try:
        for visit in visits:
            counted[0] = 0
            with CaptureQueriesContext(records) as asked:
                client.get(visit.page.path)
            found[visit.page.kind].append(counted[0] + len(asked))
    finally:
        snapshot.connection = given
    return found


@contextmanager
def _running(command: Sequence[str], port: int) -> Iterator[int]:
    """A server that answers at a port while the block runs; the number of its process."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection((HOST, port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > ends:
                    raise SystemExit(f"it does not answer: {' '.join(command)}") from None
                time.sleep(0.05)
        yield process.pid
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _free() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
