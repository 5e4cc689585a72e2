"""The worker beside the site: it does jobs, and is gone when the site is, however that ends."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import scrutiny

SOURCE = Path(scrutiny.__file__).parents[1]
PATIENCE = 60.0  # seconds for what takes two or three on a machine that is not busy
SITE = """
import os, sys, time, django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from scrutiny.governance.background.beside import worker_beside
from scrutiny.governance.background.jobs import enqueue
with worker_beside():
    enqueue("send-reminders", "Reminders", "reminders", day="2020-04-09")
    print("begun", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def site(tmp_path: Path) -> subprocess.Popen[str]:
    """A process as the site is, with an empty database of records and a job that waits."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("SCRUTINY_", "DJANGO_"))}
    own |= {
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "scrutiny.web.settings.local",
        "SCRUTINY_DATABASE": f"sqlite:///{tmp_path / 'records.sqlite3'}",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SITE], env=own, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def wait_for(found: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < ends, "it did not happen in time"
        time.sleep(0.1)


def workers(site: subprocess.Popen[str]) -> list[int]:
    """The processes that the site has started."""
    children = Path(f"/proc/{site.pid}/task/{site.pid}/children")
    if not children.exists():
        pytest.skip("this system does not list a process's children")
    return [int(number) for number in children.read_text().split()]


def is_there(pid: int) -> bool:
    """Whether a process runs; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.parametrize("killed", [False, True])
def test_it_does_a_job_and_ends_with_the_site(
    site: subprocess.Popen[str], tmp_path: Path, killed: bool
) -> None:
    def done() -> bool:
        with sqlite3.connect(tmp_path / "records.sqlite3") as records:
            found = records.execute("SELECT state, said FROM work_job").fetchall()
        return found == [("done", "0 people were reminded.")]

    wait_for(done)
    (worker,) = workers(site)
    assert os.getpgid(worker) == worker  # Control-C in a terminal is not for it
    if killed:
        site.send_signal(signal.SIGKILL)
        site.wait()
    else:
        site.communicate()
        assert site.returncode == 0
    wait_for(lambda: not is_there(worker))
