"""The oversight body's published response to an inspection's report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from scrutiny.governance import clock
from scrutiny.governance.inspection.models.inspections import Inspection
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.record import Record, Sensitive

RESPONSE_DAYS = 56
"""Within how many days the comments are published, that of the report's publication being the first
(Police Act 1996, section 55). The last day in time is so 55 days after publication."""


class Time(StrEnum):
    """Where a response stands against its last day."""

    IN_TIME = "in-time"
    LAST_DAY = "last-day"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a response stands on a day. `days` are those left, or those that it is late by."""

    time: Time
    days: int
    due: date
    published: bool

    @property
    def said(self) -> str:
        """In words."""
        many = f"{self.days} day{'' if self.days == 1 else 's'}"
        if self.published:
            return f"published {many} late" if self.time == Time.LATE else "published in time"
        return {
            Time.IN_TIME: f"{many} left",
            Time.LAST_DAY: "today is the last day",
            Time.LATE: f"late by {many}",
        }[self.time]


def response_due(published: date) -> date:
    """The last day on which a response to a report is in time."""
    return published + timedelta(days=RESPONSE_DAYS - 1)


def standing(
    inspection: Inspection, day: date | None = None, published_on: date | None = None
) -> Standing | None:
    """Where the response to an inspection stands on a day, today unless given.

    None where no response is needed or no report is published yet.
    """
    out = inspection.state == Inspection.State.PUBLISHED and inspection.published
    if not (inspection.needs_response and out):
        return None
    due = response_due(out)
    left = (due - (published_on or day or clock.today())).days
    time = Time.LATE if left < 0 else Time.LAST_DAY if left == 0 else Time.IN_TIME
    return Standing(time, abs(left), due, published_on is not None)


class Response(Sensitive):
    """What the oversight body says of a report: drafted, approved, published."""

    WITHIN: ClassVar = ("inspection",)

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        APPROVED = "approved", "Approved"
        PUBLISHED = "published", "Published"

    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="response")
    oversight = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField("response", blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_on = models.DateField("approved on", null=True, blank=True)
    published_on = models.DateField("published on", null=True, blank=True)

    class Meta:
        ordering = ("-inspection__published", "id")

    def __str__(self) -> str:
        return f"Response to {self.inspection}"

    def clean(self) -> None:
        super().clean()
        if self.state != self.State.DRAFT and not self.text.strip():
            raise ValidationError({"text": "There is nothing to approve or publish yet."})
        out = self.state == self.State.PUBLISHED
        if out != (self.published_on is not None):
            raise ValidationError({"published_on": "A published response has its day."})

    def standing(self, day: date | None = None) -> Standing | None:
        """Where it stands on a day, today unless given."""
        return standing(self.inspection, day, self.published_on)


class Copy(Record):
    """That a copy of a published response went to somebody on a day."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="copies")
    to = models.CharField("to", max_length=200)  # a role or body
    on = models.DateField("sent on")

    class Meta:
        ordering = ("response", "on", "id")
        constraints = (
            models.UniqueConstraint(fields=("response", "to", "on"), name="one_copy_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.to}, {self.on:%-d %B %Y}"

    def clean(self) -> None:
        super().clean()
        if not hasattr(self, "response") or self.on is None:
            return
        published = self.response.published_on
        if published is None or self.on < published:
            raise ValidationError({"on": "Copies are sent of what is published, from that day on."})
