"""The scrutiny plan: what the oversight body looks at, how often, and why."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from scrutiny.governance.people.models import Organisation
from scrutiny.governance.record import Record, Sensitive


class Plan(Sensitive):
    """One version of an oversight body's scrutiny plan for a force."""

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_FORCE = "in-force", "In force"
        REPLACED = "replaced", "Replaced"

    oversight = models.ForeignKey(Organisation, models.PROTECT, related_name="plans")
    force = models.CharField("force (ONS code)", max_length=20)
    title = models.CharField("title", max_length=200)
    version = models.CharField("version", max_length=40)
    dated = models.DateField("date of this version")
    begins = models.DateField("from")
    ends = models.DateField("until")
    vision = models.TextField("vision", blank=True)
    context = models.TextField("context", blank=True)
    state = models.CharField("state", max_length=10, choices=State.choices, default=State.DRAFT)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ("-begins", "-dated")
        constraints = (
            models.UniqueConstraint(fields=("oversight", "title", "version"), name="one_version"),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    def clean(self) -> None:
        super().clean()
        if self.ends <= self.begins:
            raise ValidationError({"ends": "The plan ends after it begins."})


class Priority(Record):
    """A box of the strategy map: a priority, or what supports the priorities."""

    class Kind(models.TextChoices):
        PRIORITY = "priority", "Priority"
        SUPPORT = "support", "Supported by"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="priorities")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.PRIORITY)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("plan", "kind", "order")

    def __str__(self) -> str:
        return self.title


class Section(Sensitive):
    """A part of the plan that comes to meetings at its own frequency."""

    WITHIN: ClassVar = ("plan",)

    class Frequency(models.TextChoices):
        QUARTERLY = "quarterly", "Quarterly"
        SIX_MONTHLY = "six-monthly", "Six-monthly"
        YEARLY = "yearly", "Yearly"
        BY_DATE = "by-date", "By date"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sections")
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    priority = models.ForeignKey(
        Priority, models.PROTECT, null=True, blank=True, related_name="sections"
    )
    order = models.PositiveSmallIntegerField(default=0)
    number = models.CharField("number", max_length=10)  # 1, 2.A
    title = models.CharField("title", max_length=300)
    aim = models.TextField("aim", blank=True)
    approach = models.TextField("approach", blank=True)
    owner = models.CharField("owner", max_length=200)  # a title, such as Chief Constable
    frequency = models.CharField("frequency", max_length=12, choices=Frequency.choices, blank=True)
    # Six-monthly and yearly: the first month in which it is due. By date: every month that it is.
    due = models.JSONField("months in which it is due (YYYY-MM)", default=list, blank=True)

    class Meta:
        ordering = ("plan", "order")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class StandingItem(Sensitive):
    """What a section always brings, with the measures that it is about."""

    WITHIN: ClassVar = ("section", "section__plan")

    section = models.ForeignKey(Section, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField("item")
    measures = models.JSONField("measures (ids of the catalogue)", default=list, blank=True)

    class Meta:
        ordering = ("section", "order")

    def __str__(self) -> str:
        return self.text[:80]


class AreaForConsideration(Sensitive):
    """What one meeting is to look at under a section, and why."""

    WITHIN: ClassVar = ("section", "section__plan", "meeting")

    class Origin(models.TextChoices):
        REQUEST = "request", "A request"
        EXCEPTION = "exception", "An exception"
        PARTNER = "partner", "A partner's data"
        INSPECTION = "inspection", "An inspection"
        MEETING = "meeting", "A meeting"

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        PLANNED = "planned", "Planned"
        CONSIDERED = "considered", "Considered"
        WITHDRAWN = "withdrawn", "Withdrawn"

    section = models.ForeignKey(Section, models.PROTECT, related_name="areas")
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="areas"
    )
    title = models.CharField("area identified for consideration", max_length=300)
    rationale = models.TextField("rationale")
    origin = models.CharField("origin", max_length=10, choices=Origin.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    class Meta:
        ordering = ("section", "meeting", "id")

    def __str__(self) -> str:
        return self.title
