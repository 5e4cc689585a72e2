"""Work in the background: done once, tried again, taken up when its worker is no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from scrutiny.errors import ScrutinyError
from scrutiny.governance.acting import acting, who
from scrutiny.governance.background import jobs, named
from scrutiny.governance.background.jobs import (
    Progress,
    TryAgainError,
    again,
    enqueue,
    take_up_lost,
)
from scrutiny.governance.background.models import Job
from scrutiny.governance.background.worker import work
from scrutiny.governance.people.models import Person

DONE: list[tuple[str, Person | None]] = []
NEXT: list[Exception] = []  # what the next tries come to


def example(progress: Progress, what: str) -> str:
    """A task of the tests: it notes that it was done, and by whom."""
    progress("counting", 1, 2)
    if NEXT:
        raise NEXT.pop(0)
    DONE.append((what, who()))
    return f"Did {what}."


@pytest.fixture(autouse=True)
def named_here(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[None]:
    monkeypatch.setitem(named.TASKS, "example", f"{__name__}:example")
    yield
    DONE.clear()
    NEXT.clear()


@pytest.fixture
def slow_queue(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The queue in the database, as the site has it."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    # The worker here is in the test's own transaction, which ends with its connection.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)


@pytest.fixture
def queue(slow_queue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, whose tries follow at once."""
    monkeypatch.setattr(jobs, "WAITS", (timedelta(), timedelta()))


@pytest.mark.parametrize("name", named.TASKS)
def test_every_name_has_a_task(name: str) -> None:
    assert callable(named.named(name))


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        enqueue("sing", "Singing", "sing")


@pytest.mark.usefixtures("queue")
def test_a_job_waits_for_a_worker_and_is_done_for_who_asked(person: Callable[..., Person]) -> None:
    officer = person("scrutiny-officer")
    with acting(officer):
        job = enqueue("example", "An example", "example:1", where="/desk/", what="sums")
    assert (job.state, DONE) == ("waiting", [])
    work(until_none_waits=True, ends_job_first=False)
    job.refresh_from_db()
    assert [("sums", officer)] == DONE
    assert (job.state, job.said, job.tries) == ("done", "Did sums.", 1)
    assert (job.doing, job.done, job.total) == ("counting", 1, 2)
    assert job.ended is not None


@pytest.mark.usefixtures("queue")
def test_asking_twice_for_the_same_does_it_once() -> None:
    first = enqueue("example", "An example", "example:1", what="sums")
    assert enqueue("example", "An example", "example:1", what="sums") == first
    work(until_none_waits=True, ends_job_first=False)
    assert len(DONE) == 1
    later = enqueue("example", "An example", "example:1", what="sums")
    assert later != first  # what is over can be asked for anew


@pytest.mark.usefixtures("queue")
def test_a_job_that_comes_twice_from_the_queue_is_done_once() -> None:
    job = enqueue("example", "An example", "example:1", what="sums")
    jobs.run.enqueue(job.pk)
    work(until_none_waits=True, ends_job_first=False)
    assert len(DONE) == 1


@pytest.mark.usefixtures("queue")
def test_what_fails_is_tried_three_times() -> None:
    job = enqueue("example", "An example", "example:1", what="sums")
    NEXT.extend([TryAgainError("The mail server is away."), OSError("disk"), OSError("disk")])
    work(until_none_waits=True, ends_job_first=False)
    job.refresh_from_db()
    assert (job.state, job.tries, DONE) == ("failed", 3, [])
    assert job.why == "Something unforeseen went wrong (OSError). The log has the details."
    anew = again(job)
    work(until_none_waits=True, ends_job_first=False)
    anew.refresh_from_db()
    assert (anew.state, len(DONE)) == ("done", 1)


@pytest.mark.usefixtures("queue")
def test_what_fails_once_is_done_by_the_next_try() -> None:
    job = enqueue("example", "An example", "example:1", what="sums")
    NEXT.append(TryAgainError("The mail server is away."))
    work(until_none_waits=True, ends_job_first=False)
    job.refresh_from_db()
    assert (job.state, job.tries, job.why) == ("done", 2, "")


@pytest.mark.usefixtures("slow_queue")
def test_a_try_waits_before_the_next() -> None:
    job = enqueue("example", "An example", "example:1", what="sums")
    NEXT.append(TryAgainError("The mail server is away."))
    work(until_none_waits=True, ends_job_first=False)
    job.refresh_from_db()
    assert (job.state, job.why) == ("waiting", "The mail server is away.")
    next_try = DBTaskResult.objects.get(id=job.task)
    assert timedelta(seconds=50) < next_try.run_after - timezone.now() <= timedelta(minutes=1)


@pytest.mark.usefixtures("queue")
def test_what_a_task_itself_refuses_is_not_tried_again() -> None:
    job = enqueue("example", "An example", "example:1", what="sums")
    NEXT.append(ScrutinyError("The meeting is cancelled."))
    work(until_none_waits=True, ends_job_first=False)
    job.refresh_from_db()
    assert (job.state, job.tries, job.why) == ("failed", 1, "The meeting is cancelled.")


def left_in_the_middle(job: Job) -> None:
    """As a worker leaves a job that is killed some minutes ago."""
    DBTaskResult.objects.filter(id=job.task).update(status="RUNNING")
    Job.objects.filter(pk=job.pk).update(
        state="running", tries=1, seen=timezone.now() - jobs.SILENT - timedelta(seconds=1)
    )


@pytest.mark.usefixtures("queue")
def test_a_job_whose_worker_is_no_more_is_taken_up() -> None:
    job = enqueue("example", "An example", "example:1", what="sums")
    left_in_the_middle(job)
    assert enqueue("example", "An example", "example:1", what="sums") == job
    assert take_up_lost() == 1
    work(until_none_waits=True, ends_job_first=False)
    job.refresh_from_db()
    assert (job.state, job.tries, len(DONE)) == ("done", 2, 1)
    assert take_up_lost() == 0


@pytest.mark.usefixtures("queue")
def test_a_job_that_was_taken_from_the_queue_and_never_begun_is_taken_up() -> None:
    job = enqueue("example", "An example", "example:1", what="sums")
    left_in_the_middle(job)
    Job.objects.filter(pk=job.pk).update(state="waiting", tries=0)
    assert take_up_lost() == 1
    work(until_none_waits=True, ends_job_first=False)
    assert len(DONE) == 1


@pytest.mark.usefixtures("queue")
def test_a_job_that_only_waits_long_is_left_in_the_queue() -> None:
    job = enqueue("example", "An example", "example:1", what="sums")
    Job.objects.filter(pk=job.pk).update(seen=timezone.now() - timedelta(days=1))
    assert take_up_lost() == 0


@pytest.mark.usefixtures("queue")
def test_a_worker_that_was_given_up_changes_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was silent for long and another does its job: what it says then is not heard."""
    job = enqueue("example", "An example", "example:1", what="sums")

    def slow(progress: Progress, what: str) -> str:
        Job.objects.filter(pk=job.pk).update(tries=2)  # the other has begun
        return "Did it late."

    monkeypatch.setattr(jobs, "named", lambda name: slow)
    work(until_none_waits=True, ends_job_first=False)
    job.refresh_from_db()
    assert (job.state, job.said) == ("running", "")
