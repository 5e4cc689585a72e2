"""What the example's events do, each as a person would at the desk: by the same functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from scrutiny.areas import load_areas
from scrutiny.catalogue import load_catalogue
from scrutiny.governance import clock
from scrutiny.governance.acting import acting, who
from scrutiny.governance.asks.models import Ask
from scrutiny.governance.asks.steps import move
from scrutiny.governance.inspection.entering import load_inspection
from scrutiny.governance.inspection.file import EXAMPLES
from scrutiny.governance.inspection.models import Statement
from scrutiny.governance.meetings import notes, steps
from scrutiny.governance.meetings.agenda import make_agenda
from scrutiny.governance.meetings.models import AgendaItem, Attendance, Meeting
from scrutiny.governance.people.models import Person
from scrutiny.governance.plan.load import load_plan
from scrutiny.governance.plan.models import AreaForConsideration, Section
from scrutiny.governance.plan.versions import put_in_force
from scrutiny.governance.raised import deciding
from scrutiny.governance.raised.finding import find
from scrutiny.governance.raised.models import Raised
from scrutiny.governance.reporting import approval, locking
from scrutiny.governance.reporting.answering import answer_in
from scrutiny.governance.reporting.figures import workspace
from scrutiny.governance.reporting.making import make_report
from scrutiny.governance.reporting.models import Part, Report
from scrutiny.governance.reporting.writing import latest, save_text
from scrutiny.measures.read import Reader
from scrutiny.periods import Month
from scrutiny.warehouse.vintages import today

ANALYST = "Force Analyst"
APPROVER = "Deputy Chief Constable"
WRITTEN_BEFORE = timedelta(days=10)  # how long before its report a part is due
FIGURES = (
    "The example shows the figures as they are published now: what was published in 2020 is not "
    "in the data that are included"
)

Event = dict[str, Any]


@dataclass(slots=True)
class Held:
    """What events of the year name: people by title, and requests and actions by a name."""

    folder: Path
    force: str = "E23000003"
    people: dict[str, Person] = field(default_factory=dict)
    asks: dict[str, Ask] = field(default_factory=dict)

    def report(self, event: Event) -> Report:
        found: Report = Report.objects.get(force=self.force, to=event["to"])
        return found

    def actor(self) -> Person:
        """Who does the event."""
        person = who()
        assert person is not None, "the event says by whom"
        return person


def put_plan_in_force(held: Held, event: Event) -> None:
    put_in_force(load_plan(held.folder / "plan.toml").plan)
    for meeting in Meeting.objects.all():
        meeting.title = f"{meeting.title} (example)"
        meeting.begins, meeting.ends, meeting.place = time(10), time(12, 30), "County Hall"
        meeting.save()


def enter_inspection(held: Held, event: Event) -> None:
    load_inspection(EXAMPLES / event["file"])


def expect_statement(held: Held, event: Event) -> None:
    Statement.objects.create(force=held.force, year=event["year"], due=event["due"])


def identify_area(held: Held, event: Event) -> None:
    AreaForConsideration.objects.create(
        section=Section.objects.get(number=event["section"]), meeting=_meeting(event["meeting"]),
        title=event["title"], rationale=event["rationale"], origin=event["origin"],
        state=AreaForConsideration.State.PLANNED,
    )  # fmt: skip


def find_exceptions(held: Held, event: Event) -> None:
    snapshot = workspace().snapshot()
    find(_newest(), snapshot.number, held.force, Month.parse(event["to"]))


def decide_exception(held: Held, event: Event) -> None:
    """Figures that are revised may raise it no longer: then there is nothing to decide."""
    waiting = Raised.objects.filter(area=held.force, asked=event["to"])
    for raised in waiting.filter(measure=event["measure"], state=Raised.State.WAITING):
        if "accept" in event:
            deciding.accept(raised, _meeting(event["accept"]))
        elif "set_aside" in event:
            deciding.set_aside(raised, event["set_aside"])
        elif into := waiting.filter(measure=event["merge"]).first():
            deciding.merge(raised, into)


def publish_agenda(held: Held, event: Event) -> None:
    meeting = _meeting(event["meeting"])
    for title in event["invite"]:
        person = held.people[title]
        organisation = person.memberships.get().organisation
        Attendance.objects.create(
            meeting=meeting, person=person, title=title, organisation=organisation
        )
    make_agenda(meeting)
    steps.publish_agenda(meeting)


def hold_meeting(held: Held, event: Event) -> None:
    meeting = _meeting(event["meeting"])
    for each in meeting.attendances.all():
        each.state = Attendance.State.PRESENT
        each.save()
    for line in event.get("line", ()):
        note = notes.take(meeting, _item(meeting, line["about"]), line["line"])
        if "name" in line and note.ask is not None:
            held.asks[line["name"]] = note.ask
    steps.hold(meeting)


def publish_minutes(held: Held, event: Event) -> None:
    meeting = _meeting(event["meeting"])
    steps.agree_minutes(meeting)
    steps.publish_minutes(meeting)


def move_ask(held: Held, event: Event) -> None:
    move(held.asks[event["ask"]], event["to"], event.get("comment", ""), held.actor())


def begin_report(held: Held, event: Event) -> None:
    """A report with its contributors, pinned to the newest figures: see `FIGURES`."""
    meeting = _meeting(event["meeting"]) if "meeting" in event else None
    report = make_report(held.force, Month.parse(event["to"]), meeting=meeting)
    report.pin, report.as_at = f"report-{report.pk}-1", today()
    report.snapshot = workspace().pin(report.pin, report.as_at).number
    report.save(note=FIGURES)
    for part in report.parts.exclude(owner=""):
        part.contributor = held.people[_title(part.owner)]
        part.approver = held.people[APPROVER]
        part.due = clock.today() + WRITTEN_BEFORE
        part.save()


def write(held: Held, event: Event) -> None:
    """Each part's text by its contributor, else by the analyst, who gives it to the approver if all
    are to be given, or this one is."""
    for part, text in _texts(held, event):
        person = part.contributor or held.people[ANALYST]
        with acting(person):
            if part.approver is None:
                part.contributor, part.approver = person, held.people[APPROVER]
                part.save()
            save_text(part, text, None, person)
            if part.section in event.get("submit", (part.section,)):
                approval.submit(part, person)


def answer_in_report(held: Held, event: Event) -> None:
    part = held.report(event).parts.get(section=event["part"])
    answer_in(part, held.asks[event["ask"]], event["comment"], held.actor())


def approve(held: Held, event: Event) -> None:
    person = held.people[APPROVER]
    for part in held.report(event).parts.filter(state=Part.State.WITH_APPROVER):
        text = latest(part)
        assert text is not None, "what is with the approver has a text"
        with acting(person):
            approval.approve(part, person, text.number)


def publish_report(held: Held, event: Event) -> None:
    locking.publish(locking.lock(held.report(event)))


def follow_newest(held: Held, event: Event) -> None:
    """Let a report in drafting show the newest figures, whichever come."""
    report = held.report(event)
    report.pin, report.as_at, report.snapshot = "", None, None
    report.save()


DOINGS: dict[str, Callable[[Held, Event], None]] = {
    "put the plan in force": put_plan_in_force,
    "enter an inspection": enter_inspection,
    "expect the force management statement": expect_statement,
    "identify an area": identify_area,
    "find exceptions": find_exceptions,
    "decide an exception": decide_exception,
    "publish the agenda": publish_agenda,
    "hold the meeting": hold_meeting,
    "publish the minutes": publish_minutes,
    "move": move_ask,
    "begin a report": begin_report,
    "write": write,
    "answer in the report": answer_in_report,
    "approve": approve,
    "publish the report": publish_report,
    "follow the newest figures": follow_newest,
}


def _meeting(day: date) -> Meeting:
    found: Meeting = Meeting.objects.get(day=day)
    return found


def _item(meeting: Meeting, about: str) -> AgendaItem | None:
    """The item of a section's number, or whose title begins so; none when it is not there."""
    items = meeting.items.filter(dropped=False)
    found: AgendaItem | None = (
        items.filter(origin=AgendaItem.Origin.STANDING, section__number=about).first()
        or items.filter(title__startswith=about).first()
    )
    return found


def _newest() -> Reader:
    """Reads what is published today, whatever the clock of the example says."""
    return Reader(workspace().snapshot(), load_catalogue(), load_areas())


def _texts(held: Held, event: Event) -> Iterator[tuple[Part, str]]:
    report = held.report(event)
    for file in sorted((held.folder / "texts" / event["to"]).glob("*.md")):
        yield report.parts.get(section=file.stem), file.read_text(encoding="utf-8")


def _title(owner: str) -> str:
    """Of `The head of crime`, Head of Crime."""
    words = owner.removeprefix("The ").split()
    return " ".join(word if word in ("of", "and") else word.capitalize() for word in words)
