"""Putting a plan's file into the records, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from scrutiny.catalogue import Catalogue, load_catalogue
from scrutiny.governance.filed import kept
from scrutiny.governance.meetings.models import Meeting
from scrutiny.governance.people.models import Organisation
from scrutiny.governance.plan.file import PlanRead, SectionRead, read_plan
from scrutiny.governance.plan.forward import quarter_looked_at
from scrutiny.governance.plan.models import (
    AreaForConsideration,
    Plan,
    Priority,
    Section,
    StandingItem,
)
from scrutiny.periods import Month


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan of the records; `already` when a file of its version was loaded before."""

    plan: Plan
    already: bool


def load_plan(path: Path, catalogue: Catalogue | None = None) -> Loaded:
    """Put the plan of a file into the records as a draft, all of it or nothing.

    Its oversight body and its meetings are those of the records where these have them. A version
    that the records have is left as it is. What is wrong is a `DefinitionError`.
    """
    read = read_plan(path, catalogue or load_catalogue())
    with transaction.atomic():
        oversight = _oversight(read)
        known = Plan.objects.filter(oversight=oversight, title=read.title, version=read.version)
        if found := known.first():
            return Loaded(found, already=True)
        return Loaded(_store(read, oversight), already=False)


def _oversight(read: PlanRead) -> Organisation:
    body = read.oversight
    known = Organisation.objects.filter(kind=body.kind.value, name=body.name).first()
    return known or kept(
        Organisation(kind=body.kind.value, name=body.name, area=read.force, begins=body.begins),
        read.file, "oversight",
    )  # fmt: skip


def _store(read: PlanRead, oversight: Organisation) -> Plan:
    plan = kept(
        Plan(
            oversight=oversight, force=read.force, title=read.title, version=read.version,
            dated=read.dated, begins=read.begins, ends=read.ends, vision=read.vision,
            context=read.context, foresees=[str(month) for month in read.foresees],
        ),
        read.file, "plan",
    )  # fmt: skip
    boxes = {}
    for order, box in enumerate(read.boxes, 1):
        kind = Priority.Kind.SUPPORT if box.supports else Priority.Kind.PRIORITY
        made = Priority(plan=plan, order=order, kind=kind, title=box.title, text=box.text)
        boxes[box.title] = kept(made, read.file, f"strategy map, {box.title}")
    meetings = {day: _meeting(read, oversight, day) for day in read.meetings}
    sections: dict[str, Section] = {}
    for order, each in enumerate(read.sections, 1):
        when = each.when.value if each.when else ""
        section = Section(
            plan=plan, part_of=sections.get(each.part_of), priority=boxes.get(each.priority),
            order=order, number=each.number, title=each.title, aim=each.aim,
            approach=each.approach, owner=each.owner, frequency=when,
            due=[str(month) for month in each.due],
        )  # fmt: skip
        sections[each.number] = kept(section, read.file, f"section {each.number}")
        _store_parts(read.file, each, section, meetings)
    return plan


def _store_parts(
    file: str, read: SectionRead, section: Section, meetings: dict[date, Meeting]
) -> None:
    for order, item in enumerate(read.items, 1):
        made = StandingItem(
            section=section, order=order, text=item.text, measures=list(item.measures)
        )
        kept(made, file, f"section {read.number}, item {order}")
    for order, area in enumerate(read.areas, 1):
        found = AreaForConsideration(
            section=section, meeting=meetings[area.meeting], title=area.title,
            rationale=area.rationale, origin=area.origin.value if area.origin else "",
            state=AreaForConsideration.State.PLANNED,
        )  # fmt: skip
        kept(found, file, f"section {read.number}, area {order}")


def _meeting(read: PlanRead, oversight: Organisation, day: date) -> Meeting:
    known = Meeting.objects.filter(oversight=oversight, force=read.force, day=day).first()
    to = str(quarter_looked_at(Month.of(day)))
    meeting = Meeting(oversight=oversight, force=read.force, day=day, to=to)
    return known or kept(meeting, read.file, f"meeting of {day}")
