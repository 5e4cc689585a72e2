"""Starting the site: one command, in the settings for one machine or for a server."""

from __future__ import annotations

import errno
import multiprocessing
import os
import secrets
import signal
import socket
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from threading import Thread
from typing import Any

from scrutiny.errors import ScrutinyError
from scrutiny.governance.background.beside import worker_beside
from scrutiny.warehouse.workspace import Workspace

UPGRADES = ".records.lock"  # held while the records are brought up to date
OWN_MACHINE = frozenset({"127.0.0.1", "localhost", "::1"})
THREADS = 4  # a worker's, so that a slow answer does not hold up the quick ones
LISTENS_YET = 0.05  # seconds between tries to connect
LAST_ANSWERS = 3  # seconds that answers have to end in when the site is stopped


def serve(
    workspace: Path,
    host: str,
    port: int,
    workers: int,
    production: bool,
    ready: Callable[[str], None],
) -> None:
    """Serve a workspace until the process is stopped; `ready` gets the address when it listens.

    Without `production` it answers this machine only, and any other `host` is a `ScrutinyError`; so
    is a port in use, a workspace that cannot be shown, and whatever the settings lack.
    """
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    if host not in OWN_MACHINE and not production:
        raise ScrutinyError(
            f"{host} can be reached from other machines: serve it with --production, which needs "
            "the settings in docs/how-to/run-the-site.md"
        )
    settings = "production" if production else "local"
    os.environ["SCRUTINY_WORKSPACE"] = str(workspace.absolute())
    os.environ["DJANGO_SETTINGS_MODULE"] = f"scrutiny.web.settings.{settings}"
    if not production:  # who signs in at one worker is known to the others
        os.environ.setdefault("SCRUTINY_SECRET_KEY", secrets.token_urlsafe(50))
    address = _free(host, port)
    _prepare(workspace, production)
    # A worker is a process of its own from the start: a copy of this one would share its threads'
    # locks, and the database that reads the tables cannot be used after that.
    multiprocessing.set_start_method("spawn", force=True)
    with tempfile.TemporaryDirectory(prefix="scrutiny-shared-") as shared:
        answers = Path(shared) / "answers"
        answers.mkdir()
        os.environ["SCRUTINY_ANSWERS"] = str(answers)
        os.environ["SCRUTINY_CALLS"] = str(Path(shared) / "calls")
        server = Server(
            "scrutiny.web.wsgi:application",
            address=address,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=THREADS,
            log_level=LogLevels.error,
            respawn_failed_workers=True,
            workers_kill_timeout=LAST_ANSWERS,
        )
        name = f"[{host}]" if ":" in host else host

        def say() -> None:
            _wait_for(address, port)
            ready(f"http://{name}:{port}/")

        @server.on_startup
        def begin() -> None:
            Thread(target=say, name="ready", daemon=True).start()
            if hasattr(signal, "SIGHUP"):  # the terminal was closed
                signal.signal(signal.SIGHUP, server.signal_handler_interrupt)

        # A server has a worker of its own: see docs/how-to/run-the-site.md.
        with nullcontext() if production else worker_beside():
            server.serve(spawn_target=_worker)


def _free(host: str, port: int) -> str:
    """The numeric address of a host, where nothing listens at the port yet.

    The server shares its port among workers, and would share it with another server too.
    """
    try:
        family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen()
    except OSError as error:
        why = (
            f"port {port} is in use: stop what uses it, or give another with --port"
            if error.errno == errno.EADDRINUSE
            else f"cannot answer at {host} port {port}: {error.strerror or error}"
        )
        raise ScrutinyError(why) from error
    return str(place[0])


def _worker(*given: Any) -> None:
    """A process that answers, until its parent says stop or is no more.

    Control-C in a terminal goes to a whole group of processes; the parent alone is to hear it. A
    worker has nothing to close, so it ends at once rather than wait for its threads.
    """
    from granian.server import Server

    os.setpgrp()
    parent = multiprocessing.parent_process()
    assert parent is not None  # this is not run in the main process

    def end_with_parent() -> None:
        parent.join()
        os._exit(0)

    Thread(target=end_with_parent, name="parent", daemon=True).start()
    Server._spawn_wsgi_worker(*given)
    os._exit(0)


def _wait_for(address: str, port: int) -> None:
    """Come back when the first worker listens."""
    while True:
        try:
            socket.create_connection((address, port), timeout=1).close()
        except OSError:
            time.sleep(LISTENS_YET)
        else:
            return


def _prepare(workspace: Path, production: bool) -> None:
    """Find out now, in one clear message, what would else fail in every worker."""
    import django
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from filelock import FileLock

    from scrutiny.governance.upgrading import waiting
    from scrutiny.web.edition import Edition, today

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise ScrutinyError(str(error)) from error
    from scrutiny.governance.example.models import example

    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        raise ScrutinyError(
            "the site's styles and scripts are not built: install Node 20 and run `make setup`"
        )
    try:
        if not production:
            with FileLock(workspace / UPGRADES):  # two sites may be started at once
                call_command("migrate", verbosity=0)
        elif steps := waiting():
            raise ScrutinyError(
                f"the records' database is not up to date ({len(steps)} steps wait): back it up, "
                "then run `scrutiny records upgrade`"
            )
        if production and example() is not None:
            raise ScrutinyError(
                "these records are the example, whose people all have one password: serve it "
                "without --production, to this machine only"
            )
        call_command("clearsessions")
        connection.close()
    except DatabaseError as error:
        why = " ".join(str(error).split())
        raise ScrutinyError(f"the records' database cannot be reached: {why}") from error
    space = Workspace.open(workspace)
    edition = Edition(space, space.snapshot(), today())
    if not edition.snapshot.files("observations"):
        raise ScrutinyError(
            f"{workspace} has no figures to show yet: load files with "
            "`scrutiny load`, then run `scrutiny calculate`"
        )
