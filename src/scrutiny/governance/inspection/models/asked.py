"""What the inspectorate waits for: the evidence that it asks for, and the force management
statement."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from scrutiny.governance import clock
from scrutiny.governance.files import by_content
from scrutiny.governance.inspection.models.inspections import Inspection, known
from scrutiny.governance.record import Sensitive


class Asked(Sensitive):
    """Evidence that inspectors asked for, and when it was supplied. It is never public."""

    WITHIN: ClassVar = ("inspection",)

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="asked")
    text = models.TextField("what is asked for")
    by = models.CharField("asked by", max_length=200, blank=True)  # a role
    on = models.DateField("asked on")
    due = models.DateField("due", null=True, blank=True)
    area = models.CharField("area or question", max_length=80, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner_title = models.CharField("owner", max_length=200, blank=True)
    supplied_on = models.DateField("supplied on", null=True, blank=True)
    supplied = models.TextField("what was supplied", blank=True)
    file = models.FileField("file", upload_to=by_content, max_length=200, blank=True)
    name = models.CharField("name of the file", max_length=200, blank=True)
    withdrawn = models.BooleanField("no longer asked for", default=False)

    class Meta:
        ordering = ("inspection", "on", "id")

    def __str__(self) -> str:
        return self.text[:100]

    def clean(self) -> None:
        super().clean()
        if self.area and hasattr(self, "inspection"):
            known({"area"}, lambda: self.inspection.frame.area(self.area))
        if self.due and self.on and self.due < self.on:
            raise ValidationError({"due": "It is due on or after the day it was asked for."})
        if bool(self.supplied_on) != bool(self.supplied.strip() or self.file):
            raise ValidationError({"supplied": "Say what was supplied, and on which day."})

    def overdue(self, day: date | None = None) -> bool:
        """Whether it was due before a day, today unless given, and was not supplied."""
        waits = self.supplied_on is None and not self.withdrawn
        return waits and self.due is not None and self.due < (day or clock.today())


class Statement(Sensitive):
    """A force management statement: what the force tells the inspectorate each year."""

    force = models.CharField("force (ONS code)", max_length=20)
    year = models.PositiveSmallIntegerField("year")
    due = models.DateField("due")
    submitted = models.DateField("submitted", null=True, blank=True)

    class Meta:
        ordering = ("-year",)
        constraints = (
            models.UniqueConstraint(fields=("force", "year"), name="one_statement_a_year"),
        )

    def __str__(self) -> str:
        return f"Force management statement {self.year}"
