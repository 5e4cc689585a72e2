"""Notes of a meeting become what they say, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.governance.meeting_year import RESTRICTED, make_plan, make_raised

from scrutiny.errors import ScrutinyError
from scrutiny.governance.acting import acting
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.audit.entries import history
from scrutiny.governance.meetings import agenda, notes, steps
from scrutiny.governance.meetings.models import AgendaItem, Attendance, Meeting, Note
from scrutiny.governance.people.models import Organisation, Person


@pytest.fixture
def item(meeting: Meeting, commissioner_of: Organisation) -> AgendaItem:
    """An exception about burglary on the agenda of the meeting."""
    make_plan(commissioner_of)
    make_raised(meeting)
    agenda.make_agenda(meeting)
    found: AgendaItem = meeting.items.get(origin="exception")
    return found


def restrict(record: AgendaItem | Note) -> None:
    for name, value in RESTRICTED.items():
        setattr(record, name, value)
    record.save()


def test_an_action_is_set_to_who_is_at_the_meeting_about_what_the_item_is(
    meeting: Meeting, item: AgendaItem, force: Organisation, person: Callable[..., Person]
) -> None:
    head = person("approver")
    Attendance.objects.create(
        meeting=meeting, title="Head of Crime", organisation=force, person=head
    )
    note = notes.take(meeting, item, "a head cr due 30 April: Visit every victim")
    ask = note.ask
    assert ask is not None
    assert (ask.kind, ask.text, ask.owner, ask.owner_title) == (
        "action", "Visit every victim", head, "Head of Crime",
    )  # fmt: skip
    assert (ask.organisation, ask.due, ask.meeting) == (force, date(2020, 4, 30), meeting)
    assert (ask.section, ask.measure) == (item.section, "burglary_dwelling")
    assert (note.item, note.kind) == (item, "action")


def test_somebody_with_an_account_is_found_who_is_not_at_the_meeting(
    meeting: Meeting, person: Callable[..., Person]
) -> None:
    approver = person("approver")
    ask = notes.take(meeting, None, "r appr due in two weeks: The figures").ask
    assert ask is not None
    assert (ask.owner, ask.owner_title) == (approver, "Approver")


def test_an_owner_whom_nobody_knows_is_kept_as_written(meeting: Meeting) -> None:
    ask = notes.take(meeting, None, "r Probation Service due in two weeks: The figures").ask
    assert ask is not None
    assert (ask.owner, ask.owner_title) == (None, "Probation Service")


def test_next_meeting_is_the_next_that_is_not_cancelled(meeting: Meeting) -> None:
    with pytest.raises(ScrutinyError, match="no next meeting"):
        notes.take(meeting, None, "r Chief Constable due next meeting: The figures")
    for day in (date(2020, 6, 11), date(2020, 6, 18)):
        Meeting.objects.create(
            oversight=meeting.oversight, force=meeting.force, day=day, to="2020-03"
        )
    steps.cancel(Meeting.objects.get(day=date(2020, 6, 11)), "The room flooded")
    ask = notes.take(meeting, None, "r Chief Constable due next meeting: The figures").ask
    assert ask is not None
    assert ask.due == date(2020, 6, 18)


def test_a_line_that_is_sent_twice_is_one_note(meeting: Meeting, item: AgendaItem) -> None:
    line = "a Chief Constable due 30 April: Visit every victim"
    first = notes.take(meeting, item, line, form="one")
    assert notes.take(meeting, item, line, form="one") == first
    assert Ask.objects.count() == 1
    notes.take(meeting, item, line, form="another")
    assert Ask.objects.count() == 2


def test_a_line_that_was_put_right_before_it_was_sent_again_is_not_lost(
    meeting: Meeting, item: AgendaItem
) -> None:
    notes.take(meeting, item, "It fel.", form="one")
    notes.take(meeting, item, "It fell.", form="one")
    assert [note.text for note in meeting.notes.all()] == ["It fel.", "It fell."]


def test_what_is_taken_back_stays_on_the_record(
    meeting: Meeting, item: AgendaItem, person: Callable[..., Person]
) -> None:
    with acting(person("scrutiny-officer")):
        note = notes.take(meeting, item, "a Chief Constable due 30 April: Visit every victim")
        notes.withdraw(note)
        notes.withdraw(note)
    assert note.ask is not None
    note.ask.refresh_from_db()
    assert (note.withdrawn, note.ask.state) == (True, "withdrawn")
    assert history(note).count() == 2
    assert notes.last_of(meeting) is None


def test_what_was_asked_is_worded_like_the_note(meeting: Meeting, item: AgendaItem) -> None:
    note = notes.take(meeting, item, "a Chief Constable due 30 April: Visit evry victim")
    note.text = "Visit every victim"
    notes.reword(note)
    assert Ask.objects.get().text == "Visit every victim"


def test_what_is_asked_under_something_restricted_is_restricted(
    meeting: Meeting, item: AgendaItem
) -> None:
    raised = item.raised
    assert raised is not None
    for name, value in RESTRICTED.items():
        setattr(raised, name, value)
    raised.save()
    item.refresh_from_db()
    notes.take(meeting, item, "a Chief Constable due 30 April: About the operation")
    assert list(Ask.objects.public()) == []
    assert Ask.objects.get().restricted_why == "An operation is under way"


@pytest.mark.parametrize("which", ["item", "note"])
def test_restricting_it_afterwards_restricts_what_was_asked(
    which: str, meeting: Meeting, item: AgendaItem
) -> None:
    note = notes.take(meeting, item, "a Chief Constable due 30 April: About the operation")
    assert Ask.objects.public().count() == 1
    restrict(item if which == "item" else note)
    assert Ask.objects.public().count() == 0


def test_agreed_minutes_take_no_more_notes(meeting: Meeting, item: AgendaItem) -> None:
    note = notes.take(meeting, item, "It fell")
    steps.hold(meeting)
    steps.agree_minutes(meeting)
    note.meeting = meeting
    for change in (
        lambda: notes.take(meeting, item, "It rose"),
        lambda: notes.withdraw(note),
        lambda: notes.reword(note),
    ):
        with pytest.raises(ScrutinyError, match="closed"):
            change()


def test_a_note_is_under_an_item_of_its_own_meeting(meeting: Meeting, item: AgendaItem) -> None:
    other = Meeting.objects.create(
        oversight=meeting.oversight, force=meeting.force, day=date(2020, 6, 11), to="2020-03"
    )
    with pytest.raises(ScrutinyError, match="not on the agenda"):
        notes.take(other, item, "It fell")


def test_who_read_the_meeting_before_its_minutes_were_agreed_cannot_add_to_them(
    meeting: Meeting,
) -> None:
    before = Meeting.objects.get()
    steps.hold(meeting)
    steps.agree_minutes(meeting)
    assert before.open
    with pytest.raises(ScrutinyError, match="closed: minutes agreed"):
        notes.take(before, None, "It rose")
