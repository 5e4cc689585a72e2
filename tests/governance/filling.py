"""Rows for tables that no test of their own fills: one a table, of whatever shape the table has.

It goes by the kinds of fields alone, so it fills tables as they were in an old migration too.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import models

AT = datetime(2020, 3, 12, 10, 11, 12, 123_456, tzinfo=UTC)
FILE = "ab/abc.txt"
_VALUES: dict[type[models.Field], Any] = {
    models.BooleanField: True,
    models.DateTimeField: AT,
    models.DateField: date(2020, 3, 12),
    models.TimeField: time(10, 30),
    models.JSONField: {"é": [1, 0.1, None, "Ω"]},
    models.FloatField: 0.1,
    models.IntegerField: 1,  # and its narrower kinds
    models.FileField: FILE,
    models.EmailField: "someone@example.org",
    models.URLField: "https://example.org/",
    models.TextField: "Line one\nline “two”",
}


def fill(kept: Iterable[type[models.Model]]) -> None:
    """Put a row into each of these tables that has none, and into the tables that it needs."""
    for model in kept:
        _one(model)


def _one(model: type[models.Model]) -> models.Model:
    found = models.QuerySet(model).first()
    if found is not None:
        return found
    row = model(**{f.name: _value(f) for f in model._meta.concrete_fields if _wanted(f)})
    row.save_base(raw=True, force_insert=True)
    return row


def _wanted(field: models.Field) -> bool:
    itself = field.is_relation and field.related_model is field.model
    return not (itself or isinstance(field, models.AutoField | models.BigAutoField))


def _value(field: models.Field) -> Any:
    if field.is_relation:
        return _one(field.related_model)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.UUIDField):
        return uuid.UUID(int=1)
    for kind, value in _VALUES.items():
        if isinstance(field, kind):
            return value
    return "2019-12"[: field.max_length]
