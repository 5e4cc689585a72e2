"""Inspections of Lancashire and their findings, for tests: of no real report."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from scrutiny.governance.inspection.models import Finding, Inspection

LANCASHIRE = "E23000003"
PUBLISHED = date(2020, 1, 6)
WHY = {"restricted": True, "restricted_why": "Tactics", "restricted_review": date(2021, 1, 1)}


def make_inspection(title: str = "Effectiveness", **fields: Any) -> Inspection:
    """An inspection whose report was published on 6 January 2020."""
    given = {
        "framework": "peel-2016", "force": LANCASHIRE, "title": title, "published": PUBLISHED,
        "state": "published",
    } | fields  # fmt: skip
    made: Inspection = Inspection.objects.create(**given)
    return made


def make_finding(
    inspection: Inspection, text: str = "The backlog is high", **fields: Any
) -> Finding:
    """An area for improvement, which is open."""
    given = {
        "inspection": inspection, "kind": "area-for-improvement", "area": "investigating-crime",
        "text": text,
    } | fields  # fmt: skip
    made: Finding = Finding.objects.create(**given)
    return made


def morning(day: date) -> datetime:
    """A moment of a day, for the clock."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
