"""A job: something that is done in the background, and how far it is."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from scrutiny.governance import clock


class Job(models.Model):
    """A named task with what it was given. It is not a record: what it makes is.

    At most one job of a `key` waits or runs, so asking twice for the same does it once. `seen` is
    when its worker last showed that it lives; `tries` tells one try from the next. `title`,
    `doing`, `said` and `why` are seen by people who may not see what is restricted.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Under way"
        DONE = "done", "Done"
        FAILED = "failed", "Not done"

    LIVE: ClassVar = (State.WAITING, State.RUNNING)

    name = models.CharField(max_length=40)  # of `named.TASKS`
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    given = models.JSONField(default=dict)
    where = models.CharField("address of what it makes", max_length=300, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    doing = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    said = models.TextField("what it did", blank=True)
    why = models.TextField("why it was not done", blank=True)
    task = models.CharField("id in the queue", max_length=64, blank=True)
    made = models.DateTimeField(default=clock.now)
    ended = models.DateTimeField(null=True)
    seen = models.DateTimeField(default=timezone.now)  # the machine's time, whatever the clock says

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("key",),
                condition=models.Q(state__in=("waiting", "running")),
                name="one_live_job_a_key",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def live(self) -> bool:
        """Whether it is not over."""
        return self.state in self.LIVE
