"""Exceptions that the figures raised, and what became of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scrutiny.governance.record import Sensitive


class Raised(Sensitive):
    """An exception with the value and the vintage that raised it, or what of an inspection is late.

    A revision that removes it does not change what was raised: it sets `gone`, and says why. What
    is late has no figure: its measure is empty, and `inspection` or `finding` is what it is about.
    """

    WITHIN: ClassVar = ("meeting", "inspection", "finding", "finding__inspection")

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "On an agenda"
        MERGED = "merged", "Merged"
        SET_ASIDE = "set-aside", "Set aside"

    measure = models.CharField("measure (id of the catalogue)", max_length=80, blank=True)
    area = models.CharField("area (ONS code)", max_length=20)
    source = models.CharField("source", max_length=80, blank=True)
    first = models.CharField("first month (YYYY-MM)", max_length=7)
    to = models.CharField("last month (YYYY-MM)", max_length=7)
    asked = models.CharField("last month of the quarter asked about (YYYY-MM)", max_length=7)
    kind = models.CharField("kind", max_length=20)  # of comparison.exceptions
    severity = models.PositiveSmallIntegerField("severity, the gravest 1")
    reason = models.TextField("reason")
    value = models.FloatField("value", null=True, blank=True)
    unit = models.CharField("unit", max_length=40, blank=True)
    load = models.CharField("newest load that it comes from", max_length=100, blank=True)
    loads = models.JSONField("every load that it comes from", default=list, blank=True)
    released = models.DateField("released", null=True, blank=True)
    snapshot = models.PositiveIntegerField("snapshot")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.TextField("why it was set aside", blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    inspection = models.ForeignKey(
        "inspection.Inspection", models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    finding = models.ForeignKey(
        "inspection.Finding", models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    gone = models.DateField("when a revision removed it", null=True, blank=True)
    gone_why = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked", "severity", "measure", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "area", "source", "to", "kind"),
                condition=~models.Q(measure=""),
                name="raised_once",
            ),
            models.UniqueConstraint(fields=("inspection",), name="raised_once_an_inspection"),
            models.UniqueConstraint(fields=("finding",), name="raised_once_a_finding"),
        )

    def __str__(self) -> str:
        return self.reason[:200]
