"""What an entry of the audit changed, in words that people read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from scrutiny.governance.audit.entries import history
from scrutiny.governance.audit.reading import Sought, changes, find, kind_name, kinds
from scrutiny.governance.meetings.models import AgendaItem, Meeting
from scrutiny.governance.people.models import Person


def said(record: object, *, restricted: bool = True) -> dict[str, tuple[str, str]]:
    """What the last entry about a record changed: each field's values before and after."""
    last = history(record).last()
    assert last is not None
    return {c.field: (c.before, c.after) for c in changes(last, restricted=restricted)}


def test_values_are_told_as_people_say_them(meeting: Meeting) -> None:
    meeting.day, meeting.state = date(2020, 3, 19), Meeting.State.HELD
    meeting.restricted, meeting.restricted_why = True, "An operation"
    meeting.restricted_review = date(2020, 6, 1)
    meeting.save()
    told = said(meeting)
    assert told["date"] == ("12 March 2020", "19 March 2020")
    assert told["state"] == ("Planned", "Held")
    assert told["restricted"] == ("no", "yes")
    assert told["when to review it"] == ("nothing", "1 June 2020")


def test_what_a_record_names_is_told_by_its_name_unless_it_is_restricted(meeting: Meeting) -> None:
    item = AgendaItem.objects.create(meeting=meeting, title="Knife crime")
    assert said(item, restricted=False)["meeting"][1] == str(meeting)
    meeting.restricted, meeting.restricted_why = True, "An operation"
    meeting.restricted_review = date(2020, 6, 1)
    meeting.save()
    assert said(item, restricted=False)["meeting"][1] == "something restricted"
    assert said(item)["meeting"][1] == str(meeting)


def test_entries_are_found_to_the_end_of_a_day(
    meeting: Meeting, person: Callable[..., Person]
) -> None:
    day = history(meeting).get().at.date()
    assert find(Sought(kind="meetings.meeting", since=day, until=day)).count() == 1
    assert find(Sought(until=date(2019, 12, 31))).count() == 0


def test_kinds_have_the_names_of_the_field(meeting: Meeting) -> None:
    assert kinds() == {"meetings.meeting": "Meeting", "people.organisation": "Organisation"}
    assert kind_name("asks.ask") == "Request or action"
    assert kind_name("gone.kind") == "Gone.kind"
