"""Meetings in other people's calendars: each keeps its id, and says when it moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest

from scrutiny.governance.clock import clock_at
from scrutiny.governance.meetings import steps
from scrutiny.governance.meetings.calendar import calendar
from scrutiny.governance.meetings.models import Meeting


def event(meeting: Meeting) -> icalendar.Event:
    meeting.refresh_from_db()
    (found,) = icalendar.Calendar.from_ical(calendar([meeting])).walk("VEVENT")
    return found


def test_a_meeting_has_its_times_in_universal_time(meeting: Meeting) -> None:
    meeting.day, meeting.begins, meeting.ends = date(2020, 6, 11), time(10), time(12, 30)
    meeting.place = "County Hall, Preston; room B"
    meeting.save()
    found = event(meeting)
    assert found.decoded("dtstart") == datetime(2020, 6, 11, 9, tzinfo=UTC)  # summer time
    assert found.decoded("dtend") == datetime(2020, 6, 11, 11, 30, tzinfo=UTC)
    assert str(found["location"]) == "County Hall, Preston; room B"
    assert "October to December 2019" in str(found["description"])


def test_without_a_time_it_is_the_whole_day(meeting: Meeting) -> None:
    found = event(meeting)
    assert found.decoded("dtstart") == date(2020, 3, 12)
    assert found.decoded("dtend") == date(2020, 3, 13)


def test_a_meeting_that_moves_keeps_its_id_and_raises_its_sequence(meeting: Meeting) -> None:
    before = event(meeting)
    moment = datetime(2020, 2, 1, 12, tzinfo=UTC)
    with clock_at(moment):
        meeting.day += timedelta(days=7)
        meeting.save()
    after = event(meeting)
    assert after["uid"] == before["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstamp") == after.decoded("last-modified") == moment


def test_what_calendars_do_not_show_does_not_raise_the_sequence(meeting: Meeting) -> None:
    meeting.to = "2019-09"
    meeting.save()
    assert event(meeting)["sequence"] == 0


def test_a_cancelled_meeting_stays_and_says_so(meeting: Meeting) -> None:
    steps.cancel(meeting, "The room flooded")
    found = event(meeting)
    assert (str(found["status"]), found["sequence"]) == ("CANCELLED", 1)
    assert str(found["summary"]) == "Cancelled: Strategic scrutiny meeting"
    assert b"flooded" not in calendar([meeting])


def test_two_meetings_have_two_ids(meeting: Meeting) -> None:
    other = Meeting.objects.create(
        oversight=meeting.oversight, force=meeting.force, day=date(2020, 6, 11), to="2020-03"
    )
    assert event(meeting)["uid"] != event(other)["uid"]


@pytest.mark.parametrize("title", ["Überprüfung " * 15, "Line one\nDTSTART:19700101"])
def test_the_feed_is_as_rfc_5545_writes_it(title: str, meeting: Meeting) -> None:
    meeting.title = title[:200]
    made = calendar([meeting], lambda m: f"https://example.org/{m.pk}")
    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    assert made.endswith(b"END:VCALENDAR\r\n")
    lines = made.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    (found,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
    assert str(found["summary"]) == title[:200]
    assert found.decoded("dtstart") == date(2020, 3, 12)
    required = {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS"}
    assert required <= set(found)
