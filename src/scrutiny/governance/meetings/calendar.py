"""Meetings as an iCalendar feed (RFC 5545), which a calendar follows by subscribing to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone
from icalendar import Calendar, Event, vDuration

from scrutiny.governance.meetings.models import Meeting

PRODUCT = "-//Police Scrutiny//Meetings//EN"
NAME = "Strategic scrutiny meetings"
ASK_AGAIN = timedelta(hours=12)
UNSAID = timedelta(hours=2)  # how long a meeting is shown when its end is not known
Address = Callable[[Meeting], str]
SCHEME: Final = "urn:police-scrutiny:meetings"  # a name to make ids from, not an address


def calendar(meetings: Iterable[Meeting], address: Address | None = None) -> bytes:
    """The meetings given as one calendar; `address` gives the page of each.

    Who calls it chooses the meetings: for the public, `Meeting.objects.public()`. A meeting keeps
    its UID for ever, and its SEQUENCE rises when it is moved or cancelled.
    """
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", NAME)
    made.add("x-wr-calname", NAME)
    made.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        made.add_component(_event(meeting, address))
    return bytes(made.to_ical())


def uid(meeting: Meeting) -> str:
    """The meeting's id in every calendar: of when it was entered, so that two sites' differ."""
    return f"{uuid5(NAMESPACE_URL, f'{SCHEME}/{meeting.pk}/{meeting.made.astimezone(UTC)}')}"


def _event(meeting: Meeting, address: Address | None) -> Event:
    cancelled = meeting.state == Meeting.State.CANCELLED
    event = Event()
    event.add("uid", uid(meeting))
    event.add("dtstamp", meeting.revised.astimezone(UTC))
    event.add("last-modified", meeting.revised.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("summary", f"Cancelled: {meeting.title}" if cancelled else meeting.title)
    event.add("description", f"{meeting.oversight}. It looks at {meeting.quarter}.")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    begins, ends = _times(meeting)
    event.add("dtstart", begins)
    event.add("dtend", ends)
    if meeting.place:
        event.add("location", meeting.place)
    if address is not None:
        event.add("url", address(meeting))
    return event


def _times(meeting: Meeting) -> tuple[date, date]:
    """Moments in universal time, or the whole day where no time is set."""
    if meeting.begins is None:
        return meeting.day, meeting.day + timedelta(1)
    here = timezone.get_default_timezone()
    begins = datetime.combine(meeting.day, meeting.begins, here)
    ends = datetime.combine(meeting.day, meeting.ends, here) if meeting.ends else begins + UNSAID
    return begins.astimezone(UTC), ends.astimezone(UTC)
