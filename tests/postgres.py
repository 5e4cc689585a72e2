"""A real PostgreSQL for tests, started by them."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

PATIENCE = 60.0  # seconds for what takes one or two on a machine that is not busy


class PostgresMissingError(Exception):
    """PostgreSQL's programs are not on this machine."""


class Postgres:
    """A PostgreSQL of its own in a folder, reached by a socket in it."""

    def __init__(self) -> None:
        self._programs = _programs()
        self.folder = Path(tempfile.mkdtemp(prefix="scrutiny-pg-"))
        # It refuses to run as root; Debian's package makes a user for it.
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        shutil.chown(self.folder, self._user)
        self._run("initdb", "--auth=trust", "--username=site", "--no-sync", str(self._data))

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def address(self) -> str:
        return f"postgres://site@{quote(str(self.folder), safe='')}/postgres"

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        log = self.folder / "log"
        self._run("pg_ctl", "-D", str(self._data), "-w", "-l", str(log), "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "stop")

    def _run(self, program: str, *given: str) -> None:
        subprocess.run(
            [str(self._programs / program), *given],
            user=self._user,
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
        )

    def remove(self) -> None:
        """Stop it, if it runs, and remove all that it kept."""
        with contextlib.suppress(subprocess.CalledProcessError):  # a test has stopped it
            self.stop()
        shutil.rmtree(self.folder)


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise PostgresMissingError("PostgreSQL is not installed")
    return found[-1] if found else Path(on_path or "").parent
