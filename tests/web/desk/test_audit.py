"""The audit's pages: who did what is found, and what is restricted stays so."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.reporting import writer

from scrutiny.governance.acting import acting
from scrutiny.governance.audit.entries import enter, faults, history
from scrutiny.governance.audit.models import Entry
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Person
from scrutiny.governance.reporting.models import Part
from scrutiny.governance.reporting.restricting import withhold
from scrutiny.governance.reporting.writing import save_text

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client


@pytest.fixture
def moved(meeting: Meeting, person: Callable[..., Person]) -> Meeting:
    """The meeting of March 2020, moved to another room by a scrutiny officer."""
    with acting(person("scrutiny-officer", email="officer@example.org")):
        meeting.place = "County Hall"
        meeting.save(note="The room was double-booked")
    return meeting


@pytest.fixture
def restricted(moved: Meeting) -> Meeting:
    moved.restricted, moved.restricted_why = True, "Operation Quill is under way"
    moved.restricted_review = date(2020, 6, 1)
    moved.save()
    return moved


SAID = "The force will report at its next meeting on searches and on who was searched."


def sealed(entry: dict[str, Any]) -> str:
    """An entry's seal, made by no more than docs/how-to/audit.md says."""
    words = {name: value for name, value in entry.items() if name not in ("seal", "person_title")}
    words["seal before"] = words.pop("seal_before")
    plain = json.dumps(words, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def text(answer: HttpResponse) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_change_is_found_by_who_what_about_and_when(
    moved: Meeting, desk: Callable[..., Client]
) -> None:
    officer = Person.objects.get(email="officer@example.org")
    signed_in = desk("administrator")
    day = Entry.objects.latest("number").at.date()
    query = f"person={officer.pk}&kind=meetings.meeting&did=changed&since={day}&until={day}"
    found = text(signed_in.get(f"/desk/audit/?{query}"))
    assert "1 entry" in found
    assert "The room was double-booked" in found
    assert "No entry is like that" in text(signed_in.get("/desk/audit/?until=2019-01-01"))
    wrong = text(signed_in.get("/desk/audit/?since=yesterday"))
    assert "There is a problem" in wrong


def test_the_newest_come_first_a_page_at_a_time(
    moved: Meeting, desk: Callable[..., Client]
) -> None:
    for _ in range(60):
        enter("saw", moved)
    signed_in = desk("administrator")
    first = text(signed_in.get("/desk/audit/?did=saw"))
    assert first.count("Strategic scrutiny meeting") == 50
    numbers = list(Entry.objects.filter(did="saw").values_list("number", flat=True))
    assert f"?did=saw&amp;before={numbers[10]}" in first
    second = text(signed_in.get(f"/desk/audit/?did=saw&before={numbers[10]}"))
    assert second.count("Strategic scrutiny meeting") == 10
    assert "60 entries" in second
    assert text(signed_in.get(f"/desk/audit/?before={'9' * 400}"))


def test_the_history_of_a_record_shows_before_and_after(
    moved: Meeting, desk: Callable[..., Client]
) -> None:
    page = text(desk("scrutiny-officer").get(f"/desk/audit/meetings.meeting/{moved.pk}/"))
    assert "Lancashire Police and Crime Commissioner" in page  # the oversight body, by name
    assert page.index('<td class="govuk-table__cell app-audit-text">nothing</td>') < page.index(
        "County Hall"
    )


def test_a_long_text_is_compared_word_by_word(moved: Meeting, desk: Callable[..., Client]) -> None:
    from scrutiny.governance.meetings.models import Note

    note = Note.objects.create(meeting=moved, text=SAID)
    note.text = SAID.replace("searches", "stop and search")
    note.save()
    page = text(desk("scrutiny-officer").get(f"/desk/audit/meetings.note/{note.pk}/"))
    assert "Taken out: </span>searches </del>" in page
    assert "Added: </span>stop and search </ins>" in page


def test_who_may_not_see_what_is_restricted_does_not_read_it_in_the_audit(
    restricted: Meeting, desk: Callable[..., Client]
) -> None:
    administrator, officer = desk("administrator"), desk("scrutiny-officer")
    history_page = f"/desk/audit/meetings.meeting/{restricted.pk}/"
    exports = ("/desk/audit/export.csv", "/desk/audit/export.jsonl")
    for path in ("/desk/audit/", history_page, *exports):
        answer = administrator.get(path)
        said = b"".join(answer) if answer.streaming else answer.content
        assert answer.status_code == 200
        for words in (b"Quill", b"County Hall", b"double-booked"):
            assert words not in said, path
    assert "Quill" in text(officer.get(history_page))


def test_what_a_report_keeps_from_the_public_is_not_read_in_the_audit_either(
    crime: Part, desk: Callable[..., Client]
) -> None:
    words = "::: restricted Operation Quill (review 2020-06-01)\nQuillwords\n:::"
    saved = save_text(crime, words, None, writer(crime))
    withheld = withhold(crime, "forces-table-all-crime", "Quill again", date(2020, 6, 1))
    administrator, officer = desk("administrator"), desk("scrutiny-officer")
    pages = [f"/desk/audit/reporting.{kind}/{record.pk}/"
             for kind, record in (("text", saved), ("withheld", withheld))]  # fmt: skip
    for page in pages:
        assert "Quill" not in text(administrator.get(page))
        assert "Quill" in text(officer.get(page))
    export = administrator.get("/desk/audit/export.csv")
    assert b"Quill" not in b"".join(export)


def test_who_reads_the_history_of_what_is_restricted_is_in_the_audit(
    restricted: Meeting, desk: Callable[..., Client]
) -> None:
    desk("scrutiny-officer").get(f"/desk/audit/meetings.meeting/{restricted.pk}/")
    last = history(restricted).last()
    assert last is not None
    assert (last.did, last.roles) == ("saw", "scrutiny-officer")


def test_an_export_has_every_entry_and_proves_itself_elsewhere(
    moved: Meeting, desk: Callable[..., Client]
) -> None:
    signed_in = desk("administrator")
    lines = b"".join(signed_in.get("/desk/audit/export.jsonl")).decode().splitlines()
    entries = [json.loads(line) for line in lines]
    assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))
    for held, before in zip(entries[1:], entries, strict=False):
        assert held["seal_before"] == before["seal"]
    exported = Entry.objects.latest("number")
    assert (exported.did, exported.about) == ("exported", "Administrator")
    assert [entry["seal"] for entry in entries] == [sealed(entry) for entry in entries]
    rows = list(
        csv.DictReader(b"".join(signed_in.get("/desk/audit/export.csv")).decode().splitlines())
    )
    assert [row["seal"] for row in rows[: len(entries)]] == [entry["seal"] for entry in entries]
    assert list(faults()) == []


def test_a_cell_that_a_spreadsheet_would_run_is_plain_text(
    moved: Meeting, desk: Callable[..., Client]
) -> None:
    moved.place = "elsewhere"
    moved.save(note="=HYPERLINK(0)")
    written = b"".join(desk("administrator").get("/desk/audit/export.csv")).decode()
    assert ",'=HYPERLINK(0)," in written


def test_an_officer_sees_the_audit_and_does_not_take_it_away(desk: Callable[..., Client]) -> None:
    officer = desk("scrutiny-officer")
    assert "export" not in text(officer.get("/desk/audit/"))
    assert officer.get("/desk/audit/export.csv").status_code == 403
