"""Exceptions that the figures raised, and what became of each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from scrutiny.governance.record import Sensitive


class Raised(Sensitive):
    """An exception with the value and the vintage that raised it.

    A revision that removes it does not change what was raised: it sets `gone`, and says why.
    """

    WITHIN: ClassVar = ("meeting",)

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "On an agenda"
        MERGED = "merged", "Merged"
        SET_ASIDE = "set-aside", "Set aside"

    measure = models.CharField("measure (id of the catalogue)", max_length=80)
    area = models.CharField("area (ONS code)", max_length=20)
    source = models.CharField("source", max_length=80)
    first = models.CharField("first month (YYYY-MM)", max_length=7)
    to = models.CharField("last month (YYYY-MM)", max_length=7)
    asked = models.CharField("last month of the quarter asked about (YYYY-MM)", max_length=7)
    kind = models.CharField("kind", max_length=20)  # of comparison.exceptions
    severity = models.PositiveSmallIntegerField("severity, the gravest 1")
    reason = models.TextField("reason")
    value = models.FloatField("value", null=True)
    unit = models.CharField("unit", max_length=40)
    load = models.CharField("newest load that it comes from", max_length=100)
    loads = models.JSONField("every load that it comes from", default=list)
    released = models.DateField("released", null=True)
    snapshot = models.PositiveIntegerField("snapshot")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.TextField("why it was set aside", blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    meeting = models.ForeignKey(
        "meetings.Meeting", models.PROTECT, null=True, blank=True, related_name="exceptions"
    )
    gone = models.DateField("when a revision removed it", null=True, blank=True)
    gone_why = models.TextField(blank=True)

    class Meta:
        ordering = ("-asked", "severity", "measure", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("measure", "area", "source", "to", "kind"), name="raised_once"
            ),
        )

    def __str__(self) -> str:
        return self.reason[:200]
