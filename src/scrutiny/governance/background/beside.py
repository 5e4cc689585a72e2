"""A worker in a process of its own beside the site, that ends when the site does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

NICE = 10  # what readers wait for comes first


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker with this process's settings while the block runs.

    It is stopped at once: a job that it had begun is taken up by the next worker. It is in a group
    of its own, so that Control-C in a terminal is heard by its parent alone; and it ends too when
    its parent is killed.
    """
    code = "from scrutiny.governance.background.beside import work_until_parent_ends as f; f()"
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", code], stdin=subprocess.PIPE, process_group=0
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def work_until_parent_ends() -> None:
    """What the process does."""
    Thread(target=_end_with_parent, name="parent", daemon=True).start()
    os.nice(NICE)

    import django

    django.setup()

    from scrutiny.governance.background.worker import work

    work(ends_job_first=False)


def _end_with_parent() -> None:
    sys.stdin.read()  # until the parent's end of the pipe is closed
    os._exit(0)
