"""Requests and actions on the desk: who sees which, what is done with one, and how late it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile

from scrutiny.governance.asks.models import Ask, Evidence
from scrutiny.governance.audit.models import Entry
from scrutiny.governance.clock import clock_at
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Note
from scrutiny.governance.people.models import Organisation, Person
from scrutiny.governance.reporting.models import Part, Report

if TYPE_CHECKING:
    from django.test import Client

LANCASHIRE = "E23000003"
SECRET = {"restricted": True, "restricted_why": "Tactics", "restricted_review": date(2021, 1, 1)}


@pytest.fixture(autouse=True)
def in_april_2020() -> Iterator[None]:
    with clock_at(datetime(2020, 4, 20, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def owner(person: Callable[..., Person]) -> Person:
    return person("contributor")


@pytest.fixture
def ask(meeting: Meeting, owner: Person) -> Callable[..., Ask]:
    def make(text: str = "Proportionality of stop and search", **fields: Any) -> Ask:
        fields = {
            "kind": "request", "owner": owner, "owner_title": owner.title,
            "due": date(2020, 4, 9), "meeting": meeting,
        } | fields  # fmt: skip
        made: Ask = Ask.objects.create(text=text, **fields)
        return made

    return make


def test_the_list_is_of_what_is_asked_for(
    ask: Callable[..., Ask], desk: Callable[..., Client], owner: Person
) -> None:
    ask("Late")
    ask("Soon", due=date(2020, 5, 1), owner=None, owner_title="Head of Crime")
    ask("Closed", state="closed")
    mine = desk(who=owner)

    def listed(query: str) -> set[str]:
        page = mine.get(f"/desk/asks/?{query}").content.decode()
        return {text for text in ("Late", "Soon", "Closed") if f">{text}</a>" in page}

    assert listed("") == {"Late", "Soon"}
    assert listed("whose=mine") == {"Late"}
    assert listed("when=overdue") == {"Late"}
    assert listed("when=soon") == {"Soon"}
    assert listed("owner=Head+of+Crime") == {"Soon"}
    assert listed("state=closed") == {"Closed"}
    assert listed("state=all") == {"Late", "Soon", "Closed"}
    assert listed("when=never&meeting=nothing&state=gone") == {"Late", "Soon"}


def test_an_empty_list_says_why(desk: Callable[..., Client]) -> None:
    signed_in = desk("contributor")
    assert "Nothing is open." in signed_in.get("/desk/asks/").content.decode()
    assert "Nothing is like that." in signed_in.get("/desk/asks/?whose=mine").content.decode()


def test_the_list_as_csv_has_what_the_person_may_see(
    ask: Callable[..., Ask], desk: Callable[..., Client]
) -> None:
    ask("=SUM(A1)")
    ask("Operation Heron", **SECRET)

    def rows(role: str) -> list[dict[str, str]]:
        answer = desk(role).get("/desk/asks/list.csv?when=overdue")
        assert answer["Content-Type"].startswith("text/csv")
        return list(csv.DictReader(io.StringIO(answer.content.decode())))

    assert [row["what is asked"] for row in rows("partner-analyst")] == ["'=SUM(A1)"]
    both = rows("approver")
    assert {row["restricted"] for row in both} == {"yes", "no"}
    assert {row["overdue"] for row in both} == {"yes"}


def test_what_is_restricted_is_not_there_for_who_may_not_see_it(
    ask: Callable[..., Ask], desk: Callable[..., Client]
) -> None:
    secret = ask("Operation Heron", **SECRET)
    partner, approver = desk("partner-analyst"), desk("approver")
    assert partner.get(secret.get_absolute_url()).status_code == 404
    assert "Heron" not in partner.get("/desk/asks/?state=all").content.decode()
    page = approver.get(secret.get_absolute_url()).content.decode()
    assert "Restricted" in page
    assert "Tactics" in page
    saw = Entry.objects.filter(did="saw", key=str(secret.pk), kind="asks.ask")
    assert [entry.roles for entry in saw] == ["approver"]


def test_an_owner_answers_and_the_commissioner_sends_back_and_closes(
    ask: Callable[..., Ask], desk: Callable[..., Client], owner: Person, meeting: Meeting
) -> None:
    asked = ask()
    report = Report.objects.create(force=LANCASHIRE, to="2020-03")
    part = Part.objects.create(report=report, section="stop-and-search", title="Stop and search")
    at, step = asked.get_absolute_url(), f"{asked.get_absolute_url()}step/"
    mine, commissioner = desk(who=owner), desk("commissioner")
    said = {"move": "answer", "comment": "See the report.", "part": part.pk}
    assert mine.post(step, said)["Location"] == at
    page = commissioner.get(at).content.decode()
    assert "See the report." in page
    assert "Stop and search" in page
    commissioner.post(step, {"move": "send-back", "comment": "Not by age."})
    assert "Not by age." in mine.get(at).content.decode()
    mine.post(step, {"move": "answer", "comment": "By age too."})
    commissioner.post(step, {"move": "close", "comment": ""})
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == ("closed", "By age too.")
    states = [each.state for each in asked.steps.all()]
    assert states == ["open", "answered", "under-way", "answered", "closed"]


def test_an_answer_without_words_is_asked_for_again(
    ask: Callable[..., Ask], desk: Callable[..., Client], owner: Person
) -> None:
    asked = ask()
    answer = desk(who=owner).post(f"/desk/asks/{asked.pk}/step/", {"move": "answer"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "There is a problem" in page
    assert 'href="#id_answer_comment"' in page


def test_who_is_not_asked_cannot_answer(
    ask: Callable[..., Ask], desk: Callable[..., Client], commissioner_of: Organisation
) -> None:
    asked = ask(owner=None, organisation=commissioner_of)
    other = desk("contributor")
    assert "Report progress" not in other.get(asked.get_absolute_url()).content.decode()
    for address, words in (("step", {"move": "answer", "comment": "No."}), ("evidence", {})):
        assert other.post(f"/desk/asks/{asked.pk}/{address}/", words).status_code == 403
    closing = {"move": "withdraw", "comment": "Because."}
    assert other.post(f"/desk/asks/{asked.pk}/step/", closing).status_code == 403


def test_a_due_date_changes_with_a_reason(
    ask: Callable[..., Ask], desk: Callable[..., Client]
) -> None:
    asked, officer = ask(), desk("scrutiny-officer")
    at = f"/desk/asks/{asked.pk}/due/"
    assert officer.post(at, {"due": "2020-05-01", "why": ""}).status_code == 400
    officer.post(at, {"due": "2020-05-01", "why": "The meeting moved"})
    page = officer.get(asked.get_absolute_url()).content.decode()
    assert "Due 1 May 2020, no longer 9 April 2020: The meeting moved" in page


def test_evidence_is_a_file_that_is_saved_and_not_run(
    ask: Callable[..., Ask], desk: Callable[..., Client], owner: Person
) -> None:
    asked, mine = ask(), desk(who=owner)
    at = f"/desk/asks/{asked.pk}/evidence/"
    page = ContentFile(b"<script>alert(1)</script>", "minutes.html")
    assert mine.post(at, {"what": "Minutes", "file": page}).status_code == 400
    assert mine.post(at, {"what": "Neither"}).status_code == 400
    for _ in range(2):
        mine.post(at, {"what": "Minutes", "file": ContentFile(b"Agreed.", "minutes.txt")})
    mine.post(at, {"what": "Newsletter", "address": "https://force.example/news"})
    file, address = Evidence.objects.all()
    saved = mine.get(f"{at}{file.pk}/")
    assert saved.content == b"Agreed."
    assert saved["Content-Disposition"] == 'attachment; filename="minutes.txt"'
    assert mine.get(f"{at}{address.pk}/").status_code == 404
    assert "https://force.example/news" in mine.get(asked.get_absolute_url()).content.decode()


def test_evidence_that_is_restricted_is_seen_by_few(
    ask: Callable[..., Ask], desk: Callable[..., Client]
) -> None:
    asked = ask()
    made = Evidence(ask=asked, title="Heron", file=ContentFile(b"x", "heron.txt"), name="heron.txt")
    for name, value in SECRET.items():
        setattr(made, name, value)
    made.save()
    partner = desk("partner-analyst")
    assert "heron" not in partner.get(asked.get_absolute_url()).content.decode().lower()
    assert partner.get(f"/desk/asks/{asked.pk}/evidence/{made.pk}/").status_code == 404
    assert desk("approver").get(f"/desk/asks/{asked.pk}/evidence/{made.pk}/").status_code == 200


def test_an_item_that_is_restricted_is_not_told_by_what_was_asked_under_it(
    ask: Callable[..., Ask], desk: Callable[..., Client], meeting: Meeting
) -> None:
    asked = ask()
    item = AgendaItem.objects.create(meeting=meeting, title="Operation Heron", **SECRET)
    Note.objects.create(meeting=meeting, item=item, kind="request", text="Asked", ask=asked)
    assert "Heron" in desk("approver").get(asked.get_absolute_url()).content.decode()
    assert "Heron" not in desk("partner-analyst").get(asked.get_absolute_url()).content.decode()


def test_a_request_is_set_once_and_restricted_for_a_reason(
    desk: Callable[..., Client], owner: Person, meeting: Meeting, person: Callable[..., Person]
) -> None:
    officer = desk("scrutiny-officer")
    words = {
        "kind": "request", "text": "How many hours are public meetings?", "owner": owner.pk,
        "due": "2020-06-01", "meeting": meeting.pk, "measure": "all_crime",
    }  # fmt: skip
    assert officer.post("/desk/asks/new/", words | {"due": ""}).status_code == 400
    for _ in range(2):
        officer.post("/desk/asks/new/", words)
    made = Ask.objects.get()
    assert (made.owner_title, made.organisation) == (
        "Contributor",
        Organisation.objects.get(kind="force"),
    )
    restrict = f"/desk/asks/{made.pk}/restrict/"
    assert officer.post(restrict, {"restricted": "on"}).status_code == 400
    officer.post(
        restrict,
        {"restricted": "on", "restricted_why": "Tactics", "restricted_review": "2021-01-01"},
    )
    partner = person("partner-analyst")
    to_them = officer.post(f"/desk/asks/{made.pk}/edit/", words | {"owner": partner.pk})
    assert to_them.status_code == 400
    assert "may not see what is restricted" in to_them.content.decode()


def test_the_figure_that_it_is_about_stands_on_its_page(
    ask: Callable[..., Ask], desk: Callable[..., Client]
) -> None:
    asked = ask(measure="all_crime")
    page = desk("approver").get(asked.get_absolute_url()).content.decode()
    assert "/measures/all_crime/?area=E23000003" in page
    assert "offences in" in page
