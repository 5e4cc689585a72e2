"""Taking notes, decisions, requests and actions in a meeting, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance.acting import who
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.asks.steps import move
from scrutiny.governance.meetings.models import AgendaItem, Attendance, Meeting, Note
from scrutiny.governance.meetings.restricted import keep_with
from scrutiny.governance.meetings.said import Said, understand
from scrutiny.governance.people.models import Person
from scrutiny.governance.permissions import may

TAKEN_BACK = "Taken back in the meeting"


def take(meeting: Meeting, item: AgendaItem | None, line: str, form: str | None = None) -> Note:
    """Keep a line typed in the meeting, under an item of its agenda.

    `form` is of the form that it came from: the same one again gives the note that it made. A
    `ScrutinyError` says what is not clear in the line.
    """
    return keep(meeting, item, _understood(meeting, line), form)


def _understood(meeting: Meeting, line: str) -> Said:
    """A short title means somebody at the meeting, or else somebody else who can answer."""
    following = next_meeting(meeting)
    day = following.day if following else None
    present = [each.title for each in attending(meeting)]
    said = understand(line, meeting.day, day, present)
    if said.owner and said.owner not in present:
        return understand(line, meeting.day, day, [person.title for person in answering()])
    return said


@transaction.atomic
def keep(meeting: Meeting, item: AgendaItem | None, said: Said, form: str | None = None) -> Note:
    """Keep what was said. A request or an action is set to its owner at once."""
    _check_open(meeting)
    if item is not None and (item.meeting_id != meeting.pk or item.dropped):
        raise ScrutinyError("That item is not on the agenda of this meeting.")
    again: Note | None = meeting.notes.filter(form=form).first() if form else None
    if again is not None and (again.kind, again.text) == (said.kind, said.text):
        return again
    ask = _asked(meeting, item, said) if said.kind in Ask.Kind.values else None
    note: Note = Note.objects.create(
        meeting=meeting,
        item=item,
        kind=said.kind,
        text=said.text,
        ask=ask,
        form=None if again else form or None,
    )
    return note


def _check_open(meeting: Meeting) -> None:
    """That notes may be taken; the minutes are not agreed before this transaction ends."""
    now = meeting.locked()
    if not now.open:
        raise ScrutinyError(f"Notes are closed: {now.get_state_display().lower()}.")


def _asked(meeting: Meeting, item: AgendaItem | None, said: Said) -> Ask:
    if not said.owner or said.due is None:
        raise ScrutinyError(f"A {said.kind} has an owner and a date when it is due.")
    if said.due < meeting.day:
        raise ScrutinyError(f"{said.due:%-d %B %Y} is before the meeting.")
    at_it = next((each for each in attending(meeting) if each.title == said.owner), None)
    owner = at_it.person if at_it and at_it.person else _person(said.owner)
    raised = item.raised if item else None
    ask = Ask(
        kind=said.kind, text=said.text, owner=owner, owner_title=said.owner, due=said.due,
        organisation=at_it.organisation if at_it else None,
        meeting=meeting, section=item.section if item else None,
        measure=raised.measure if raised else "", area=raised.area if raised else "",
    )  # fmt: skip
    if item is not None:
        keep_with(ask, item)
    ask.save()
    return ask


@transaction.atomic
def withdraw(note: Note) -> None:
    """Take a note back, with what was asked in it. It stays on the record."""
    _check_open(note.meeting)
    if note.withdrawn:
        return
    note.withdrawn = True
    note.save(note=TAKEN_BACK)
    if note.ask is not None and note.ask.state not in Ask.DONE:
        move(note.ask, Ask.State.WITHDRAWN, TAKEN_BACK, who())


@transaction.atomic
def reword(note: Note) -> None:
    """Save a note whose words were put right; what was asked in it is worded the same."""
    _check_open(note.meeting)
    note.save()
    if note.ask is not None and note.ask.text != note.text:
        note.ask.text = note.text
        note.ask.save()


def last_of(meeting: Meeting) -> Note | None:
    """The last note that was taken and not taken back."""
    found: Note | None = meeting.notes.filter(withdrawn=False).last()
    return found


def attending(meeting: Meeting) -> Sequence[Attendance]:
    """Who is invited to a meeting, also if they cannot come."""
    invited = meeting.attendances.exclude(state=Attendance.State.NOT_INVITED)
    return list(invited.select_related("person", "organisation"))


def answering() -> list[Person]:
    """The people of the site who can be asked for an answer."""
    active = Person.objects.filter(is_active=True).prefetch_related("memberships")
    return [person for person in active if may(person, "asks.answer")]


def _person(title: str) -> Person | None:
    """The one person of that title; None when there is none, or several."""
    found = [person for person in answering() if person.title == title]
    return found[0] if len(found) == 1 else None


def next_meeting(meeting: Meeting) -> Meeting | None:
    """The meeting of the same two that comes after this one."""
    later = Meeting.objects.filter(
        oversight=meeting.oversight, force=meeting.force, day__gt=meeting.day
    ).exclude(state=Meeting.State.CANCELLED)
    found: Meeting | None = later.first()
    return found
