"""The first page of the desk: what waits for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from scrutiny.governance.asks.models import Ask
from scrutiny.governance.background.models import Job
from scrutiny.governance.clock import clock_at
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Person
from scrutiny.governance.reporting.models import Part, Report

if TYPE_CHECKING:
    from django.test import Client

LANCASHIRE = "E23000003"


@pytest.fixture(autouse=True)
def in_april_2020() -> Iterator[None]:
    with clock_at(datetime(2020, 4, 20, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def owner(person: Callable[..., Person]) -> Person:
    return person("contributor")


@pytest.fixture
def ask(meeting: Meeting, owner: Person) -> Ask:
    made: Ask = Ask.objects.create(
        kind="request", text="Late", owner=owner, owner_title=owner.title,
        due=date(2020, 4, 9), meeting=meeting,
    )  # fmt: skip
    return made


def test_the_desk_says_what_is_overdue_to_those_who_should_know(
    ask: Ask, desk: Callable[..., Client], owner: Person
) -> None:
    for role in ("approver", "force-analyst", "scrutiny-officer", "commissioner"):
        page = desk(role).get("/desk/").content.decode()
        assert "Overdue (1)" in page, role
    assert "Contributor (yours)" in desk(who=owner).get("/desk/").content.decode()
    for role in ("contributor", "panel-member", "administrator"):
        page = desk(role).get("/desk/").content.decode()
        assert "Nothing waits for you" in page, role


def test_the_desk_has_sections_to_write_and_to_approve(
    desk: Callable[..., Client], owner: Person, person: Callable[..., Person]
) -> None:
    approver = person("approver")
    report = Report.objects.create(force=LANCASHIRE, to="2020-03")
    part = Part.objects.create(
        report=report, section="crime", title="Tackling crime", contributor=owner,
        approver=approver, due=date(2020, 4, 1),
    )  # fmt: skip
    assert "Sections to write (1)" in desk(who=owner).get("/desk/").content.decode()
    assert "Sections to approve" not in desk(who=approver).get("/desk/").content.decode()
    part.state = Part.State.WITH_APPROVER
    part.save()
    assert "Sections to write" not in desk(who=owner).get("/desk/").content.decode()
    assert "Sections to approve (1)" in desk(who=approver).get("/desk/").content.decode()


def test_who_closes_is_told_what_was_answered(ask: Ask, desk: Callable[..., Client]) -> None:
    ask.state, ask.answer = Ask.State.ANSWERED, "See the report."
    ask.save()
    said = "Answered, to be accepted or sent back (1)"
    for role, told in (("scrutiny-officer", True), ("commissioner", True), ("approver", False)):
        assert (said in desk(role).get("/desk/").content.decode()) is told, role


def test_what_was_not_done_in_the_background_is_told_to_who_asked_for_it(
    desk: Callable[..., Client], person: Callable[..., Person]
) -> None:
    analyst = person("force-analyst")
    Job.objects.create(name="build-pack", key="k", title="The pack", person=analyst, state="failed")
    said = "Not done in the background (1)"
    assert said in desk(who=analyst).get("/desk/").content.decode()
    assert said not in desk("force-analyst").get("/desk/").content.decode()


def test_the_next_meetings_are_there_without_those_that_one_may_not_see(
    meeting: Meeting, desk: Callable[..., Client]
) -> None:
    meeting.day, meeting.restricted_review = date(2020, 6, 11), date(2021, 1, 1)
    meeting.restricted, meeting.restricted_why = True, "An operation"
    meeting.save()
    assert "11 June 2020" in desk("approver").get("/desk/").content.decode()
    page = desk("partner-analyst").get("/desk/").content.decode()
    assert "11 June 2020" not in page
    assert "None is planned." in page
