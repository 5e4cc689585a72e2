"""What a terminal shows of how far a long command has come."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.sources import open_source
from scrutiny.warehouse.loads import load
from scrutiny.warehouse.workspace import Workspace

from .conftest import SOURCE

STREET = SOURCE / "scrutiny" / "data" / "street"


def on_a_terminal(*arguments: object) -> str:
    """What the command writes to its error stream when that is a terminal."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "scrutiny", *map(str, arguments)]
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "TERM": "xterm",
        "COLUMNS": "120",
        "NO_COLOR": "1",
    }
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=theirs
    ) as running:
        os.close(theirs)
        written = b""
        while True:
            try:
                some = os.read(ours, 4096)
            except OSError:  # how Linux says that nobody holds the other end
                some = b""
            if not some:
                break
            written += some
        os.close(ours)
    assert running.returncode == 0, written.decode()
    return written.decode()


def test_a_load_shows_the_rows_so_far_its_share_of_the_files_and_the_time_left(
    tmp_path: Path,
) -> None:
    workspace = Workspace.create(tmp_path / "ours", "E23000003")
    shown = on_a_terminal(
        "load", "street", STREET, "--released", "2026-02-28", "--workspace", workspace.path
    )
    shares = [int(share) for share in re.findall(r"(\d+)%", shown)]
    assert shares == sorted(shares)
    assert shares[-1] == 100
    assert re.search(r"Loading street: [\d,]+ rows", shown)
    assert re.search(r"\d+% \d:\d\d:\d\d \d:\d\d:\d\d", shown)  # passed, and left


def test_a_load_tells_how_far_it_is_many_times(tmp_path: Path) -> None:
    """What the bar is told; which of it a terminal shows depends on how fast the machine is."""
    workspace = Workspace.create(tmp_path / "ours", "E23000003")
    reading = open_source("street", [STREET], load_areas(), load_catalogue())
    told: list[tuple[int, int]] = []
    load(
        workspace, reading, date(2026, 2, 28),
        progress=lambda rows: told.append((rows, reading.bytes_read)),
    )  # fmt: skip
    assert told == sorted(told)
    assert len({done for _, done in told}) > 2
    assert told[-1][1] == reading.bytes_total
