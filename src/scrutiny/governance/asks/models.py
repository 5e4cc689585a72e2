"""Requests and actions: what a meeting asked of somebody, until it is answered or done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from scrutiny.governance import clock
from scrutiny.governance.acting import who
from scrutiny.governance.files import by_content
from scrutiny.governance.meetings.restricted import cause
from scrutiny.governance.people.models import Organisation, Person, Role
from scrutiny.governance.permissions import may
from scrutiny.governance.record import Record, Sensitive, SensitiveRecords

WATCH = (Role.APPROVER, Role.FORCE_ANALYST, Role.PARTNER_ANALYST)
"""The roles that look after what their organisation was asked, whoever owns it."""


def organisations_of(person: Person, *roles: Role) -> models.QuerySet[Organisation]:
    """The organisations in which a person has a role today: any role, unless some are given."""
    today = clock.today()
    still = models.Q(memberships__ends=None) | models.Q(memberships__ends__gt=today)
    held = models.Q(memberships__person=person, memberships__begins__lte=today)
    if roles:
        held &= models.Q(memberships__role__in=roles)
    found: models.QuerySet[Organisation] = Organisation.objects.filter(still & held).distinct()
    return found


class Asks(SensitiveRecords):
    """Requests and actions, by who may see them and by when they are due."""

    def seen_by(self, person: Person) -> Self:
        """Those that a person may see."""
        return self.all() if may(person, "restricted.see") else self.public()

    def to_do(self) -> Self:
        """Those that wait for their owner."""
        return self.exclude(state__in=Ask.DONE)

    def overdue(self, day: date | None = None) -> Self:
        """Those that were due before a day, today unless given, and still wait for their owner."""
        return self.to_do().filter(due__lt=day or clock.today())

    def due_within(self, days: int, day: date | None = None) -> Self:
        """Those that are due on a day, today unless given, or up to so many days after it."""
        day = day or clock.today()
        return self.to_do().filter(due__gte=day, due__lte=day + timedelta(days=days))

    def concerning(self, person: Person) -> Self:
        """Those that a person is to know of when they are late: their own; those of their
        organisation, for who looks after them there; all, for who sets them."""
        seen = self.seen_by(person)
        if may(person, "asks.make"):
            return seen
        watched = organisations_of(person, *WATCH)
        return seen.filter(
            models.Q(owner=person)
            | models.Q(organisation__in=watched)
            | models.Q(organisation__part_of__in=watched)
        )


class Ask(Sensitive):
    """A request for an answer, or an action to be done, with its owner and due date.

    It is the organisation's that is named, or else of its owner's first one.
    """

    WITHIN: ClassVar = ("meeting", "section", "section__plan")

    objects = Asks.as_manager()  # type: ignore[misc]

    class Kind(models.TextChoices):
        REQUEST = "request", "Request"
        ACTION = "action", "Action"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        UNDER_WAY = "under-way", "Under way"
        ANSWERED = "answered", "Answered"  # and not accepted yet by the oversight body
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

    def get_absolute_url(self) -> str:
        return reverse("ask", kwargs={"number": self.pk})

    @property
    def kept(self) -> bool:
        """Whether it, or what it is part of, is restricted."""
        return cause(self) is not None

    def overdue(self, day: date | None = None) -> bool:
        """Whether it was due before a day, today unless given, and still waits for its owner."""
        return self.state not in self.DONE and self.due < (day or clock.today())

    def _saving(self, before: dict[str, Any] | None) -> None:
        if self.owner is not None and self.organisation is None:
            self.organisation = organisations_of(self.owner).first()

    def _saved(self, before: dict[str, Any] | None, note: str) -> None:
        """A new state is a step of its history, with what was noted as the comment."""
        if before is None or before["state"] != self.state:
            self.step(note)

    def step(self, comment: str) -> None:
        """Add a comment to its history, as of its present state."""
        Step.objects.create(ask=self, state=self.state, comment=comment, person=who())


class Step(Sensitive):
    """A step of an ask's history: its state from then on, with a comment."""

    WITHIN: ClassVar = ("ask", *(f"ask__{path}" for path in Ask.WITHIN))

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=Ask.State.choices)
    comment = models.TextField(blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering = ("ask", "id")

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.ask}"


class Evidence(Sensitive):
    """What shows that an ask was answered: a file, or an address."""

    WITHIN: ClassVar = ("ask", *(f"ask__{path}" for path in Ask.WITHIN))

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="evidence")
    title = models.CharField("title", max_length=300)
    file = models.FileField("file", upload_to=by_content, max_length=200, blank=True)
    name = models.CharField("name of the file", max_length=200, blank=True)
    address = models.URLField("address", blank=True)

    class Meta:
        ordering = ("ask", "id")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if bool(self.file) == bool(self.address):
            raise ValidationError("Evidence is a file or an address: give one of them.")


class Reminder(Record):
    """That somebody was reminded on a day, so that nobody is reminded twice.

    `claimed` is when a run began to send it, `sent` when it was sent. One that was begun and not
    sent, by a run that is no more, may have gone out or not.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    day = models.DateField()
    asks = models.JSONField(default=list)
    claimed = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "day"), name="one_a_day"),)

    def __str__(self) -> str:
        return f"{self.person}, {self.day:%-d %B %Y}"
