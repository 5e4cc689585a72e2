"""Requests and actions: who may move them, what they remember, and who is to know that they are
late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from scrutiny.errors import ScrutinyError
from scrutiny.governance.acting import acting
from scrutiny.governance.asks.for_report import asked_of
from scrutiny.governance.asks.models import Ask, Evidence, Step
from scrutiny.governance.asks.steps import change_due, may_answer, move, moves
from scrutiny.governance.audit.entries import history
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Membership, Organisation, Person
from scrutiny.governance.plan.models import Plan, Section
from scrutiny.governance.reporting.models import Part, Report

LANCASHIRE = "E23000003"
DUE = date(2020, 4, 9)
WHY = {"restricted": True, "restricted_why": "Tactics", "restricted_review": date(2021, 1, 1)}


@pytest.fixture
def ask(meeting: Meeting, force: Organisation) -> Callable[..., Ask]:
    """`ask(owner=...)`: a request of the meeting of March 2020, due on 9 April."""

    def make(**fields: Any) -> Ask:
        fields = {
            "kind": "request",
            "text": "Proportionality in relation to stop and search",
            "owner_title": "Head of Business",
            "due": DUE,
            "meeting": meeting,
            "organisation": force,
        } | fields
        made: Ask = Ask.objects.create(**fields)
        return made

    return make


@pytest.fixture
def section(commissioner_of: Organisation) -> Section:
    plan = Plan.objects.create(
        oversight=commissioner_of, force=LANCASHIRE, title="Strategic scrutiny plan",
        version="1", dated=date(2013, 4, 1), begins=date(2013, 4, 1), ends=date(2021, 4, 1),
    )  # fmt: skip
    made: Section = Section.objects.create(
        plan=plan, number="2.A", title="Stop and search", owner="Chief Constable",
        frequency="quarterly",
    )  # fmt: skip
    return made


def ids(ask: Ask, person: Person) -> list[str]:
    return [move.id for move in moves(ask, person)]


# Who may do what


def test_its_owner_answers_and_the_oversight_body_closes(
    ask: Callable[..., Ask], person: Callable[..., Person]
) -> None:
    owner, commissioner = person("contributor"), person("commissioner")
    asked = ask(owner=owner)
    assert ids(asked, owner) == ["progress", "answer"]
    assert ids(asked, commissioner) == ["withdraw"]
    asked = move(asked, "answered", "See section 4 of the report.", owner)
    assert asked.answer == "See section 4 of the report."
    assert ids(asked, owner) == []
    assert ids(asked, commissioner) == ["close", "send-back"]
    asked = move(asked, "under-way", "The figures for Burnley are missing.", commissioner)
    asked = move(asked, "answered", "They are there now.", owner)
    asked = move(asked, "closed", "", commissioner)
    assert [(step.state, step.comment, step.person) for step in asked.steps.all()] == [
        ("open", "", None),
        ("answered", "See section 4 of the report.", owner),
        ("under-way", "The figures for Burnley are missing.", commissioner),
        ("answered", "They are there now.", owner),
        ("closed", "", commissioner),
    ]


def test_an_owner_cannot_close_what_was_asked_of_them(
    ask: Callable[..., Ask], person: Callable[..., Person]
) -> None:
    owner = person("approver")
    asked = move(ask(owner=owner), "answered", "Done.", owner)
    with pytest.raises(ScrutinyError, match="not yours to do"):
        move(asked, "closed", "", owner)


def test_who_is_of_another_organisation_does_not_answer(
    ask: Callable[..., Ask], person: Callable[..., Person]
) -> None:
    council = Organisation.objects.create(
        kind="partner", name="County Council", begins=date(1974, 4, 1)
    )
    partner = Person.objects.create_user("partner@example.org", title="Partner analyst")
    Membership.objects.create(person=partner, organisation=council, role="partner-analyst",
                              begins=date(2013, 1, 1))  # fmt: skip
    asked = ask()
    assert not may_answer(asked, partner)
    with pytest.raises(ScrutinyError, match="not yours to do"):
        move(asked, "answered", "It is not mine.", partner)
    assert may_answer(asked, person("force-analyst"))
    assert may_answer(asked, person("scrutiny-officer"))
    assert may_answer(ask(organisation=council), partner)


def test_the_force_answers_for_its_divisions(
    ask: Callable[..., Ask], person: Callable[..., Person], force: Organisation
) -> None:
    division = Organisation.objects.create(
        kind="division", name="East", begins=date(2013, 1, 1), part_of=force
    )
    analyst = person("force-analyst")
    asked = ask(organisation=division)
    assert may_answer(asked, analyst)
    assert asked in Ask.objects.concerning(analyst)


@pytest.mark.parametrize(
    ("to", "said"), [("answered", "The answer"), ("withdrawn", "Why it is no longer asked")]
)
def test_an_answer_and_a_withdrawal_say_something(
    ask: Callable[..., Ask], person: Callable[..., Person], to: str, said: str
) -> None:
    with pytest.raises(ScrutinyError, match=said):
        move(ask(), to, "  ", person("scrutiny-officer"))


def test_what_is_withdrawn_stays_so(ask: Callable[..., Ask], person: Callable[..., Person]) -> None:
    officer = person("scrutiny-officer")
    asked = move(ask(), "withdrawn", "It was asked twice.", officer)
    with pytest.raises(ScrutinyError, match="withdrawn now, and cannot become answered"):
        move(asked, "answered", "Too late.", officer)


def test_the_same_form_sent_twice_is_one_step(
    ask: Callable[..., Ask], person: Callable[..., Person]
) -> None:
    owner = person("contributor")
    asked = ask(owner=owner)
    for _ in range(2):
        move(asked, "under-way", "Half the interviews are held.", owner)
        move(asked, "under-way", "Half the interviews are held.", owner)
    assert asked.steps.count() == 2
    for _ in range(2):
        move(asked, "answered", "All are held.", owner)
    assert asked.steps.count() == 3


def test_a_later_date_has_a_reason_and_stays_in_the_history(
    ask: Callable[..., Ask], person: Callable[..., Person]
) -> None:
    asked, officer = ask(), person("scrutiny-officer")
    with pytest.raises(ScrutinyError, match="why the date changes"):
        change_due(asked, date(2020, 5, 1), " ")
    with acting(officer):
        for _ in range(2):
            asked = change_due(asked, date(2020, 5, 1), "The meeting moved")
    assert [step.comment for step in asked.steps.all()][1:] == [
        "Due 1 May 2020, no longer 9 April 2020: The meeting moved"
    ]
    last = history(asked).last()
    assert last is not None
    assert (last.note, last.person) == ("The meeting moved", officer)


def test_a_state_that_another_part_sets_is_a_step_too(ask: Callable[..., Ask]) -> None:
    asked = ask()
    asked.state = Ask.State.WITHDRAWN
    asked.save(note="Taken back in the meeting")
    assert [(s.state, s.comment) for s in asked.steps.all()] == [
        ("open", ""),
        ("withdrawn", "Taken back in the meeting"),
    ]


def test_evidence_is_a_file_or_an_address(ask: Callable[..., Ask]) -> None:
    asked = ask()
    with pytest.raises(ValidationError, match="a file or an address"):
        Evidence(ask=asked, title="Nothing").save()
    made = Evidence(ask=asked, title="Minutes", file=ContentFile(b"Agreed.", "minutes.txt"))
    made.save()
    assert made.file.name.endswith(".txt")


# Who is to know


def test_what_is_overdue_is_seen_by_those_who_should_see_it(
    ask: Callable[..., Ask], person: Callable[..., Person]
) -> None:
    owner, other = person("contributor"), person("contributor")
    asked = ask(owner=owner)
    late = Ask.objects.overdue(date(2020, 4, 10))
    assert list(late) == [asked]
    assert list(Ask.objects.overdue(DUE)) == []  # it may still come today
    for role in ("approver", "force-analyst", "scrutiny-officer", "commissioner"):
        assert asked in late & Ask.objects.concerning(person(role)), role
    assert asked in Ask.objects.concerning(owner)
    assert asked not in Ask.objects.concerning(other)


def test_what_is_answered_is_not_overdue(
    ask: Callable[..., Ask], person: Callable[..., Person]
) -> None:
    move(ask(), "answered", "Here.", person("force-analyst"))
    assert list(Ask.objects.overdue(date(2021, 1, 1))) == []


def test_what_is_restricted_or_part_of_it_is_seen_by_few(
    ask: Callable[..., Ask], person: Callable[..., Person], meeting: Meeting, section: Section
) -> None:
    partner, approver = person("partner-analyst"), person("approver")
    open_to_all = ask(meeting=None)
    ask(**WHY)
    by_plan = ask(meeting=None, section=section)
    Plan.objects.get().save()
    plan = section.plan
    for name, value in WHY.items():
        setattr(plan, name, value)
    plan.save()
    by_plan.refresh_from_db()
    assert by_plan.kept
    assert list(Ask.objects.seen_by(partner)) == [open_to_all]
    assert Ask.objects.seen_by(approver).count() == 3
    assert list(Step.objects.public()) == list(open_to_all.steps.all())


# The report


def report(to: str) -> Part:
    made = Report.objects.create(force=LANCASHIRE, to=to)
    part: Part = Part.objects.create(
        report=made, section="stop-and-search", title="Stop and search"
    )
    return part


def test_a_request_is_in_the_next_reports_section_until_it_is_answered(
    ask: Callable[..., Ask], section: Section, person: Callable[..., Person]
) -> None:
    asked = ask(section=section)
    ask(section=section, kind="action")
    for name in ("2.A", "stop-and-search", "Stop and Search"):
        assert asked_of(name, LANCASHIRE, "2020-03") == [asked]
    assert asked_of("Stop and search", LANCASHIRE, "2019-12") == []  # it was asked about that one
    assert asked_of("Stop and search", "E23000001", "2020-03") == []
    assert asked_of("", LANCASHIRE, "2020-03") == []
    officer, part = person("scrutiny-officer"), report("2020-06")
    move(asked, "answered", "A detailed analysis is below.", officer, part)
    assert asked_of("2.A", LANCASHIRE, "2020-06") == [asked]  # with its answer
    assert asked_of("2.A", LANCASHIRE, "2020-09") == []
    move(asked, "under-way", "Not by age.", officer)
    assert asked_of("2.A", LANCASHIRE, "2020-09") == [asked]


def test_a_request_of_no_section_is_asked_of_the_whole_report(ask: Callable[..., Ask]) -> None:
    asked = ask()
    assert asked_of("", LANCASHIRE, "2020-03") == [asked]
