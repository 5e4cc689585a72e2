"""Scrutiny meetings: when, who, about what, on which papers, and what was said and decided."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from scrutiny.governance.files import by_content
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.record import Record, Sensitive


class Meeting(Sensitive):
    """An oversight body meets a force, about the quarter that ends with `to`."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        AGENDA_SET = "agenda-set", "Agenda set"
        HELD = "held", "Held"
        MINUTES_AGREED = "minutes-agreed", "Minutes agreed"
        CANCELLED = "cancelled", "Cancelled"

    oversight = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings")
    force = models.CharField("force (ONS code)", max_length=20)
    title = models.CharField("title", max_length=200, default="Strategic scrutiny meeting")
    day = models.DateField("date")
    begins = models.TimeField("from", null=True, blank=True)
    ends = models.TimeField("until", null=True, blank=True)
    place = models.CharField("place", max_length=200, blank=True)
    to = models.CharField("last month of the quarter that it looks at (YYYY-MM)", max_length=7)
    state = models.CharField(max_length=15, choices=State.choices, default=State.PLANNED)
    agenda_published = models.DateTimeField(null=True, blank=True)
    minutes_published = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.title}, {self.day:%-d %B %Y}"


class Attendance(Record):
    """Someone who is invited to a meeting, by title; a person of the site where there is one."""

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)
    title = models.CharField("title", max_length=200)
    organisation = models.ForeignKey(Organisation, models.PROTECT)
    state = models.CharField(max_length=10, choices=State.choices, default=State.INVITED)

    class Meta:
        ordering = ("meeting", "organisation", "title")

    def __str__(self) -> str:
        return self.title


class AgendaItem(Sensitive):
    """A line of a meeting's agenda, and what brought it there."""

    WITHIN: ClassVar = ("meeting", "section", "area", "raised", "ask")

    class Origin(models.TextChoices):
        STANDING = "standing", "Standing item"
        AREA = "area", "Area for consideration"
        EXCEPTION = "exception", "Exception"
        OVERDUE = "overdue", "Overdue action"
        ADDED = "added", "Added"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("item", max_length=300)
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.ADDED)
    section = models.ForeignKey("plan.Section", models.PROTECT, null=True, blank=True)
    area = models.ForeignKey("plan.AreaForConsideration", models.PROTECT, null=True, blank=True)
    raised = models.ForeignKey("raised.Raised", models.PROTECT, null=True, blank=True)
    ask = models.ForeignKey(
        "asks.Ask", models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    lead = models.CharField("who leads", max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField("minutes allotted", null=True, blank=True)
    dropped = models.BooleanField("taken off the agenda", default=False)

    class Meta:
        ordering = ("meeting", "order")

    def __str__(self) -> str:
        return self.title


class Paper(Sensitive):
    """A paper of a meeting: a file that was added, or a report of ours."""

    WITHIN: ClassVar = ("meeting", "item")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="papers"
    )
    title = models.CharField("title", max_length=300)
    file = models.FileField("file", upload_to=by_content, max_length=200)
    name = models.CharField("name of the file", max_length=200)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("meeting", "id")

    def __str__(self) -> str:
        return self.title


class Note(Sensitive):
    """What was said, decided, requested or set under an item, as it was taken in the meeting."""

    WITHIN: ClassVar = ("meeting", "item", "ask")

    class Kind(models.TextChoices):
        NOTE = "note", "Note"
        DECISION = "decision", "Decision"
        REQUEST = "request", "Request"
        ACTION = "action", "Action"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="notes")
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="notes"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.NOTE)
    text = models.TextField("text")
    ask = models.ForeignKey(
        "asks.Ask", models.PROTECT, null=True, blank=True, related_name="notes"
    )  # what a request or an action became
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("meeting", "id")

    def __str__(self) -> str:
        return self.text[:80]
