"""A plan with two sections and what hangs on them, for tests of meetings."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile

from scrutiny.governance.asks.models import Ask
from scrutiny.governance.meetings.models import AgendaItem, Meeting, Paper
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.plan.models import AreaForConsideration, Plan, Section, StandingItem
from scrutiny.governance.raised.models import Raised

LANCASHIRE = "E23000003"
RESTRICTED = {
    "restricted": True,
    "restricted_why": "An operation is under way",
    "restricted_review": date(2020, 9, 1),
}


def make_plan(oversight: Organisation) -> Plan:
    """Overview every quarter; resources every year, first in June 2020."""
    plan: Plan = Plan.objects.create(
        oversight=oversight, force=LANCASHIRE, title="Strategic scrutiny plan", version="1",
        dated=date(2019, 4, 1), begins=date(2019, 4, 1), ends=date(2021, 3, 31), state="in-force",
    )  # fmt: skip
    overview = Section.objects.create(
        plan=plan, order=1, number="1", title="Overview", owner="Chief Constable",
        frequency="quarterly",
    )  # fmt: skip
    StandingItem.objects.create(section=overview, text="Burglary", measures=["burglary_dwelling"])
    Section.objects.create(
        plan=plan, order=2, number="2", title="Resources", owner="Director of Resources",
        frequency="yearly", due=["2020-06"],
    )  # fmt: skip
    return plan


def make_area(plan: Plan, meeting: Meeting, title: str = "Rural crime") -> AreaForConsideration:
    section = plan.sections.get(number="2")
    made: AreaForConsideration = AreaForConsideration.objects.create(
        section=section, meeting=meeting, title=title, rationale="Asked by residents",
        origin="meeting", state="planned",
    )  # fmt: skip
    return made


def make_raised(meeting: Meeting, measure: str = "burglary_dwelling") -> Raised:
    made: Raised = Raised.objects.create(
        measure=measure, area=LANCASHIRE, source="home-office", first="2019-01", to="2019-12",
        asked="2019-12", kind="signal", severity=1,
        reason="Burglary is above its upper limit.", value=1.0, unit="offences", load="1",
        loads=["1"], released=date(2020, 1, 23), snapshot=1, state="accepted", meeting=meeting,
    )  # fmt: skip
    return made


def make_overdue(meeting: Meeting) -> Ask:
    """What the meeting of December 2019 asked for by the end of January 2020."""
    before = Meeting.objects.create(
        oversight=meeting.oversight, force=meeting.force, day=date(2019, 12, 12), to="2019-09"
    )
    made: Ask = Ask.objects.create(
        kind="action", text="Write to the partners", owner_title="Head of Crime",
        due=date(2020, 1, 31), meeting=before,
    )  # fmt: skip
    return made


def make_paper(
    meeting: Meeting, title: str, data: bytes, name: str, item: AgendaItem | None = None
) -> Paper:
    file = ContentFile(data, name)
    made: Paper = Paper.objects.create(
        meeting=meeting, title=title, name=name, item=item, file=file
    )
    return made
