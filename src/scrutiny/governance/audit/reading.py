"""Reading the audit: finding entries, what each changed, and what of it somebody may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from scrutiny.governance.audit.models import Entry
from scrutiny.governance.record import Record, Sensitive

NOTHING = "nothing"
WITHHELD = "something restricted"
SAID = {
    "asks.ask": "Request or action",
    "asks.step": "Step of a request or action",
    "people.membership": "Role of a person",
    "raised.raised": "Exception",
    "reporting.part": "Part of a report",
    "reporting.text": "Text of a report",
    "reporting.withheld": "Table or chart that is withheld",
}
"""Kinds of records whose own name says little to who reads the audit."""

MADE = "made"  # the field that says when a record was made, as its first entry does


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries are looked for; what is None or empty is not asked about."""

    person: int | None = None
    kind: str = ""
    did: str = ""
    since: date | None = None
    until: date | None = None  # this day included


def find(sought: Sought) -> models.QuerySet[Entry]:
    """The entries, the newest first."""
    wanted: dict[str, Any] = {}
    if sought.person is not None:
        wanted["person"] = sought.person
    if sought.kind:
        wanted["kind"] = sought.kind
    if sought.did:
        wanted["did"] = sought.did
    if sought.since:
        wanted["at__gte"] = _midnight(sought.since)
    if sought.until:
        wanted["at__lt"] = _midnight(sought.until + timedelta(days=1))
    return Entry.objects.filter(**wanted).select_related("person").order_by("-number")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def kinds() -> dict[str, str]:
    """The kinds of records that the audit has entries about, with their names, by name."""
    there = Entry.objects.order_by("kind").values_list("kind", flat=True).distinct()
    return dict(sorted(((kind, kind_name(kind)) for kind in there), key=lambda pair: pair[1]))


def doings() -> list[str]:
    """What was done, as entries say it, such as `changed`."""
    return list(Entry.objects.order_by("did").values_list("did", flat=True).distinct())


def kind_name(kind: str) -> str:
    """The name of a kind of record: of `plan.standingitem`, Standing item."""
    model = _model(kind)
    name = SAID.get(kind) or (str(model._meta.verbose_name) if model else kind)
    return name[:1].upper() + name[1:]


def record_of(entry: Entry) -> models.Model | None:
    """The record that an entry is about, as it is now."""
    model = _model(entry.kind)
    return models.QuerySet(model).filter(pk=entry.key).first() if model else None


def restricted_among(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    """The kind and key of every record among these that is not for the public."""
    by_kind: dict[str, set[str]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, set()).add(entry.key)
    found = set()
    for kind, keys in by_kind.items():
        model = _model(kind)
        if model is not None and issubclass(model, Record):
            found |= {(kind, key) for key in model.restricted_among(keys)}
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """A field that an entry changed, by its name, and its values as they are printed."""

    field: str
    before: str
    after: str


def changes(entry: Entry, *, restricted: bool) -> Iterator[Change]:
    """What an entry changed, or how a record was made. What another record that it names is
    called is told only to who may see that: `restricted` for who may see everything."""
    before, after = entry.before or {}, entry.after or {}
    model = _model(entry.kind)
    for name in dict.fromkeys((*after, *before)):
        was, now = before.get(name), after.get(name)
        if was == now or name == MADE or (entry.before is None and now in (None, "", [], False)):
            continue
        field = _field(model, name)
        title = str(field.verbose_name) if field is not None else name.replace("_", " ")
        shown = [_printed(field, value, restricted) for value in (was, now)]
        yield Change(title, *shown)


def _printed(field: models.Field[Any, Any] | None, value: Any, restricted: bool) -> str:
    if value is None or value == "" or value == []:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(field, models.ForeignKey):
        return _named(field.related_model, value, restricted)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateTimeField):
        return moment(datetime.fromisoformat(value))
    if isinstance(field, models.DateField):
        return f"{date.fromisoformat(value):%-d %B %Y}"
    return str(value)


def moment(at: datetime) -> str:
    """A moment as people here say it, such as `12 March 2020, 10:30`."""
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}"


def _named(model: Any, key: Any, restricted: bool) -> str:
    rows = model.objects.all()
    if issubclass(model, Sensitive) and not restricted:
        rows = model.objects.public()
    found = rows.filter(pk=key).first()
    return str(found) if found is not None else WITHHELD


def _model(kind: str) -> type[models.Model] | None:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):  # a kind that this version does not have
        return None


def _field(model: type[models.Model] | None, name: str) -> models.Field[Any, Any] | None:
    fields = {f.name: f for f in model._meta.concrete_fields} if model else {}
    return fields.get(name)
