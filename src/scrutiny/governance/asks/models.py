"""Requests and actions: what a meeting asked of somebody, until it is answered or done."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from scrutiny.governance.files import by_content
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.record import Record, Sensitive


class Ask(Sensitive):
    """A request for an answer, or an action to be done, with its owner and due date."""

    WITHIN: ClassVar = ("meeting", "section")

    class Kind(models.TextChoices):
        REQUEST = "request", "Request"
        ACTION = "action", "Action"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        UNDER_WAY = "under-way", "Under way"
        ANSWERED = (
            "answered",
            "Answered",
        )  # by its owner; the oversight body has not accepted it yet
        CLOSED = "closed", "Closed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    DONE: ClassVar = (State.ANSWERED, State.CLOSED, State.WITHDRAWN)

    kind = models.CharField("kind", max_length=7, choices=Kind.choices)
    text = models.TextField("what is asked")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="asks"
    )
    owner_title = models.CharField("owner", max_length=200)  # as the minutes say it
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True)
    due = models.DateField("due")
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="asks"
    )
    section = models.ForeignKey(
        "plan.Section", models.PROTECT, null=True, blank=True, related_name="asks"
    )
    measure = models.CharField("measure (id of the catalogue)", max_length=80, blank=True)
    area = models.CharField("area (ONS code)", max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    answer = models.TextField("answer", blank=True)
    answered_in = models.ForeignKey(
        "reporting.Part", models.PROTECT, null=True, blank=True, related_name="answers"
    )

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.text[:100]


class Step(Sensitive):
    """A step of an ask's history: its state from then on, with a comment."""

    WITHIN: ClassVar = ("ask", "ask__meeting", "ask__section")

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=Ask.State.choices)
    comment = models.TextField(blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True)

    class Meta:
        ordering = ("ask", "id")

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.ask}"


class Evidence(Sensitive):
    """What shows that an ask was answered: a file, or an address."""

    WITHIN: ClassVar = ("ask", "ask__meeting", "ask__section")

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="evidence")
    title = models.CharField("title", max_length=300)
    file = models.FileField("file", upload_to=by_content, max_length=200, blank=True)
    name = models.CharField("name of the file", max_length=200, blank=True)
    address = models.URLField("address", blank=True)

    class Meta:
        ordering = ("ask", "id")

    def __str__(self) -> str:
        return self.title


class Reminder(Record):
    """That somebody was reminded on a day, so that nobody is reminded twice."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    day = models.DateField()
    asks = models.JSONField(default=list)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "day"), name="one_a_day"),)

    def __str__(self) -> str:
        return f"{self.person}, {self.day:%-d %B %Y}"
