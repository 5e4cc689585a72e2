"""Every row of the records as lines of JSON, the same from either kind of database.

Django's own serializers cut times to milliseconds, which would break the seals of the audit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connection, models

from scrutiny.errors import DamageError

NOT_KEPT = frozenset({"sessions", "contenttypes", "auth"})
"""Apps whose rows stay behind: everyone signs in again, and Django makes the others itself."""

READ_AT_ONCE = 500  # rows


def kept_models(apps: Apps) -> list[type[models.Model]]:
    """The models of every table whose rows a backup holds."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in NOT_KEPT
    ]


def lines_of(model: type[models.Model]) -> Iterator[bytes]:
    """Each row of a table as one line of JSON, by its key."""
    rows: models.QuerySet[models.Model] = models.QuerySet(model).order_by("pk")
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        told = {f.attname: _told(f, row) for f in model._meta.concrete_fields}
        yield json.dumps(told, ensure_ascii=False).encode() + b"\n"


def add_rows(model: type[models.Model], lines: Iterable[bytes]) -> int:
    """Add rows as they were, and say how many: no rule, history or clock has a part in it."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    count = 0
    for line in lines:
        held = json.loads(line)
        if held.keys() != fields.keys():
            odd = sorted(held.keys() ^ fields.keys())[0]
            raise DamageError(f"the backup and the records do not agree on {model.__name__}.{odd}")
        row = model(**{name: fields[name].to_python(value) for name, value in held.items()})
        row.save_base(raw=True, force_insert=True)
        count += 1
    return count


def number_on(kept: Iterable[type[models.Model]]) -> None:
    """Have the database number new rows after those that were added."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(kept)):
            cursor.execute(statement)


def _told(field: models.Field[Any, Any], row: models.Model) -> Any:
    value = field.value_from_object(row)
    plain = value is None or isinstance(value, (bool, int, float, str, list, dict))
    return value if plain else field.value_to_string(row)
