"""Reminders: a digest, not a flood; never what is restricted; safe to run twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from scrutiny.governance.asks.models import Ask, Reminder
from scrutiny.governance.asks.reminders import UNDER_WAY, send
from scrutiny.governance.background.jobs import enqueue
from scrutiny.governance.background.models import Job
from scrutiny.governance.clock import clock_at
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Organisation, Person

DUE = date(2020, 4, 9)
MORNING = datetime(2020, 4, 9, 7, tzinfo=UTC)


@pytest.fixture
def owner(person: Callable[..., Person]) -> Person:
    return person("contributor")


@pytest.fixture
def ask(meeting: Meeting, owner: Person) -> Callable[..., Ask]:
    def make(**fields: Any) -> Ask:
        fields = {
            "kind": "action", "text": "Agree a data sharing protocol", "owner_title": "Somebody",
            "owner": owner, "due": DUE, "meeting": meeting,
        } | fields  # fmt: skip
        made: Ask = Ask.objects.create(**fields)
        return made

    return make


def days_of_mail(first: date, last: date) -> Iterator[date]:
    """The days on which somebody got a mail, when reminders are sent daily."""
    day = first
    while day <= last:
        before = len(mail.outbox)
        send(day)
        if len(mail.outbox) > before:
            yield day
        day += timedelta(days=1)


def test_seven_days_before_on_the_day_and_weekly_while_it_is_overdue(
    ask: Callable[..., Ask],
) -> None:
    ask()
    assert list(days_of_mail(date(2020, 3, 20), date(2020, 4, 25))) == [
        date(2020, 4, 2), DUE, date(2020, 4, 16), date(2020, 4, 23),
    ]  # fmt: skip


def test_everything_that_is_due_is_in_one_mail_and_its_weeks_come_together(
    ask: Callable[..., Ask],
) -> None:
    ask(text="The first")
    ask(text="The second", due=date(2020, 4, 12))
    assert list(days_of_mail(date(2020, 4, 10), date(2020, 4, 27))) == [
        date(2020, 4, 10), date(2020, 4, 12), date(2020, 4, 19), date(2020, 4, 26),
    ]  # fmt: skip
    last = mail.outbox[-1]
    assert last.subject == "Police Scrutiny: 2 overdue"
    assert "The first" in last.body
    assert "The second" in last.body


def test_a_day_that_was_left_out_is_made_up_for(ask: Callable[..., Ask]) -> None:
    ask()
    send(date(2020, 4, 2))
    assert list(days_of_mail(date(2020, 4, 11), date(2020, 4, 12))) == [date(2020, 4, 11)]


def test_a_mail_says_what_and_by_when_and_leads_there(
    ask: Callable[..., Ask], owner: Person, settings: Any
) -> None:
    settings.SCRUTINY_ADDRESS = "https://scrutiny.example"
    asked = ask()
    send(date(2020, 4, 12))
    (sent,) = mail.outbox
    assert sent.to == [owner.email]
    assert "Action, due 9 April 2020 (3 days ago)" in sent.body
    assert "Agree a data sharing protocol" in sent.body
    assert f"https://scrutiny.example/desk/asks/{asked.pk}/" in sent.body


def test_what_is_restricted_is_never_in_a_mail(ask: Callable[..., Ask], meeting: Meeting) -> None:
    secret = {"restricted_why": "Tactics", "restricted_review": date(2021, 1, 1)}
    ask(text="Operation Heron", restricted=True, **secret)
    ask(text="Operation Wren", kind="request")
    meeting.restricted, meeting.restricted_why = True, "An operation"
    meeting.restricted_review = date(2021, 1, 1)
    meeting.save()
    send(DUE)
    (sent,) = mail.outbox
    whole = sent.message().as_string()
    assert "Operation" not in whole
    assert "Tactics" not in whole
    assert "A restricted action, due 9 April 2020 (today)" in whole
    assert "A restricted request" in whole


def test_what_is_done_or_of_someone_who_left_reminds_nobody(
    ask: Callable[..., Ask], owner: Person
) -> None:
    ask(state="closed")
    assert str(send(DUE)) == "0 people were reminded."
    ask()
    owner.is_active = False
    owner.save()
    send(DUE)
    assert mail.outbox == []


def test_what_an_organisation_was_asked_reminds_those_who_look_after_it(
    ask: Callable[..., Ask], person: Callable[..., Person], force: Organisation
) -> None:
    approver, analyst = person("approver"), person("force-analyst")
    ask(owner=None, organisation=force)
    send(DUE)
    assert sorted(m.to[0] for m in mail.outbox) == sorted([approver.email, analyst.email])


def test_a_day_is_sent_once_however_often_it_is_run(ask: Callable[..., Ask]) -> None:
    ask()
    assert str(send(DUE)) == "1 person was reminded."
    assert str(send(DUE)) == "0 people were reminded."
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_be_sent_is_sent_by_the_next_run(
    ask: Callable[..., Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()

    def refuse(*given: object) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(EmailBackend, "send_messages", refuse)
        sent = send(DUE)
        assert str(sent) == "0 people were reminded. No mail could be sent to: Contributor."
    assert str(send(DUE)) == "1 person was reminded."


def test_a_run_that_stopped_in_the_middle_is_told(
    ask: Callable[..., Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether the mail went out nobody can know: it is sent, and that it may come twice is said."""
    ask()

    def stop(*given: object) -> int:
        raise KeyboardInterrupt

    with clock_at(MORNING):
        with monkeypatch.context() as killed:
            killed.setattr(EmailBackend, "send_messages", stop)
            with pytest.raises(KeyboardInterrupt):
                send(DUE)
        assert str(send(DUE)) == "0 people were reminded."  # that run may still be at it
    with clock_at(MORNING + UNDER_WAY):
        assert str(send(DUE)) == (
            "1 person was reminded. A run before stopped while it sent mail, so these may get it "
            "twice: Contributor."
        )
    assert Reminder.objects.count() == len(mail.outbox) == 1


def test_reminders_are_a_job_that_is_tried_again_without_mail(
    ask: Callable[..., Ask], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask()
    job = enqueue("send-reminders", "Reminders", "reminders:2020-04-09", day="2020-04-09")
    assert (job.state, job.said) == ("done", "1 person was reminded.")

    def refuse(*given: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    job = enqueue("send-reminders", "Reminders", "reminders:2020-04-16", day="2020-04-16")
    assert (job.state, job.tries) == (Job.State.FAILED, 3)
    assert "No mail could be sent to: Contributor." in job.why
