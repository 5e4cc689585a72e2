"""What a scrutiny officer decides of an exception: an agenda, another exception, or set aside."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from scrutiny.governance.meetings.models import AgendaItem, Meeting
from scrutiny.governance.raised.models import Raised

LONGEST_TITLE = 300  # characters of an item of an agenda

OPEN = (Meeting.State.PLANNED, Meeting.State.AGENDA_SET)
"""States of a meeting whose agenda still changes."""


@transaction.atomic
def accept(raised: Raised, meeting: Meeting) -> AgendaItem:
    """Put an exception on a meeting's agenda, at the end. It leaves any other agenda."""
    if meeting.state not in OPEN:
        raise ValidationError(f"{meeting} is {meeting.get_state_display().lower()}.")
    _leave_agendas(raised, but=meeting)
    raised.state, raised.meeting = Raised.State.ACCEPTED, meeting
    raised.why, raised.merged_into = "", None
    raised.save()
    item = AgendaItem.objects.filter(meeting=meeting, raised=raised).first() or AgendaItem(
        meeting=meeting,
        raised=raised,
        title=raised.reason[:LONGEST_TITLE],
        origin=AgendaItem.Origin.EXCEPTION,
        order=(meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1,
    )
    item.dropped = False
    item.save()
    found: AgendaItem = item
    return found


@transaction.atomic
def merge(raised: Raised, into: Raised) -> None:
    """Let an exception go along with another, which then stands for both."""
    while into.merged_into is not None:
        into = into.merged_into
    if into.pk == raised.pk:
        raise ValidationError("An exception is merged into another, not into itself.")
    if into.area != raised.area:
        raise ValidationError("Exceptions of different areas are not merged.")
    _leave_agendas(raised)
    raised.state, raised.merged_into = Raised.State.MERGED, into
    raised.meeting, raised.why = None, ""
    raised.save()


@transaction.atomic
def set_aside(raised: Raised, why: str) -> None:
    """Take an exception out of the queue, with the reason."""
    if not why.strip():
        raise ValidationError("Say why it is set aside.")
    _leave_agendas(raised)
    raised.state, raised.why = Raised.State.SET_ASIDE, why.strip()
    raised.meeting = raised.merged_into = None
    raised.save(note=raised.why)


@transaction.atomic
def put_back(raised: Raised) -> None:
    """Let an exception wait again, as if nothing had been decided."""
    _leave_agendas(raised)
    raised.state, raised.why = Raised.State.WAITING, ""
    raised.meeting = raised.merged_into = None
    raised.save()


def _leave_agendas(raised: Raised, but: Meeting | None = None) -> None:
    """Take it off the agendas of meetings that are still to come, except one."""
    items = AgendaItem.objects.filter(raised=raised, dropped=False, meeting__state__in=OPEN)
    for item in items.exclude(meeting=but) if but else items:
        item.dropped = True
        item.save()
