"""The process that does the jobs, and shows meanwhile that it lives."""

from __future__ import annotations

import logging
import time
from threading import Event, Thread

from django.db import DatabaseError, close_old_connections, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from scrutiny.governance.background.jobs import show_life, take_up_lost

INTERVAL = 1.0  # seconds between looks for a job
SIGN = 20.0  # seconds between signs of life
PAUSE = 10.0  # seconds until a database that did not answer is asked again
ID_LENGTH = 32

log = logging.getLogger(__name__)


def work(*, until_none_waits: bool = False, ends_job_first: bool = True) -> None:
    """Do jobs as they come, until told to stop; `ends_job_first`: not before the one at hand ends.

    With `until_none_waits` it comes back when there is nothing to do now, and a database that does
    not answer is Django's `DatabaseError`; else it waits for the database.
    """
    worker = Worker(
        queue_names=["default"],
        interval=INTERVAL,
        batch=until_none_waits,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(ID_LENGTH),
        excluded_queue_names=[],
    )
    if ends_job_first:
        worker.configure_signals()
    over = Event()
    Thread(target=_show_life, args=(over,), name="life", daemon=True).start()
    try:
        while True:
            try:
                take_up_lost()
                return worker.run()
            except DatabaseError as error:
                if until_none_waits:
                    raise
                why = " ".join(str(error).split())
                log.warning("the records' database does not answer: %s", why)
                connection.close()
                time.sleep(PAUSE)
    finally:
        over.set()


def _show_life(over: Event) -> None:
    """Sign for the jobs of this process, and take up those whose process is no more."""
    while not over.wait(SIGN):
        try:
            close_old_connections()
            show_life()
            take_up_lost()
        except DatabaseError:
            connection.close()  # the worker tells it
