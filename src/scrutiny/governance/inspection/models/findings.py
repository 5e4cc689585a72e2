"""What an inspection found, and how it goes on until it is done."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from scrutiny.catalogue import load_catalogue
from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.acting import who
from scrutiny.governance.asks.models import organisations_of
from scrutiny.governance.files import by_content
from scrutiny.governance.inspection.models.inspections import Inspection
from scrutiny.governance.people.models import Person
from scrutiny.governance.permissions import may
from scrutiny.governance.record import Sensitive, SensitiveRecords


class Findings(SensitiveRecords):
    """Findings, by who may see them and by when they are due."""

    def seen_by(self, person: Person) -> Self:
        """Those that a person may see."""
        return self.all() if may(person, "restricted.see") else self.public()

    def followed(self) -> Self:
        """Those that somebody is to act on, each once: identical ones go with the first."""
        return self.filter(kind__in=Finding.FOLLOWED, same_as=None)

    def to_do(self) -> Self:
        """Those that wait for their owner."""
        return self.followed().exclude(state__in=Finding.DONE)

    def overdue(self, day: date | None = None) -> Self:
        """Those that were due before a day, today unless given, and still wait for their owner."""
        return self.to_do().filter(due__lt=day or clock.today())


class Finding(Sensitive):
    """A finding of an inspection, in short words of our own, with where its report says it.

    `same_as` is an identical finding that came first: it is answered there, once for all of them.
    `repeats` is a finding of an earlier inspection that this one made again.
    """

    WITHIN: ClassVar = ("inspection", "same_as", "same_as__inspection")

    objects = Findings.as_manager()  # type: ignore[misc]

    class Kind(models.TextChoices):
        STRENGTH = "strength", "Strength"
        WORK_IN_PROGRESS = "work-in-progress", "Work in progress"
        AREA_FOR_IMPROVEMENT = "area-for-improvement", "Area for improvement"
        CAUSE_OF_CONCERN = "cause-of-concern", "Cause of concern"
        RECOMMENDATION = "recommendation", "Recommendation"

    class Scope(models.TextChoices):
        FORCE = "force", "This force"
        NATIONAL = "national", "National"

    class State(models.TextChoices):
        NOTED = "noted", "Noted"  # nobody is to act on it
        OPEN = "open", "Open"
        UNDER_WAY = "under-way", "Under way"
        DONE = "done", "Done"  # its owner says so; the liaison has not signed it off
        CLOSED = "closed", "Signed off"

    FOLLOWED: ClassVar = (Kind.AREA_FOR_IMPROVEMENT, Kind.CAUSE_OF_CONCERN, Kind.RECOMMENDATION)
    DONE: ClassVar = (State.NOTED, State.DONE, State.CLOSED)

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField("kind", max_length=20, choices=Kind.choices)
    scope = models.CharField("scope", max_length=8, choices=Scope.choices, default=Scope.FORCE)
    reference = models.CharField("paragraph or page", max_length=40, blank=True)
    area = models.CharField("area or question", max_length=80)
    text = models.TextField("finding")
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="identical",
        verbose_name="identical to",
    )  # fmt: skip
    repeats = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeated_by",
        verbose_name="repeats",
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="findings"
    )
    owner_title = models.CharField("owner", max_length=200, blank=True)
    due = models.DateField("due", null=True, blank=True)
    measures = models.JSONField("measures (ids of the catalogue)", default=list, blank=True)
    state = models.CharField("state", max_length=9, choices=State.choices, default=State.OPEN)
    planned = models.ForeignKey(
        "plan.AreaForConsideration", models.PROTECT, null=True, blank=True, related_name="findings"
    )

    class Meta:
        ordering = ("inspection", "order", "id")

    def __str__(self) -> str:
        return self.text[:100]

    def get_absolute_url(self) -> str:
        return reverse("finding", kwargs={"number": self.pk})

    @property
    def answered_on(self) -> Finding:
        """The finding on which this one is answered: itself, or the one it is identical to."""
        return self.same_as or self

    @property
    def followed(self) -> bool:
        """Whether somebody is to act on it."""
        return self.kind in self.FOLLOWED

    def overdue(self, day: date | None = None) -> bool:
        """Whether it was due before a day, today unless given, and still waits for its owner."""
        here = self.answered_on
        waits = here.followed and here.state not in self.DONE
        return waits and here.due is not None and here.due < (day or clock.today())

    def clean(self) -> None:
        super().clean()
        if hasattr(self, "inspection"):
            try:
                self.inspection.frame.area(self.area)
            except ScrutinyError as error:
                raise ValidationError({"area": str(error)}) from None
            self._linked()
        known = load_catalogue()
        unknown = [each for each in self.measures if each not in known]
        if unknown:
            raise ValidationError({"measures": f"No measure has the id {', '.join(unknown)}."})

    def _linked(self) -> None:
        """The rules of what it is identical to, and what it repeats."""
        if self.same_as is not None:
            if self.same_as == self or self.same_as.same_as_id is not None:
                raise ValidationError({"same_as": "Name the first of the identical findings."})
            if self.pk and self.identical.exists():
                raise ValidationError({"same_as": "Others are identical to this one: it is first."})
            if (self.same_as.kind in self.FOLLOWED) != self.followed:
                raise ValidationError({"same_as": "Only one of them is to be acted on."})
        if self.repeats is not None:
            before, now = self.repeats.inspection, self.inspection
            if before.force != now.force:
                raise ValidationError({"repeats": "That finding is another force's."})
            if not _earlier(before, now):
                raise ValidationError({"repeats": "That inspection is not an earlier one."})

    def _saving(self, before: dict[str, Any] | None) -> None:
        """What nobody is to act on is noted, and only that."""
        if not self.followed:
            self.state = self.State.NOTED
        elif self.state == self.State.NOTED:
            self.state = self.State.OPEN

    def _saved(self, before: dict[str, Any] | None, note: str) -> None:
        """A new state is a step of its history, with what was noted as the comment. What nobody is
        to act on begins without one."""
        changed = self.followed if before is None else before["state"] != self.state
        if changed:
            self.step(note)

    def step(self, comment: str) -> None:
        """Add a comment to its history, as of its present state."""
        Step.objects.create(finding=self, state=self.state, comment=comment, person=who())


def _earlier(before: Inspection, now: Inspection) -> bool:
    """Whether one inspection was made before another, by when their reports were published."""
    if before == now or before.published is None:
        return False
    return now.published is None or before.published < now.published


class Step(Sensitive):
    """A step of a finding's history: its state from then on, with a comment."""

    WITHIN: ClassVar = ("finding", *(f"finding__{path}" for path in Finding.WITHIN))

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=9, choices=Finding.State.choices)
    comment = models.TextField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("finding", "id")

    def __str__(self) -> str:
        return f"{self.get_state_display()}: {self.finding}"


class Evidence(Sensitive):
    """What shows how a finding goes on: a file, or an address."""

    WITHIN: ClassVar = ("finding", *(f"finding__{path}" for path in Finding.WITHIN))

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="evidence")
    title = models.CharField("title", max_length=300)
    file = models.FileField("file", upload_to=by_content, max_length=200, blank=True)
    name = models.CharField("name of the file", max_length=200, blank=True)
    address = models.URLField("address", blank=True)

    class Meta:
        ordering = ("finding", "id")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if bool(self.file) == bool(self.address):
            raise ValidationError("Evidence is a file or an address: give one of them.")


def may_update(finding: Finding, person: Person) -> bool:
    """Whether a person may say how a finding goes on: its owner, or for them somebody of the
    owner's organisation; who edits inspections; anyone who updates here, where nobody owns it."""
    if not may(person, "findings.update"):
        return False
    owner = finding.answered_on.owner
    if owner is None or owner == person or may(person, "inspections.edit"):
        return True
    return organisations_of(person).filter(pk__in=organisations_of(owner)).exists()
