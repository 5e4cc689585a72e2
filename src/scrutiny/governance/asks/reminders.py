"""Reminders of what is due: one mail a person a day at most, with everything that is due in it."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction

from scrutiny.governance import clock
from scrutiny.governance.asks.digest import digest
from scrutiny.governance.asks.models import WATCH, Ask, Reminder
from scrutiny.governance.background.jobs import Progress, TryAgainError
from scrutiny.governance.people.models import Person
from scrutiny.governance.permissions import may

BEFORE = 7  # days before something is due, that its owner is told
EVERY = timedelta(days=7)  # while it is overdue
UNDER_WAY = timedelta(minutes=10)  # longer than sending a mail takes: its run is no more

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Sent:
    """How many were reminded; who may get a mail twice, since a run before stopped while it was
    sent; and to whom none could be sent."""

    reminded: int = 0
    perhaps_twice: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        said = [f"{_people(self.reminded)} reminded."]
        if self.perhaps_twice:
            said.append(
                "A run before stopped while it sent mail, so these may get it twice: "
                f"{', '.join(self.perhaps_twice)}."
            )
        if self.failed:
            said.append(f"No mail could be sent to: {', '.join(self.failed)}.")
        return " ".join(said)


def send(day: date | None = None, progress: Progress | None = None) -> Sent:
    """Remind everyone who is to be, as of a day, today unless given. Again on that day it sends
    only what was not sent."""
    day = day or clock.today()
    sent = Sent()
    waiting = list(_waiting(day))
    for number, (person, asks) in enumerate(waiting):
        if progress is not None:
            progress("writing to who is to be reminded", number, len(waiting))
        if _wanted(person, asks, day):
            _remind(person, asks, day, sent)
    return sent


def remind(progress: Progress, day: str) -> str:
    """The task: as `send`, and tried again when a mail could not be sent."""
    sent = send(date.fromisoformat(day), progress)
    if sent.failed:
        raise TryAgainError(str(sent))
    return str(sent)


def _waiting(day: date) -> Iterator[tuple[Person, list[Ask]]]:
    """Everyone with what they have to do that is overdue or due soon."""
    late = Ask.objects.to_do().filter(due__lte=day + timedelta(days=BEFORE))
    theirs: dict[Person, list[Ask]] = {}
    for ask in late.select_related("owner", "organisation", "meeting", "section__plan"):
        for person in _reminded(ask):
            theirs.setdefault(person, []).append(ask)
    yield from theirs.items()


def _reminded(ask: Ask) -> list[Person]:
    """The owner; where nobody is, those who look after what the organisation was asked."""
    if ask.owner is not None and may(ask.owner, "asks.see"):
        return [ask.owner]
    if ask.organisation is None:
        return []
    held = ask.organisation.memberships.filter(role__in=WATCH).select_related("person")
    holders = {each.person for each in held if each.holds(clock.today())}
    return sorted((p for p in holders if may(p, "asks.see")), key=lambda p: p.pk)


def _wanted(person: Person, asks: Sequence[Ask], day: date) -> bool:
    """Whether something has come nearer since they were last told of it."""
    told = dict[int, date]()
    for each in Reminder.objects.filter(person=person, day__lt=day).exclude(sent=None):
        told |= {number: max(each.day, told.get(number, each.day)) for number in each.asks}
    return any(_due_now(ask, told.get(ask.pk), day) for ask in asks)


def _due_now(ask: Ask, told: date | None, day: date) -> bool:
    """Seven days before, on the day, and weekly after it; later where a day was left out."""
    if told is None or told < ask.due - timedelta(days=BEFORE):
        return True
    return day >= ask.due and (told < ask.due or day - told >= EVERY)


def _remind(person: Person, asks: Sequence[Ask], day: date, sent: Sent) -> None:
    reminder = _claim(person, asks, day, sent)
    if reminder is None:
        return
    subject, text = digest(person, asks, day)
    mail = EmailMessage(
        subject, text, to=[person.email], headers={"Auto-Submitted": "auto-generated"}
    )
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        log.warning("no reminder could be sent to person %s: %s", person.pk, type(error).__name__)
        reminder.claimed = None
        sent.failed.append(person.title)
    else:
        reminder.sent = clock.now()
        sent.reminded += 1
    reminder.save()


def _claim(person: Person, asks: Sequence[Ask], day: date, sent: Sent) -> Reminder | None:
    """The reminder to send now; None when it was sent, or another run is at it."""
    numbers = [ask.pk for ask in asks]
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # one run at a time for each
        found: Reminder | None = Reminder.objects.filter(person=person, day=day).first()
        if found is None:
            found = Reminder(person=person, day=day)
        if found.sent or (found.claimed and clock.now() - found.claimed < UNDER_WAY):
            return None
        if found.claimed:
            sent.perhaps_twice.append(person.title)
        found.asks, found.claimed = numbers, clock.now()
        found.save()
        return found


def _people(number: int) -> str:
    return "1 person was" if number == 1 else f"{number} people were"
