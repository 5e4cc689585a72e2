"""The scrutiny plan: what the oversight body looks at, how often, and why."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models

from scrutiny.errors import ScrutinyError
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.record import Sensitive, SensitiveRecords
from scrutiny.periods import Month


class Current(SensitiveRecords):
    """Parts of a plan, of which some have been taken out."""

    def current(self) -> Self:
        """Those that have not been taken out."""
        return self.filter(withdrawn=False)

    def public(self) -> Self:
        return super().public().current()


def months(texts: object) -> list[Month]:
    """Months as a record holds them; what is not a list of them in order is a `ValidationError`."""
    try:
        found = [Month.parse(str(text)) for text in texts] if isinstance(texts, list) else None
    except ScrutinyError as error:
        raise ValidationError(str(error)) from None
    if found is None or found != sorted(set(found)):
        raise ValidationError("This is a list of different months, the earliest first.")
    return found


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
    # Meetings that the plan foresees, without a day yet. A meeting with a day is a `Meeting`.
    foresees = models.JSONField("months in which it foresees a meeting", default=list, blank=True)
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
        if self.begins and self.ends and self.ends <= self.begins:
            raise ValidationError({"ends": "The plan ends after it begins."})
        months(self.foresees)

    @property
    def is_draft(self) -> bool:
        """Whether its words may still be changed. After that a new version says what changed."""
        return self.state == self.State.DRAFT


class Priority(Sensitive):
    """A box of the strategy map: a priority, or what supports the priorities."""

    WITHIN: ClassVar = ("plan",)

    class Kind(models.TextChoices):
        PRIORITY = "priority", "Priority"
        SUPPORT = "support", "Supported by"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="priorities")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField("kind", max_length=8, choices=Kind.choices, default=Kind.PRIORITY)
    title = models.CharField("title", max_length=200)
    text = models.TextField("text", blank=True)
    withdrawn = models.BooleanField("taken out of the plan", default=False)

    objects = Current.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("plan", "kind", "order", "id")

    def __str__(self) -> str:
        return self.title


class Section(Sensitive):
    """A part of the plan that comes to meetings at its own frequency."""

    WITHIN: ClassVar = ("plan", "part_of", "part_of__part_of")

    class Frequency(models.TextChoices):
        QUARTERLY = "quarterly", "Quarterly"
        SIX_MONTHLY = "six-monthly", "Six-monthly"
        YEARLY = "yearly", "Yearly"
        BY_DATE = "by-date", "By date"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="sections")
    part_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name="part of"
    )
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )  # the same section of the version before
    priority = models.ForeignKey(
        Priority, models.PROTECT, null=True, blank=True, related_name="sections"
    )
    order = models.PositiveSmallIntegerField(default=0)
    number = models.CharField("number", max_length=10)  # 1, 2.A
    title = models.CharField("title", max_length=300)
    aim = models.TextField("aim", blank=True)
    approach = models.TextField("approach", blank=True)
    owner = models.CharField(
        "owner", max_length=200, blank=True
    )  # a title, such as Chief Constable
    frequency = models.CharField("frequency", max_length=12, choices=Frequency.choices, blank=True)
    # Six-monthly and yearly: the first month in which it is due. By date: every month that it is.
    due = models.JSONField("months in which it is due (YYYY-MM)", default=list, blank=True)
    withdrawn = models.BooleanField("taken out of the plan", default=False)

    objects = Current.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("plan", "order", "id")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def clean(self) -> None:
        super().clean()
        given = months(self.due)
        first = self.frequency in (self.Frequency.SIX_MONTHLY, self.Frequency.YEARLY)
        if first and len(given) != 1:
            raise ValidationError({"due": "Give the first month in which it is due, and no other."})
        if self.frequency == self.Frequency.BY_DATE and not given:
            raise ValidationError({"due": "Give every month in which it is due."})
        if given and not first and self.frequency != self.Frequency.BY_DATE:
            raise ValidationError({"due": "Only what is not quarterly has months of its own."})
        within = self.part_of
        if within and (within.plan_id != self.plan_id or within == self):
            raise ValidationError({"part_of": "A section is part of another of its own plan."})
        if within and within.part_of and within.part_of.part_of:
            raise ValidationError({"part_of": "Sections go three deep at most."})


class StandingItem(Sensitive):
    """What a section always brings, with the measures that it is about."""

    WITHIN: ClassVar = ("section", *(f"section__{path}" for path in Section.WITHIN))

    section = models.ForeignKey(Section, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField("item")
    measures = models.JSONField("measures (ids of the catalogue)", default=list, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )  # the same item of the version before
    withdrawn = models.BooleanField("taken out of the plan", default=False)

    objects = Current.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ("section", "order", "id")

    def __str__(self) -> str:
        return self.text[:80]


class AreaForConsideration(Sensitive):
    """What one meeting is to look at under a section, and why."""

    WITHIN: ClassVar = ("meeting", "section", *(f"section__{path}" for path in Section.WITHIN))

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
    # A plan on paper does not always say it.
    origin = models.CharField("origin", max_length=10, choices=Origin.choices, blank=True)
    state = models.CharField("state", max_length=10, choices=State.choices, default=State.PROPOSED)

    class Meta:
        ordering = ("section", "meeting", "id")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.state in (self.State.PLANNED, self.State.CONSIDERED) and not self.meeting_id:
            raise ValidationError({"meeting": "Say at which meeting."})
