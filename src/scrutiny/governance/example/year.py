"""Filling the records with the example year, all of it or nothing, once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from scrutiny.errors import ScrutinyError
from scrutiny.governance.acting import acting
from scrutiny.governance.clock import clock_at
from scrutiny.governance.example.doings import DOINGS, Held
from scrutiny.governance.example.models import Example, example
from scrutiny.governance.people.models import Membership, Organisation, Person

HERE = Path(__file__).parent
TITLE = "Example: scrutiny of Lancashire Constabulary in 2019/20"
BEGINS = datetime(2019, 4, 1, 9, 0)  # noqa: DTZ001 (as the files: the time in the United Kingdom)

Progress = Callable[[str, int, int], None]


def fill(password: str, progress: Progress = lambda *_: None) -> bool:
    """Fill empty records with the example year; False, and nothing done, when they have it.

    Everyone in it signs in with `password`. Records that are somebody's own are a `ScrutinyError`.
    """
    if example() is not None:
        return False
    if Person.objects.exists() or Organisation.objects.exists():
        raise ScrutinyError("there are records here already: the example needs a place of its own")
    events = _read("year.toml")["event"]
    with transaction.atomic():
        held = Held(HERE)
        with clock_at(_moment(BEGINS)):
            Example.objects.create(title=TITLE)
            _people(held, password)
        for number, event in enumerate(events):
            progress(event["do"], number, len(events))
            by = held.people[event["by"]] if "by" in event else None
            with clock_at(_moment(event["at"])), acting(by):
                DOINGS[event["do"]](held, event)
    return True


def _people(held: Held, password: str) -> None:
    told = _read("people.toml")
    organisations = {
        each["id"]: Organisation.objects.create(
            kind=each["kind"], name=each["name"], begins=each["from"],
            area="" if each["kind"] in ("panel", "partner") else held.force,
        )
        for each in told["organisation"]
    }  # fmt: skip
    for id, people in told["people"].items():
        for title, role in people.items():
            email = f"{title.lower().replace(' ', '-')}@example.org"
            person = Person.objects.create_user(email, password, title=title)
            Membership.objects.create(
                person=person, organisation=organisations[id], role=role, begins=BEGINS.date()
            )
            held.people[title] = person
    prefetch_related_objects(list(held.people.values()), "memberships")  # each entry asks for roles


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _moment(local: datetime) -> datetime:
    return timezone.make_aware(local)
