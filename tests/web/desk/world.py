"""One of everything, in the records of a site that runs: `python -m tests.web.desk.world`.

It says where the pages of it are, and the key of a session of somebody with every role, as JSON.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from scrutiny.governance import clock

if TYPE_CHECKING:
    from scrutiny.governance.asks.models import Ask, Evidence
    from scrutiny.governance.background.models import Job
    from scrutiny.governance.inspection.models import (
        Asked,
        Finding,
        Inspection,
        Practice,
        Statement,
    )
    from scrutiny.governance.inspection.models import Evidence as Shown
    from scrutiny.governance.meetings.models import AgendaItem, Meeting, Note, Paper
    from scrutiny.governance.people.models import Membership, Organisation, Person
    from scrutiny.governance.plan.models import AreaForConsideration, Plan
    from scrutiny.governance.raised.models import Raised
    from scrutiny.governance.reporting.models import EditionFile, Part, Report, Withheld

LANCASHIRE = "E23000003"


@dataclass(frozen=True)
class World:
    """What the addresses of `addresses.py` are made of."""

    everyone: Person
    membership: Membership
    body: Organisation
    plan: Plan
    draft: Plan
    area: AreaForConsideration
    meeting: Meeting
    held: Meeting
    item: AgendaItem
    paper: Paper
    note: Note
    ask: Ask
    evidence: Evidence
    raised: Raised
    report: Report
    part: Part
    file: EditionFile
    panel_file: EditionFile
    withheld: Withheld
    job: Job
    inspection: Inspection
    finding: Finding
    shown: Shown
    asked: Asked
    practice: Practice
    statement: Statement


def make_world() -> World:
    """One of everything, today."""
    from scrutiny.governance.acting import acting
    from scrutiny.governance.people.changes import add_person, give_role
    from scrutiny.governance.people.models import Organisation, Role

    body = Organisation.objects.create(
        kind="commissioner", name="Lancashire Police and Crime Commissioner", area=LANCASHIRE,
        begins=date(2012, 11, 22),
    )  # fmt: skip
    roles = list(Role)
    everyone = add_person("everyone@example.org", "Somebody with every role", roles.pop(), body)
    for role in roles:
        membership = give_role(everyone, role, body, clock.today())
    with acting(everyone):
        held = _meetings(body)
        held |= _asked(held["held"], everyone)
        held |= _written(held["held"], everyone)
        held |= _inspected(body, everyone)
    return World(everyone=everyone, membership=membership, body=body, **held)


def _meetings(body: Organisation) -> dict[str, Any]:
    """A plan, the version after it in drafting, a meeting to come and one that was held."""
    from tests.governance.meeting_year import make_area, make_paper, make_plan, make_raised

    from scrutiny.governance.meetings import agenda
    from scrutiny.governance.meetings.models import Meeting, Note
    from scrutiny.governance.meetings.pack import keep_pack
    from scrutiny.governance.plan.versions import new_version

    plan = make_plan(body)
    draft = new_version(plan, "2", clock.today())
    days = (clock.today() + timedelta(days=9), date(2020, 3, 12))
    meeting, held = (
        Meeting.objects.create(oversight=body, force=LANCASHIRE, day=day, to="2019-12")
        for day in days
    )
    area, raised = make_area(plan, meeting), make_raised(meeting, "all_crime")
    for each in (meeting, held):
        agenda.make_agenda(each)
    item = meeting.items.first()
    paper = make_paper(meeting, "Rural strategy", b"district,crimes\n", "d.csv", item)
    keep_pack(meeting, public=False)
    note = Note.objects.create(meeting=held, item=held.items.first(), text="It was said so.")
    held.state = Meeting.State.HELD
    held.save()
    return {
        "plan": plan, "draft": draft, "meeting": meeting, "held": held, "area": area,
        "raised": raised, "item": item, "paper": paper, "note": note,
    }  # fmt: skip


def _asked(meeting: Meeting, owner: Person) -> dict[str, Any]:
    """A request that is overdue, with evidence, and a reminder of it that was sent."""
    from django.core.files.base import ContentFile

    from scrutiny.governance.asks.models import Ask, Evidence
    from scrutiny.governance.background.models import Job

    ask = Ask.objects.create(
        kind="request", text="Proportionality of stop and search", owner=owner,
        owner_title=owner.title, due=clock.today() - timedelta(days=1), meeting=meeting,
    )  # fmt: skip
    letter = ContentFile(b"Dear all", "letter.txt")
    evidence = Evidence.objects.create(ask=ask, title="A letter", name="letter.txt", file=letter)
    job = Job.objects.create(
        name="send-reminders", key="k", title="Reminders", person=owner, state="done",
        given={"day": "2020-04-09"}, said="All were reminded.",
    )  # fmt: skip
    return {"ask": ask, "evidence": evidence, "job": job}


def _written(meeting: Meeting, writer: Person) -> dict[str, Any]:
    """A report with a part that is written twice at once, and an edition of it."""
    from django.core.files.base import ContentFile

    from scrutiny.governance.people.models import Person
    from scrutiny.governance.reporting.making import make_report
    from scrutiny.governance.reporting.models import Edition, EditionFile, Withheld
    from scrutiny.governance.reporting.writing import save_text
    from scrutiny.periods import Month

    report = make_report(LANCASHIRE, Month.parse("2019-12"), meeting=meeting)
    part = next(part for part in report.parts.all() if part.to_write)
    part.contributor = writer
    part.save()
    other = Person.objects.create_user("other@example.org", title="Head of Crime")
    for text, by in (("All crime rose.", writer), ("All crime fell.", other)):
        save_text(part, text, None, by)
    files = []
    for audience in ("restricted", "panel"):
        edition = Edition.objects.create(report=report, audience=audience, published=clock.now())
        page = ContentFile(b"<p>A report", "report.html")
        files.append(
            EditionFile.objects.create(
                edition=edition, name="report.html", file=page, size=page.size, sha256="0" * 64
            )
        )
    withheld = Withheld.objects.create(
        part=part, block="table-1", why="An operation", review=date(2020, 9, 1)
    )
    return {
        "report": report, "part": part, "file": files[0], "panel_file": files[1],
        "withheld": withheld,
    }  # fmt: skip


def _inspected(body: Organisation, owner: Person) -> dict[str, Any]:
    """An inspection whose report is out, with a grade, a finding, a response, and what it asked."""
    from django.core.files.base import ContentFile

    from scrutiny.governance.inspection import grades, responding
    from scrutiny.governance.inspection.models import (
        Asked,
        Evidence,
        Finding,
        Inspection,
        NationalGrades,
        Practice,
        Side,
        Statement,
    )

    area, day = "neighbourhood-policing", clock.today()
    inspection = Inspection.objects.create(
        framework="hmic-2007", force=LANCASHIRE, title="Neighbourhood policing", state="published",
        begins=date(2020, 1, 6), ends=date(2020, 1, 17), published=date(2020, 3, 2),
        summary="How neighbourhoods are policed.",
    )  # fmt: skip
    stated = [each for each in inspection.frame.criteria_of(area) if each.stated]
    for each in stated[:1]:
        grades.judge(inspection, Side.INSPECTORS, each.id, "met", "Residents say so.")
    grades.give_grade(inspection, area, Side.INSPECTORS, "Good", "It is consistent.")
    NationalGrades.objects.create(inspection=inspection, area=area, grade="Good", forces=14)
    first, finding = (
        Finding.objects.create(
            inspection=inspection, order=order, kind="area-for-improvement", area=area, text=text,
            reference=f"{order}", owner=owner, owner_title=owner.title, due=day - timedelta(days=1),
            measures=["all_crime"],
        )
        for order, text in ((1, "Officers change posts too often."), (2, "Posts are empty."))
    )  # fmt: skip
    Finding.objects.create(
        inspection=inspection, order=3, kind="strength", area=area, text="Residents set priorities."
    )
    Finding.objects.create(
        inspection=inspection, order=4, kind="area-for-improvement", area=area, text=first.text,
        same_as=first,
    )  # fmt: skip
    letter = ContentFile(b"Dear all", "letter.txt")
    shown = Evidence.objects.create(finding=finding, title="Letter", name="letter.txt", file=letter)
    asked = Asked.objects.create(
        inspection=inspection, text="Rosters since spring", by="Lead inspector", on=day,
        supplied_on=day, supplied="Of every division", name="letter.txt", file=letter,
    )  # fmt: skip
    practice = Practice.objects.create(
        force=LANCASHIRE, inspection=inspection, title="Panels", problem="No voice",
        solution="A panel for each ward", outcomes="More was solved",
    )  # fmt: skip
    responding.draft(inspection, body, "We welcome it.")
    statement = Statement.objects.create(force=LANCASHIRE, year=2020, due=date(2020, 5, 31))
    return {
        "inspection": inspection, "finding": finding, "shown": shown, "asked": asked,
        "practice": practice, "statement": statement,
    }  # fmt: skip


def _say() -> dict[str, Any]:
    from django.test import Client
    from django.urls import reverse
    from tests.web.desk.addresses import EXAMPLES

    from scrutiny.web.desk.urls import ROUTES

    world = make_world()
    client = Client()
    client.force_login(world.everyone)
    pages = {
        route.name: reverse(
            route.name, kwargs=EXAMPLES[route.name](world) if "<" in route.path else {}
        )
        for route in ROUTES
        if route.reads and ("<" not in route.path or route.name in EXAMPLES)
    }
    return {"session": client.cookies["sessionid"].value, "pages": pages}


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_say()))  # noqa: T201
