"""Minutes say who was there, what was said under each item, and what is to be done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.governance.meeting_year import RESTRICTED, make_area, make_plan

from scrutiny.governance.meetings import agenda, notes, steps
from scrutiny.governance.meetings.minutes import minutes_document
from scrutiny.governance.meetings.models import AgendaItem, Attendance, Meeting, Note
from scrutiny.governance.people.models import Organisation
from scrutiny.reports.html import html_text
from scrutiny.reports.model import Document, Paragraph, Table
from scrutiny.reports.render import render


@pytest.fixture
def held(meeting: Meeting, commissioner_of: Organisation, force: Organisation) -> Meeting:
    make_area(make_plan(commissioner_of), meeting)
    agenda.make_agenda(meeting)
    Attendance.objects.create(
        meeting=meeting, title="Commissioner", organisation=commissioner_of, state="apologies"
    )
    Attendance.objects.create(
        meeting=meeting, title="Chief Constable", organisation=force, state="present"
    )
    Attendance.objects.create(
        meeting=meeting, title="Head of Crime", organisation=force, state="not-invited"
    )
    overview, rural = meeting.items.all()
    notes.take(meeting, overview, "The Chief Constable introduced the report.")
    notes.take(meeting, overview, "d The report is accepted.")
    notes.take(meeting, rural, "a Chief Constable due 30 April: Visit every farm")
    notes.withdraw(notes.take(meeting, rural, "A slip"))
    return meeting


def paragraphs(document: Document) -> list[tuple[str | None, str]]:
    blocks = (block for block in document.walk() if isinstance(block, Paragraph))
    return [(block.number, "".join(span.text for span in block.spans)) for block in blocks]


def test_each_note_is_a_numbered_paragraph_under_its_item(held: Meeting) -> None:
    document = minutes_document(held, public=False)
    assert [(s.number, s.title) for s in document.sections] == [
        ("", "Attendance"),
        ("1", "Overview"),
        ("2", "Rural crime"),
        ("", "Requests and actions"),
    ]
    assert paragraphs(document) == [
        ("1.1", "The Chief Constable introduced the report."),
        ("1.2", "Decision: The report is accepted."),
        ("2.1", "Action for Chief Constable, due 30 April 2020: Visit every farm"),
    ]


def test_they_say_who_came_and_what_is_to_be_done(held: Meeting) -> None:
    tables = [b for b in minutes_document(held, public=False).walk() if isinstance(b, Table)]
    assert [[cell.text for cell in row.cells] for table in tables for row in table.rows] == [
        ["Chief Constable", "Lancashire Constabulary", "Present"],
        ["Commissioner", "Lancashire Police and Crime Commissioner", "Apologies"],
        ["Visit every farm", "Action", "Chief Constable", "30 April 2020"],
    ]


def test_a_note_without_an_item_is_other_business(held: Meeting) -> None:
    notes.take(held, None, "The next meeting is in June.")
    assert ("3.1", "The next meeting is in June.") in paragraphs(minutes_document(held, True))


def test_they_are_a_draft_until_they_are_agreed(held: Meeting) -> None:
    assert dict(minutes_document(held, False).facts)["Standing"].startswith("Draft")
    steps.hold(held)
    steps.agree_minutes(held)
    assert dict(minutes_document(held, False).facts)["Standing"] == "Agreed minutes"


def test_the_public_edition_is_as_if_what_is_restricted_were_not_there(held: Meeting) -> None:
    before = minutes_document(held, public=True)
    hidden = AgendaItem.objects.create(meeting=held, order=1, title="CANARY item", **RESTRICTED)
    notes.take(held, hidden, "a Chief Constable due 30 April: CANARY action")
    rural = held.items.get(title="Rural crime")
    Note.objects.create(meeting=held, item=rural, text="CANARY note", **RESTRICTED)
    assert minutes_document(held, public=True) == before
    whole = html_text(minutes_document(held, public=False))
    assert all(canary in whole for canary in ("CANARY item", "CANARY action", "CANARY note"))


def test_they_are_given_as_pdf_and_word(
    held: Meeting, tmp_path: Path, pdf_ua_failures: Callable[..., list[str]]
) -> None:
    made = render(minutes_document(held, public=True), tmp_path, ("pdf", "docx"))
    assert [file.name for file in made] == ["minutes-2020-03-12.docx", "minutes-2020-03-12.pdf"]
    assert pdf_ua_failures(tmp_path / "minutes-2020-03-12.pdf") == []


def test_a_meeting_of_which_nothing_was_noted_has_minutes_too(meeting: Meeting) -> None:
    words = [text for _, text in paragraphs(minutes_document(meeting, public=True))]
    assert words == ["No attendance was recorded.", "None were set."]
