"""What the records hold when a journey begins: `python -m tests.web.journeys.beginnings town WORD`.

Everybody signs in with the password WORD.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import django

HERE = Path(__file__).parent
LANCASHIRE = "E23000003"
PEOPLE = {
    "commissioner": {
        "Scrutiny Officer": "scrutiny-officer",
        "Commissioner": "commissioner",
        "Administrator": "administrator",
    },
    "force": {
        "Force Analyst": "force-analyst",
        "Head of Crime": "contributor",
        "Head of Public Protection": "contributor",
        "Deputy Chief Constable": "approver",
        "Inspection Liaison": "inspection-liaison",
    },
}
ASKED = "Why shoplifting rose in the towns"
ANSWER = "Most of the rise is in twelve shops that report every theft since spring."
ACTION = "Visit every shop that was robbed twice"


def people(password: str) -> None:
    """Two organisations, and whoever works in them."""
    from scrutiny.governance.clock import clock_at
    from scrutiny.governance.people.changes import add_person
    from scrutiny.governance.people.models import Organisation, Role

    with clock_at(moment("2026-04-01T09:00")):
        for kind, held in PEOPLE.items():
            name = {
                "commissioner": "Lancashire Police and Crime Commissioner",
                "force": "Lancashire Constabulary",
            }[kind]
            body = Organisation.objects.create(
                kind=kind, name=name, area=LANCASHIRE, begins=date(2012, 11, 22)
            )
            for title, role in held.items():
                email = f"{title.lower().replace(' ', '-')}@example.org"
                add_person(email, title, Role(role), body, password)


def town(password: str) -> None:
    """A plan in force, a meeting that asked, the report that answered, and the next in drafting."""
    people(password)
    from scrutiny.governance.acting import acting
    from scrutiny.governance.clock import clock_at
    from scrutiny.governance.meetings.models import Meeting
    from scrutiny.governance.people.models import Person
    from scrutiny.governance.plan.load import load_plan
    from scrutiny.governance.plan.versions import put_in_force

    officer = Person.objects.get(title="Scrutiny Officer")
    with clock_at(moment("2026-05-01T09:00")), acting(officer):
        put_in_force(load_plan(HERE / "plan.toml").plan)
        for day, to in (("05-14", "2025-06"), ("08-13", "2025-09"), ("11-12", "2025-12")):
            meeting = Meeting.objects.get(day=f"2026-{day}")
            meeting.to = to
            meeting.save()
    with clock_at(moment("2026-05-14T10:00")), acting(officer):
        hold("2026-05-14", f"r Head of Crime due next meeting: {ASKED}")
    with clock_at(moment("2026-08-05T10:00")):
        report("2025-09", "2026-08-13", ASKED)
    with clock_at(moment("2026-08-13T10:00")), acting(officer):
        close(ASKED)
        hold("2026-08-13", f"a Head of Crime due next meeting: {ACTION}")
    with clock_at(moment("2026-10-20T10:00")):
        report("2025-12", "2026-11-12")


def hold(day: str, line: str) -> None:
    """A meeting with one line in its notes, and its minutes published."""
    from scrutiny.governance.meetings import notes, steps
    from scrutiny.governance.meetings.agenda import make_agenda
    from scrutiny.governance.meetings.models import Meeting

    meeting = Meeting.objects.get(day=day)
    first = make_agenda(meeting)[0]
    steps.publish_agenda(meeting)
    notes.take(meeting, first, line)
    for step in (steps.hold, steps.agree_minutes, steps.publish_minutes):
        step(meeting)


def report(to: str, day: str, asked: str = "") -> None:
    """A report whose parts have their writers; with an answer to what was `asked` it is published,
    else one part of it waits for its approver."""
    from scrutiny.governance.acting import acting
    from scrutiny.governance.asks.models import Ask
    from scrutiny.governance.meetings.models import Meeting
    from scrutiny.governance.people.models import Person
    from scrutiny.governance.reporting import approval, locking
    from scrutiny.governance.reporting.answering import answer_in
    from scrutiny.governance.reporting.making import make_report
    from scrutiny.governance.reporting.writing import save_text
    from scrutiny.periods import Month

    meeting = Meeting.objects.get(day=day)
    made = make_report(LANCASHIRE, Month.parse(to), "quarterly-brief", meeting)
    writers = {"recorded-crime": "Head of Crime", "victims": "Head of Public Protection"}
    approver = Person.objects.get(title="Deputy Chief Constable")
    for part in made.parts.filter(section__in=writers):
        writer = Person.objects.get(title=writers[part.section])
        part.contributor, part.approver = writer, approver
        part.save()
        if part.section == "recorded-crime" and not asked:
            continue
        with acting(writer):
            if part.section == "recorded-crime":
                answer_in(part, Ask.objects.get(text=asked), ANSWER, writer)
            text = save_text(part, f"What {part.title.lower()} shows.", None, writer)
            part.refresh_from_db()
            approval.submit(part, writer)
        if asked:
            with acting(approver):
                approval.approve(part, approver, text.number)
    if asked:
        with acting(Person.objects.get(title="Scrutiny Officer")):
            locking.publish(locking.lock(made))


def close(asked: str) -> None:
    from scrutiny.governance.acting import who
    from scrutiny.governance.asks.models import Ask
    from scrutiny.governance.asks.steps import move

    move(Ask.objects.get(text=asked), "closed", "", who())


def moment(local: str) -> datetime:
    from django.utils import timezone

    return timezone.make_aware(datetime.fromisoformat(local))


BEGINNINGS: dict[str, Callable[[str], None]] = {"people": people, "town": town}

if __name__ == "__main__":
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    BEGINNINGS[sys.argv[1]](sys.argv[2])
