"""An entry of the audit. Each is sealed with the one before it."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Entry(models.Model):
    """Somebody did something to a record. Only `entries.enter` writes one, and nothing changes it.

    `seal` is the SHA-256 of the entry's own words and of the seal before it, so that a change
    anywhere in the past shows at every later entry.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="entries"
    )
    roles = models.CharField(max_length=200, blank=True)
    did = models.CharField(max_length=30)  # made, changed, saw, approved, published, signed in ...
    kind = models.CharField(max_length=60)  # the record's, such as meetings.meeting
    key = models.CharField(max_length=40)
    about = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    note = models.TextField(blank=True)
    seal_before = models.CharField(max_length=64)
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        indexes = (models.Index(fields=("kind", "key")),)


class Head(models.Model):
    """The end of the chain: one row, locked while an entry is added."""

    number = models.BigIntegerField(default=0)
    seal = models.CharField(max_length=64, default="0" * 64)
