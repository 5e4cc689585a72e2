"""What a meeting goes through: its agenda is published, it is held, its minutes are agreed.

Each step may be asked for twice: the second time changes nothing.
"""

from __future__ import annotations

from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance import clock
from scrutiny.governance.audit.entries import enter
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.plan.models import AreaForConsideration

State = Meeting.State


@transaction.atomic
def publish_agenda(meeting: Meeting) -> None:
    """Let everybody see the agenda, and each change to it from now on."""
    _only_from(meeting, State.PLANNED, State.AGENDA_SET, State.HELD)
    if meeting.agenda_published:
        return
    if not meeting.items.filter(dropped=False).exists():
        raise ScrutinyError("The agenda has no items yet.")
    meeting.agenda_published = clock.now()
    if meeting.state == State.PLANNED:
        meeting.state = State.AGENDA_SET
    meeting.save()
    enter("published", meeting, note="The agenda")


@transaction.atomic
def hold(meeting: Meeting) -> None:
    """Say that the meeting was held: the areas on its agenda have been considered."""
    _only_from(meeting, State.PLANNED, State.AGENDA_SET, State.HELD)
    if meeting.day > clock.today():
        raise ScrutinyError(f"The meeting is on {meeting.day:%-d %B %Y}.")
    if meeting.state == State.HELD:
        return
    meeting.state = State.HELD
    meeting.save()
    planned = AreaForConsideration.State.PLANNED
    for item in meeting.items.filter(dropped=False, area__state=planned).select_related("area"):
        assert item.area is not None, "the filter asks for one"
        item.area.state = AreaForConsideration.State.CONSIDERED
        item.area.save()


@transaction.atomic
def agree_minutes(meeting: Meeting) -> None:
    """Close the minutes: from now on its notes stay as they are."""
    _only_from(meeting, State.HELD, State.MINUTES_AGREED)
    if meeting.state == State.MINUTES_AGREED:
        return
    meeting.state = State.MINUTES_AGREED
    meeting.save()
    enter("approved", meeting, note="The minutes")


def reopen_minutes(meeting: Meeting, why: str) -> None:
    """Open agreed minutes for a correction; they are not public until they are published anew."""
    _only_from(meeting, State.MINUTES_AGREED)
    if not why.strip():
        raise ScrutinyError("Say what is to be corrected.")
    with transaction.atomic():
        meeting.state, meeting.minutes_published = State.HELD, None
        meeting.save(note=why)


@transaction.atomic
def publish_minutes(meeting: Meeting) -> None:
    """Let everybody see the minutes, which are agreed."""
    _only_from(meeting, State.MINUTES_AGREED)
    if meeting.minutes_published:
        return
    meeting.minutes_published = clock.now()
    meeting.save()
    enter("published", meeting, note="The minutes")


def cancel(meeting: Meeting, why: str) -> None:
    """Say that a meeting will not take place. It stays on the record, with the reason."""
    if meeting.state == State.CANCELLED:
        return
    _only_from(meeting, State.PLANNED, State.AGENDA_SET)
    if not why.strip():
        raise ScrutinyError("Say why it is cancelled.")
    meeting.state, meeting.cancelled_why = State.CANCELLED, why.strip()
    meeting.save(note=why)


def _only_from(meeting: Meeting, *states: Meeting.State) -> None:
    if meeting.state not in states:
        said = " or ".join(str(State(state).label).lower() for state in states)
        now = str(meeting.get_state_display()).lower()
        raise ScrutinyError(f"The meeting must be: {said}. It is: {now}.")
