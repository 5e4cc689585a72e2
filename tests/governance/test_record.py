"""Records keep their history, and the audit's chain shows every change to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from scrutiny.errors import ScrutinyError
from scrutiny.governance.acting import acting
from scrutiny.governance.audit.entries import enter, faults, history
from scrutiny.governance.audit.guard import REFUSAL, unguard
from scrutiny.governance.audit.models import Entry
from scrutiny.governance.meetings.models import Meeting, Note
from scrutiny.governance.people.models import Organisation, Person


def test_a_change_keeps_who_when_before_and_after(
    meeting: Meeting, person: Callable[..., Person]
) -> None:
    officer = person("scrutiny-officer")
    with acting(officer):
        meeting.place = "County Hall"
        meeting.save(note="The room was double-booked")
    made, changed = history(meeting)
    assert (made.did, made.before) == ("made", None)
    assert (changed.did, changed.person) == ("changed", officer)
    assert changed.roles == "scrutiny-officer"
    assert changed.before is not None
    assert changed.after == changed.before | {"place": "County Hall"}
    assert changed.note == "The room was double-booked"


def test_saving_what_did_not_change_is_no_entry(meeting: Meeting) -> None:
    meeting.save()
    assert history(meeting).count() == 1


def test_a_password_is_not_in_the_history(person: Callable[..., Person]) -> None:
    somebody = person("approver")
    assert all("password" not in (entry.after or {}) for entry in history(somebody))


def test_records_are_not_deleted_nor_changed_behind_their_history(meeting: Meeting) -> None:
    with pytest.raises(ScrutinyError, match="not deleted"):
        meeting.delete()
    with pytest.raises(ScrutinyError, match="not deleted"):
        Meeting.objects.all().delete()
    with pytest.raises(ScrutinyError, match="history"):
        Meeting.objects.update(place="elsewhere")
    with pytest.raises(ScrutinyError, match="history"):
        Meeting.objects.bulk_create([])


def test_a_record_that_breaks_its_rules_is_not_saved(commissioner_of: Organisation) -> None:
    commissioner_of.ends = commissioner_of.begins
    with pytest.raises(ValidationError, match="ends after it begins"):
        commissioner_of.save()
    assert history(commissioner_of).count() == 1


def test_what_is_restricted_needs_a_reason_and_a_date_of_review(meeting: Meeting) -> None:
    meeting.restricted = True
    with pytest.raises(ValidationError, match="a reason and a date of review"):
        meeting.save()
    meeting.restricted_why = "An operation is under way"
    meeting.restricted_review = date(2020, 6, 1)
    meeting.save()
    assert list(Meeting.objects.public()) == []


def test_what_is_part_of_something_restricted_is_not_public(meeting: Meeting) -> None:
    note = Note.objects.create(meeting=meeting, text="About the operation")
    assert list(Note.objects.public()) == [note]
    meeting.restricted, meeting.restricted_why = True, "An operation"
    meeting.restricted_review = date(2020, 6, 1)
    meeting.save()
    assert list(Note.objects.public()) == []


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET note = ''", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_an_entry(meeting: Meeting, change: str) -> None:
    with (
        pytest.raises(DatabaseError, match=REFUSAL),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert list(faults()) == []


@pytest.mark.parametrize("change", ["note = 'nothing'", "did = 'saw'", "key = '99'"])
def test_a_change_to_an_entry_shows(meeting: Meeting, change: str) -> None:
    enter("saw", meeting)
    assert list(faults()) == []
    first = Entry.objects.first()
    assert first is not None
    unguard(connection)  # as somebody could who owns the database
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE audit_entry SET {change} WHERE number = {first.number}")
    assert list(faults()) == [f"entry {first.number} was changed after it was made"]


def test_an_entry_that_was_removed_shows(meeting: Meeting) -> None:
    last = enter("saw", meeting)
    unguard(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM audit_entry WHERE number = {last.number}")
    assert list(faults()) == [
        f"the chain ends at entry {last.number - 1}, and should at {last.number}"
    ]
    enter("saw", meeting)
    assert f"entry {last.number} is missing before entry {last.number + 1}" in list(faults())
