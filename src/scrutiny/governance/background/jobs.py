"""Asking for a job, doing it, trying it again, and finding those whose worker is no more."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.exceptions import TaskResultDoesNotExist

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.acting import acting, who
from scrutiny.governance.background.models import Job
from scrutiny.governance.background.named import TASKS, named

WAITS = (timedelta(minutes=1), timedelta(minutes=10))  # before the second try, and before the third
TRIES = len(WAITS) + 1
SILENT = timedelta(minutes=2)  # without a sign of life: longer than any pause of a busy machine

log = logging.getLogger(__name__)

_at_work: list[Job] = []  # what this process does at the moment


class TryAgainError(Exception):
    """What a task raises when it may well be done later; it says why."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What a task says of how far it is: `progress("page 3", done=3, total=40)`."""

    job: Job

    def __call__(self, doing: str, done: int = 0, total: int = 0) -> None:
        _change(self.job, doing=doing, done=done, total=total, seen=timezone.now())


def enqueue(name: str, title: str, key: str, where: str = "", **given: Any) -> Job:
    """Ask for a task to be done: its job, or the one of that key that waits already.

    It is in the transaction that is under way. `given` are values that JSON can hold; `where` is
    the address of what it makes, for who asked. The title must not tell what is restricted.
    """
    if name not in TASKS:
        raise KeyError(name)
    with transaction.atomic():
        job, new = Job.objects.get_or_create(
            key=key,
            state__in=Job.LIVE,
            defaults={
                "name": name, "title": title, "where": where, "given": given, "person": who(),
            },
        )  # fmt: skip
        if new:
            _send(job)
    job.refresh_from_db()
    return job


def again(job: Job) -> Job:
    """Ask anew for what failed."""
    with acting(job.person):
        return enqueue(job.name, job.title, job.key, job.where, **job.given)


@task
def run(number: int) -> None:
    """Do a job. One that is over, or that somebody else does, is left alone."""
    job = _claim(number)
    if job is None:
        return
    _at_work.append(job)
    try:
        with acting(job.person):
            said = named(job.name)(Progress(job), **job.given)
    except ScrutinyError as error:  # it would be refused again
        _change(job, state=Job.State.FAILED, why=str(error), ended=clock.now())
    except TryAgainError as error:
        _put_off(job, str(error))
    except Exception as error:
        log.exception("job %s (%s), try %s", job.pk, job.name, job.tries)
        why = f"Something unforeseen went wrong ({type(error).__name__}). The log has the details."
        _put_off(job, why)
    else:
        _change(job, state=Job.State.DONE, said=said, why="", ended=clock.now())
    finally:
        _at_work.remove(job)


def show_life() -> None:
    """Sign for the jobs that this process does."""
    for job in tuple(_at_work):
        _change(job, seen=timezone.now())


def take_up_lost() -> int:
    """Ask again for the jobs whose worker stopped in the middle; how many there were."""
    found = 0
    for job in Job.objects.filter(state__in=Job.LIVE, seen__lt=timezone.now() - SILENT):
        if job.state == Job.State.RUNNING or not _queued(job):
            found += _put_off(job, "Its worker stopped in the middle.")
    return found


def _claim(number: int) -> Job | None:
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=number, state=Job.State.WAITING).first()
        if job is not None:
            job.state, job.seen = Job.State.RUNNING, timezone.now()
            job.tries += 1
            job.doing, job.done, job.total = "", 0, 0
            job.save()
    return job


def _put_off(job: Job, why: str) -> bool:
    """Let a job wait for its next try, or fail when it had its last; whether it was as is said."""
    if job.tries >= TRIES:
        return _change(job, state=Job.State.FAILED, why=why, ended=clock.now())
    with transaction.atomic():
        changed = _change(job, state=Job.State.WAITING, why=why, seen=timezone.now())
        if changed:
            _send(job, WAITS[job.tries - 1] if job.tries else timedelta())
    return changed


def _change(job: Job, **fields: Any) -> bool:
    """Change a job, unless it has gone on without this worker; whether it has not."""
    mine = Job.objects.filter(pk=job.pk, state=job.state, tries=job.tries)
    return mine.update(**fields) > 0


def _send(job: Job, wait: timedelta = timedelta()) -> None:
    """Put a job in the queue, to be done after a while where the queue can put off."""
    later = run
    if wait and run.get_backend().supports_defer:
        later = run.using(run_after=timezone.now() + wait)
    queued = later.enqueue(job.pk)
    Job.objects.filter(pk=job.pk).update(task=queued.id)


def _queued(job: Job) -> bool:
    """Whether the queue still has it to give to a worker."""
    try:
        return run.get_result(job.task).status is TaskResultStatus.READY
    except TaskResultDoesNotExist:
        return False
