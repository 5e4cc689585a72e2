"""The pages of meetings: arranged, prepared, minuted and read by those who may."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.governance.meeting_year import RESTRICTED, make_area, make_paper, make_plan

from scrutiny.governance.asks.models import Ask
from scrutiny.governance.audit.models import Entry
from scrutiny.governance.meetings import agenda, notes
from scrutiny.governance.meetings.models import AgendaItem, Attendance, Meeting, Note, Paper
from scrutiny.governance.people.models import Organisation

if TYPE_CHECKING:
    from django.test import Client

Desk = Callable[..., "Client"]


@pytest.fixture
def prepared(meeting: Meeting, commissioner_of: Organisation) -> Meeting:
    """A meeting with two items on its agenda: the overview, and rural crime."""
    make_area(make_plan(commissioner_of), meeting)
    agenda.make_agenda(meeting)
    return meeting


@pytest.fixture
def officer(desk: Desk) -> Client:
    return desk("scrutiny-officer")


def page(client: Client, path: str) -> str:
    answer = client.get(f"/desk/meetings/{path}")
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", answer.content.decode())


def sent(client: Client, path: str, **fields: str) -> str:
    """Send a form and give the page that it leads to."""
    answer = client.post(f"/desk/meetings/{path}", fields, follow=True)
    assert answer.redirect_chain, "the form was not taken"
    return re.sub(r"\s+", " ", answer.content.decode())


def restrict(record: Meeting | AgendaItem | Paper | Note) -> None:
    for name, value in RESTRICTED.items():
        setattr(record, name, value)
    record.save()


def test_an_officer_adds_a_meeting_about_a_quarter(
    officer: Client, commissioner_of: Organisation
) -> None:
    shown = sent(
        officer, "new/", title="Strategic scrutiny meeting", oversight=str(commissioner_of.pk),
        force="E23000003", day="2026-12-10", begins="10:00", ends="12:30", place="County Hall",
        to="2026-09",
    )  # fmt: skip
    assert "The meeting is saved." in shown
    assert "Thursday 10 December 2026, 10:00 to 12:30" in shown
    assert "July to September 2026" in shown
    assert "10 December 2026" in page(officer, "")


def test_a_meeting_that_ends_before_it_begins_is_not_saved(
    officer: Client, commissioner_of: Organisation
) -> None:
    answer = officer.post("/desk/meetings/new/", {
        "title": "A meeting", "oversight": commissioner_of.pk, "force": "E23000003",
        "day": "2026-12-10", "begins": "12:00", "ends": "10:00", "to": "2026-09",
    })  # fmt: skip
    assert b"The meeting ends after it begins." in answer.content
    assert b"There is a problem" in answer.content
    assert Meeting.objects.count() == 0


def test_meetings_are_listed_by_financial_year(officer: Client, meeting: Meeting) -> None:
    Meeting.objects.create(
        oversight=meeting.oversight, force=meeting.force, day=date(2020, 6, 11), to="2020-03"
    )
    assert "11 June 2020" not in page(officer, "?year=2019")
    shown = page(officer, "?year=2020")
    assert "Meetings in 2020/21" in shown
    assert "11 June 2020" in shown
    assert page(officer, "?year=nothing")


def test_a_meeting_is_cancelled_with_a_reason(officer: Client, meeting: Meeting) -> None:
    assert b"This field is required" in officer.post(f"/desk/meetings/{meeting.pk}/cancel/").content
    shown = sent(officer, f"{meeting.pk}/cancel/", why="The room flooded")
    assert "The meeting is cancelled: The room flooded" in shown


def test_people_are_invited_by_title_and_come_or_not(
    officer: Client, meeting: Meeting, force: Organisation
) -> None:
    path = f"{meeting.pk}/attendees/"
    assert "Nobody is invited yet" in page(officer, path)
    sent(officer, path, title="Chief Constable", organisation=str(force.pk))
    invited = Attendance.objects.get()
    sent(officer, path, attendance="1", **{f"state-{invited.pk}": "present"})
    assert "Chief Constable, Lancashire Constabulary: present" in page(officer, f"{meeting.pk}/")


def test_the_calendar_has_what_the_person_may_see(desk: Desk, meeting: Meeting) -> None:
    restrict(meeting)
    seen = desk("scrutiny-officer").get("/desk/meetings/calendar.ics")
    assert seen["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in seen.content
    assert f"/desk/meetings/{meeting.pk}/".encode() in seen.content.replace(b"\r\n ", b"")
    assert b"BEGIN:VEVENT" not in desk("partner-analyst").get("/desk/meetings/calendar.ics").content


def test_an_agenda_is_made_ordered_and_published(
    officer: Client, meeting: Meeting, commissioner_of: Organisation
) -> None:
    make_area(make_plan(commissioner_of), meeting)
    path = f"{meeting.pk}/agenda/"
    assert "2 items are added." in sent(officer, path)
    assert "There is nothing new" in sent(officer, path)
    overview, rural = meeting.items.all()
    shown = sent(officer, f"{path}{rural.pk}/move/", way="up")
    assert shown.index("<strong>Rural crime") < shown.index("<strong>Overview")
    sent(officer, f"{path}{rural.pk}/", title="Crime in the countryside", minutes="20")
    assert "Crime in the countryside" in page(officer, f"{meeting.pk}/")
    sent(officer, f"{path}add/", title="Any other business")
    assert "Put back" in sent(officer, f"{path}{overview.pk}/drop/", why="Too early")
    assert "Put back" not in sent(officer, f"{path}{overview.pk}/restore/")
    assert "The agenda was published" in sent(officer, f"{path}publish/")
    assert [item.title for item in meeting.items.all()] == [
        "Crime in the countryside", "Overview", "Any other business",
    ]  # fmt: skip


def upload(client: Client, meeting: Meeting, name: str, data: bytes, **fields: str) -> str:
    file = SimpleUploadedFile(name, data)
    answer = client.post(
        f"/desk/meetings/{meeting.pk}/papers/add/",
        {"title": "Rural strategy", "file": file, **fields}, follow=True,
    )  # fmt: skip
    return answer.content.decode()


def test_a_contributor_adds_a_paper_and_others_save_it(desk: Desk, prepared: Meeting) -> None:
    item = prepared.items.last()
    assert item is not None
    shown = upload(desk("contributor"), prepared, "Année.txt", b"words", item=str(item.pk))
    assert "Rural strategy is added." in shown
    assert "Année.txt, 5 bytes" in re.sub(r"\s+", " ", shown).replace("\xa0", " ")
    paper = Paper.objects.get()
    assert paper.item == item
    answer = desk("commissioner").get(f"/desk/meetings/{prepared.pk}/papers/{paper.pk}/")
    assert answer.content == b"words"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "text/plain"


def test_a_paper_that_is_not_what_it_says_is_refused(officer: Client, prepared: Meeting) -> None:
    assert "not what its name says" in upload(officer, prepared, "a.pdf", b"<script>")
    assert Paper.objects.count() == 0


def test_a_paper_is_not_put_under_an_item_of_another_meeting(
    officer: Client, prepared: Meeting
) -> None:
    other = Meeting.objects.create(
        oversight=prepared.oversight, force=prepared.force, day=date(2020, 6, 11), to="2020-03"
    )
    foreign = AgendaItem.objects.create(meeting=other, title="Another")
    shown = upload(officer, prepared, "a.txt", b"words", item=str(foreign.pk))
    assert "of another meeting" in shown
    assert Paper.objects.count() == 0


def test_a_withdrawn_paper_is_gone_for_readers(officer: Client, prepared: Meeting) -> None:
    paper = make_paper(prepared, "Rural strategy", b"words", "a.txt")
    path = f"{prepared.pk}/papers/{paper.pk}/"
    sent(officer, f"{path}edit/", withdraw="1", why="The wrong file")
    assert "Rural strategy" not in page(officer, f"{prepared.pk}/")
    assert officer.get(f"/desk/meetings/{path}").status_code == 404


def test_what_is_restricted_is_not_there_for_who_may_not_see_it(
    desk: Desk, prepared: Meeting
) -> None:
    item = AgendaItem.objects.create(meeting=prepared, title="CANARY item")
    paper = make_paper(prepared, "CANARY paper", b"words", "CANARY.txt")
    notes.take(prepared, item, "CANARY note")
    restrict(item)
    restrict(paper)
    partner, analyst = desk("partner-analyst"), desk("force-analyst")
    for path in ("", "minutes/", "pack/"):
        assert "CANARY" not in page(partner, f"{prepared.pk}/{path}")
    file = f"/desk/meetings/{prepared.pk}/papers/{paper.pk}/"
    assert partner.get(file).status_code == 404
    assert partner.get(f"/desk/meetings/{prepared.pk}/pack/full.pdf").status_code == 404
    assert "An operation is under way" in page(analyst, f"{prepared.pk}/")
    before = Entry.objects.filter(did="saw").count()
    assert analyst.get(file).content == b"words"
    assert Entry.objects.filter(did="saw").count() == before + 1


def test_a_restricted_meeting_is_not_there_either(desk: Desk, prepared: Meeting) -> None:
    restrict(prepared)
    partner = desk("partner-analyst")
    assert str(prepared.day.year) not in page(partner, "")
    for path in ("", "minutes/", "pack/", "minutes/minutes.pdf"):
        assert partner.get(f"/desk/meetings/{prepared.pk}/{path}").status_code == 404
    assert page(desk("commissioner"), f"{prepared.pk}/minutes/")


def test_only_who_may_mark_is_offered_to(desk: Desk, prepared: Meeting) -> None:
    path = f"{prepared.pk}/papers/add/"
    assert "restricted_why" in page(desk("contributor"), path)
    assert "restricted_why" not in page(desk("partner-analyst"), path)


def test_a_pack_is_built_in_the_background_and_saved(
    officer: Client, prepared: Meeting, desk: Desk, django_capture_on_commit_callbacks: Callable
) -> None:
    path = f"{prepared.pk}/pack/"
    assert "It was not built yet" in page(officer, path)
    with django_capture_on_commit_callbacks(execute=True):
        sent(officer, path, edition="public")
    assert "PDF, 2 pages" in page(officer, path)
    answer = desk("partner-analyst").get(f"/desk/meetings/{path}public.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="public-pack-2020-03-12.pdf"'
    assert officer.get(f"/desk/meetings/{path}full.pdf").status_code == 302
    assert officer.get(f"/desk/meetings/{path}other.pdf").status_code == 404


def test_notes_are_taken_a_line_each(officer: Client, prepared: Meeting) -> None:
    first, second = prepared.items.all()
    path = f"{prepared.pk}/notes/"
    assert "1. Overview" in page(officer, path)
    shown = sent(officer, path, item=str(first.pk), line="Recorded crime fell.", form="1")
    assert "Note saved: Recorded crime fell." in shown
    shown = sent(officer, path, item=str(first.pk), line="a Chief Constable due 30 April: Visit")
    assert "Action for Chief Constable, due Thursday 30 April 2020: Visit" in shown
    assert "Nobody here has that title" in shown
    assert "2. Rural crime" in sent(officer, path, item=str(first.pk), line=">")
    assert "2. Rural crime" in sent(officer, path, item=str(second.pk), line=">")  # the last
    assert "1. Overview" in sent(officer, path, item=str(second.pk), line="<")
    assert "Taken back: Visit" in sent(officer, path, item=str(second.pk), line="undo")
    assert [(n.item, n.text, n.withdrawn) for n in prepared.notes.all()] == [
        (first, "Recorded crime fell.", False), (first, "Visit", True),
    ]  # fmt: skip


def test_a_line_that_is_not_clear_is_kept_in_its_field(officer: Client, prepared: Meeting) -> None:
    path = f"/desk/meetings/{prepared.pk}/notes/"
    line = "a Chief Constable due <someday>: Visit"
    answer = officer.post(path, {"line": line, "item": ""})
    shown = answer.content.decode()
    assert "The date is not clear: &lt;someday&gt;" in shown
    assert 'value="a Chief Constable due &lt;someday&gt;: Visit"' in shown
    assert Note.objects.count() == 0


def test_a_line_is_saved_in_place_when_scripts_run(officer: Client, prepared: Meeting) -> None:
    path = f"/desk/meetings/{prepared.pk}/notes/"
    answer = officer.post(path, {"line": "It fell."}, headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert shown.lstrip().startswith('<div class="app-take"')
    assert 'hx-swap-oob="innerHTML:#heard">Note saved: It fell.' in shown
    assert answer["HX-Replace-Url"].startswith(path)


def test_a_note_is_taken_by_a_form_with_a_field_for_each_part(
    officer: Client, prepared: Meeting
) -> None:
    path = f"{prepared.pk}/notes/form/"
    item = prepared.items.last()
    assert item is not None
    answer = officer.post(f"/desk/meetings/{path}", {"kind": "action", "text": "Visit"})
    assert "Say whose it is." in answer.content.decode()
    assert "Say when it is due." in answer.content.decode()
    shown = sent(officer, path, kind="action", text="Visit", owner="Chief Constable",
                 due="in two weeks", item=str(item.pk), form="f")  # fmt: skip
    assert "due Thursday 26 March 2020" in shown
    sent(officer, path, kind="action", text="Visit", owner="Chief Constable",
         due="in two weeks", item=str(item.pk), form="f")  # fmt: skip
    assert Ask.objects.count() == 1


def test_the_commissioner_asks_about_an_item(desk: Desk, prepared: Meeting) -> None:
    commissioner = desk("commissioner")
    assert "Ask at this meeting" in page(commissioner, f"{prepared.pk}/")
    item = prepared.items.last()
    assert item is not None
    shown = sent(
        commissioner, f"{prepared.pk}/ask/", kind="request", text="How many farms were visited?",
        owner="Chief Constable", due="30 April", item=str(item.pk), form="f",
    )  # fmt: skip
    assert "How many farms were visited?" in shown
    ask = Ask.objects.get()
    assert (ask.meeting, ask.section, ask.kind) == (prepared, item.section, "request")
    refused = commissioner.post(
        f"/desk/meetings/{prepared.pk}/ask/", {"kind": "decision", "text": "No"}
    )
    assert refused.status_code == 200
    assert Note.objects.count() == 1


def test_minutes_are_put_right_agreed_published_and_corrected(
    officer: Client, prepared: Meeting
) -> None:
    first = prepared.items.first()
    note = notes.take(prepared, first, "It fel.")
    one = f"{prepared.pk}/minutes/"
    sent(officer, f"{prepared.pk}/held/")
    sent(officer, f"{one}notes/{note.pk}/", text="It fell.")
    assert "It fell." in sent(officer, f"{one}agree/")
    assert "Minutes agreed" in page(officer, one)
    assert "Put a note right" not in page(officer, one)
    assert "Published" in sent(officer, f"{one}publish/")
    shown = sent(officer, f"{one}reopen/", why="A figure was wrong")
    assert "Agree the minutes" in shown
    prepared.refresh_from_db()
    assert prepared.minutes_published is None


@pytest.mark.parametrize(("form", "starts"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_minutes_are_saved_as_a_file(
    form: str, starts: bytes, officer: Client, prepared: Meeting
) -> None:
    answer = officer.get(f"/desk/meetings/{prepared.pk}/minutes/minutes.{form}?audience=public")
    assert answer.content.startswith(starts)
    name = f'attachment; filename="minutes-2020-03-12.{form}"'
    assert answer["Content-Disposition"] == name
    assert officer.get(f"/desk/meetings/{prepared.pk}/minutes/minutes.exe").status_code == 404


def test_a_step_out_of_turn_says_why(officer: Client, prepared: Meeting) -> None:
    assert "The meeting must be: held" in sent(officer, f"{prepared.pk}/minutes/agree/")
    prepared.day = datetime(2120, 3, 12, tzinfo=UTC).date()
    prepared.save()
    assert "The meeting is on 12 March 2120" in sent(officer, f"{prepared.pk}/held/")
