"""Developing practice: what a force does that others could take up."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from scrutiny.governance.inspection.models.inspections import Inspection
from scrutiny.governance.record import Record, Sensitive, SensitiveRecords


class Practices(SensitiveRecords):
    """The register."""

    def search(self, words: str) -> Self:
        """Those that have every one of the words, in any of their texts."""
        found = self
        for word in words.split():
            texts = ("title", "problem", "solution", "outcomes", "area")
            has = models.Q()
            for text in texts:
                has |= models.Q(**{f"{text}__icontains": word})
            found = found.filter(has)
        return found


class Practice(Sensitive):
    """A developing practice: its problem, solution and outcomes, in short words of our own.

    `evaluated` and `transferable` are None where the source does not say.
    """

    WITHIN: ClassVar = ("inspection",)

    objects = Practices.as_manager()  # type: ignore[misc]

    force = models.CharField("force (ONS code)", max_length=20)
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, null=True, blank=True, related_name="practices"
    )
    area = models.CharField("area or question", max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField("title", max_length=300)
    problem = models.TextField("problem")
    solution = models.TextField("solution")
    outcomes = models.TextField("outcomes")
    contact = models.CharField("contact (a role)", max_length=200, blank=True)
    evaluated = models.BooleanField("evaluated", null=True, blank=True)
    transferable = models.BooleanField("transferable", null=True, blank=True)
    withdrawn = models.BooleanField("taken out of the register", default=False)

    class Meta:
        ordering = ("inspection", "order", "id")
        constraints = (
            models.UniqueConstraint(fields=("force", "title"), name="one_practice_a_title"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("practice", kwargs={"number": self.pk})


class TakenUp(Record):
    """That a force or another body has taken up a practice."""

    practice = models.ForeignKey(Practice, models.PROTECT, related_name="taken_up")
    by = models.CharField("taken up by", max_length=200)
    on = models.DateField("since")
    note = models.TextField("note", blank=True)

    class Meta:
        ordering = ("practice", "on", "id")
        constraints = (
            models.UniqueConstraint(fields=("practice", "by"), name="taken_up_once_by_each"),
        )

    def __str__(self) -> str:
        return self.by

    def clean(self) -> None:
        super().clean()
        if hasattr(self, "practice") and self.practice.withdrawn:
            raise ValidationError("This practice is no longer in the register.")
